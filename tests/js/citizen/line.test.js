/** The line: in order, each once, never mute for long, and back by the right road. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { ACTIVE, CITIZEN, answers, asked, message, page, pass, settle, sockets, world } from "./support.js";

const { openLine } = await import(`${CITIZEN}line.js`);
beforeEach(world);

/** An open line that has caught up to `last`. */
async function opened(last = 0) {
  const told = page();
  const line = openLine("form", last, told);
  await settle();
  const socket = sockets.at(-1);
  socket.onopen();
  socket.hear({ type: "welcome", conversation: ACTIVE, last_seq: last });
  socket.hear({ type: "synced", last_seq: last });
  return { told, line, socket };
}
const seqs = (told) => told.of("message").map(([one]) => one.seq);

test("it greets with a fresh token and what it has, and the token is never in an address", async () => {
  const { socket } = await opened(7);
  assert.equal(asked[0].headers["X-Form-Token"], "form");
  assert.deepEqual(socket.sent[0], { type: "hello", token: "t-1", last_seq: 7 });
  assert.equal(socket.protocol, "krisechat.v1");
  assert.equal(socket.url, "wss://chat.example/ws/citizen");
});

test("messages are handed on in order and once; a gap is asked for", async () => {
  const { told, socket } = await opened();
  socket.hear(message(1));
  socket.hear(message(3));
  assert.deepEqual(seqs(told), [1]);
  assert.deepEqual(socket.sentOf("sync"), [{ type: "sync", last_seq: 1 }]);
  socket.hear(message(2));
  socket.hear(message(3));
  socket.hear(message(2));
  assert.deepEqual(seqs(told), [1, 2, 3]);
});

test("an acknowledgement beyond a gap does not hide the gap", async () => {
  const { told, line, socket } = await opened();
  const id = line.send("mit");
  socket.hear({ type: "message.ack", client_id: id, seq: 2, sent_at: "T" });
  assert.deepEqual(socket.sentOf("sync"), [{ type: "sync", last_seq: 0 }]);
  socket.hear(message(1));
  socket.hear(message(2, { author: "citizen", client_id: id, body: "mit" }));
  socket.hear(message(3));
  assert.deepEqual(seqs(told), [1, 3], "our own is not shown a second time");
});

test("what was on its way when the line broke is sent again under the same id", async () => {
  const { told, line, socket } = await opened();
  const id = line.send("er du der");
  socket.drop(1006);
  await pass(2);
  const next = sockets.at(-1);
  assert.notEqual(next, socket);
  next.onopen();
  next.hear({ type: "welcome", conversation: ACTIVE, last_seq: 1 });
  assert.deepEqual(next.sentOf("message.send"), [], "first what the server has");
  next.hear(message(1, { author: "citizen", client_id: id, body: "er du der" }));
  next.hear({ type: "synced", last_seq: 1 });
  assert.deepEqual(next.sentOf("message.send"), [], "it was stored after all");
  assert.deepEqual(told.of("sent").map(([sent, seq]) => [sent, seq]), [[id, 1]]);
});

test("beats are answered, and a beat ahead of us is a gap", async () => {
  const { socket } = await opened();
  socket.hear({ type: "beat", n: 5, seq: 2 });
  assert.deepEqual(socket.sentOf("ping"), [{ type: "ping", n: 5 }]);
  assert.deepEqual(socket.sentOf("sync"), [{ type: "sync", last_seq: 0 }]);
});

test("many that were missed are told as one, like those of a resume", async () => {
  const { told, socket } = await opened();
  const before = told.of("catching").length;
  socket.hear({ type: "beat", n: 5, seq: 4 });
  assert.equal(told.of("catching").length, before + 1);
  for (const seq of [1, 2, 3, 4]) socket.hear(message(seq));
  assert.deepEqual(told.of("message").map(([, live]) => live), [false, false, false, false]);
  socket.hear({ type: "synced", last_seq: 4 });
  socket.hear(message(5));
  assert.equal(told.of("message").at(-1)[1], true);
});

test("an open socket that has gone mute is left within fifteen seconds", async () => {
  const { socket } = await opened();
  await pass(15);
  assert.ok(socket.sentOf("ping").length > 0, "it asked first");
  assert.equal(socket.readyState, 3);
  assert.ok(sockets.length > 1);
});

test("a restart is followed soon; a newer page is not fought over", async () => {
  const { told, socket } = await opened();
  socket.drop(1012);
  await pass(3);
  assert.equal(sockets.length, 2);
  sockets[1].onopen();
  sockets[1].hear({ type: "welcome", conversation: ACTIVE, last_seq: 0 });
  sockets[1].drop(4409);
  await pass(120);
  assert.equal(sockets.length, 2);
  assert.equal(told.of("elsewhere").length, 1);
});

test("a token that no longer holds is fetched anew; no conversation here ends it calmly", async () => {
  const { told, socket } = await opened();
  answers["POST token"] = () => ({ status: 200, data: { token: "t-2" } });
  socket.drop(4401);
  await pass(2);
  sockets.at(-1).onopen();
  assert.equal(sockets.at(-1).sent[0].token, "t-2");
  answers["POST token"] = () => ({ status: 401, data: { code: "unauthenticated" } });
  sockets.at(-1).drop(4401);
  await pass(60);
  assert.equal(told.of("shut").length, 1);
  assert.equal(sockets.length, 2);
});

test("too much is answered by staying away for half a minute", async () => {
  const { socket } = await opened();
  socket.drop(4429);
  await pass(29);
  assert.equal(sockets.length, 1);
  await pass(11);
  assert.equal(sockets.length, 2);
});

test("after three sockets that do not open it polls, sends by post in order, and still looks for a socket", async () => {
  const told = page();
  const stored = [];
  let state = { state: "waiting", volunteer: null, queue: null };
  answers["GET messages"] = () => new Promise((go) => { setTimeout(() => go({ status: 200, data: { messages: [], last_seq: 0, more: false, ...state } }), 1000); });
  answers["POST messages"] = (body) => {
    stored.push(body.body);
    return { status: 201, data: { client_id: body.client_id, seq: stored.length, sent_at: "T" } };
  };
  const line = openLine("form", 0, told);
  await settle();
  for (let failed = 0; failed < 3; failed += 1) {
    sockets.at(-1).drop(1006);
    await pass(5);
  }
  line.send("et");
  line.send("to");
  line.send("tre");
  await pass(3);
  assert.deepEqual(stored, ["et", "to", "tre"]);
  assert.equal(told.of("sent").length, 3);
  state = ACTIVE;
  await pass(3);
  assert.deepEqual(told.of("state").at(-1)[0].volunteer, { alias: "Kim" });
  assert.equal(told.of("quiet").at(-1)[1], true, "a line that polls is a line");
  const before = sockets.length;
  await pass(60);
  assert.ok(sockets.length > before);
  assert.ok(Number(new URL(asked.findLast((each) => each.route === "GET messages").path, "https://x").searchParams.get("wait")) <= 10);
});

test("a network that is gone is told as silence, second by second", async () => {
  const { told, socket } = await opened();
  delete answers["POST token"];
  socket.drop(1006);
  sockets.length = 0;
  globalThis.WebSocket = class { constructor() { throw new Error("no network"); } };
  await pass(20);
  const [silence, connected] = told.of("quiet").at(-1);
  assert.ok(silence >= 19000);
  assert.equal(connected, false);
});

test("an end is told last: after what was said before it, and once all of ours is stored or refused", async () => {
  const { told, line, socket } = await opened(1);
  const stored = line.send("nåede frem");
  const late = line.send("kom for sent");
  socket.drop(1006);
  await pass(2);
  const next = sockets.at(-1);
  next.onopen();
  next.hear({ type: "welcome", conversation: { ...ACTIVE, state: "ended" }, last_seq: 3 });
  next.hear(message(2, { author: "citizen", client_id: stored, body: "nåede frem" }));
  next.hear(message(3));
  next.hear({ type: "synced", last_seq: 3 });
  assert.deepEqual(seqs(told), [3]);
  assert.deepEqual(told.of("sent").map(([id]) => id), [stored]);
  assert.ok(!told.of("state").some(([now]) => now.state === "ended"), "one is still undecided");
  next.hear({ type: "error", code: "wrong_state", client_id: late });
  assert.deepEqual(told.of("refused"), [[late, "wrong_state"]]);
  assert.equal(told.of("state").at(-1)[0].state, "ended");
});
