/**
 * A number to ring. Ringing puts it on record at once; while somebody is on the telephone their name
 * stands where the button was, so that nobody rings twice.
 * @import { Conversation, Emergency } from "../types.js"
 */
import { EMERGENCY } from "../danger-texts.js";
import { colleague } from "../danger-wording.js";
import { onThePhone, stepsOfNow } from "../desk/danger.js";
import { html } from "../html.js";
import { clockTime } from "../time.js";
import { useConsole } from "../use-console.js";
import { Icon } from "./icon.js";

/** @typedef {Emergency["numbers"][number]} Telephone */

/** @param {Telephone} number */
function nameOf({ label, display, tel }) {
  if (tel === "112" || tel === "114") return { short: tel, ...EMERGENCY.numbers[tel] };
  return { short: "", what: label, who: display };
}

/** @param {{ number: Telephone, conversation: Conversation, call: import("../desk/danger.js").Step }} props */
function InUse({ number, conversation, call }) {
  const who = call.by === conversation.myAlias ? EMERGENCY.you : colleague(call);
  return html`
    <span class="inuse">
      <span class="chip lamp"><span class="pres"></span>${EMERGENCY.onIt(who, clockTime(call.at))}</span>
      <a class="xs" href=${`tel:${number.tel}`}>${EMERGENCY.callYourself}</a>
    </span>
  `;
}

/** @param {{ number: Telephone, conversation: Conversation }} props */
function Ring({ number, conversation }) {
  const { desk, store } = useConsole();
  const { id, state } = conversation;
  const record = () => desk.record(id, number.step);
  const alarm = number.tel === "112" && conversation.risk === "acute";
  return html`
    <span class="inuse">
      <a class=${`btn ${alarm ? "red" : ""}`} href=${`tel:${number.tel}`} aria-label=${`${EMERGENCY.call} ${number.display}`}
        onClick=${state === "active" ? record : undefined}><${Icon} name="phone" />${EMERGENCY.call}</a>
      ${state === "active" && html`
        <button class="linkish xs" type="button" aria-label=${EMERGENCY.rangIt(number.display)}
          disabled=${!store.live.value || store.awaits("step", id)} onClick=${record}>${EMERGENCY.rangShort}</button>
      `}
    </span>
  `;
}

/** @param {{ number: Telephone, conversation: Conversation }} props */
export function NumberRow({ number, conversation }) {
  const { store } = useConsole();
  const call = onThePhone(stepsOfNow(conversation.emergency), number.step, store.slowly.value);
  const { short, what, who } = nameOf(number);
  return html`
    <div class="call">
      ${short ? html`<span class=${`n ${short === "112" ? "r" : ""}`}>${short}</span>` : html`<span class="n"><${Icon} name="phone" /></span>`}
      <span><strong>${what}</strong>${short ? who : html`<span class="num">${who}</span>`}</span>
      ${call
        ? html`<${InUse} number=${number} conversation=${conversation} call=${call} />`
        : html`<${Ring} number=${number} conversation=${conversation} />`}
    </div>
  `;
}
