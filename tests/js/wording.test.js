/** Times, words and keys. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CONSOLE } from "./support.js";

process.env.TZ = "Europe/Copenhagen";
const time = await import(`${CONSOLE}time.js`);
const words = await import(`${CONSOLE}words.js`);
const texts = await import(`${CONSOLE}texts.js`);
const calls = await import(`${CONSOLE}calls-texts.js`);
const danger = await import(`${CONSOLE}danger-texts.js`);
const handover = await import(`${CONSOLE}handover/texts.js`);
const wording = await import(`${CONSOLE}wording.js`);
const { holds, press } = await import(`${CONSOLE}keys.js`);
const { struck } = await import(`${CONSOLE}sound.js`);

test("a time, a duration and a countdown have three shapes", () => {
  assert.equal(time.clockTime("2026-11-22T01:47:10Z"), "02.47");
  assert.deepEqual([0, -5, 59, 60, 359, 3600, 3900].map(time.duration), ["under 1 min", "under 1 min", "under 1 min", "1 min", "5 min", "1 t", "1 t 5 min"]);
  assert.deepEqual([0, 0.2, 8, 61].map(time.countdown), ["0:00", "0:01", "0:08", "1:01"]);
  assert.equal(time.dayName("2026-11-22T01:47:10Z"), "søndag 22. november");
});

test("the day turns at midnight here, not in Greenwich", () => {
  assert.equal(time.sameDay("2026-11-21T22:30:00Z", "2026-11-21T23:30:00Z"), false);
});

test("words are sent trimmed and whole", () => {
  assert.equal(words.fitToSend("  a\r\nb\u0000\u0007\tc\n "), "a\nb\tc");
  assert.equal(words.fitToSend("x\ud83d y"), "x\ufffd y");
  assert.equal(words.fitToSend("👋🏽 مرحبا"), "👋🏽 مرحبا");
  assert.equal(words.lengthOf("👋å"), 2);
});

test("the longest message of the widest characters fits a frame", () => {
  const body = "👋".repeat(words.LONGEST);
  const frame = { type: "message.send", conversation: words.newId(), client_id: words.newId(), body };
  assert.ok(Buffer.byteLength(JSON.stringify(frame)) < 16 * 1024);
});

test("ids are new each time, also without the newest browsers", () => {
  const whole = crypto.randomUUID;
  crypto.randomUUID = /** @type {any} */ (undefined);
  const ids = new Set(Array.from({ length: 200 }, () => words.newId()));
  crypto.randomUUID = whole;
  assert.equal(ids.size, 200);
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

/** Every sentence in a tree of texts, functions called with stand-ins. */
function sentences(tree) {
  if (typeof tree === "string") return [tree];
  if (typeof tree === "function") return sentences(tree(tree.length === 1 ? "to" : "fem", "Kim"));
  return Object.values(tree ?? {}).flatMap(sentences);
}

test("no sentence shouts, and none is empty", () => {
  const all = sentences({ texts, calls, danger, handover });
  assert.ok(all.length > 300);
  for (const sentence of all) {
    assert.ok(!sentence.includes("!"), sentence);
    assert.ok(sentence.trim(), "an empty sentence");
  }
});

test("a notification says nothing about anybody", () => {
  assert.deepEqual(texts.NOTIFICATION, { title: "Vagt", body: "En plads er klar" });
});

test("every outcome, risk, presence and way has its word", () => {
  assert.deepEqual(Object.keys(texts.OUTCOME), ["ended", "referred", "handover", "silent", "test", "abuse", "other"]);
  for (const risk of ["none", "concern", "high", "acute"]) assert.ok(texts.RISK[risk].word);
  for (const status of ["available", "break", "offline"]) assert.ok(texts.PRESENCE[status].word);
  for (const via of ["web", "sms"]) assert.ok(texts.VIA[via]);
});

test("a refusal nobody foresaw still gets a sentence", () => {
  assert.ok(wording.refusal("something_new"));
  assert.ok(wording.messageRefusal("something_new"));
  assert.equal(wording.topicName("helt nyt emne"), "helt nyt emne");
});

const key = (more) => ({
  altKey: true, ctrlKey: false, metaKey: false, shiftKey: false, getModifierState: () => false, ...more,
});

test("Alt is held, AltGr types letters, and a Mac needs Ctrl and Option", () => {
  assert.equal(holds(key({}), false), true);
  assert.equal(holds(key({ ctrlKey: true }), false), false);
  assert.equal(holds(key({ getModifierState: (name) => name === "AltGraph" }), false), false);
  assert.equal(holds(key({}), true), false);
  assert.equal(holds(key({ ctrlKey: true }), true), true);
  assert.equal(holds(key({ altKey: false }), false), false);
});

test("each key does its one thing, others are left alone", () => {
  const done = [];
  const acts = { choose: (number) => done.push(number), waiting: () => done.push("waiting"), take: () => done.push("take"), decline: () => done.push("decline"), risk: () => done.push("risk"), handover: () => done.push("handover"), emergency: () => done.push("emergency"), help: () => done.push("help") };
  let prevented = 0;
  for (const code of ["Digit1", "Digit9", "ArrowDown", "KeyJ", "KeyN", "KeyR", "KeyO", "KeyA", "KeyH", "Digit0", "KeyX", "toString"]) {
    press(key({ code, preventDefault: () => (prevented += 1) }), acts);
  }
  assert.deepEqual(done, [0, 8, "waiting", "take", "decline", "risk", "handover", "emergency", "help"]);
  assert.equal(prevented, 9);
});

test("the sound is soft: it begins and ends in silence and never clips", () => {
  assert.equal(struck(600, 0), 0);
  assert.equal(struck(600, -1), 0);
  assert.equal(struck(600, 3), 0);
  for (let sample = 0; sample < 20_000; sample += 1) assert.ok(Math.abs(struck(600, sample / 10_000)) < 1);
});

test("languages are named in Danish, also those nobody thought of; our own is worth no word", () => {
  assert.deepEqual(["ar", "uk", "tr", "pl", "so"].map(wording.languageName), ["arabisk", "ukrainsk", "tyrkisk", "polsk", "somali"]);
  assert.equal(wording.languageName("not a code"), "not a code");
  assert.deepEqual(["", null, "da", "ar"].map(wording.isForeign), [false, false, false, true]);
});
