/**
 * The console itself, without a screen: what the volunteer can do, and what happens when the
 * server speaks. The components call this and read the store; nothing else sends a frame.
 * @import { Frame, Line, Outcome, Panel, PresenceStatus, Risk } from "./types.js"
 * @import { Surroundings } from "./connection.js"
 */
import { batch } from "@preact/signals-core";
import { ask, giveUp } from "./asking.js";
import { CatchUp } from "./catch-up.js";
import { Connection } from "./connection.js";
import { Courier } from "./courier.js";
import { forgetOfferGone, withoutAlert, withoutOldNews, withoutStaleOffer } from "./desk/calls.js";
import { change, depart, forgetDeparture, resumePoints } from "./desk/desk.js";
import { discard } from "./desk/outbox.js";
import { firstUnread } from "./desk/views.js";
import { hear } from "./hearing.js";
import { Help } from "./help.js";
import { Reading } from "./reading.js";
import { Store, place } from "./store.js";
import { SAID } from "./texts.js";
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
    this.help = new Help({ store: this.store, send });
    this.connection = new Connection({
      surroundings,
      hello: () => ({ type: "hello", resume: resumePoints(this.store.desk.value) }),
      onFrame: (frame) => batch(() => hear(this, frame)),
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
      this.help.tick(at);
      this.store.step((desk) => withoutOldNews(withoutStaleOffer(desk, at), at));
      this.settle();
    });
  }

  /** Asks for the next who waits; the rules choose, nobody browses. What is offered to me is mine to take. */
  takeNext() {
    if (this.store.desk.value.offer) this.accept();
    else this.#ask("next", null, { type: "conversation.next" });
  }

  /** Yes to what is offered. */
  accept() {
    this.#answerOffer("accept");
  }

  /** No, and nobody asks why. */
  decline() {
    this.#answerOffer("decline");
  }

  /** The word about an offer that is no more has been read. */
  forgetOffer() {
    this.store.step(forgetOfferGone);
  }

  /** The shift lead is called in, unless I take it back within five seconds. */
  callHelp() {
    batch(() => this.help.begin(this.surroundings.now()));
  }

  /**
   * Something was done about a danger to life: on record.
   * @param {string} conversation
   * @param {string} step a code, such as `called_112`
   */
  record(conversation, step) {
    this.#ask("step", conversation, { type: "emergency.step", conversation, step });
  }

  /**
   * @param {import("./types.js").Alert} alert that I have read
   */
  forgetAlert(alert) {
    this.store.step((desk) => withoutAlert(desk, alert));
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

  /**
   * Words that were stored and did not reach the citizen's phone stand in the field again.
   * @param {string} conversation
   * @param {string} body
   */
  takeUp(conversation, body) {
    const drafted = this.store.drafts.value[conversation];
    this.store.draft(conversation, drafted ? `${drafted}\n\n${body}` : body);
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
      this.leaveGone();
    });
  }

  /** @param {string} conversation whose departure I have read */
  dismiss(conversation) {
    this.store.draft(conversation, "");
    this.store.draftNote(conversation, "");
    this.store.step((desk) => forgetDeparture(desk, conversation));
  }

  /** @param {"accept" | "decline"} kind */
  #answerOffer(kind) {
    const { offer } = this.store.desk.value;
    if (!offer || this.store.awaits("accept", offer.conversation)) return;
    const at = this.surroundings.now();
    const asked = { kind, conversation: offer.conversation, offer: offer.id, at };
    ask(this.store, this.send, asked, { type: `offer.${kind}`, offer: offer.id });
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

  /** Whoever is no longer in the list is no longer in front of me. */
  leaveGone() {
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
      this.help.lineBroke();
      giveUp(this.store, Infinity);
      this.store.said.value = SAID.broken;
    }
    if (was !== "live" && line.phase === "live" && line.everLive) {
      if (was === "broken") this.store.said.value = SAID.back;
      this.settle();
    }
  }

  /** Whatever can be sent, read or asked for now. */
  settle() {
    const at = this.surroundings.now();
    this.reading.look();
    this.courier.carry(at);
    this.catchUp.look(at);
  }
}
