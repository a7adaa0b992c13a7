/**
 * One conversation in the list: who, the last words, what is unread, who waits for whom.
 * @import { Conversation } from "../types.js"
 */
import { GONE, TEXTED } from "../calls-texts.js";
import { asGuest, lastWords, textFailed, unread, waitingSince } from "../desk/views.js";
import { html } from "../html.js";
import { LIST, citizenName } from "../texts.js";
import { duration } from "../time.js";
import { useConsole } from "../use-console.js";
import { isForeign, languageName, unreadCount } from "../wording.js";
import { Icon } from "./icon.js";
import { RiskBadge, ViaMark } from "./small-parts.js";

/** From here on a wait is late. Seconds. */
const LATE = 120;
/** From here on silence after my words is worth a word. Seconds. */
const QUIET = 300;

/** @param {{ conversation: Conversation }} props */
function Words({ conversation }) {
  const last = lastWords(conversation);
  if (!last) return html`<span class="last mine">${LIST.nothingYet}</span>`;
  if (!last.mine) return html`<span class="last" dir="auto">${last.body}</span>`;
  return html`<span class="last mine">${LIST.mine} ${last.body}</span>`;
}

/** Who waits, and for how long. @param {{ conversation: Conversation, at: number }} props */
function Wait({ conversation, at }) {
  const since = waitingSince(conversation);
  if (since) {
    const seconds = (at - Date.parse(since)) / 1000;
    const late = seconds >= LATE ? "warn" : "";
    if (seconds < 60) return null;
    return html`<span class=${`chip ${late}`}><${Icon} name="clock" />${LIST.waits(duration(seconds))}</span>`;
  }
  const last = lastWords(conversation);
  const silence = last ? (at - Date.parse(last.at)) / 1000 : 0;
  if (silence < QUIET) return null;
  return html`<span class="chip"><${Icon} name="clock" />${LIST.quiet(duration(silence))}</span>`;
}

/** What stands under the words. @param {{ conversation: Conversation }} props */
function Marks({ conversation }) {
  const { store } = useConsole();
  const { id } = conversation;
  const count = unread(conversation);
  const draft = store.drafts.value[id] && store.chosen.value !== id;
  return html`
    <span class="state">
      ${count > 0 && html`<span class="unread"><span class="vh">${unreadCount(count)}</span><span aria-hidden="true">${count}</span></span>`}
      ${conversation.state === "active"
        ? html`<${Wait} conversation=${conversation} at=${store.slowly.value} />`
        : html`<span class="chip note">${LIST.ended}</span>`}
      ${asGuest(store.desk.value, conversation) && html`<span class="chip lamp"><${Icon} name="user" />${LIST.with(conversation.holder?.alias ?? "")}</span>`}
      ${textFailed(conversation) && html`<span class="chip warn"><${Icon} name="sms" />${TEXTED.chip}</span>`}
      ${conversation.gone && html`<span class="chip note">${GONE.chip}</span>`}
      ${draft && html`<span class="chip note">${LIST.draft}</span>`}
      ${isForeign(conversation.language) && html`<span class="chip">${languageName(conversation.language)}</span>`}
      <span class=${`chip ${conversation.via}`}><${ViaMark} via=${conversation.via} /></span>
    </span>
  `;
}

/** @param {{ conversation: Conversation, place: number }} props `place` counts from 0 */
export function ConversationRow({ conversation, place }) {
  const { desk, store } = useConsole();
  const chosen = store.chosen.value === conversation.id;
  const key = place < 9 ? `Alt+${place + 1}` : undefined;
  return html`
    <li>
      <button class="conv" type="button" aria-current=${chosen ? "true" : undefined}
        aria-keyshortcuts=${key} onClick=${() => desk.choose(conversation.id)}>
        <span class="no" aria-hidden="true">${place + 1}</span>
        <span class="name" dir="auto">${citizenName(conversation.citizen)}</span>
        <${RiskBadge} risk=${conversation.risk} />
        <${Words} conversation=${conversation} />
        <${Marks} conversation=${conversation} />
      </button>
    </li>
  `;
}
