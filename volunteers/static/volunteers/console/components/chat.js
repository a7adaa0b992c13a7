/**
 * The conversation in front of me: head, words, field. Nothing ever covers the field or moves it.
 * @import { Conversation } from "../types.js"
 */
import { html } from "../html.js";
import { ChatHead } from "./chat-head.js";
import { Composer } from "./composer.js";
import { Ending } from "./ending.js";
import { Stream } from "./stream.js";

/** @param {{ conversation: Conversation }} props */
export function Chat({ conversation }) {
  return html`
    <${ChatHead} conversation=${conversation} />
    <${Stream} conversation=${conversation} />
    ${conversation.state === "active"
      ? html`<${Composer} conversation=${conversation} />`
      : html`<${Ending} conversation=${conversation} />`}
  `;
}
