/**
 * One turn of talk. The citizen's words are in serif, because they are theirs.
 * @import { Conversation, Message } from "../types.js"
 */
import { progress } from "../desk/views.js";
import { html } from "../html.js";
import { CHAT, MESSAGE, VIA } from "../texts.js";
import { clockTime } from "../time.js";
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

/** @param {{ message: Message }} props */
function Time({ message }) {
  return html`<time dateTime=${message.sent_at}>${message.via === "sms" ? `${VIA.sms} ` : ""}${clockTime(message.sent_at)}</time>`;
}

/** How far my words have come. @param {{ conversation: Conversation, message: Message }} props */
function Progress({ conversation, message }) {
  const state = progress(conversation, message);
  return html`
    <${Icon} name=${state === "read" ? "checks" : "check"} />
    <span>${MESSAGE[state]} <${Time} message=${message} /></span>
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
