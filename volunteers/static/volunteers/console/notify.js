/**
 * A word on the screen while the console is not in sight. It says that somebody waits, and nothing
 * about whom: a screen may be locked, shared or filmed.
 */
import { signal } from "@preact/signals-core";
import { NOTIFICATION } from "./texts.js";

/** @typedef {"default" | "granted" | "denied" | "none"} Leave `none`: this browser has no such thing */

/** The console's one notification: it is replaced, never stacked. */
export class Notifier {
  /** @type {Notification | null} */ #shown = null;
  #count = 0;

  constructor() {
    /** @type {import("@preact/signals-core").Signal<Leave>} */
    this.leave = signal(typeof Notification === "undefined" ? "none" : Notification.permission);
  }

  /** Asks the person for leave. Only ever from a click. */
  async ask() {
    if (this.leave.value === "none") return;
    this.leave.value = await Notification.requestPermission();
  }

  /** @param {number} count how many call; none takes the word away, more than before shows it again */
  show(count) {
    const more = count > this.#count;
    this.#count = count;
    if (count === 0) this.#clear();
    else if (more && this.leave.value === "granted") this.#put();
  }

  #put() {
    this.#clear();
    try {
      this.#shown = new Notification(NOTIFICATION.title, { body: NOTIFICATION.body, tag: "vagt" });
      this.#shown.onclick = () => {
        window.focus();
        this.#clear();
      };
    } catch {
      // Android's browsers have the class and refuse to build one without a service worker.
      this.leave.value = "none";
    }
  }

  #clear() {
    this.#shown?.close();
    this.#shown = null;
  }
}
