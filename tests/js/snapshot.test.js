/** Old snapshot + frames = fresh snapshot: whoever stayed and whoever comes anew see the same. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CONSOLE, START, at, card, message, synced, welcome } from "./support.js";

const { applyFrame } = await import(`${CONSOLE}desk/frames.js`);
const { EMPTY_DESK, changeAll, resumePoints } = await import(`${CONSOLE}desk/desk.js`);
const { lineBroke } = await import(`${CONSOLE}desk/outbox.js`);

/** A small, repeatable stream of numbers from 0 to 1. @param {number} seed */
function chance(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

/** The server as the contract has it, as far as a console can see. */
class Server {
  conversations = new Map();
  line = { waiting: 0, longest_wait_seconds: 0 };
  made = 0;

  /** @param {string} id */
  card(id) {
    const { risk, state, messages } = this.conversations.get(id);
    return card(id, { risk, state, last_seq: messages.length });
  }

  /** What a console is told that says hello. @param {Record<string, number>} resume */
  hello(resume) {
    const frames = [welcome([...this.conversations.keys()].map((id) => this.card(id)), { queue: this.line })];
    for (const id of Object.keys(resume)) {
      if (!this.conversations.has(id)) frames.push({ type: "conversation", conversation: { id }, reason: "removed" });
    }
    for (const [id, { messages, notes, read }] of this.conversations) {
      frames.push(...notes, ...messages.slice(resume[id] ?? 0), synced(id, messages.length));
      if (read) frames.push({ type: "receipt", conversation: id, state: "read", seq: read, by: "citizen" });
    }
    return frames;
  }

  /** One thing happens; the frames that a live console gets. @param {() => number} random */
  step(random) {
    if (random() < 0.08) return this.queue(Math.floor(random() * 4));
    const ids = [...this.conversations.keys()];
    const id = ids[Math.floor(random() * ids.length)];
    const acts = ["assign", "say", "say", "say", "answer", "note", "flag", "read", "remove"];
    const act = id ? acts[Math.floor(random() * acts.length)] : "assign";
    return this[act](id, random);
  }

  assign() {
    const id = `c${(this.made += 1)}`;
    const first = message(id, 1);
    this.conversations.set(id, { risk: "none", state: "active", messages: [first], notes: [], read: 0 });
    return [{ type: "conversation", conversation: this.card(id), reason: "assigned" }, first, synced(id, 1)];
  }

  say(id, _random, more = {}) {
    const { messages } = this.conversations.get(id);
    messages.push(message(id, messages.length + 1, more));
    return [messages.at(-1)];
  }

  answer(id, random) {
    return this.say(id, random, { author: "volunteer", alias: "Kim", client_id: `m${random()}` });
  }

  note(id, random) {
    const { notes } = this.conversations.get(id);
    notes.push({ type: "note", conversation: id, id: `n${random()}`, body: "ord", author: "Kim", at: at(100 + notes.length) });
    return [notes.at(-1)];
  }

  flag(id, random) {
    this.conversations.get(id).risk = ["none", "concern", "high", "acute"][Math.floor(random() * 4)];
    return [{ type: "conversation", conversation: this.card(id), reason: "changed" }];
  }

  read(id) {
    const one = this.conversations.get(id);
    one.read = one.messages.length;
    return [{ type: "receipt", conversation: id, state: "read", seq: one.read, by: "citizen" }];
  }

  remove(id) {
    this.conversations.delete(id);
    return [{ type: "conversation", conversation: { id }, reason: "removed" }];
  }

  queue(waiting) {
    this.line = { waiting, longest_wait_seconds: waiting * 60 };
    return [{ type: "queue", ...this.line }];
  }
}

/** What two consoles must agree on: all but the departures one of them was there to see. */
const agreed = ({ me, queue, order, conversations }) => ({ me, queue, order: [...order].sort(), conversations });
const tell = (desk, frames) => frames.reduce((one, frame) => applyFrame(one, frame, START), desk);

for (let seed = 1; seed <= 60; seed += 1) {
  test(`whoever stayed, dropped out and came anew agree, night ${seed}`, () => {
    const random = chance(seed);
    const server = new Server();
    let stayed = tell(EMPTY_DESK, server.hello({}));
    let dropped = stayed;
    let away = false;
    for (let step = 0; step < 120; step += 1) {
      const frames = server.step(random);
      stayed = tell(stayed, frames);
      if (!away) dropped = tell(dropped, frames);
      if (random() < 0.1) {
        dropped = away
          ? tell(dropped, server.hello(resumePoints(dropped)))
          : changeAll(dropped, lineBroke);
        away = !away;
      }
    }
    if (away) dropped = tell(dropped, server.hello(resumePoints(dropped)));
    const fresh = tell(EMPTY_DESK, server.hello({}));
    assert.deepEqual(agreed(stayed), agreed(fresh));
    assert.deepEqual(agreed(dropped), agreed(fresh));
  });
}
