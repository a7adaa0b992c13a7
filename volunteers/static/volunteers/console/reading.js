/**
 * Tells the server what I have read: the conversation in front of me, while the window is seen
 * and its end is in sight. Nothing counts as read that nobody looked at.
 * @import { Frame } from "./types.js"
 * @import { Store } from "./store.js"
 */
import { change, looked } from "./desk/desk.js";
import { lastSeenOfTheirs } from "./desk/views.js";

/** The one reader of a console. */
export class Reading {
  /** What this line has been told. @type {Map<string, number>} */
  #told = new Map();

  /** @param {{ store: Store, send: (frame: Frame) => boolean }} parts */
  constructor({ store, send }) {
    this.store = store;
    this.send = send;
  }

  /** Looks at what is in sight, and tells what was seen. */
  look() {
    const { store } = this;
    const conversation = store.conversation.value;
    if (!conversation || !store.watching.value || !store.atEnd.value) return;
    store.step((desk) => change(desk, conversation.id, looked));
    this.#tell(conversation.id);
  }

  /** A new line knows nothing of what the old one was told. */
  lineBroke() {
    this.#told.clear();
  }

  /** @param {string} id */
  #tell(id) {
    const conversation = this.store.desk.value.conversations[id];
    if (!conversation?.synced || conversation.state !== "active" || !this.store.live.value) return;
    const seq = lastSeenOfTheirs(conversation);
    if (seq <= (this.#told.get(id) ?? 0)) return;
    if (this.send({ type: "message.read", conversation: id, seq })) this.#told.set(id, seq);
  }
}
