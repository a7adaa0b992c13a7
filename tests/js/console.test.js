/** The console without a screen: what I do, what is sent, what the server's answers make of it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CONSOLE, at, card, message, surroundings, synced, welcome } from "./support.js";

const { Console } = await import(`${CONSOLE}console.js`);

/** A console that is live with these frames. @param {...object} frames */
function live(...frames) {
  const world = surroundings(() => 0);
  const desk = new Console(world);
  desk.open();
  const beginning = frames.length ? frames : [welcome([card("a"), card("b")]), synced("a", 0), synced("b", 0)];
  world.socket.open();
  world.socket.hear(...beginning);
  return { world, desk, store: desk.store, get socket() { return world.socket; } };
}

/** Lets time pass as the page does: a tick a second. */
function pass({ world, desk }, seconds) {
  for (let second = 0; second < seconds; second += 1) {
    world.clock.pass(1_000);
    desk.tick();
  }
}

const back = (one, ...frames) => {
  one.world.clock.pass(500);
  one.socket.open();
  one.socket.hear(...frames);
};
const ack = (sent, seq) => ({ type: "message.ack", conversation: sent.conversation, client_id: sent.client_id, seq, sent_at: at(seq) });
const say = (one, words, conversation = "a") => {
  one.desk.write(conversation, words);
  one.desk.say(conversation);
};
const outbox = (one, conversation = "a") => one.store.desk.value.conversations[conversation].outbox;

test("what I say is sent trimmed, with an id, and the draft is empty", () => {
  const one = live();
  say(one, "  hej\r\ndu  ");
  const [sent] = one.socket.of("message.send");
  assert.deepEqual({ ...sent, client_id: "" }, { type: "message.send", conversation: "a", client_id: "", body: "hej\ndu" });
  assert.match(sent.client_id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(one.store.drafts.value.a, undefined);
});

test("nothing is sent for empty words", () => {
  const one = live();
  say(one, " \n ");
  assert.deepEqual(one.socket.of("message.send"), []);
});

test("one message at a time in a conversation, in the order written; others need not wait", () => {
  const one = live();
  say(one, "et");
  say(one, "to");
  say(one, "andet", "b");
  assert.deepEqual(one.socket.of("message.send").map((sent) => sent.body), ["et", "andet"]);
  one.socket.hear(ack(one.socket.of("message.send")[0], 1));
  assert.deepEqual(one.socket.of("message.send").map((sent) => sent.body), ["et", "andet", "to"]);
});

test("kept over a lost line, and sent again with the same id once the history is in", () => {
  const one = live();
  say(one, "er du der");
  const [first] = one.socket.of("message.send");
  one.socket.drop(1006);
  say(one, "og mere");
  back(one, welcome([card("a"), card("b")]));
  assert.deepEqual(one.socket.of("message.send"), []);
  one.socket.hear(synced("a", 0));
  assert.deepEqual(one.socket.of("message.send"), [first]);
  one.socket.hear(ack(first, 1));
  assert.equal(one.socket.of("message.send")[1].body, "og mere");
});

test("not sent again when the history shows that it had arrived", () => {
  const one = live();
  say(one, "er du der");
  const [first] = one.socket.of("message.send");
  one.socket.drop(1006);
  back(one, welcome([card("a")]), message("a", 1, { author: "volunteer", client_id: first.client_id }), synced("a", 1));
  assert.deepEqual(one.socket.of("message.send"), []);
  assert.deepEqual(outbox(one), []);
});

test("an acknowledgement that does not come in ten seconds: the same again", () => {
  const one = live();
  say(one, "hej");
  for (let round = 0; round < 11; round += 1) {
    one.socket.hear({ type: "pong", n: null });
    pass(one, 1);
  }
  const sent = one.socket.of("message.send");
  assert.equal(sent.length, 2);
  assert.deepEqual(sent[0], sent[1]);
});

test("told to wait, it waits, then sends the same", () => {
  const one = live();
  say(one, "hej");
  const [sent] = one.socket.of("message.send");
  one.socket.hear({ type: "error", code: "rate_limited", detail: "", client_id: sent.client_id, conversation: "a", retry_after: 3 });
  pass(one, 2);
  assert.equal(one.socket.of("message.send").length, 1);
  pass(one, 2);
  assert.deepEqual(one.socket.of("message.send")[1], sent);
});

test("a refused message stands in sight, holds up nobody, and goes back into the field", () => {
  const one = live();
  say(one, "for langt");
  say(one, "næste");
  const [sent] = one.socket.of("message.send");
  one.socket.hear({ type: "error", code: "too_long", detail: "", client_id: sent.client_id, conversation: "a" });
  assert.equal(one.socket.of("message.send")[1].body, "næste");
  one.desk.write("a", "begyndt");
  one.desk.takeBack("a", sent.client_id);
  assert.equal(one.store.drafts.value.a, "for langt\n\nbegyndt");
  assert.deepEqual(outbox(one).map((waiting) => waiting.body), ["næste"]);
});

test("hello names each conversation and its last gapless message", () => {
  const one = live(welcome([card("a", { last_seq: 3 })]), message("a", 1), message("a", 3), synced("a", 3));
  one.socket.drop(1006);
  back(one);
  assert.deepEqual(one.socket.of("hello"), [{ type: "hello", resume: { a: 1 } }]);
});

test("a gap that does not close by itself is asked for, once in a while", () => {
  const one = live();
  one.socket.hear(message("a", 2));
  assert.deepEqual(one.socket.of("sync"), []);
  pass(one, 1);
  assert.deepEqual(one.socket.of("sync"), [{ type: "sync", conversation: "a", last_seq: 0 }]);
  pass(one, 3);
  assert.equal(one.socket.of("sync").length, 1);
});

test("a beat that knows more than I do is followed by asking", () => {
  const one = live();
  one.socket.hear({ type: "beat", n: 1, conversations: { a: 2 } });
  pass(one, 3);
  assert.equal(one.socket.of("sync").length, 1);
});

test("a masked message is read again as it was stored", () => {
  const one = live();
  say(one, "010190-1234");
  one.socket.hear({ ...ack(one.socket.of("message.send")[0], 1), masked: true });
  assert.deepEqual(one.socket.of("sync"), [{ type: "sync", conversation: "a", last_seq: 0 }]);
});

test("a server that knows less than I do is asked from the beginning, and my unsent words stay", () => {
  const one = live(welcome([card("a", { last_seq: 1 })]), message("a", 1), synced("a", 1));
  one.socket.drop(1006);
  say(one, "hej");
  back(one, { type: "error", code: "bad_value", detail: "", field: "resume" });
  one.socket.open();
  assert.deepEqual(one.socket.of("hello"), [{ type: "hello", resume: { a: 0 } }]);
  assert.equal(outbox(one).length, 1);
});

test("the next one comes in front of me when I asked, and not when I did not", () => {
  const one = live();
  one.socket.hear({ type: "conversation", conversation: card("c"), reason: "assigned" });
  assert.equal(one.store.chosen.value, null);
  one.desk.takeNext();
  one.desk.takeNext();
  assert.equal(one.socket.of("conversation.next").length, 1);
  one.socket.hear({ type: "conversation", conversation: card("d"), reason: "assigned" });
  assert.equal(one.store.chosen.value, "d");
  assert.equal(one.store.awaits("next"), false);
});

for (const code of ["nothing_waiting", "at_capacity", "not_available"]) {
  test(`${code} is said where I asked for the next one`, () => {
    const one = live();
    one.desk.goTo("break");
    one.desk.takeNext();
    one.socket.hear({ type: "error", code, detail: "" });
    assert.deepEqual(one.store.refusals.value, { next: code });
    assert.equal(one.store.awaits("presence"), true);
  });
}

test("a refusal about a conversation stands at what I asked of that conversation", () => {
  const one = live();
  one.desk.takeNext();
  one.desk.flag("b", { risk: "high", reason: "" });
  one.socket.hear({ type: "error", code: "wrong_state", detail: "", conversation: "b" });
  assert.deepEqual(one.store.refusals.value, { "flag:b": "wrong_state" });
});

test("what gets no answer gets a word after ten seconds, and at once when the line breaks", () => {
  const one = live();
  one.desk.takeNext();
  pass(one, 11);
  assert.equal(one.store.refusals.value.next, "no_answer");
  one.desk.goTo("break");
  one.socket.drop(1006);
  assert.equal(one.store.refusals.value.presence, "no_answer");
});

test("a note leaves the field only when it is stored", () => {
  const one = live();
  one.store.draftNote("a", "ring ikke ");
  one.desk.note("a");
  assert.equal(one.store.noteDrafts.value.a, "ring ikke ");
  one.socket.hear({ type: "note", conversation: "a", id: "n", body: "ring ikke", author: "Kim", at: at(1) });
  assert.equal(one.store.noteDrafts.value.a, undefined);
});

test("a conversation I close leaves the list; one the citizen ends stays until I say what it came to", () => {
  const one = live();
  one.desk.choose("a");
  one.desk.close("a", { outcome: "ended", tags: ["søvn"] });
  assert.deepEqual(one.socket.of("conversation.close"), [{ type: "conversation.close", conversation: "a", outcome: "ended", tags: ["søvn"] }]);
  one.socket.hear({ type: "state", conversation: "a", state: "ended" }, { type: "state", conversation: "b", state: "ended" });
  assert.deepEqual(one.store.desk.value.order, ["b"]);
  assert.equal(one.store.desk.value.departures[0].how, "closed");
  assert.equal(one.store.chosen.value, null);
});

test("what I look at is read; what stands elsewhere, or while I am away, is not", () => {
  const one = live();
  one.desk.choose("a");
  one.socket.hear(message("a", 1), message("b", 1));
  assert.deepEqual(one.socket.of("message.read"), [{ type: "message.read", conversation: "a", seq: 1 }]);
  one.store.watching.value = false;
  one.socket.hear(message("a", 2));
  assert.equal(one.socket.of("message.read").length, 1);
  assert.deepEqual(one.store.unread.value, ["b", "a"]);
  one.store.watching.value = true;
  one.desk.tick();
  assert.equal(one.socket.of("message.read")[1].seq, 2);
});

test("the newest words out of sight are not read", () => {
  const one = live();
  one.desk.choose("a");
  one.store.atEnd.value = false;
  one.socket.hear(message("a", 1));
  assert.deepEqual(one.socket.of("message.read"), []);
});

test("the next that waits is the one who has waited longest", () => {
  const one = live();
  one.socket.hear(message("b", 1), message("a", 1, { sent_at: at(50) }));
  one.desk.chooseWaiting();
  assert.equal(one.store.chosen.value, "b");
});

test("writing is told at once, repeated while it lasts, and ended when I stop", () => {
  const one = live();
  const words = () => one.socket.of("typing").map((sent) => sent.on);
  one.desk.write("a", "j");
  one.desk.write("a", "je");
  assert.deepEqual(words(), [true]);
  pass(one, 4);
  one.desk.write("a", "jeg");
  assert.deepEqual(words(), [true, true]);
  pass(one, 6);
  assert.deepEqual(words(), [true, true, false]);
});

test("acute opens the emergency card and is said at once, whoever flagged it", () => {
  const one = live();
  one.desk.choose("a");
  one.socket.hear({ type: "conversation", conversation: card("a", { risk: "acute" }), reason: "changed" });
  assert.equal(one.store.panel.value, "emergency");
  assert.match(one.store.urgent.value, /Amina/);
});

test("a resumed history is announced as one line, and only what is live as a message", () => {
  const one = live(welcome([card("a", { last_seq: 200 })]));
  for (let seq = 1; seq <= 200; seq += 1) one.socket.hear(message("a", seq));
  assert.equal(one.store.said.value, "");
  one.socket.hear(synced("a", 200));
  assert.match(one.store.said.value, /^200 /);
  one.socket.hear(message("a", 201));
  assert.equal(one.store.said.value, "Ny besked fra Amina");
});
