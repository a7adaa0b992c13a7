/**
 * What was done about a danger, when and by whom. What stands here stays, also when the citizen
 * erases the conversation.
 * @import { Conversation } from "../types.js"
 */
import { BY_HAND, EMERGENCY } from "../danger-texts.js";
import { stepSentence } from "../danger-wording.js";
import { here, last, stepsOfNow } from "../desk/danger.js";
import { asGuest } from "../desk/views.js";
import { html } from "../html.js";
import { clockTime } from "../time.js";
import { useConsole } from "../use-console.js";
import { Icon } from "./icon.js";

const ICONS = /** @type {Record<string, import("./icon.js").IconName>} */ ({
  flagged_acute: "flag", asked_for_help: "help", lead_called: "user", lead_came: "user",
  lead_left: "user", stays_with_citizen: "web", address_known: "note", help_on_its_way: "forward",
  help_arrived: "check", cleared: "check",
});
const BUTTONS = /** @type {readonly (keyof typeof BY_HAND)[]} */ (Object.keys(BY_HAND));

/** In and out of the room, for a shift lead who was called. @param {{ conversation: Conversation }} props */
function LeadActs({ conversation }) {
  const { desk, store } = useConsole();
  const { id, emergency, myAlias } = conversation;
  if (!asGuest(store.desk.value, conversation)) return null;
  const waits = !store.live.value || store.awaits("step", id);
  const came = here(stepsOfNow(emergency))?.by === myAlias;
  return html`
    <p class="row wrap">
      ${!came && html`<button class="btn lamp" type="button" disabled=${waits} onClick=${() => desk.record(id, "lead_here")}><${Icon} name="user" />${EMERGENCY.here}</button>`}
      <button class="btn quiet" type="button" disabled=${waits} onClick=${() => desk.record(id, "lead_left")}>${EMERGENCY.leave}</button>
    </p>
  `;
}

/** What I know now, on record with one press. @param {{ conversation: Conversation }} props */
function ByHand({ conversation }) {
  const { desk, store } = useConsole();
  const { id, emergency, risk } = conversation;
  const steps = stepsOfNow(emergency);
  const open = BUTTONS.filter((step) => !last(steps, step));
  if (risk !== "acute" || !open.length) return null;
  return html`
    <p class="row wrap" role="group" aria-label=${EMERGENCY.write}>
      ${open.map((step) => html`<button class="btn" key=${step} type="button" disabled=${!store.live.value || store.awaits("step", id)}
        onClick=${() => desk.record(id, step)}><${Icon} name="plus" />${BY_HAND[step]}</button>`)}
    </p>
  `;
}

/** @param {{ conversation: Conversation }} props */
export function EmergencyLog({ conversation }) {
  const { store } = useConsole();
  const { id, emergency, risk, myAlias, state } = conversation;
  const steps = emergency?.steps ?? [];
  const refused = store.refusals.value[`step:${id}`];
  const called = asGuest(store.desk.value, conversation);
  if (!steps.length && risk !== "acute" && !called) return null;
  return html`
    <section class="done">
      <h3 class="lbl">${EMERGENCY.done}</h3>
      ${steps.length === 0 && html`<p class="xs soft">${EMERGENCY.nothingYet}</p>`}
      <ol class="log" aria-live="polite">
        ${steps.map((step, place) => html`
          <li key=${place}><time dateTime=${step.at}>${clockTime(step.at)}</time>
            <${Icon} name=${ICONS[step.step] ?? "phone"} /><span>${stepSentence(step, myAlias)}</span></li>
        `)}
      </ol>
      <p class="refusal xs" role="status">${refused && EMERGENCY.failed}</p>
      ${state === "active" && html`<${ByHand} conversation=${conversation} /><${LeadActs} conversation=${conversation} />`}
    </section>
  `;
}
