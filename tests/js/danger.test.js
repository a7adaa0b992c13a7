/** Help for me, danger, and who does what about it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CONSOLE, START, at, card, surroundings, synced, welcome } from "./support.js";

const { Console } = await import(`${CONSOLE}console.js`);
const { UNDO, whereHelpIsNeeded } = await import(`${CONSOLE}help.js`);
const danger = await import(`${CONSOLE}desk/danger.js`);
const { stepSentence, whoDoesWhat } = await import(`${CONSOLE}danger-wording.js`);

/** @param {object[]} cards */
function live(cards = []) {
  const world = surroundings(() => 0);
  const desk = new Console(world);
  desk.open();
  world.socket.open();
  world.socket.hear(welcome(cards), ...cards.map((one) => synced(one.id, 0)));
  return { world, desk, store: desk.store, get socket() { return world.socket; } };
}

/** Lets time pass as the page does, on a line that lives. */
function pass(one, seconds) {
  for (let second = 0; second < seconds; second += 1) {
    one.world.clock.pass(1_000);
    one.socket.hear({ type: "pong", n: null });
    one.desk.tick();
  }
}

const phase = (one) => one.store.call.value?.phase;

test("help is sent after five seconds, once, for the conversation in front", () => {
  const one = live([card("a"), card("b", { risk: "acute" })]);
  one.desk.choose("a");
  one.desk.callHelp();
  one.desk.callHelp();
  pass(one, UNDO / 1_000 - 1);
  assert.deepEqual(one.socket.of("help.request"), []);
  pass(one, 3);
  assert.deepEqual(one.socket.of("help.request"), [{ type: "help.request", conversation: "a" }]);
  one.socket.hear({ type: "alert", kind: "lead_called", conversation: "a", detail: "" });
  assert.equal(phase(one), "called");
  one.socket.hear({ type: "alert", kind: "lead_came", conversation: "a", detail: "Dorte" });
  assert.equal(phase(one), undefined);
});

test("taken back in time, nobody is called, and that is said; the seconds are not", () => {
  const one = live([card("a")]);
  one.desk.callHelp();
  assert.match(one.store.said.value, /^Vagtlederen bliver kaldt ind hos Amina om 5 sekunder/);
  one.store.said.value = "";
  pass(one, 3);
  assert.equal(one.store.said.value, "");
  one.desk.help.dismiss();
  assert.equal(one.store.said.value, "Ingen blev kaldt.");
  pass(one, 5);
  assert.deepEqual(one.socket.of("help.request"), []);
});

test("without a line the call is kept, and made when the line is back", () => {
  const one = live([card("a")]);
  one.desk.callHelp();
  one.socket.drop(1006);
  one.world.clock.pass(100);
  one.desk.help.tick(one.world.clock.now + UNDO);
  assert.equal(phase(one), "held");
  one.world.clock.pass(500);
  one.socket.open();
  one.socket.hear(welcome([card("a")]));
  pass(one, 5);
  assert.equal(one.socket.of("help.request").length, 1);
});

test("a call nobody answers is made again; a refused one says so", () => {
  const one = live([card("a")]);
  one.desk.callHelp();
  pass(one, 16);
  assert.equal(one.socket.of("help.request").length, 2);
  one.socket.hear({ type: "error", code: "not_found", detail: "", conversation: "a" });
  assert.equal(phase(one), "refused");
});

test("help is for the conversation in front, else for the gravest; with none it says so", () => {
  const one = live([card("a"), card("b", { risk: "high" })]);
  const desk = one.store.desk.value;
  assert.equal(whereHelpIsNeeded(desk, "a"), "a");
  assert.equal(whereHelpIsNeeded(desk, null), "b");
  const alone = live();
  alone.desk.callHelp();
  pass(alone, 7);
  assert.equal(phase(alone), "nowhere");
  assert.deepEqual(alone.socket.of("help.request"), []);
});

test("a call for help goes with its conversation", () => {
  const one = live([card("a")]);
  one.desk.callHelp();
  one.socket.hear({ type: "conversation", conversation: { id: "a" }, reason: "removed" });
  pass(one, 7);
  assert.equal(phase(one), undefined);
  assert.deepEqual(one.socket.of("help.request"), []);
});

test("a lead who was called says they are there, and is brought there", () => {
  const one = live();
  one.socket.hear({ type: "alert", kind: "acute", conversation: "x", detail: "" });
  assert.match(one.store.urgent.value, /Fare for liv/);
  pass(one, 60);
  assert.equal(one.store.desk.value.alerts.length, 1);
  one.desk.record("x", "lead_here");
  const sara = card("x", { volunteer: { id: "sara", alias: "Liv" }, your_alias: "Robin", risk: "acute" });
  one.socket.hear({ type: "conversation", conversation: sara, reason: "invited" });
  one.socket.hear({ type: "alert", kind: "over", conversation: "x", detail: "" });
  assert.equal(one.store.chosen.value, "x");
  assert.equal(one.store.desk.value.conversations.x.myAlias, "Robin");
  assert.equal(one.store.panel.value, "emergency");
  assert.deepEqual(one.store.desk.value.alerts, []);
});

test("news goes by itself; what calls me stays until it is over", () => {
  const one = live([card("a")]);
  one.socket.hear({ type: "alert", kind: "lead_came", conversation: "a", detail: "Robin" });
  one.socket.hear({ type: "alert", kind: "help", conversation: "a", detail: "" });
  pass(one, 31);
  assert.deepEqual(one.store.desk.value.alerts.map((alert) => alert.kind), ["help"]);
});

// ── Who does what ────────────────────────────────────────────────────────────────────────

const step = (code, by = "", seconds = 0) => ({ step: code, by, at: at(seconds) });
const says = (steps, more = {}) =>
  whoDoesWhat({ steps, acute: true, me: "Kim", name: "Amina", guest: false, ...more });

test("the card says who does what, from the record", () => {
  assert.equal(says([]), "Fare for liv");
  assert.equal(says([], { acute: false }), "Hvis det bliver farligt");
  assert.equal(says([step("lead_called", "Dorte")]), "Dorte er kaldt. Du bliver hos Amina.");
  assert.equal(says([step("lead_called")]), "Vagtlederen er kaldt. Du bliver hos Amina.");
  const here = [step("lead_called", "Dorte"), step("lead_came", "Dorte")];
  assert.equal(says(here), "Dorte er her. Du bliver hos Amina.");
  assert.equal(says([...here, step("called_112", "Dorte")]), "Dorte har ringet 112. Dorte er her. Du bliver hos Amina.");
  assert.equal(says([...here, step("lead_left", "Dorte"), step("called_112", "Kim")]), "Du har ringet 112. Dorte er kaldt. Du bliver hos Amina.");
  assert.equal(says(here, { me: "Dorte", guest: true }), "Du er her som vagtleder.");
});

test("whoever rang is on the telephone for a while; an older danger is over", () => {
  const steps = danger.stepsOfNow({ numbers: [], steps: [step("called_112", "Kim"), step("cleared", "Kim", 60), step("called_114", "Dorte", 90)] });
  assert.equal(danger.onThePhone(steps, "called_112", START), null);
  assert.equal(danger.onThePhone(steps, "called_114", START + 100_000).by, "Dorte");
  assert.equal(danger.onThePhone(steps, "called_114", START + 3_600_000), null);
});

test("each step on record is a sentence, mine too, and one nobody knows", () => {
  assert.equal(stepSentence(step("called_112", "Kim"), "Kim"), "Du ringede 112");
  assert.equal(stepSentence(step("called_112"), "Kim"), "Nogen ringede 112");
  assert.equal(stepSentence(step("lead_called", "Kim"), "Kim"), "Du blev kaldt som vagtleder");
  assert.equal(stepSentence(step("new_code", "Dorte"), "Kim"), "Dorte new_code");
});

test("an alert is said at once, stands once, and goes with its conversation", () => {
  const one = live([card("a")]);
  const alert = { type: "alert", kind: "acute", conversation: "a", detail: "" };
  one.socket.hear(alert, alert);
  assert.equal(one.store.desk.value.alerts.length, 1);
  assert.equal(one.store.urgent.value, "Fare for liv hos Amina.");
  one.socket.hear({ type: "conversation", conversation: { id: "a" }, reason: "removed" });
  assert.deepEqual(one.store.desk.value.alerts, []);
});

test("a step is sent, and answered by the record", () => {
  const one = live([card("a", { risk: "acute" })]);
  one.desk.record("a", "called_112");
  assert.deepEqual(one.socket.of("emergency.step"), [{ type: "emergency.step", conversation: "a", step: "called_112" }]);
  one.socket.hear({ type: "emergency", conversation: "a", numbers: [], steps: [{ step: "called_112", by: "Kim", at: at(1) }] });
  assert.equal(one.store.awaits("step", "a"), false);
  assert.equal(one.store.desk.value.conversations.a.emergency.steps.length, 1);
});
