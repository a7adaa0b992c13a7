/** Handovers: saved while I write, nothing lost when two write at once, shown, answered, sent. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CONSOLE, START, at, message } from "./support.js";

const { adopted, at: changed, fitting, merged, unsaved } = await import(`${CONSOLE}handover/content.js`);
const { Handovers } = await import(`${CONSOLE}handover/handovers.js`);
const { begin } = await import(`${CONSOLE}handover/sheet.js`);
const wording = await import(`${CONSOLE}handover/wording.js`);

const CONTENT = {
  own_words: "", situation: "", wishes: "", agreed: "", risk: "none", language: "da",
  household: { adults: [], children: [] }, involved: [],
  safe_contact: { how: "", when: "", not_safe: "", text_ok: false, text_from: "", text_until: "" },
  name: "", phone: "", postal_code: "", concern: { problem: "", observed: "" },
};
const FIELDS = { consent: ["own_words", "wishes", "household", "postal_code"], concern: ["own_words", "concern"] };

/** @param {object} [more] */
const handover = (more = {}) => ({
  id: "h", kind: "consent", state: "draft", version: 1, shown_version: null, approved_version: null,
  editable: true, content: CONTENT, municipality: null, candidates: [], read_there: false, missing: [],
  arrives_at: null, long_gap: false, delivered_at: null, deadline_at: null, late: false,
  contact_person: null, contacted_at: null, history: [], words: [], ...more,
});

/** A server in the hand of the test: each answer is given when the test says so. */
function world(folder = { with_citizen: null, concern: null }) {
  const asked = [];
  const one = { now: START, asked, folder };
  const wait = (path, body) => new Promise((answer) => asked.push({ path, body, answer }));
  const api = {
    get: async () => ({ ok: true, body: { fields: FIELDS, problems: [], ...one.folder } }),
    post: (path, body) => wait(path, body),
  };
  one.handovers = new Handovers({ api, now: () => one.now });
  one.sheet = (place = "with_citizen") => one.handovers.folders.sheet("a", place);
  one.write = (path, value) => one.handovers.write("a", "with_citizen", path, value);
  one.pass = (seconds) => {
    one.now += 1_000 * seconds;
    one.handovers.tick();
  };
  one.answer = async (body, place = -1) => {
    asked.at(place).answer(body.code ? { ok: false, field: "", body, ...body } : { ok: true, body });
    await new Promise((done) => setImmediate(done));
  };
  return one;
}

/** One being written, fetched. */
async function writing(more = {}) {
  const one = world({ with_citizen: handover(more), concern: null });
  await one.handovers.look("a");
  return one;
}

test("a change makes a new tree and leaves the old one alone", () => {
  const before = { a: [{ b: 1 }, { b: 2 }], c: 3 };
  assert.deepEqual(changed(before, ["a", 1, "b"], 9), { a: [{ b: 1 }, { b: 9 }], c: 3 });
  assert.equal(before.a[1].b, 2);
});

test("only what the kind has room for is sent", () => {
  assert.deepEqual(Object.keys(fitting(CONTENT, FIELDS.concern)).sort(), ["concern", "own_words"]);
});

test("what was stored is taken over where it differs, a trimmed blank is no difference", () => {
  const mine = { a: "hej ", b: "010190-1234", c: [{ d: "x " }] };
  assert.deepEqual(adopted(mine, { a: "hej", b: "••••••-••••", c: [{ d: "x" }] }), { a: "hej ", b: "••••••-••••", c: [{ d: "x " }] });
});

test("when two have written, nothing of either is lost", () => {
  const base = { a: "1", b: "2", c: "3", rows: [{ who: "x" }] };
  const mine = { a: "mit", b: "2", c: "fra mig", rows: [{ who: "x" }, { who: "min" }] };
  const theirs = { a: "1", b: "deres", c: "fra dem", rows: [{ who: "x" }, { who: "deres" }] };
  assert.deepEqual(merged(base, mine, theirs), {
    a: "mit", b: "deres", c: "fra dem\n\nfra mig", rows: [{ who: "x" }, { who: "deres" }, { who: "min" }],
  });
});

test("words that are not saved can be told one by one", () => {
  assert.deepEqual(unsaved({ a: "nyt", b: { c: "gammelt" } }, { a: "", b: { c: "gammelt" } }), ["nyt"]);
});

test("saved when the hand rests, with the version that was read, once", async () => {
  const one = await writing();
  one.write(["own_words"], "jeg");
  one.write(["own_words"], "jeg vil");
  one.handovers.tick();
  assert.equal(one.asked.length, 0);
  one.pass(1);
  one.pass(1);
  assert.equal(one.asked.length, 1);
  assert.equal(one.asked[0].path, "/skriv");
  assert.deepEqual([one.asked[0].body.handover, one.asked[0].body.version, one.asked[0].body.content.own_words], ["h", 1, "jeg vil"]);
  assert.equal("name" in one.asked[0].body.content, false);
  await one.answer(handover({ version: 2, content: { ...CONTENT, own_words: "jeg vil" } }));
  assert.equal(one.sheet().saving, "saved");
  assert.equal(one.sheet().handover.version, 2);
});

test("what I write while it is being saved stays, and is saved next", async () => {
  const one = await writing();
  one.write(["own_words"], "a");
  one.pass(1);
  one.write(["own_words"], "ab");
  await one.answer(handover({ version: 2, content: { ...CONTENT, own_words: "a" } }));
  assert.equal(one.sheet().content.own_words, "ab");
  one.pass(1);
  assert.deepEqual([one.asked[1].body.version, one.asked[1].body.content.own_words], [2, "ab"]);
});

test("without an answer it stays here and is sent again", async () => {
  const one = await writing();
  one.write(["wishes"], "ro");
  one.pass(1);
  await one.answer({ code: "no_answer" });
  assert.equal(one.sheet().saving, "away");
  assert.deepEqual(one.handovers.folders.unsavedWords("a"), ["ro"]);
  assert.equal(one.handovers.folders.anythingUnsaved(), true);
  one.pass(5);
  await one.answer(handover({ version: 2, content: { ...CONTENT, wishes: "ro" } }));
  assert.equal(one.handovers.folders.anythingUnsaved(), false);
});

test("what the citizen changed meanwhile is not overwritten", async () => {
  const one = await writing();
  one.write(["wishes"], "ro");
  one.pass(1);
  one.folder = { with_citizen: handover({ version: 2, content: { ...CONTENT, own_words: "mine egne" } }), concern: null };
  await one.answer({ code: "wrong_state", field: "version" });
  assert.deepEqual([one.sheet().content.own_words, one.sheet().content.wishes], ["mine egne", "ro"]);
  one.pass(1);
  assert.deepEqual([one.asked[1].body.version, one.asked[1].body.content.own_words], [2, "mine egne"]);
});

test("what the server will not take is said, and not sent again by itself", async () => {
  const one = await writing();
  one.write(["own_words"], "x");
  one.pass(1);
  await one.answer({ code: "too_long", field: "" });
  assert.equal(one.sheet().saving, "refused");
  assert.match(wording.handoverRefusal(one.sheet().refusal), /for meget/);
  one.pass(20);
  assert.equal(one.asked.length, 1);
});

test("shown is what is stored: unsaved words are saved first", async () => {
  const one = await writing();
  one.write(["own_words"], "x");
  const shown = one.handovers.show("a");
  await new Promise((done) => setImmediate(done));
  await one.answer(handover({ version: 2, content: { ...CONTENT, own_words: "x" } }));
  assert.deepEqual([one.asked[1].path, one.asked[1].body], ["/vis", { handover: "h", version: 2 }]);
  await one.answer(handover({ version: 2, shown_version: 2, content: { ...CONTENT, own_words: "x" } }));
  await shown;
  assert.equal(wording.standing(one.sheet()), "asking");
  one.write(["own_words"], "xy");
  assert.equal(wording.standing(one.sheet()), "changed");
});

test("the citizen's answer is looked for now and then, and not more often", async () => {
  const one = await writing({ shown_version: 1 });
  one.folder = { with_citizen: handover({ state: "approved", approved_version: 1, shown_version: 1 }), concern: null };
  await one.handovers.look("a");
  assert.equal(wording.standing(one.sheet()), "asking");
  one.now += 9_000;
  await one.handovers.look("a");
  assert.equal(wording.standing(one.sheet()), "approved");
});

test("one that somebody else has begun is opened instead of begun again", async () => {
  const one = world();
  await one.handovers.look("a");
  const begun = one.handovers.begin("a", "consent");
  one.folder = { with_citizen: handover(), concern: null };
  await one.answer({ code: "wrong_state" });
  await begun;
  assert.equal(one.sheet().handover.id, "h");
});

test("a report about a child says that 114 was shown", async () => {
  const one = world({ with_citizen: null, concern: handover({ id: "c", kind: "concern" }) });
  await one.handovers.look("a");
  one.handovers.send("a");
  await new Promise((done) => setImmediate(done));
  assert.deepEqual([one.asked[0].path, one.asked[0].body], ["/send-nu", { handover: "c", shown_114: true }]);
});

test("what cannot be fetched says so; what was there stays there", async () => {
  const one = world();
  one.handovers.api.get = async () => ({ ok: false, code: "unavailable", field: "", body: null });
  await one.handovers.look("a");
  assert.equal(one.handovers.folders.of("a").phase, "failed");
  const there = await writing();
  there.handovers.api.get = one.handovers.api.get;
  there.now += 9_000;
  await there.handovers.look("a");
  assert.equal(there.handovers.folders.of("a").phase, "ready");
});

test("where a handover stands follows from its state and what the citizen last said", () => {
  const stands = (more) => wording.standing(begin(handover(more)));
  const said = (...steps) => steps.map((step) => ({ step, by: "", at: at(0), detail: { seq: 4 } }));
  assert.equal(stands({}), "draft");
  assert.equal(stands({ shown_version: 1, history: said("shown") }), "asking");
  assert.equal(stands({ shown_version: 1, history: said("shown", "declined") }), "declined");
  assert.equal(stands({ shown_version: 1, version: 2, history: said("shown") }), "changed");
  assert.deepEqual(["approved", "assigned", "closed", "withdrawn"].map((state) => stands({ state })), ["approved", "away", "over", "over"]);
});

test("only the citizen's own texts since they were asked can be their yes", () => {
  const messages = [
    message("a", 3, { via: "sms" }), message("a", 5, { via: "sms", body: "ja" }), message("a", 6),
    message("a", 7, { author: "volunteer", via: "sms" }),
  ];
  const asked = handover({ history: [{ step: "shown", by: "", at: at(0), detail: { seq: 4 } }] });
  assert.deepEqual(wording.answersByText({ messages }, asked).map((one) => one.seq), [5]);
});

test("what is missing is said in words, for each kind", () => {
  const lacking = (more) => wording.missingInWords(wording.missing(begin(handover(more))));
  assert.deepEqual(lacking({}), ["de egne ord", "tryg kontakt", "en måde at nå dem på", "kommunen"]);
  assert.deepEqual(lacking({ kind: "advice" }), ["de egne ord", "kommunen"]);
  assert.deepEqual(lacking({ kind: "concern", missing: ["child_age", "new_code"] }), ["barnets alder", "new_code"]);
});

test("a day and a time are said as one says them", () => {
  process.env.TZ = "Europe/Copenhagen";
  assert.equal(wording.dayAndTime("2026-11-23T07:00:00Z"), "mandag 23. november kl. 8");
  assert.equal(wording.dayAndTime("2026-11-23T13:30:00Z"), "mandag 23. november kl. 14.30");
});
