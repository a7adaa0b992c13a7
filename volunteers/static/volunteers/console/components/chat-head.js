/**
 * Whom I am talking with, under which name of mine, and what can be done.
 * @import { Conversation, Panel } from "../types.js"
 */
import { whoDoesWhat } from "../danger-wording.js";
import { last, stepsOfNow } from "../desk/danger.js";
import { asGuest } from "../desk/views.js";
import { html } from "../html.js";
import { HOLD } from "../keys.js";
import { CHAT, citizenName } from "../texts.js";
import { clockTime } from "../time.js";
import { useConsole } from "../use-console.js";
import { isForeign, languageName, topicName, unreadCount } from "../wording.js";
import { Icon } from "./icon.js";
import { Key, RiskBadge, ViaMark } from "./small-parts.js";

/** Back to the list, on a phone; says whether others wait there. */
function Back() {
  const { store } = useConsole();
  const others = store.unread.value.filter((id) => id !== store.chosen.value).length;
  const back = () => {
    store.wordsOpen.value = false;
  };
  return html`
    <button class="btn quiet back only-phone" type="button" aria-label=${CHAT.back} onClick=${back}>
      <${Icon} name="back" />
      ${others > 0 && html`<span class="unread"><span class="vh">${unreadCount(others)}</span><span aria-hidden="true">${others}</span></span>`}
    </button>
  `;
}

/** @param {{ panel: Panel, icon: import("./icon.js").IconName, narrow?: boolean }} props */
function Act({ panel, icon, narrow = false }) {
  const { desk } = useConsole();
  return html`
    <button class=${`btn quiet ${narrow ? "only-narrow" : ""}`} type="button" onClick=${() => desk.show(panel)}>
      <${Icon} name=${icon} /><span class="t">${CHAT.panels[panel]}</span>
    </button>
  `;
}

/** @param {{ conversation: Conversation }} props */
function Facts({ conversation }) {
  const { myAlias, topic, language, via, messages } = conversation;
  const first = messages[0];
  return html`
    <p class="meta">
      ${myAlias && html`<span>${CHAT.knowsYouAs} <b>${myAlias}</b></span>`}
      ${topic && html`<span>${topicName(topic)}</span>`}
      ${isForeign(language) && html`<span>${CHAT.chosenLanguage} <b>${languageName(language)}</b></span>`}
      <${ViaMark} via=${via} />
      ${first && html`<span>${CHAT.since} <time dateTime=${first.sent_at}>${clockTime(first.sent_at)}</time></span>`}
    </p>
  `;
}

/** Danger to life stays in sight above the words: who does what, once anything is done. @param {{ conversation: Conversation }} props */
function AcuteLine({ conversation }) {
  const { desk, store } = useConsole();
  const { emergency, myAlias, citizen } = conversation;
  const steps = stepsOfNow(emergency);
  const done = last(steps, "called_112", "lead_called", "lead_came");
  const guest = asGuest(store.desk.value, conversation);
  const words = whoDoesWhat({ steps, acute: true, me: myAlias, name: citizenName(citizen), guest });
  const beside = store.panel.value === "emergency" ? "beside" : "";
  return html`
    <p class=${`acute ${beside}`}>
      <${Icon} name="phone" />
      <span class="grow"><b>${done ? words : CHAT.acute}</b> <span class="more">${CHAT.acuteMore}</span></span>
      <a class="btn red" href="tel:112">112</a>
      <button class="btn only-narrow" type="button" onClick=${() => desk.show("emergency")}>${CHAT.panels.emergency}</button>
    </p>
  `;
}

/** @param {{ conversation: Conversation }} props */
export function ChatHead({ conversation }) {
  const { desk, store } = useConsole();
  return html`
    <header class="chat-head">
      <h1>
        <${Back} />
        <span class="name" dir="auto">${citizenName(conversation.citizen)}</span>
        <button class="btn quiet tiny" type="button" aria-keyshortcuts="Alt+R" onClick=${() => desk.show("risk")}>
          <${RiskBadge} risk=${conversation.risk} /> <${Key}>${HOLD} R<//>
        </button>
      </h1>
      <div class="acts">
        <${Act} panel="handover" icon="inbox" narrow=${true} />
        <${Act} panel="notes" icon="note" narrow=${true} />
        <${Act} panel="emergency" icon="phone" narrow=${true} />
        ${!asGuest(store.desk.value, conversation) && html`<${Act} panel="close" icon="check" />`}
      </div>
      <${Facts} conversation=${conversation} />
    </header>
    ${conversation.risk === "acute" && conversation.state === "active" && html`<${AcuteLine} conversation=${conversation} />`}
  `;
}
