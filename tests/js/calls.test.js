/** Offers, and how far text messages have come. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CONSOLE, START, at, card, message, surroundings, synced, welcome } from "./support.js";

const { Console } = await import(`${CONSOLE}console.js`);
const views = await import(`${CONSOLE}desk/views.js`);
const { offerGoneSentence, offerSentence, reasonsInWords } = await import(`${CONSOLE}calls-wording.js`);

/** @param {object[]} cards */
function live(cards = []) {
  const world = surroundings(() => 0);
  const desk = new Console(world);
  desk.open();
  world.socket.open();
  world.socket.hear(welcome(cards), ...cards.map((one) => synced(one.id, 0)));
  return { world, desk, store: desk.store, get socket() { return world.socket; } };
}

/** @param {object} [more] */
const offer = (more = {}) => ({
  type: "offer", offer: "o1", expires_at: at(30), reasons: ["longest_wait", "least_busy"],
  conversation: { id: "n", topic: "loneliness", language: "da", risk: "concern", waiting_seconds: 80, via: "sms", returning: false },
  ...more,
});
const gone = (reason, id = "o1") => ({ type: "offer.gone", offer: id, reason });
const assigned = (id) => ({ type: "conversation", conversation: card(id), reason: "assigned" });
const shown = (one) => one.store.desk.value.offer;

/** Lets time pass as the page does, on a line that lives. */
function pass(one, seconds) {
  for (let second = 0; second < seconds; second += 1) {
    one.world.clock.pass(1_000);
    one.socket.hear({ type: "pong", n: null });
    one.desk.tick();
  }
}

test("an offer stands with its facts, and is said once", () => {
  const one = live();
  one.socket.hear(offer());
  assert.equal(shown(one).expiresAt, START + 30_000);
  assert.equal(shown(one).waitingSince, START - 80_000);
  assert.equal(one.store.said.value, "Vil du være der? Ensomhed, dansk, SMS, risiko bekymring.");
  one.store.said.value = "";
  one.socket.hear(offer());
  pass(one, 10);
  assert.equal(one.store.said.value, "");
});

test("a clock of mine that is wrong does not make an offer short or endless", () => {
  for (const expires_at of [at(-600), at(3_600), "nonsense"]) {
    const one = live();
    one.socket.hear(offer({ expires_at }));
    assert.equal(shown(one).expiresAt, START + 30_000);
  }
});

test("yes is sent once, and brings the conversation in front of me", () => {
  const one = live([card("a")]);
  one.desk.choose("a");
  one.socket.hear(offer());
  one.desk.takeNext();
  one.desk.accept();
  assert.deepEqual(one.socket.of("offer.accept"), [{ type: "offer.accept", offer: "o1" }]);
  assert.deepEqual(one.socket.of("conversation.next"), []);
  one.socket.hear(gone("accepted"), assigned("n"));
  assert.equal(one.store.chosen.value, "n");
  assert.equal(shown(one), null);
  assert.equal(one.store.desk.value.offerGone, null);
});

test("an offer taken in another window does not pull me away from here", () => {
  const one = live([card("a")]);
  one.desk.choose("a");
  one.socket.hear(offer(), gone("accepted"), assigned("n"));
  assert.equal(one.store.chosen.value, "a");
  assert.equal(shown(one), null);
});

test("no needs no reason, and is answered kindly", () => {
  const one = live();
  one.socket.hear(offer());
  one.desk.decline();
  assert.deepEqual(one.socket.of("offer.decline"), [{ type: "offer.decline", offer: "o1" }]);
  one.socket.hear(gone("declined"));
  assert.equal(one.store.said.value, offerGoneSentence("declined"));
  assert.equal(one.store.awaits("decline", "n"), false);
});

test("of an offer that was taken back or ran out the word stays calm, and a new one takes its place", () => {
  const one = live();
  one.socket.hear(offer(), gone("expired"));
  assert.match(one.store.said.value, /tæller ikke imod dig/);
  one.socket.hear(offer({ offer: "o2" }));
  assert.equal(one.store.desk.value.offerGone, null);
  one.socket.hear(gone("expired"));
  assert.equal(shown(one).id, "o2");
});

test("an offer whose end was lost does not stand for ever, and one before a broken line is told anew", () => {
  const one = live();
  one.socket.hear(offer());
  pass(one, 40);
  assert.notEqual(shown(one), null);
  pass(one, 6);
  assert.equal(shown(one), null);
  one.socket.hear(offer({ offer: "o2" }), welcome([]));
  assert.equal(shown(one), null);
});

test("what an accept is refused for stands at the offer, which stays", () => {
  const one = live();
  one.socket.hear(offer());
  one.desk.accept();
  one.socket.hear({ type: "error", code: "at_capacity", detail: "" });
  assert.deepEqual(one.store.refusals.value, { "accept:n": "at_capacity" });
  assert.notEqual(shown(one), null);
});

test("reasons are words, each once; a code nobody knows says nothing", () => {
  assert.deepEqual(reasonsInWords({ reasons: ["least_busy", "risk_high", "moonlight", "talked_before"], returning: true }), [
    "I har talt sammen før, og du er på vagt nu",
    "Går foran andre, fordi risikoen er høj",
    "Du har mest ro lige nu af dem på vagt",
  ]);
  assert.equal(reasonsInWords({ reasons: [], returning: true }).length, 1);
  assert.match(reasonsInWords({ reasons: [], returning: true, via: "sms" })[0], /ikke bekræftet/);
});

test("an offer of which little is known is still a sentence", () => {
  assert.equal(offerSentence({ topic: "", language: "", risk: "none", via: "web" }), "Vil du være der? Emnet er ikke sagt endnu, web, risiko ingen set.");
  assert.ok(offerGoneSentence("something_new"));
});

// ── Text messages ────────────────────────────────────────────────────────────────────────

const text = (seq, state) => ({ type: "text", conversation: "a", seq, state });
const mine = (seq) => message("a", seq, { author: "volunteer", alias: "Kim", client_id: `m${seq}`, via: "sms" });
const progress = (one, seq = 1) => {
  const { a } = one.store.desk.value.conversations;
  return views.progress(a, a.messages.find((each) => each.seq === seq));
};

test("a text goes from queued to delivered and never back; a late failure of a delivered one is none", () => {
  const one = live([card("a", { via: "sms", texting: "words" })]);
  one.socket.hear(mine(1), text(1, "queued"), text(1, "sent"), text(1, "queued"));
  assert.deepEqual(progress(one), { step: "sent", by: "words" });
  one.socket.hear(text(1, "delivered"), text(1, "failed"), text(1, "odd"));
  assert.deepEqual(progress(one), { step: "delivered", by: "words" });
});

test("a text that failed is said, in the list too, until something newer is there", () => {
  const one = live([card("a", { via: "sms" })]);
  one.socket.hear(mine(1), text(1, "failed"));
  assert.equal(progress(one).step, "failed");
  assert.equal(views.textFailed(one.store.desk.value.conversations.a), true);
  one.socket.hear(message("a", 2));
  assert.equal(views.textFailed(one.store.desk.value.conversations.a), false);
});

test("what was read on the page was read, whatever became of the text; a neutral one is called so", () => {
  const one = live([card("a", { texting: "gone_neutral" })]);
  one.socket.hear(mine(1), text(1, "sent"));
  assert.deepEqual(progress(one), { step: "sent", by: "notice" });
  one.socket.hear({ type: "receipt", conversation: "a", state: "read", seq: 1, by: "citizen" });
  assert.equal(progress(one).step, "read");
});

test("words that did not reach the phone stand in the field again, after what is there", () => {
  const one = live([card("a")]);
  one.desk.takeUp("a", "er du der");
  one.desk.takeUp("a", "hallo");
  assert.equal(one.store.drafts.value.a, "er du der\n\nhallo");
});

test("where I write it is said that no text goes, when a number that has no page said stop", async () => {
  const { RouteLine } = await import(`${CONSOLE}components/route-line.js`);
  const said = (/** @type {object} */ conversation) => JSON.stringify(RouteLine({ conversation }));
  assert.match(said({ texting: "none", via: "sms" }), /Der går ingen sms/);
  assert.match(said({ texting: "words", via: "sms" }), /går som sms/);
  assert.equal(RouteLine({ conversation: { texting: "none", via: "web" } }), null);
});
