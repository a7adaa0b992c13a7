/**
 * Asks for what is lacking: where the server has spoken of a message that has not come a second
 * later, this conversation asks for everything after its last gapless one.
 * @import { Frame } from "./types.js"
 * @import { Store } from "./store.js"
 */

/** A message may be on its way: this long is no gap. Milliseconds. */
const GRACE = 1_000;
/** Ask again only after this long. */
const AGAIN = 5_000;

/** Watches for gaps in every conversation of a console. */
export class CatchUp {
  /** @type {Map<string, { lastSeq: number, since: number, askedAt: number }>} */
  #lacking = new Map();

  /** @param {{ store: Store, send: (frame: Frame) => boolean }} parts */
  constructor({ store, send }) {
    this.store = store;
    this.send = send;
  }

  /** @param {number} at milliseconds */
  look(at) {
    if (!this.store.live.value) {
      this.#lacking.clear();
      return;
    }
    const { conversations } = this.store.desk.value;
    for (const { id, synced, lastSeq, heardSeq, state } of Object.values(conversations)) {
      if (!synced || state !== "active" || heardSeq <= lastSeq) this.#lacking.delete(id);
      else this.#ask(id, lastSeq, at);
    }
  }

  /**
   * Whether or not anything is lacking: read again from here (a masked message's stored words).
   * @param {string} conversation
   * @param {number} after the `seq` before the first wanted
   */
  readAgain(conversation, after) {
    this.send({ type: "sync", conversation, last_seq: after });
  }

  /**
   * @param {string} id
   * @param {number} lastSeq
   * @param {number} at
   */
  #ask(id, lastSeq, at) {
    const lack = this.#lacking.get(id);
    if (lack?.lastSeq !== lastSeq) {
      this.#lacking.set(id, { lastSeq, since: at, askedAt: 0 });
    } else if (at - lack.since >= GRACE && at - lack.askedAt >= AGAIN) {
      lack.askedAt = at;
      this.readAgain(id, lastSeq);
    }
  }
}
