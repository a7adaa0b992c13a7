/**
 * Carries what I wrote to the server: one message at a time per conversation, the same id until
 * it is acknowledged, again after a lost line or ten seconds of silence. Once stored, always once.
 * @import { Frame } from "./types.js"
 * @import { Store } from "./store.js"
 */
import { change, changeAll } from "./desk/desk.js";
import { keep, lineBroke, nextToSend, onItsWay, tryAgain } from "./desk/outbox.js";

/** An acknowledgement that takes longer is taken for lost; sending again is harmless. */
const PATIENCE = 10_000;

/** The one courier of a console. */
export class Courier {
  /** When a message was last handed to the line. @type {Map<string, number>} */
  #sentAt = new Map();

  /** @param {{ store: Store, send: (frame: Frame) => boolean }} parts */
  constructor({ store, send }) {
    this.store = store;
    this.send = send;
  }

  /**
   * Takes words into keeping and tries to send them.
   * @param {{ conversation: string, clientId: string, body: string, at: number }} written
   */
  take({ conversation, clientId, body, at }) {
    this.store.step((desk) => change(desk, conversation, (one) => keep(one, { clientId, body, at })));
    this.carry(at);
  }

  /**
   * Sends whatever may be sent now.
   * @param {number} at milliseconds
   */
  carry(at) {
    if (!this.store.live.value) return;
    this.#giveUpWaiting(at);
    for (const id of this.store.desk.value.order) this.#carryOne(id, at);
  }

  /** The line broke: what was on its way is sent again when it is back. */
  lineBroke() {
    this.#sentAt.clear();
    this.store.step((desk) => changeAll(desk, lineBroke));
  }

  /**
   * @param {string} id
   * @param {number} at
   */
  #carryOne(id, at) {
    const conversation = this.store.desk.value.conversations[id];
    if (!conversation || conversation.outbox.some((waiting) => waiting.state === "sending")) return;
    const next = nextToSend(conversation, at);
    if (!next) return;
    const { clientId, body } = next;
    const frame = { type: "message.send", conversation: id, client_id: clientId, body };
    if (!this.send(frame)) return;
    this.#sentAt.set(clientId, at);
    this.store.step((desk) => change(desk, id, (one) => onItsWay(one, clientId)));
  }

  /** @param {number} at */
  #giveUpWaiting(at) {
    for (const [clientId, sentAt] of this.#sentAt) {
      if (at - sentAt < PATIENCE) continue;
      this.#sentAt.delete(clientId);
      this.store.step((desk) =>
        changeAll(desk, (one) =>
          one.outbox.some((waiting) => waiting.clientId === clientId && waiting.state === "sending")
            ? tryAgain(one, clientId, 0)
            : one,
        ),
      );
    }
  }
}
