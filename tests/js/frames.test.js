/** What each frame means for the desk. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CONSOLE, START, at, card, message, synced, welcome } from "./support.js";

const { applyFrame } = await import(`${CONSOLE}desk/frames.js`);
const { EMPTY_DESK, change, resumePoints } = await import(`${CONSOLE}desk/desk.js`);
const { keep, onItsWay } = await import(`${CONSOLE}desk/outbox.js`);

const after = (desk, ...frames) => frames.reduce((one, frame) => applyFrame(one, frame, START), desk);
const begun = (...frames) => after(EMPTY_DESK, welcome([card("a")]), synced("a", 0), ...frames);
const seqs = (desk, id = "a") => desk.conversations[id].messages.map((one) => one.seq);
const written = (desk, clientId, body) =>
  change(desk, "a", (one) => onItsWay(keep(one, { clientId, body, at: START }), clientId));

test("a welcome brings me, my conversations and the queue", () => {
  const desk = begun();
  assert.equal(desk.me.status, "available");
  assert.deepEqual(desk.order, ["a"]);
  assert.equal(desk.conversations.a.citizen, "Amina");
  assert.equal(desk.conversations.a.myAlias, "Kim");
});

test("messages stand by seq, whatever order they come in, each once", () => {
  const desk = begun(message("a", 3), message("a", 1), message("a", 2), message("a", 2));
  assert.deepEqual(seqs(desk), [1, 2, 3]);
});

test("the last seq stops before a gap, and moves on when the gap is filled", () => {
  const gap = begun(message("a", 1), message("a", 3));
  assert.equal(gap.conversations.a.lastSeq, 1);
  assert.equal(gap.conversations.a.heardSeq, 3);
  assert.equal(after(gap, message("a", 2)).conversations.a.lastSeq, 3);
});

test("an acknowledgement beyond a gap does not move the last seq", () => {
  const desk = written(begun(message("a", 1)), "c1", "hej");
  const acked = after(desk, { type: "message.ack", conversation: "a", client_id: "c1", seq: 3, sent_at: at(3) });
  assert.equal(acked.conversations.a.lastSeq, 1);
  assert.deepEqual(seqs(acked), [1, 3]);
});

test("acknowledged words leave the outbox and stand among the stored ones", () => {
  const desk = after(written(begun(), "c1", "hej"), {
    type: "message.ack", conversation: "a", client_id: "c1", seq: 1, sent_at: at(1), masked: true,
  });
  assert.deepEqual(desk.conversations.a.outbox, []);
  assert.deepEqual(desk.conversations.a.messages, [
    { seq: 1, client_id: "c1", author: "volunteer", alias: "Kim", body: "hej", sent_at: at(1), via: "web", masked: true },
  ]);
});

test("my own words coming back after a lost acknowledgement are not doubled", () => {
  const desk = after(written(begun(), "c1", "hej"), message("a", 1, { author: "volunteer", client_id: "c1", body: "hej" }));
  assert.deepEqual(desk.conversations.a.outbox, []);
  assert.deepEqual(seqs(desk), [1]);
});

test("the stored words of a masked message take the place of mine", () => {
  const desk = after(written(begun(), "c1", "010190-1234"),
    { type: "message.ack", conversation: "a", client_id: "c1", seq: 1, sent_at: at(1), masked: true },
    message("a", 1, { author: "volunteer", client_id: "c1", body: "••••••-••••" }));
  assert.equal(desk.conversations.a.messages[0].body, "••••••-••••");
  assert.equal(desk.conversations.a.messages[0].masked, true);
});

test("receipts never go backwards", () => {
  const receipt = (state, seq) => ({ type: "receipt", conversation: "a", state, seq, by: "citizen" });
  const { conversations } = begun(receipt("read", 4), receipt("delivered", 6), receipt("read", 2), receipt("delivered", 1));
  assert.equal(conversations.a.read, 4);
  assert.equal(conversations.a.delivered, 6);
});

test("what I read in another window is read here", () => {
  const desk = begun(message("a", 1), { type: "receipt", conversation: "a", state: "read", seq: 1, by: "volunteer" });
  assert.equal(desk.conversations.a.seen, 1);
});

test("a word of typing holds until the citizen's message or their pause", () => {
  const typing = begun({ type: "typing", conversation: "a", on: true, by: "citizen" });
  assert.equal(typing.conversations.a.typingAt, START);
  assert.equal(after(typing, message("a", 1)).conversations.a.typingAt, 0);
  assert.equal(after(typing, { type: "typing", conversation: "a", on: false, by: "citizen" }).conversations.a.typingAt, 0);
});

test("notes stand once, oldest first", () => {
  const note = (id, seconds) => ({ type: "note", conversation: "a", id, body: id, author: "Sara", at: at(seconds) });
  const desk = begun(note("two", 20), note("one", 10), note("two", 20));
  assert.deepEqual(desk.conversations.a.notes.map((one) => one.id), ["one", "two"]);
});

test("a changed conversation keeps its words", () => {
  const desk = begun(message("a", 1), { type: "conversation", conversation: card("a", { risk: "acute", last_seq: 1 }), reason: "changed" });
  assert.equal(desk.conversations.a.risk, "acute");
  assert.deepEqual(seqs(desk), [1]);
});

test("a removed conversation leaves with a word, and with what I never got sent", () => {
  const desk = after(written(begun(), "c1", "er du der"), { type: "conversation", conversation: { id: "a" }, reason: "removed" });
  assert.deepEqual(desk.order, []);
  assert.deepEqual(desk.departures, [{ id: "a", citizen: "Amina", how: "removed", unsent: ["er du der"] }]);
});

test("a conversation that a later welcome no longer names has left too", () => {
  const desk = after(begun(), welcome([card("b")]));
  assert.deepEqual(desk.order, ["b"]);
  assert.equal(desk.departures[0].how, "removed");
});

test("one that comes back is not among the departed", () => {
  const gone = after(begun(), { type: "conversation", conversation: { id: "a" }, reason: "removed" });
  const back = after(gone, { type: "conversation", conversation: card("a"), reason: "assigned" });
  assert.deepEqual(back.departures, []);
});

test("an ended conversation stays until it is put away, and was not taken from me", () => {
  const ended = begun({ type: "state", conversation: "a", state: "ended" });
  assert.equal(ended.conversations.a.state, "ended");
  const left = after(ended, { type: "conversation", conversation: { id: "a" }, reason: "removed" });
  assert.equal(left.departures[0].how, "ended");
});

test("no word of an erased conversation stays", () => {
  const desk = after(written(begun(message("a", 1)), "c1", "hej"), { type: "state", conversation: "a", state: "erased" });
  assert.deepEqual([desk.conversations.a.messages, desk.conversations.a.outbox, desk.conversations.a.notes], [[], [], []]);
  assert.deepEqual(resumePoints(desk), {});
});

test("a beat tells how far each conversation reaches", () => {
  const desk = begun(message("a", 1), { type: "beat", n: 1, conversations: { a: 4, unknown: 9 } });
  assert.equal(desk.conversations.a.heardSeq, 4);
  assert.deepEqual(resumePoints(desk), { a: 1 });
});

test("a pause asked for keeps the words, and names the time", () => {
  const desk = after(written(begun(), "c1", "hej"), {
    type: "error", code: "rate_limited", detail: "", client_id: "c1", conversation: "a", retry_after: 2.5,
  });
  assert.deepEqual(desk.conversations.a.outbox[0], {
    clientId: "c1", body: "hej", writtenAt: START, state: "kept", notBefore: START + 2500, refusal: null,
  });
});

test("a refusal keeps the words in sight, with its reason", () => {
  const desk = after(written(begun(), "c1", "hej"), { type: "error", code: "wrong_state", detail: "", client_id: "c1", conversation: "a" });
  assert.equal(desk.conversations.a.outbox[0].state, "refused");
  assert.equal(desk.conversations.a.outbox[0].refusal, "wrong_state");
});

for (const type of ["offer", "alert", "offer.gone", "text", "constructor", "toString", "__proto__"]) {
  test(`an unknown frame changes nothing: ${type}`, () => {
    const desk = begun();
    assert.equal(applyFrame(desk, { type, conversation: "a" }, START), desk);
  });
}

test("frames about a conversation that is not here change nothing", () => {
  const desk = begun();
  for (const frame of [message("x", 1), synced("x", 1), { type: "state", conversation: "x", state: "ended" }]) {
    assert.equal(applyFrame(desk, frame, START), desk);
  }
});
