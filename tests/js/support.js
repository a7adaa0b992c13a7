/** What the tests share: a named cast, frames as the server sends them, a clock and a socket one holds in the hand. */

export const CONSOLE = new URL("../../volunteers/static/volunteers/console/", import.meta.url).href;
export const BO = { id: "bo", alias: "Bo", status: "available", capacity: 3 };
export const START = Date.parse("2026-11-22T01:40:00Z");

/** RFC 3339, so many seconds after the start. @param {number} seconds */
export const at = (seconds) => new Date(START + 1000 * seconds).toISOString();

/** @param {string} id @param {object} [more] */
export const card = (id, more = {}) => ({
  id, state: "active", topic: "loneliness", language: "da", risk: "none", via: "web",
  citizen: { alias: "Amina" }, volunteer: { id: "bo", alias: "Kim" }, last_seq: 0, ...more,
});

/** @param {string} conversation @param {number} seq @param {object} [more] */
export const message = (conversation, seq, more = {}) => ({
  type: "message", conversation, seq, id: `${conversation}-${seq}`, client_id: null,
  author: "citizen", alias: "Amina", body: `ord ${seq}`, sent_at: at(seq), via: "web", ...more,
});

/** @param {object[]} cards @param {object} [more] */
export const welcome = (cards, more = {}) => ({
  type: "welcome", volunteer: BO, conversations: cards,
  queue: { waiting: 0, longest_wait_seconds: 0 }, ...more,
});

/** @param {string} conversation @param {number} last_seq */
export const synced = (conversation, last_seq) => ({ type: "synced", conversation, last_seq });

/** A clock that stands still until it is told to go on. */
export class Clock {
  now = START;
  /** @type {{ due: number, run: () => void }[]} */ timers = [];

  later(run, after) {
    const timer = { due: this.now + after, run };
    this.timers.push(timer);
    return timer;
  }

  cancel(timer) {
    this.timers = this.timers.filter((other) => other !== timer);
  }

  /** Lets time pass, running whatever falls due on the way, in order. @param {number} span milliseconds */
  pass(span) {
    const end = this.now + span;
    for (;;) {
      const [next] = this.timers.filter((timer) => timer.due <= end).sort((a, b) => a.due - b.due);
      if (!next) break;
      this.cancel(next);
      this.now = next.due;
      next.run();
    }
    this.now = end;
  }
}

/** A socket whose other end is the test. */
export class Socket {
  readyState = 0;
  /** @type {any[]} */ sent = [];
  closedByUs = false;

  open() {
    this.readyState = 1;
    this.onopen?.();
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  /** @param {...object} frames */
  hear(...frames) {
    for (const frame of frames) this.onmessage?.({ data: JSON.stringify(frame) });
  }

  close() {
    this.closedByUs = true;
    this.readyState = 3;
  }

  /** @param {number} code */
  drop(code) {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  /** The frames of one type that we sent. @param {string} type */
  of(type) {
    return this.sent.filter((frame) => frame.type === type);
  }
}

/** Everything a connection needs from the world, in the hand of the test. */
export function surroundings(random = () => 0.5) {
  const clock = new Clock();
  /** @type {Socket[]} */
  const sockets = [];
  return {
    clock,
    sockets,
    /** The newest socket. */
    get socket() {
      return sockets.at(-1);
    },
    open() {
      const socket = new Socket();
      sockets.push(socket);
      return socket;
    },
    now: () => clock.now,
    later: (run, after) => clock.later(run, after),
    cancel: (timer) => clock.cancel(timer),
    random,
  };
}
