/**
 * Where the field was: the conversation has ended, or is no longer mine.
 * @import { Conversation } from "../types.js"
 */
import { html } from "../html.js";
import { COMPOSER } from "../texts.js";
import { useConsole } from "../use-console.js";

const SAYS = Object.freeze({
  waiting: COMPOSER.requeued, active: "", ended: COMPOSER.ended, erased: COMPOSER.erased,
});

/** @param {{ conversation: Conversation }} props */
export function Ending({ conversation }) {
  const { desk } = useConsole();
  const { id, state } = conversation;
  return html`
    <div class="composer ending">
      <p class="grow" role="status">${SAYS[state]}</p>
      ${state === "ended"
        ? html`<button class="btn line" type="button" onClick=${() => desk.show("close")}>${COMPOSER.tell}</button>`
        : html`<button class="btn line" type="button" onClick=${() => desk.putAway(id)}>${COMPOSER.putAway}</button>`}
    </div>
  `;
}
