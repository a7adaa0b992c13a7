/**
 * What a volunteer and a citizen write together: the citizen's own words first, then what the
 * municipality must know to help without harm.
 * @import { Sheet } from "../../handover/types.js"
 */
import { html } from "../../html.js";
import { HANDOVER } from "../../handover/texts.js";
import { RISK } from "../../texts.js";
import { Area, Choice, Line, Tick } from "./fields.js";
import { Household, InvolvedPeople } from "./people.js";
import { PlaceField } from "./place.js";

/** @typedef {import("./fields.js").Writing} Writing */

const RISKS = /** @type {const} */ (["none", "concern", "high", "acute"]);

/** @param {{ writing: Writing }} props */
function SafeContact({ writing }) {
  const text = writing.content.safe_contact.text_ok;
  const path = (/** @type {string} */ field) => ["safe_contact", field];
  return html`
    <fieldset class="hogroup"><legend class="lbl">${HANDOVER.safe}</legend>
      <${Line} writing=${writing} path=${path("how")} label=${HANDOVER.how} hint=${HANDOVER.howHint} />
      <${Line} writing=${writing} path=${path("when")} label=${HANDOVER.when} hint=${HANDOVER.whenHint} />
      <${Area} writing=${writing} path=${path("not_safe")} label=${HANDOVER.notSafe} hint=${HANDOVER.notSafeHint} rows=${1} />
      <${Tick} writing=${writing} path=${path("text_ok")} label=${HANDOVER.textOk} />
      ${text && html`
        <div class="horow">
          <${Line} writing=${writing} type="time" path=${path("text_from")} label=${HANDOVER.begins} narrow=${true} />
          <${Line} writing=${writing} path=${path("text_until")} label=${HANDOVER.ends} type="time" narrow=${true} />
        </div>
      `}
    </fieldset>
  `;
}

/** @param {{ writing: Writing }} props */
function Who({ writing }) {
  return html`
    <div class="horow">
      <${Line} writing=${writing} path=${["name"]} label=${HANDOVER.name} />
      <${Line} writing=${writing} path=${["phone"]} label=${HANDOVER.phone} type="tel" />
    </div>
  `;
}

/** @param {{ writing: Writing, sheet: Sheet, name: string, has: (field: string) => boolean }} props */
export function Together({ writing, sheet, name, has }) {
  const risks = RISKS.map((risk) => /** @type {const} */ ([risk, RISK[risk].word]));
  return html`
    <${Area} writing=${writing} path=${["own_words"]} label=${HANDOVER.ownWords(name)} hint=${HANDOVER.ownWordsHint} voice=${true} />
    <${Area} writing=${writing} path=${["wishes"]} label=${HANDOVER.wishes(name)} voice=${true} rows=${1} />
    <${Area} writing=${writing} path=${["situation"]} label=${HANDOVER.situation} />
    ${has("safe_contact") && html`<${SafeContact} writing=${writing} />`}
    <${Household} writing=${writing} />
    ${has("involved") && html`<${InvolvedPeople} writing=${writing} />`}
    <${Area} writing=${writing} path=${["agreed"]} label=${HANDOVER.agreed} hint=${HANDOVER.agreedHint} />
    <${Choice} writing=${writing} path=${["risk"]} label=${HANDOVER.risk} choices=${risks} />
    ${has("name") ? html`<${Who} writing=${writing} />` : html`<p class="xs soft">${HANDOVER.nameless}</p>`}
    <${PlaceField} writing=${writing} sheet=${sheet} />
  `;
}
