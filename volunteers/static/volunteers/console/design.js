/**
 * The console's parts on the page /design: the components themselves, in front of a made-up desk. Nothing is
 * opened, sent or kept.
 * @import { Conversation, Desk, Risk } from "./types.js"
 */
import "@preact/signals";
import { h, render } from "preact";
import { Alerts } from "./components/alerts.js";
import { ConversationList } from "./components/conversation-list.js";
import { EmergencyCard } from "./components/emergency-card.js";
import { LineBar } from "./components/line-bar.js";
import { NextCard } from "./components/next-card.js";
import { OfferCard } from "./components/offer-card.js";
import { PresenceDot, RiskBadge } from "./components/small-parts.js";
import { Stream } from "./components/stream.js";
import { browser } from "./connection.js";
import { Console } from "./console.js";
import { EMPTY_DESK } from "./desk/desk.js";
import { server } from "./handover/api.js";
import { Handovers } from "./handover/handovers.js";
import { html } from "./html.js";
import { Notifier } from "./notify.js";
import { Chime } from "./sound.js";
import { PRESENCE } from "./texts.js";
import { WorkplaceContext } from "./use-console.js";

const NOW = Date.now();
const MINUTE = 60_000;
/** @param {number} minutes ago */
const ago = (minutes) => new Date(NOW - minutes * MINUTE).toISOString();

/** @type {Conversation} */
const AMINA = {
  id: "a", state: "active", topic: "violence", language: "da", risk: "high", via: "web", texting: "none", gone: "", citizen: "Amina",
  myAlias: "Kim", holder: { id: "me", alias: "Kim" },
  messages: [
    { seq: 1, client_id: null, author: "citizen", alias: "Amina", body: "han sover nu", sent_at: ago(6), via: "web" },
    { seq: 2, client_id: "1", author: "volunteer", alias: "Kim", body: "Godt. Jeg er her.", sent_at: ago(5), via: "web" },
    { seq: 3, client_id: null, author: "citizen", alias: "Amina", body: "jeg ved ikke hvad der sker i morgen", sent_at: ago(3), via: "web" },
  ],
  lastSeq: 3, heardSeq: 3, delivered: 2, read: 2, seen: 3, synced: true, typingAt: 0, notes: [],
  outbox: [{ clientId: "2", body: "Er du der stadig?", writtenAt: NOW, state: "kept", notBefore: 0, refusal: null }],
  texts: {}, emergency: null,
};
/** @type {Conversation} */
const DANGER = { ...AMINA, risk: "acute", outbox: [] };
/** @type {Conversation} */
const QUIET = { ...AMINA, id: "b", citizen: "", risk: "none", via: "sms", messages: AMINA.messages.slice(0, 2), outbox: [] };

/** @type {Desk} */
const DESK = {
  ...EMPTY_DESK,
  me: { id: "me", alias: "Kim", status: "available", capacity: 2 },
  queue: { waiting: 2, longest: 240, toldAt: NOW },
  order: ["a", "b"],
  conversations: { a: AMINA, b: QUIET },
  alerts: [
    { kind: "acute", conversation: "a", detail: "", at: NOW - MINUTE },
    { kind: "help", conversation: "b", detail: "", at: NOW - 2 * MINUTE },
  ],
};
const OFFER = {
  id: "o", conversation: "c", topic: "violence", language: "da", risk: /** @type {Risk} */ ("concern"),
  via: /** @type {const} */ ("web"), returning: false, waitingSince: NOW - 2 * MINUTE, cameAt: NOW, expiresAt: NOW + MINUTE,
  reasons: ["language", "topic"],
};

/** A console that stands still. @param {Partial<Desk>} changes @param {boolean} broken */
function workplace(changes, broken) {
  const desk = new Console({ ...browser(), now: () => NOW });
  const { store } = desk;
  store.desk.value = { ...DESK, ...changes };
  store.line.value = {
    phase: broken ? "broken" : "live", since: NOW - MINUTE, retryAt: broken ? NOW + 8_000 : 0, everLive: true, why: null,
  };
  const handovers = new Handovers({ api: server(""), now: Date.now });
  const page = { name: "Bo", brand: "Lygten", demo: "", loginUrl: "/login" };
  return { desk, store, handovers, chime: new Chime(), notifier: new Notifier(), page };
}

const presences = () => html`
  <div class="row wrap">
    ${(/** @type {const} */ (["available", "break", "offline"])).map((status) => html`
      <span class="row" key=${status}><${PresenceDot} status=${status} />${PRESENCE[status].word}</span>
    `)}
  </div>
`;
const risks = () => html`
  <div class="row wrap">
    ${(/** @type {const} */ (["none", "concern", "high", "acute"])).map((risk) => html`<${RiskBadge} key=${risk} risk=${risk} />`)}
  </div>
`;

/** What each part shows, and what is different on its desk. @type {Record<string, { part: () => any, desk?: Partial<Desk>, broken?: boolean }>} */
const PARTS = {
  Presences: { part: presences },
  Risks: { part: risks },
  Offer: { part: () => h(OfferCard, { offer: OFFER }) },
  Alerts: { part: () => h(Alerts, {}) },
  Next: { part: () => h(NextCard, {}), desk: { order: [], conversations: {} } },
  List: { part: () => h(ConversationList, {}) },
  Words: { part: () => h(Stream, { conversation: AMINA }) },
  Down: { part: () => h(LineBar, {}), broken: true },
  Emergency: { part: () => html`<div class="panel"><${EmergencyCard} conversation=${DANGER} /></div>`, desk: { conversations: { a: DANGER } } },
};

/** Draws the parts in one shadow tree. @param {ShadowRoot} tree */
function fill(tree) {
  for (const place of tree.querySelectorAll("[data-live]")) {
    const shown = place instanceof HTMLElement && PARTS[place.dataset.live ?? ""];
    if (!shown) continue;
    const value = workplace(shown.desk ?? {}, shown.broken ?? false);
    render(h(WorkplaceContext.Provider, { value, children: shown.part() }), place);
  }
}

for (const host of document.querySelectorAll(".shown")) if (host.shadowRoot) fill(host.shadowRoot);
// The emergency card brings itself into sight; here nobody asked for it.
if (!location.hash) scrollTo(0, 0);
document.documentElement.dataset.drawn = "true";
