/**
 * The ending: what it came to, and a few words for us.
 * @import { Conversation, Outcome } from "../types.js"
 */
import { useState } from "preact/hooks";
import { HANDOVER } from "../handover/texts.js";
import { html } from "../html.js";
import { CLOSE, OUTCOME, citizenName } from "../texts.js";
import { useConsole } from "../use-console.js";
import { refusal } from "../wording.js";
import { Icon } from "./icon.js";
import { TagField } from "./tag-field.js";

const OUTCOMES = /** @type {readonly Outcome[]} */ (Object.keys(OUTCOME));

/** @param {{ outcome: Outcome, chosen: boolean, choose: () => void }} props */
function Choice({ outcome, chosen, choose }) {
  return html`
    <label class="option">
      <input type="radio" name="udfald" value=${outcome} checked=${chosen} onChange=${choose} />
      <span class="grow"><b>${OUTCOME[outcome].word}</b><span class="xs soft">${OUTCOME[outcome].means}</span></span>
    </label>
  `;
}

/** Words of mine that may still get through. @param {Conversation} conversation */
const stuck = ({ outbox, state }) => state === "active" && outbox.length > 0;

/** What I should know before I end it. @param {{ conversation: Conversation }} props */
function Before({ conversation }) {
  const { handovers } = useConsole();
  const sheet = handovers.folders.of(conversation.id)?.with_citizen;
  if (stuck(conversation)) return html`<p class="msg-note"><${Icon} name="clock" /><span>${CLOSE.unsent}</span></p>`;
  if (conversation.risk !== "acute" && sheet?.handover.state === "draft") {
    return html`<p class="msg-note"><${Icon} name="inbox" /><span>${HANDOVER.openAtClose(citizenName(conversation.citizen))}</span></p>`;
  }
  if (conversation.risk !== "acute") return null;
  return html`<p class="msg-note warn"><${Icon} name="warn" /><span>${CLOSE.acute}</span></p>`;
}

/** @param {{ conversation: Conversation }} props */
export function ClosePanel({ conversation }) {
  const { desk, store } = useConsole();
  const { id, citizen, state } = conversation;
  const [outcome, setOutcome] = useState(/** @type {Outcome | null} */ (null));
  const [tags, setTags] = useState(/** @type {readonly string[]} */ ([]));
  const code = store.refusals.value[`close:${id}`] ?? "";
  const endable = state === "active" || state === "ended";
  const ready = outcome && endable && !stuck(conversation) && store.live.value;
  const end = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (outcome && ready) desk.close(id, { outcome, tags });
  };
  return html`
    <form class="steps" onSubmit=${end}>
      <fieldset class="options">
        <legend>${CLOSE.question}</legend>
        ${OUTCOMES.map((one) => html`<${Choice} key=${one} outcome=${one} chosen=${one === outcome} choose=${() => setOutcome(one)} />`)}
      </fieldset>
      <${TagField} tags=${tags} change=${setTags} />
      <${Before} conversation=${conversation} />
      <p class="refusal xs" role="status">${code && refusal(code)}</p>
      <button class="btn line wide" type="submit" disabled=${!ready || store.awaits("close", id)}>${state === "ended" ? CLOSE.putAway : CLOSE.act}</button>
      ${state === "active" && html`<p class="xs soft">${CLOSE.after(citizenName(citizen))}</p>`}
    </form>
  `;
}
