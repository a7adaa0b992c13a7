/** The citizen's scripts outside a browser: a socket, a server and a clock one holds in the hand. */
import { mock } from "node:test";

export const CITIZEN = new URL("../../../krisechat/page/scripts/", import.meta.url).href;

/** Sockets made so far, newest last; each remembers what was sent over it. */
export const sockets = [];

/** What the fake server answers: path → () => ({status, data}). A missing path is a lost network. */
export const answers = {};

export const asked = [];

class FakeSocket {
  constructor(url, protocol) {
    Object.assign(this, { url, protocol, readyState: 1, sent: [] });
    sockets.push(this);
  }

  send(text) { this.sent.push(JSON.parse(text)); }

  close() { this.readyState = 3; }

  hear(frame) { this.onmessage({ data: JSON.stringify(frame) }); }

  drop(code) { this.readyState = 3; if (this.onclose) this.onclose({ code }); }

  sentOf(type) { return this.sent.filter((frame) => frame.type === type); }
}

async function fetched(path, { method, body, headers }) {
  const route = `${method} ${path.replace("/api/v1/conversation/", "").replace(/\?.*/, "")}`;
  asked.push({ route, path, body: body ? JSON.parse(body) : undefined, headers });
  if (!answers[route]) throw new TypeError("network");
  const { status, data } = await answers[route](body && JSON.parse(body));
  return { status, ok: status < 300, headers: { get: () => "application/json" }, json: async () => data };
}

/** A fresh world for one test; time stands still until `pass`. */
export function world() {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: Date.parse("2026-11-21T20:40:00Z") });
  mock.method(Math, "random", () => 0.5);
  sockets.length = asked.length = 0;
  Object.keys(answers).forEach((key) => delete answers[key]);
  answers["POST token"] = () => ({ status: 200, data: { token: "t-1" } });
  Object.assign(globalThis, {
    WebSocket: FakeSocket, fetch: fetched, location: { origin: "https://chat.example" },
    addEventListener() {}, document: { visibilityState: "visible", addEventListener() {} },
  });
}

/** Lets promises settle. */
export async function settle() {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** Lets so many seconds pass, one at a time. */
export async function pass(seconds) {
  for (let second = 0; second < seconds; second += 1) {
    mock.timers.tick(1000);
    await settle();
  }
}

/** A page that remembers what it was told, as [name, ...arguments]. */
export function page() {
  const told = [];
  const names = ["message", "sent", "late", "refused", "state", "receipt", "typing", "catching", "caughtUp", "quiet", "elsewhere", "shut"];
  const listener = Object.fromEntries(names.map((name) => [name, (...what) => { told.push([name, ...what]); }]));
  return { ...listener, active: () => false, told, of: (name) => told.filter(([each]) => each === name).map(([, ...what]) => what) };
}

export const message = (seq, more = {}) => ({ type: "message", seq, client_id: null, author: "volunteer", alias: "Kim", body: `ord ${seq}`, sent_at: "2026-11-21T20:41:00Z", ...more });
export const ACTIVE = { state: "active", volunteer: { alias: "Kim" }, queue: null };
