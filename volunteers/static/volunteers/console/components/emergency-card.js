/**
 * The emergency card: who does what, whom to ring, what to ask, what to tell, what was done. Calm,
 * and the same every time. It rings nobody by itself.
 * @import { Conversation } from "../types.js"
 */
import { useLayoutEffect, useRef } from "preact/hooks";
import { EMERGENCY } from "../danger-texts.js";
import { whoDoesWhat } from "../danger-wording.js";
import { calledAt, last, stepsOfNow } from "../desk/danger.js";
import { asGuest } from "../desk/views.js";
import { html } from "../html.js";
import { citizenName } from "../texts.js";
import { clockTime } from "../time.js";
import { useConsole } from "../use-console.js";
import { EmergencyLog } from "./emergency-log.js";
import { NumberRow } from "./emergency-number.js";
import { Icon } from "./icon.js";

/** What stands until the server has told the numbers. */
const ALWAYS = Object.freeze([
  { label: "112", display: "112", tel: "112", step: "called_112" },
  { label: "114", display: "114", tel: "114", step: "called_114" },
]);

/** @param {{ conversation: Conversation }} props */
function Heading({ conversation }) {
  const { store } = useConsole();
  const { emergency, risk, citizen, myAlias, holder } = conversation;
  const steps = stepsOfNow(emergency);
  const guest = asGuest(store.desk.value, conversation);
  const acute = risk === "acute";
  const began = calledAt(steps);
  const words = whoDoesWhat({ steps, acute, me: myAlias, name: citizenName(citizen), guest });
  const rang = last(steps, "called_112") !== null;
  const alone = rang ? "" : EMERGENCY.ringYourself;
  const more = guest ? EMERGENCY.guestOf(holder?.alias ?? "") : alone;
  return html`
    <header class=${acute ? "" : "calm"}>
      <h2>${words}</h2>
      <p class="xs">${acute ? more : EMERGENCY.notMore} ${acute && began && html`<span class="num">${EMERGENCY.calledAt(clockTime(began))}</span>`}</p>
    </header>
  `;
}

/** What to ask and to tell; the same every time. */
function Words() {
  return html`
    <div><h3 class="lbl">${EMERGENCY.ask}</h3>
      <ul class="ask voice">${EMERGENCY.questions.map((question) => html`<li key=${question}>${question}</li>`)}</ul>
      <p class="xs soft">${EMERGENCY.reads}</p></div>
    <div><h3 class="lbl">${EMERGENCY.tell}</h3>
      <ul class="facts-list">${EMERGENCY.facts.map((fact) => html`<li key=${fact}>${fact}</li>`)}</ul></div>
  `;
}

/** @param {{ conversation: Conversation }} props */
function Flag({ conversation }) {
  const { desk, store } = useConsole();
  const { id, risk, state } = conversation;
  if (state !== "active") return null;
  if (risk === "acute") {
    return html`<button class="btn quiet" type="button" onClick=${() => desk.show("risk")}>${EMERGENCY.over}</button>`;
  }
  return html`
    <button class="btn wide" type="button" disabled=${!store.live.value || store.awaits("flag", id)}
      onClick=${() => desk.flag(id, { risk: "acute", reason: "" })}><${Icon} name="flag" />${EMERGENCY.flag}</button>
  `;
}

/** @param {{ conversation: Conversation }} props */
export function EmergencyCard({ conversation }) {
  const numbers = conversation.emergency?.numbers.length ? conversation.emergency.numbers : ALWAYS;
  const card = /** @type {{ current: HTMLElement | null }} */ (useRef(null));
  const acute = conversation.risk === "acute";
  // The button that says "acute" stands last; who does what and whom to ring stand first.
  useLayoutEffect(() => {
    if (acute) card.current?.scrollIntoView({ block: "nearest" });
  }, [acute, conversation.id]);
  return html`
    <div class=${`em ${acute ? "" : "calm"}`} ref=${card}>
      <${Heading} conversation=${conversation} />
      ${numbers.map((number) => html`<${NumberRow} key=${number.tel} conversation=${conversation} number=${number} />`)}
    </div>
    <${EmergencyLog} conversation=${conversation} />
    <${Words} />
    <${Flag} conversation=${conversation} />
  `;
}
