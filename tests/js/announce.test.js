/** What is said to those who listen to the screen, and what a new one waiting does to an old refusal. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { BO, CONSOLE, surroundings, welcome } from "./support.js";

const { Console } = await import(`${CONSOLE}console.js`);

function live(volunteer = BO) {
  const world = surroundings(() => 0);
  const desk = new Console(world);
  desk.open();
  world.socket.open();
  world.socket.hear(welcome([], { volunteer }));
  return { world, desk, store: desk.store };
}
const queue = (waiting) => ({ type: "queue", waiting, longest_wait_seconds: 0 });

test("somebody waiting is said once, when it begins to concern me", () => {
  const { world, store } = live();
  world.socket.hear(queue(1));
  assert.equal(store.said.value, "En venter på nogen.");
  store.said.value = "";
  world.socket.hear(queue(2));
  assert.equal(store.said.value, "");
});

test("on a break nobody is announced to me", () => {
  const { world, store } = live({ ...BO, status: "break" });
  world.socket.hear(queue(1));
  assert.equal(store.said.value, "");
});

test("that there was nobody left is no longer said when somebody waits again", () => {
  const { world, desk, store } = live();
  desk.takeNext();
  world.socket.hear({ type: "error", code: "nothing_waiting", detail: "" });
  assert.equal(store.refusals.value.next, "nothing_waiting");
  world.socket.hear(queue(1));
  assert.equal(store.refusals.value.next, undefined);
});

test("a lost line and its return are said", () => {
  const { world, store } = live();
  world.socket.drop(1006);
  assert.match(store.said.value, /væk/);
  world.clock.pass(500);
  world.socket.open();
  world.socket.hear(welcome([]));
  assert.match(store.said.value, /tilbage/);
});
