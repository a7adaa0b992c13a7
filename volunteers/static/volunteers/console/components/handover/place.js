/**
 * Where it goes: a postcode finds the municipality, and asks where it lies in several. Advice is
 * asked without a name: there the postcode leads the way and stays behind.
 * @import { Sheet } from "../../handover/types.js"
 */
import { useEffect, useState } from "preact/hooks";
import { html } from "../../html.js";
import { HANDOVER } from "../../handover/texts.js";
import { useConsole } from "../../use-console.js";

/** @typedef {import("./fields.js").Writing} Writing */

/** @param {string} written */
const digits = (written) => written.replace(/\D/g, "").slice(0, 4);

/** The postcode, in the content or beside it. @param {Writing} writing @param {Sheet} sheet */
function usePostcode({ conversation, place, content }, sheet) {
  const { handovers } = useConsole();
  const [written, setWritten] = useState(content.postal_code || sheet.postcode);
  const stays = sheet.handover.kind === "advice";
  const write = (/** @type {string} */ raw) => {
    const postcode = digits(raw);
    setWritten(postcode);
    if (postcode && postcode.length < 4) return;
    if (stays) handovers.sendTo(conversation, place, { postcode, municipality: "" });
    else handovers.write(conversation, place, ["postal_code"], postcode);
  };
  return { written, write };
}

/** @param {{ writing: Writing, sheet: Sheet, found: readonly import("../../handover/types.js").Municipality[] }} props */
function Candidates({ writing, sheet, found }) {
  const { handovers } = useConsole();
  const chosen = sheet.municipality || (sheet.handover.municipality?.code ?? "");
  const choose = (/** @type {string} */ municipality) =>
    handovers.sendTo(writing.conversation, writing.place, { municipality });
  return html`
    <fieldset class="options"><legend class="lbl">${HANDOVER.whichOne}</legend>
      ${found.map(({ code, name }) => html`
        <label class="option" key=${code}><input type="radio" name="kommune" value=${code} checked=${code === chosen}
          disabled=${writing.fixed} onChange=${() => choose(code)} /><span>${name}</span></label>
      `)}
    </fieldset>
  `;
}

/** Any of them, when a postcode does not lead there. @param {{ writing: Writing, sheet: Sheet }} props */
function Everywhere({ writing, sheet }) {
  const { handovers } = useConsole();
  useEffect(() => {
    handovers.fetchEverywhere();
  }, []);
  const chosen = sheet.municipality || (sheet.handover.municipality?.code ?? "");
  const choose = (/** @type {any} */ event) =>
    handovers.sendTo(writing.conversation, writing.place, { municipality: event.currentTarget.value });
  return html`
    <div class="hofield line">
      <label class="lbl" for="ho-kommune">${HANDOVER.choose}</label>
      <select id="ho-kommune" value=${chosen} disabled=${writing.fixed} onChange=${choose}>
        <option value="">${HANDOVER.choose}</option>
        ${handovers.everywhere.value.map(({ code, name }) => html`<option key=${code} value=${code}>${name}</option>`)}
      </select>
    </div>
  `;
}

/** @param {{ writing: Writing, sheet: Sheet }} props */
export function PlaceField({ writing, sheet }) {
  const { written, write } = usePostcode(writing, sheet);
  const [free, setFree] = useState(false);
  const { candidates, municipality } = sheet.handover;
  const settled = sheet.saving === "saved";
  const unknown = settled && written.length === 4 && candidates.length === 0 && !municipality;
  return html`
    <fieldset class="hogroup"><legend class="lbl">${HANDOVER.where}</legend>
      <div class="horow">
        <div class="hofield line narrow">
          <label class="lbl" for="ho-postnummer">${HANDOVER.postcode}</label>
          <input id="ho-postnummer" inputmode="numeric" maxlength="4" autocomplete="off" value=${written} readonly=${writing.fixed}
            onInput=${(/** @type {any} */ event) => write(event.currentTarget.value)} />
        </div>
        <p class="to" role="status">${municipality && html`<b>${municipality.name}</b>`}</p>
        ${!writing.fixed && municipality && !free && candidates.length < 2 && html`
          <button class="btn quiet" type="button" onClick=${() => setFree(true)}>${HANDOVER.chooseOther}</button>
        `}
      </div>
      ${candidates.length > 1 && html`<${Candidates} writing=${writing} sheet=${sheet} found=${candidates} />`}
      ${unknown && html`<p class="xs soft" role="status">${HANDOVER.unknownPostcode}</p>`}
      ${(unknown || free) && html`<${Everywhere} writing=${writing} sheet=${sheet} />`}
    </fieldset>
  `;
}
