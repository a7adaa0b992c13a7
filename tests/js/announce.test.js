/** What is said to those who listen to the screen, and what a new one waiting does to an old refusal. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CONSOLE, surroundings, welcome } from "./support.js";

const { Console } = await import(`${CONSOLE}console.js`);

function live() {
  const world = surroundings(() => 0);
  const desk = new Console(world);
  desk.open();
  world.socket.open();
  world.socket.hear(welcome([]));
  return { world, desk, store: desk.store };
}
const queue = (waiting) => ({ type: "queue", waiting, longest_wait_seconds: 0 });

test("that others wait is seen, and not said: who is to come is asked", () => {
  const { world, store } = live();
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
