/**
 * The emergency card: whom to ring, what to ask, what to tell. Calm, and the same every time.
 * It says plainly that nothing here rings by itself.
 * @import { Conversation } from "../types.js"
 */
import { html } from "../html.js";
import { EMERGENCY } from "../texts.js";
import { useConsole } from "../use-console.js";
import { Icon } from "./icon.js";

/** @param {{ number: string, what: string, who: string, alarm?: boolean }} props */
function Call({ number, what, who, alarm = false }) {
  return html`
    <div class="call">
      <span class=${`n ${alarm ? "r" : ""}`}>${number}</span>
      <span><strong>${what}</strong>${who}</span>
      <a class=${`btn ${alarm ? "red" : ""}`} href=${`tel:${number}`} aria-label=${`${EMERGENCY.call} ${number}`}>
        <${Icon} name="phone" />${EMERGENCY.call}
      </a>
    </div>
  `;
}

/** @param {{ conversation: Conversation }} props */
export function EmergencyCard({ conversation }) {
  const { desk, store } = useConsole();
  const { id, risk, state } = conversation;
  const flaggable = risk !== "acute" && state === "active";
  return html`
    <div class="em">
      <header><h2>${EMERGENCY.heading}</h2><p class="xs">${EMERGENCY.who}</p></header>
      <${Call} number="112" what=${EMERGENCY.alarm.what} who=${EMERGENCY.alarm.who} alarm=${true} />
      <${Call} number="114" what=${EMERGENCY.police.what} who=${EMERGENCY.police.who} />
    </div>
    <div><h3 class="lbl">${EMERGENCY.ask}</h3>
      <ul class="ask voice">${EMERGENCY.questions.map((question) => html`<li key=${question}>${question}</li>`)}</ul>
      <p class="xs soft">${EMERGENCY.reads}</p></div>
    <div><h3 class="lbl">${EMERGENCY.tell}</h3>
      <ul class="facts-list">${EMERGENCY.facts.map((fact) => html`<li key=${fact}>${fact}</li>`)}</ul></div>
    <p class="msg-note"><${Icon} name="user" /><span>${EMERGENCY.nobody}</span></p>
    ${flaggable && html`
      <button class="btn wide" type="button" disabled=${!store.live.value || store.awaits("flag", id)}
        onClick=${() => desk.flag(id, { risk: "acute", reason: "" })}><${Icon} name="flag" />${EMERGENCY.flag}</button>
    `}
  `;
}
