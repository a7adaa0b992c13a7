/** Nothing the citizen writes is lost, doubled or sent out of order. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { CITIZEN, page, pass, world } from "./support.js";

const { openOutbox, pieces } = await import(`${CITIZEN}outbox.js`);
beforeEach(world);

/** What a send takes now. */
function due(outbox) {
  const taken = [];
  outbox.flush((each) => taken.push(each));
  return taken;
}

test("a message keeps its id from the moment it is written until it is stored", async () => {
  const outbox = openOutbox(page());
  const id = outbox.add("hej");
  assert.deepEqual(due(outbox), [{ client_id: id, body: "hej" }]);
  assert.deepEqual(due(outbox), [], "not twice on one line");
  outbox.again();
  assert.deepEqual(due(outbox), [{ client_id: id, body: "hej" }], "again on a new one");
  assert.equal(outbox.settle({ client_id: id, seq: 1, sent_at: "T" }), true);
  assert.equal(outbox.settle({ client_id: id, seq: 1, sent_at: "T" }), false, "a second acknowledgement says nothing");
  assert.deepEqual(outbox.texts(), []);
});

test("an acknowledgement lost on an open line is asked for after ten seconds", async () => {
  const outbox = openOutbox(page());
  outbox.add("hej");
  due(outbox);
  await pass(9);
  assert.equal(due(outbox).length, 0);
  await pass(1);
  assert.equal(due(outbox).length, 1);
});

test("who is told to wait waits, and what was written later waits behind", async () => {
  const outbox = openOutbox(page());
  const first = outbox.add("et");
  outbox.add("to");
  due(outbox);
  outbox.refuse({ client_id: first, code: "rate_limited", retry_after: 3 });
  outbox.again();
  assert.deepEqual(due(outbox), []);
  await pass(3);
  assert.deepEqual(due(outbox).map((each) => each.body), ["et", "to"]);
});

test("a line that takes nothing stops the rest, so that order holds", () => {
  const outbox = openOutbox(page());
  outbox.add("et");
  outbox.add("to");
  const tried = [];
  outbox.flush((each) => { tried.push(each.body); return false; });
  assert.deepEqual(tried, ["et"]);
});

test("not sent yet is said once, within five seconds", async () => {
  const told = page();
  const outbox = openOutbox(told);
  const id = outbox.add("hej");
  await pass(3);
  outbox.notice();
  assert.deepEqual(told.of("late"), []);
  await pass(1);
  outbox.notice();
  outbox.notice();
  assert.deepEqual(told.of("late"), [[id]]);
});

test("what the server will never take is handed back with its reason", () => {
  const told = page();
  const outbox = openOutbox(told);
  const id = outbox.add("hej");
  outbox.refuse({ client_id: id, code: "wrong_state" });
  assert.deepEqual(told.of("refused"), [[id, "wrong_state"]]);
  assert.deepEqual(outbox.texts(), []);
});

test("a masked number is told apart", () => {
  const told = page();
  const outbox = openOutbox(told);
  const id = outbox.add("010190-1234");
  outbox.settle({ client_id: id, seq: 4, sent_at: "T", masked: true });
  assert.deepEqual(told.of("sent"), [[id, 4, "T", true]]);
});

test("a long text becomes several messages, and no word of it is lost", () => {
  const long = Array.from({ length: 3000 }, (_, number) => `ord${number}`).join(" ");
  const parts = pieces(long);
  assert.ok(parts.length > 1);
  for (const part of parts) assert.ok(Array.from(part).length <= 4000);
  assert.equal(parts.join(" "), long);
  assert.equal(pieces("🫂".repeat(4001)).map((part) => Array.from(part).length).join("+"), "4000+1");
});

test("blanks are nothing, and what no server can store is left out", () => {
  assert.deepEqual(pieces("  \n "), []);
  assert.deepEqual(pieces("a\0b\ud800c 🫂"), ["abc 🫂"]);
});
