/**
 * The line to the server: opens the socket, says hello, answers beats, notices within 15 s
 * that nobody is there, and comes back. It knows frames only by their type; what they mean
 * is the desk's business.
 * @import { Frame, Line } from "./types.js"
 */
import { delay, finalReason } from "./backoff.js";

const PROTOCOL = "krisechat.v1";
/** Quiet for this long: ask whether anybody is there. */
const ASK_AFTER = 5_000;
/** Quiet for this long: nobody is. */
const DEAD_AFTER = 15_000;
const CHECK_EVERY = 1_000;
/** Closing a line that no longer answers; the server never sees the code. */
const GONE = 1006;

/**
 * @typedef {object} Surroundings what the connection needs from the world, so that tests can give it another
 * @property {() => WebSocket} open a new socket, speaking PROTOCOL
 * @property {() => number} now milliseconds
 * @property {(run: () => void, after: number) => any} later
 * @property {(timer: any) => void} cancel
 * @property {() => number} random from 0 to 1
 */

/** @returns {Surroundings} the browser itself */
export function browser() {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  return {
    open: () => new WebSocket(`${scheme}//${location.host}/ws/console`, PROTOCOL),
    now: () => Date.now(),
    later: (run, after) => setTimeout(run, after),
    cancel: (timer) => clearTimeout(timer),
    random: () => Math.random(),
  };
}

/** The one line of a console. `onFrame` and `onLine` are called for every frame and every change. */
export class Connection {
  /** @type {WebSocket | null} */ #socket = null;
  /** @type {any} */ #retry = null;
  /** @type {any} */ #watch = null;
  #attempts = 0;
  #heardAt = 0;
  #asked = false;

  /**
   * @param {{
   *   surroundings: Surroundings,
   *   hello: () => Frame,
   *   onFrame: (frame: Frame) => void,
   *   onLine: (line: Line) => void,
   * }} parts
   */
  constructor({ surroundings, hello, onFrame, onLine }) {
    this.surroundings = surroundings;
    this.hello = hello;
    this.onFrame = onFrame;
    this.onLine = onLine;
    /** @type {Line} */
    this.line = {
      phase: "connecting", since: surroundings.now(), retryAt: 0, everLive: false, why: null,
    };
  }

  /** Opens the line, at once. Also the answer to "try now" and "use this window instead". */
  open() {
    this.surroundings.cancel(this.#retry);
    this.#leave();
    if (this.line.phase === "over") this.#say({ phase: "connecting", why: null });
    this.#say({ retryAt: 0 });
    const socket = this.surroundings.open();
    this.#socket = socket;
    this.#heardAt = this.surroundings.now();
    this.#asked = false;
    socket.onopen = () => this.send(this.hello());
    socket.onmessage = (event) => this.#hear(event.data);
    socket.onclose = (event) => this.#closed(event.code);
    this.#keepWatch();
  }

  /**
   * Sends a frame if the line can take one.
   * @param {Frame} frame
   * @returns {boolean} whether it was handed to the socket; not whether it arrived
   */
  send(frame) {
    if (this.#socket?.readyState !== 1) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** The machine woke, or the network is said to be back: find out now rather than later. */
  wake() {
    if (this.line.phase === "broken" && this.line.retryAt) this.open();
    else if (this.line.phase === "live") this.#check();
  }

  /** @param {string} text */
  #hear(text) {
    this.#heardAt = this.surroundings.now();
    this.#asked = false;
    const frame = decode(text);
    if (!frame) return;
    if (frame.type === "beat" && frame.n !== undefined) this.send({ type: "ping", n: frame.n });
    this.onFrame(frame);
    if (frame.type === "welcome") {
      this.#attempts = 0;
      this.#say({ phase: "live", everLive: true });
    }
  }

  #keepWatch() {
    this.surroundings.cancel(this.#watch);
    this.#watch = this.surroundings.later(() => {
      this.#keepWatch();
      this.#check();
    }, CHECK_EVERY);
  }

  #check() {
    const quiet = this.surroundings.now() - this.#heardAt;
    if (quiet >= DEAD_AFTER) {
      this.#leave();
      this.#closed(GONE);
    } else if (quiet >= ASK_AFTER && !this.#asked) {
      this.#asked = this.send({ type: "ping" });
    }
  }

  /** A socket whose network is gone may take minutes to close: it is left, not waited for. */
  #leave() {
    const socket = this.#socket;
    this.#socket = null;
    this.surroundings.cancel(this.#watch);
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  /** @param {number} code */
  #closed(code) {
    this.#socket = null;
    this.surroundings.cancel(this.#watch);
    const why = finalReason(code);
    if (why) {
      this.#say({ phase: "over", why, retryAt: 0 });
      return;
    }
    const { now, later, random } = this.surroundings;
    const wait = delay({ code, attempts: this.#attempts, random });
    this.#attempts += 1;
    this.#retry = later(() => this.open(), wait);
    const phase = this.line.everLive ? "broken" : "connecting";
    this.#say({ phase, retryAt: now() + wait });
  }

  /** @param {Partial<Line>} change */
  #say(change) {
    const turned = change.phase !== undefined && change.phase !== this.line.phase;
    const since = turned ? this.surroundings.now() : this.line.since;
    this.line = { ...this.line, ...change, since };
    this.onLine(this.line);
  }
}

/**
 * @param {string} text
 * @returns {Frame | null} null for what is no frame: it is passed over
 */
function decode(text) {
  try {
    const frame = JSON.parse(text);
    return typeof frame?.type === "string" ? frame : null;
  } catch {
    return null;
  }
}
