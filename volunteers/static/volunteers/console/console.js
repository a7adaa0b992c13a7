/**
 * The console itself, without a screen: what the volunteer can do, and what happens when the
 * server speaks. The components call this and read the store; nothing else sends a frame.
 * @import { Frame, Line, Outcome, Panel, PresenceStatus, Risk } from "./types.js"
 * @import { Surroundings } from "./connection.js"
 */
import { batch } from "@preact/signals-core";
import { announce } from "./announce.js";
import { answered, ask, giveUp } from "./asking.js";
import { CatchUp } from "./catch-up.js";
import { Connection } from "./connection.js";
import { Courier } from "./courier.js";
import { change, depart, forgetDeparture, forgetMessages, resumePoints } from "./desk/desk.js";
import { applyFrame } from "./desk/frames.js";
import { discard } from "./desk/outbox.js";
import { firstUnread } from "./desk/views.js";
import { Reading } from "./reading.js";
import { Store, place } from "./store.js";
import { SAID, citizenName } from "./texts.js";
import { Typing } from "./typing.js";
import { fitToSend, newId } from "./words.js";

/** One volunteer's console. */
export class Console {
  /** @param {Surroundings} surroundings */
  constructor(surroundings) {
    this.surroundings = surroundings;
    this.store = new Store(surroundings.now());
    const send = (/** @type {Frame} */ frame) => this.connection.send(frame);
    this.send = send;
    this.courier = new Courier({ store: this.store, send });
    this.catchUp = new CatchUp({ store: this.store, send });
    this.reading = new Reading({ store: this.store, send });
    this.typing = new Typing({ send });
    this.connection = new Connection({
      surroundings,
      hello: () => ({ type: "hello", resume: resumePoints(this.store.desk.value) }),
      onFrame: (frame) => batch(() => this.#hear(frame)),
      onLine: (line) => batch(() => this.#turn(line)),
    });
  }

  /** Opens the line, also again: after "try now", or to use this window instead of another. */
  open() {
    this.connection.open();
  }

  /** Once a second: whatever is due by the clock. */
  tick() {
    batch(() => {
      const at = this.surroundings.now();
      this.store.now.value = at;
      giveUp(this.store, at);
      this.typing.tick(at);
      this.#settle();
    });
  }

  /** Asks for the next who waits; the rules choose, nobody browses. */
  takeNext() {
    this.#ask("next", null, { type: "conversation.next" });
  }

  /**
   * @param {PresenceStatus} status
   * @param {number} [capacity] the most conversations at a time that I want
   */
  goTo(status, capacity) {
    const wish = capacity === undefined ? {} : { capacity };
    this.store.refuse(place("next"), "");
    this.#ask("presence", null, { type: "presence.set", status, ...wish });
  }

  /** @param {string} conversation */
  choose(conversation) {
    batch(() => {
      const { store } = this;
      if (!store.desk.value.conversations[conversation]) return;
      this.typing.stop();
      const changed = store.chosen.value !== conversation;
      store.chosen.value = conversation;
      if (changed) store.newFrom.value = firstUnread(store.conversation.value);
      store.wordsOpen.value = true;
      store.atEnd.value = true;
      const acute = store.conversation.value?.risk === "acute";
      store.panel.value = acute ? "emergency" : "notes";
      store.panelOpen.value = false;
      this.reading.look();
    });
  }

  /** The one who has waited longest for my answer, if anybody has. */
  chooseWaiting() {
    const next = this.store.unread.value.find((id) => id !== this.store.chosen.value);
    if (next) this.choose(next);
  }

  /** @param {Panel} panel */
  show(panel) {
    this.store.panel.value = panel;
    this.store.panelOpen.value = true;
  }

  /**
   * @param {string} conversation
   * @param {string} words as they now stand in the field
   */
  write(conversation, words) {
    this.store.draft(conversation, words);
    this.typing.touch({ conversation, empty: !words.trim(), at: this.surroundings.now() });
  }

  /**
   * Sends the draft: it is kept until the server has it.
   * @param {string} conversation
   */
  say(conversation) {
    const body = fitToSend(this.store.drafts.value[conversation] ?? "");
    if (!body) return;
    batch(() => {
      this.store.draft(conversation, "");
      this.typing.stop();
      this.store.atEnd.value = true;
      const at = this.surroundings.now();
      this.courier.take({ conversation, clientId: newId(), body, at });
    });
  }

  /**
   * Words the server would not take go back into the field, before what stands there.
   * @param {string} conversation
   * @param {string} clientId
   */
  takeBack(conversation, clientId) {
    const { store } = this;
    const waiting = store.desk.value.conversations[conversation]?.outbox.find(
      (one) => one.clientId === clientId,
    );
    if (!waiting) return;
    batch(() => {
      const drafted = store.drafts.value[conversation];
      store.draft(conversation, drafted ? `${waiting.body}\n\n${drafted}` : waiting.body);
      store.step((desk) => change(desk, conversation, (one) => discard(one, clientId)));
    });
  }

  /** @param {string} conversation */
  note(conversation) {
    const body = fitToSend(this.store.noteDrafts.value[conversation] ?? "");
    if (body) this.#ask("note", conversation, { type: "conversation.note", conversation, body }, body);
  }

  /**
   * @param {string} conversation
   * @param {{ risk: Risk, reason: string }} flag
   */
  flag(conversation, { risk, reason }) {
    const frame = { type: "conversation.flag", conversation, risk, reason: fitToSend(reason) };
    this.#ask("flag", conversation, frame);
  }

  /**
   * @param {string} conversation
   * @param {{ outcome: Outcome, tags: readonly string[] }} ending
   */
  close(conversation, { outcome, tags }) {
    this.#ask("close", conversation, { type: "conversation.close", conversation, outcome, tags });
  }

  /**
   * A conversation that is no longer mine leaves the list because I say so.
   * @param {string} conversation
   */
  putAway(conversation) {
    batch(() => {
      this.store.step((desk) => forgetDeparture(depart(desk, conversation, "ended"), conversation));
      this.#leaveGone();
    });
  }

  /** @param {string} conversation whose departure I have read */
  dismiss(conversation) {
    this.store.draft(conversation, "");
    this.store.draftNote(conversation, "");
    this.store.step((desk) => forgetDeparture(desk, conversation));
  }

  /**
   * @param {Parameters<Store["awaits"]>[0]} kind
   * @param {string | null} conversation
   * @param {Frame} frame
   * @param {string} [body]
   */
  #ask(kind, conversation, frame, body) {
    const at = this.surroundings.now();
    ask(this.store, this.send, { kind, conversation, at, ...(body ? { body } : {}) }, frame);
  }

  /** @param {Frame} frame */
  #hear(frame) {
    const { store } = this;
    const at = this.surroundings.now();
    store.now.value = at;
    const before = store.desk.value;
    store.step((desk) => applyFrame(desk, frame, at));
    const asked = answered(store, frame);
    if (asked?.kind === "note" && frame.type === "note") this.#noteStored(frame);
    if (asked?.kind === "close" && frame.type === "state") this.#closed(frame.conversation);
    if (frame.type === "error" && frame.field === "resume") this.#startOver();
    if (frame.type === "queue" && frame.waiting) store.refuse(place("next"), "");
    if (frame.type === "conversation") this.#heardConversation(frame, before, asked !== null);
    if (frame.type === "message.ack" && frame.masked) {
      this.catchUp.readAgain(frame.conversation, frame.seq - 1);
    }
    announce(store, frame, before);
    this.#leaveGone();
    this.#settle();
  }

  #startOver() {
    this.store.step(forgetMessages);
    this.open();
  }

  /** @param {Frame} note */
  #noteStored(note) {
    const drafted = fitToSend(this.store.noteDrafts.value[note.conversation] ?? "");
    if (drafted === note.body) this.store.draftNote(note.conversation, "");
  }

  /** @param {string} conversation */
  #closed(conversation) {
    this.store.step((desk) => depart(desk, conversation, "closed"));
  }

  /**
   * @param {Frame} frame
   * @param {import("./types.js").Desk} before
   * @param {boolean} mine whether it answers something I asked for
   */
  #heardConversation({ conversation, reason }, before, mine) {
    if (reason === "assigned" && mine) this.choose(conversation.id);
    const turned = before.conversations[conversation.id]?.risk !== "acute";
    if (reason !== "removed" && conversation.risk === "acute" && turned) {
      this.store.urgent.value = SAID.acute(citizenName(conversation.citizen?.alias ?? ""));
      if (this.store.chosen.value === conversation.id) this.store.panel.value = "emergency";
    }
  }

  /** Whoever is no longer in the list is no longer in front of me. */
  #leaveGone() {
    const { chosen, desk, wordsOpen, panelOpen } = this.store;
    if (!chosen.value || desk.value.conversations[chosen.value]) return;
    chosen.value = null;
    wordsOpen.value = false;
    panelOpen.value = false;
  }

  /** @param {Line} line */
  #turn(line) {
    const was = this.store.line.value.phase;
    this.store.line.value = line;
    if (was === "live" && line.phase !== "live") {
      this.courier.lineBroke();
      this.reading.lineBroke();
      giveUp(this.store, Infinity);
      this.store.said.value = SAID.broken;
    }
    if (was !== "live" && line.phase === "live" && line.everLive) {
      if (was === "broken") this.store.said.value = SAID.back;
      this.#settle();
    }
  }

  #settle() {
    const at = this.surroundings.now();
    this.reading.look();
    this.courier.carry(at);
    this.catchUp.look(at);
  }
}
