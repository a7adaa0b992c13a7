/**
 * Tells the citizen that I am writing, and that I have stopped. Repeated while it lasts, so that
 * a lost word of it heals by itself.
 * @import { Frame } from "./types.js"
 */

const REPEAT = 4_000;
const STOPPED = 5_000;

/** The one teller of a console. Times in milliseconds. */
export class Typing {
  /** @type {{ conversation: string, toldAt: number, touchedAt: number } | null} */
  #now = null;

  /** @param {{ send: (frame: Frame) => boolean }} parts */
  constructor({ send }) {
    this.send = send;
  }

  /**
   * The field has changed.
   * @param {{ conversation: string, empty: boolean, at: number }} touch
   */
  touch({ conversation, empty, at }) {
    if (this.#now && this.#now.conversation !== conversation) this.stop();
    if (empty) {
      this.stop();
    } else if (!this.#now || at - this.#now.toldAt >= REPEAT) {
      this.send({ type: "typing", conversation, on: true });
      this.#now = { conversation, toldAt: at, touchedAt: at };
    } else {
      this.#now.touchedAt = at;
    }
  }

  /** @param {number} at milliseconds */
  tick(at) {
    if (this.#now && at - this.#now.touchedAt >= STOPPED) this.stop();
  }

  /** The words are sent, thrown away or left lying. */
  stop() {
    if (this.#now) this.send({ type: "typing", conversation: this.#now.conversation, on: false });
    this.#now = null;
  }
}
