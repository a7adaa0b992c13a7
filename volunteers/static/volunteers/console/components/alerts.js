/**
 * What calls for me: danger, a colleague who asks for help, the shift lead who comes.
 * @import { Alert } from "../types.js"
 */
import { ALERT } from "../calls-texts.js";
import { alertSentence } from "../calls-wording.js";
import { EMERGENCY } from "../danger-texts.js";
import { html } from "../html.js";
import { citizenName } from "../texts.js";
import { clockTime } from "../time.js";
import { useConsole } from "../use-console.js";
import { Icon } from "./icon.js";

const CALLS_ME = new Set(["acute", "help"]);

/** What I can do about it: say that I come, go there, or put it away. @param {{ alert: Alert }} props */
function Act({ alert }) {
  const { desk, store } = useConsole();
  const { kind, conversation } = alert;
  const here = store.desk.value.conversations[conversation];
  if (CALLS_ME.has(kind)) {
    const come = () => {
      desk.record(conversation, "lead_here");
      if (here) desk.choose(conversation);
    };
    return html`<button class="btn lamp" type="button" disabled=${!store.live.value || store.awaits("step", conversation)} onClick=${come}>${EMERGENCY.here}</button>`;
  }
  const go = () => {
    desk.forgetAlert(alert);
    desk.choose(conversation);
  };
  if (here && store.chosen.value !== conversation) return html`<button class="btn" type="button" onClick=${go}>${ALERT.go}</button>`;
  return html`<button class="icon" type="button" aria-label=${ALERT.read} onClick=${() => desk.forgetAlert(alert)}><${Icon} name="x" /></button>`;
}

/** @param {{ alert: Alert }} props */
function Line({ alert }) {
  const { store } = useConsole();
  const { kind, conversation, at } = alert;
  const here = store.desk.value.conversations[conversation];
  const grave = kind === "acute";
  return html`
    <li class=${`notice ${grave ? "danger" : "lamp"}`}>
      <${Icon} name=${grave ? "flag" : "user"} />
      <p class="grow"><b>${alertSentence(alert, here ? citizenName(here.citizen) : "")}</b> <span class="num">${clockTime(at)}</span></p>
      <${Act} alert=${alert} />
    </li>
  `;
}

/** The alerts, newest first; announced by the announcer, once. That a lead is called stands where I called. */
export function Alerts() {
  const { store } = useConsole();
  const alerts = store.desk.value.alerts.filter(
    ({ kind, conversation }) => kind !== "lead_called" || conversation !== store.chosen.value,
  );
  if (!alerts.length) return null;
  return html`
    <ul class="alerts" aria-label=${ALERT.region}>
      ${alerts.map((alert) => html`<${Line} key=${`${alert.kind}-${alert.conversation}`} alert=${alert} />`)}
    </ul>
  `;
}
