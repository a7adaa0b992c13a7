/**
 * A handover that is on its way or has arrived: who has it, what is owed when, and a word between
 * the two sides. Its text is the municipality's by then.
 * @import { Sheet } from "../../handover/types.js"
 */
import { useState } from "preact/hooks";
import { html } from "../../html.js";
import { WAY } from "../../handover/texts.js";
import { dayAndTime, handoverRefusal, stepInWords, telling } from "../../handover/wording.js";
import { clockTime, dayName, sameDay } from "../../time.js";
import { useConsole } from "../../use-console.js";
import { fitToSend } from "../../words.js";
import { Icon } from "../icon.js";

/** @param {{ moment: string }} props */
function When({ moment }) {
  const { store } = useConsole();
  const day = sameDay(moment, store.slowly.value) ? "" : `${dayName(moment)} `;
  return html`<time dateTime=${moment}>${day}${clockTime(moment)}</time>`;
}

/** @param {{ sheet: Sheet }} props */
export function Way({ sheet }) {
  const { handover } = sheet;
  const { contact_person, deadline_at, late } = handover;
  return html`
    <section class="done" aria-label=${WAY.heading}>
      <h3 class="lbl">${WAY.heading}</h3>
      ${contact_person && html`<p class="msg-note lamp"><${Icon} name="user" /><span>${WAY.contact(contact_person)}</span></p>`}
      ${late && html`<p class="msg-note warn"><${Icon} name="clock" /><span>${WAY.late}</span></p>`}
      ${deadline_at && !late && html`<p class="xs soft">${WAY.deadline(dayAndTime(deadline_at))}</p>`}
      <ol class="way">
        ${telling(handover).map((step, place) => html`<li key=${place}><${Icon} name="check" /><span>${stepInWords(step)}</span><${When} moment=${step.at} /></li>`)}
      </ol>
    </section>
  `;
}

/** @param {{ conversation: string, place: import("../../handover/types.js").Place, sheet: Sheet }} props */
export function Words({ conversation, place, sheet }) {
  const { handovers, store } = useConsole();
  const [draft, setDraft] = useState("");
  const body = fitToSend(draft);
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (body && (await handovers.say(conversation, place, body))) setDraft("");
  };
  return html`
    <section class="done" aria-label=${WAY.words}>
      <h3 class="lbl">${WAY.words}</h3>
      <ul class="notes">${sheet.handover.words.map((word) => html`
        <li class="inner" key=${word.id}><${Icon} name="note" />
          <div><b>${word.by || WAY[word.side === "municipality" ? "municipality" : "helpline"]}, <${When} moment=${word.at} /></b><p dir="auto">${word.body}</p></div></li>`)}</ul>
      <form class="newnote" onSubmit=${send}>
        <label class="vh" for="ho-ord">${WAY.newWord}</label>
        <div class="field"><textarea id="ho-ord" rows="2" dir="auto" autocomplete="off" placeholder=${WAY.newWord} value=${draft}
          onInput=${(/** @type {any} */ event) => setDraft(event.currentTarget.value)}></textarea></div>
        <p class="refusal xs" role="status">${sheet.refusal && handoverRefusal(sheet.refusal)}</p>
        <button class="btn line" type="submit" disabled=${!body || sheet.doing !== "" || !store.live.value}>${WAY.sendWord}</button>
      </form>
    </section>
  `;
}
