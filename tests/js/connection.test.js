/** The line: hello, beats, silence, coming back. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CONSOLE, surroundings, welcome } from "./support.js";

const { Connection } = await import(`${CONSOLE}connection.js`);

function line(random) {
  const world = surroundings(random);
  /** @type {any[]} */ const frames = [];
  /** @type {any[]} */ const turns = [];
  const connection = new Connection({
    surroundings: world, hello: () => ({ type: "hello", resume: { a: 7 } }),
    onFrame: (frame) => frames.push(frame), onLine: (turn) => turns.push(turn),
  });
  return { world, frames, turns, connection };
}

function live(random) {
  const parts = line(random);
  parts.connection.open();
  parts.world.socket.open();
  parts.world.socket.hear(welcome([]));
  return parts;
}

test("says hello first, with what it has", () => {
  const { world, connection } = line();
  connection.open();
  world.socket.open();
  assert.deepEqual(world.socket.sent, [{ type: "hello", resume: { a: 7 } }]);
  assert.equal(connection.line.phase, "connecting");
});

test("is live only after the welcome", () => {
  assert.equal(live().connection.line.phase, "live");
});

test("answers every beat with its number", () => {
  const { world } = live();
  world.socket.hear({ type: "beat", n: 41, conversations: {} });
  assert.deepEqual(world.socket.of("ping"), [{ type: "ping", n: 41 }]);
});

test("passes over what is no frame", () => {
  const { world, frames } = live();
  for (const data of ["", "{", "null", "[]", "7", '{"no":"type"}', '{"type":3}']) world.socket.onmessage({ data });
  assert.equal(frames.length, 1);
});

test("asks into the silence, and notices within fifteen seconds that nobody is there", () => {
  const { world, connection } = live();
  const [socket] = world.sockets;
  world.clock.pass(6_000);
  assert.equal(socket.of("ping").length, 1);
  world.clock.pass(9_000);
  assert.equal(connection.line.phase, "broken");
  assert.equal(socket.closedByUs, true);
});

test("an answer is a sign of life", () => {
  const { world, connection } = live();
  for (let round = 0; round < 10; round += 1) {
    world.clock.pass(6_000);
    world.socket.hear({ type: "pong", n: null });
  }
  assert.equal(connection.line.phase, "live");
  assert.equal(world.sockets.length, 1);
});

test("nothing that a left socket still says is heard", () => {
  const { world, frames } = live();
  const [socket] = world.sockets;
  world.clock.pass(15_000);
  const heard = frames.length;
  socket.hear({ type: "queue", waiting: 3 });
  assert.equal(frames.length, heard);
});

test("comes back by itself, and patience starts anew after a welcome", () => {
  const { world, connection } = live(() => 0);
  for (let round = 0; round < 3; round += 1) {
    world.socket.drop(1006);
    assert.equal(connection.line.phase, "broken");
    world.clock.pass(500);
    world.socket.open();
    world.socket.hear(welcome([]));
    assert.equal(connection.line.phase, "live");
  }
  assert.equal(world.sockets.length, 4);
});

test("says when it will try again, and since when the line is lost", () => {
  const { world, connection } = live(() => 0.5);
  world.clock.pass(1_000);
  const lost = world.clock.now;
  world.socket.drop(1006);
  assert.equal(connection.line.retryAt, lost + 750);
  world.clock.pass(751);
  world.socket.drop(1006);
  assert.equal(connection.line.since, lost);
});

for (const [code, why] of [[4401, "loggedOut"], [4403, "refused"], [4409, "replaced"]]) {
  test(`closed with ${code} it waits for the person`, () => {
    const { world, connection } = live();
    world.socket.drop(code);
    world.clock.pass(600_000);
    connection.wake();
    assert.equal(world.sockets.length, 1);
    assert.deepEqual([connection.line.phase, connection.line.why], ["over", why]);
    connection.open();
    assert.deepEqual([connection.line.phase, connection.line.why, world.sockets.length], ["connecting", null, 2]);
  });
}

test("woken while waiting, it does not wait longer", () => {
  const { world, connection } = live(() => 0.999);
  world.socket.drop(1006);
  connection.wake();
  assert.equal(world.sockets.length, 2);
  world.clock.pass(60_000);
  assert.ok(world.sockets.length > 2, "an attempt that hangs is given up");
});

test("woken after a long sleep, it finds the dead line at once", () => {
  const { world, connection } = live();
  world.clock.now += 3_600_000;
  connection.wake();
  assert.equal(connection.line.phase, "broken");
});

test("sends nothing into a line that is not open", () => {
  const { world, connection } = live();
  assert.equal(connection.send({ type: "ping" }), true);
  world.socket.drop(1006);
  assert.equal(connection.send({ type: "ping" }), false);
});
