/**
 * One turn of talk. The citizen's words are in serif, because they are theirs.
 * @import { Conversation, Message } from "../types.js"
 */
import { progress } from "../desk/views.js";
import { html } from "../html.js";
import { TEXTED } from "../calls-texts.js";
import { CHAT, MESSAGE, VIA } from "../texts.js";
import { clockTime } from "../time.js";
import { useConsole } from "../use-console.js";
import { MASKED } from "../words.js";
import { Icon } from "./icon.js";

/** Text as it was written; a hidden CPR number is seen to be hidden. @param {{ body: string }} props */
export function Body({ body }) {
  const pieces = body.split(new RegExp(MASKED, "u"));
  if (pieces.length === 1) return html`<p dir="auto">${body}</p>`;
  return html`
    <p dir="auto">${pieces.map((piece, place) =>
      place % 2 ? html`<span class="mask" title=${CHAT.masked}>${piece}</span>` : piece,
    )}</p>
  `;
}

/** @param {readonly Message[]} messages */
const anyMasked = (messages) =>
  messages.some((message) => message.masked || MASKED.test(message.body));

function MaskedWord() {
  return html`<span class="masked"><${Icon} name="lock" />${CHAT.masked}</span>`;
}

/** @param {{ message: Message, bare?: boolean }} props `bare` where the words before it name the way */
function Time({ message, bare = false }) {
  return html`<time dateTime=${message.sent_at}>${message.via === "sms" && !bare ? `${VIA.sms} ` : ""}${clockTime(message.sent_at)}</time>`;
}

/** How far my words have come. @param {{ conversation: Conversation, message: Message }} props */
function Progress({ conversation, message }) {
  const { step, by } = progress(conversation, message);
  if (step === "failed") return html`<${NotDelivered} conversation=${conversation} message=${message} />`;
  const word = by === "web" || step === "read" ? MESSAGE[step] : TEXTED[by][step];
  const icon = by === "web" ? "check" : "sms";
  return html`
    <${Icon} name=${step === "read" ? "checks" : icon} />
    <span>${word} <${Time} message=${message} bare=${by !== "web"} /></span>
  `;
}

/** A text message that did not get through, and what can be done about it. @param {{ conversation: Conversation, message: Message }} props */
function NotDelivered({ conversation, message }) {
  const { desk } = useConsole();
  const again = () => {
    desk.takeUp(conversation.id, message.body);
    document.getElementById("skriv")?.focus();
  };
  return html`
    <span class="failed">
      <span><${Icon} name="warn" /><b>${TEXTED.failed}</b> ${TEXTED.cure}</span>
      ${conversation.state === "active" && html`<button class="btn" type="button" onClick=${again}>${TEXTED.again}</button>`}
    </span>
  `;
}

/** @param {{ conversation: Conversation, turn: import("../talk.js").Turn }} props */
export function Turn({ conversation, turn }) {
  const last = /** @type {Message} */ (turn.messages.at(-1));
  const another = turn.mine && turn.alias && turn.alias !== conversation.myAlias;
  return html`
    <div class=${`m ${turn.mine ? "me" : "them"}`}>
      ${turn.messages.map((message) => html`<${Body} key=${message.seq} body=${message.body} />`)}
      <span class="who">
        ${another && html`<b>${turn.alias}</b>`}
        ${turn.mine
          ? html`<${Progress} conversation=${conversation} message=${last} />`
          : html`<${Time} message=${last} />`}
        ${anyMasked(turn.messages) && html`<${MaskedWord} />`}
      </span>
    </div>
  `;
}
