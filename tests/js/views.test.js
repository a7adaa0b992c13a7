/** What follows from the desk. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CONSOLE, START, at, card, message, synced, welcome } from "./support.js";

const { applyFrame } = await import(`${CONSOLE}desk/frames.js`);
const { EMPTY_DESK } = await import(`${CONSOLE}desk/desk.js`);
const views = await import(`${CONSOLE}desk/views.js`);
const { callFor, pageTitle } = await import(`${CONSOLE}attention.js`);
const { talk } = await import(`${CONSOLE}talk.js`);

const desk = (...frames) => frames.reduce((one, frame) => applyFrame(one, frame, START), EMPTY_DESK);
const mine = (id, seq, more = {}) => message(id, seq, { author: "volunteer", alias: "Kim", client_id: `m${seq}`, ...more });
const withQueue = (waiting, more = {}) => ({ queue: { waiting, longest_wait_seconds: 60 }, ...more });
const one = (...frames) => desk(welcome([card("a")]), synced("a", 0), ...frames).conversations.a;

test("unread are the citizen's words after my last look or my last words", () => {
  assert.equal(views.unread(one(message("a", 1), mine("a", 2), message("a", 3), message("a", 4))), 2);
});

test("the citizen waits since their first word after mine", () => {
  assert.equal(views.waitingSince(one(mine("a", 1), message("a", 2), message("a", 3))), at(2));
  assert.equal(views.waitingSince(one(message("a", 1), mine("a", 2))), null);
  assert.equal(views.waitingSince(one(message("a", 1), { type: "state", conversation: "a", state: "ended" })), null);
});

test("free places are what my capacity leaves beside the living conversations", () => {
  const three = desk(welcome([card("a"), card("b"), card("c", { state: "ended" })]));
  assert.equal(views.freePlaces(three), 1);
  assert.equal(views.freePlaces(EMPTY_DESK), 0);
});

test("a conversation another is responsible for takes no place of mine, and its danger is not mine alone", () => {
  const dortes = card("b", { risk: "acute", volunteer: { id: "sara", alias: "Liv" } });
  const two = desk(welcome([card("a"), dortes]));
  assert.equal(views.freePlaces(two), 2);
  assert.equal(views.anyAcute(two), false);
  assert.equal(views.asGuest(two, two.conversations.b), true);
  assert.equal(views.asGuest(two, two.conversations.a), false);
});

test("the longest wait goes on while nobody tells a newer one", () => {
  assert.equal(views.longestWait(desk(welcome([], withQueue(1))), START + 30_000), 90);
});

test("the sound is for an offer, then for unread words; never off duty, never muted", () => {
  const facts = { status: "available", offered: false, called: false, unread: 0, muted: false };
  assert.equal(callFor(facts), null);
  assert.equal(callFor({ ...facts, unread: 1 }), "message");
  assert.equal(callFor({ ...facts, unread: 1, offered: true }), "waiting");
  assert.equal(callFor({ ...facts, status: "break", unread: 1 }), "message");
  assert.equal(callFor({ ...facts, status: "break", called: true }), "waiting");
  for (const silent of [{ muted: true }, { status: "offline" }, { status: null }]) {
    assert.equal(callFor({ ...facts, unread: 1, offered: true, ...silent }), null);
  }
});

test("the title counts, and names nobody", () => {
  assert.equal(pageTitle(1, "Krisechat"), "(1) Samtaler – Krisechat");
  assert.equal(pageTitle(0, "Krisechat"), "Samtaler – Krisechat");
});

test("a talk has days, turns and a line where the new words begin", () => {
  const day = 86_400;
  const parts = talk(one(message("a", 1), message("a", 2), mine("a", 3), message("a", 4, { sent_at: at(day) })), 4);
  assert.deepEqual(parts.map((part) => part.kind), ["day", "turn", "turn", "day", "new", "turn"]);
  assert.deepEqual(parts[1].messages.map((each) => each.seq), [1, 2]);
});

test("mine stand alone, and so do words from another way or after a pause", () => {
  const parts = talk(one(mine("a", 1), mine("a", 2), message("a", 3), message("a", 4, { via: "sms" }), message("a", 5, { via: "sms", sent_at: at(300) })), 0);
  assert.equal(parts.filter((part) => part.kind === "turn").length, 5);
});
