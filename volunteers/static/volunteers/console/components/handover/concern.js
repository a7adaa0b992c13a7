/**
 * A report about a child: 112 and 114 stand first, then the strict form. It needs nobody's yes and
 * goes at once, so it is asked about once more, in its own words.
 * @import { Sheet } from "../../handover/types.js"
 */
import { useState } from "preact/hooks";
import { html } from "../../html.js";
import { CONCERN, HANDOVER, PROBLEMS } from "../../handover/texts.js";
import { useConsole } from "../../use-console.js";
import { Icon } from "../icon.js";
import { Age, Area, Choice, Line, Tick, useValue } from "./fields.js";
import { Household } from "./people.js";
import { PlaceField } from "./place.js";

/** @typedef {import("./fields.js").Writing} Writing */

/** First of all. */
export function RingFirst() {
  return html`
    <div class="em">
      <header><h3>${CONCERN.first}</h3><p class="xs">${CONCERN.firstMore}</p></header>
      <p class="ringrow">
        <a class="btn red" href="tel:112"><${Icon} name="phone" />112</a>
        <a class="btn" href="tel:114"><${Icon} name="phone" />114</a>
      </p>
    </div>
  `;
}

const KNOWS = /** @type {const} */ ([["yes", true], ["no", false], ["unknown", null]]);

/** @param {{ writing: Writing }} props */
function FamilyKnows({ writing }) {
  const { value, set } = useValue(writing, ["concern", "family_knows"]);
  return html`
    <fieldset class="hogroup"><legend class="lbl">${CONCERN.familyKnows}</legend>
      <p class="row">${KNOWS.map(([word, answer]) => html`
        <label class="tick" key=${word}><input type="radio" name="familien-ved" checked=${value === answer} disabled=${writing.fixed}
          onChange=${() => set(answer)} /><span>${CONCERN.knows[word]}</span></label>`)}</p>
    </fieldset>
  `;
}

/** @param {{ writing: Writing, sheet: Sheet, problems: readonly string[] }} props */
export function ConcernForm({ writing, sheet, problems }) {
  const path = (/** @type {string} */ field) => ["concern", field];
  const choices = problems.map((code) => [code, PROBLEMS[/** @type {keyof typeof PROBLEMS} */ (code)] ?? code]);
  return html`
    <${Choice} writing=${writing} path=${path("problem")} label=${CONCERN.problem} choices=${choices} empty=${CONCERN.choose} />
    <${Area} writing=${writing} path=${path("observed")} label=${CONCERN.observed} hint=${CONCERN.observedHint} rows=${3} />
    <${Line} writing=${writing} path=${path("since")} label=${CONCERN.since} />
    <div class="horow">
      <${Line} writing=${writing} path=${path("child")} label=${CONCERN.child} hint=${CONCERN.childHint} />
      <${Age} writing=${writing} path=${path("child_age")} label=${CONCERN.age} />
    </div>
    <${Area} writing=${writing} path=${path("place")} label=${CONCERN.place} hint=${CONCERN.placeHint} rows=${1} />
    <${Tick} writing=${writing} path=${path("danger_now")} label=${CONCERN.dangerNow} />
    <${FamilyKnows} writing=${writing} />
    <${Household} writing=${writing} />
    <${Area} writing=${writing} path=${["own_words"]} label=${HANDOVER.ownWords(HANDOVER.citizen)} voice=${true} rows=${1} />
    <div class="horow">
      <${Line} writing=${writing} path=${path("reporter")} label=${CONCERN.reporter} hint=${CONCERN.reporterHint} />
      <${Line} writing=${writing} path=${path("reporter_phone")} label=${CONCERN.reporterPhone} type="tel" />
    </div>
    <${PlaceField} writing=${writing} sheet=${sheet} />
  `;
}

/** Sends it, asked about once more. @param {{ writing: Writing, sheet: Sheet }} props */
export function SendConcern({ writing, sheet }) {
  const { handovers, store } = useConsole();
  const [sure, setSure] = useState(false);
  const waits = sheet.doing === "send" || !store.live.value;
  if (!sure) {
    return html`<button class="btn red wide" type="button" disabled=${waits || !sheet.handover.municipality} onClick=${() => setSure(true)}>${CONCERN.send}</button>`;
  }
  return html`
    <div class="sure" role="group" aria-label=${CONCERN.send}>
      <p class="b">${CONCERN.sure}</p>
      <p class="row"><button class="btn red" type="button" disabled=${waits} onClick=${() => handovers.send(writing.conversation)}>${CONCERN.yes}</button>
        <button class="btn" type="button" onClick=${() => setSure(false)}>${CONCERN.wait}</button></p>
    </div>
  `;
}
