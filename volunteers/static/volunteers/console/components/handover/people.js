/** Rows of people: who lives together, who helps already. Never a number for a person, only who and how old. */
import { html } from "../../html.js";
import { HANDOVER } from "../../handover/texts.js";
import { Icon } from "../icon.js";
import { Age, Line, Tick, useValue } from "./fields.js";

/** @typedef {import("./fields.js").Writing} Writing */
/** @typedef {import("./fields.js").Path} Path */

/** The same bound as the server's. */
const MOST = 30;

/**
 * @param {{ writing: Writing, path: Path, fresh: object, add: string, row: (path: Path) => any, name: string }} props
 */
function Rows({ writing, path, fresh, add, row, name }) {
  const { value, set } = useValue(writing, path);
  const rows = /** @type {object[]} */ (value ?? []);
  const without = (/** @type {number} */ gone) => set(rows.filter((_one, place) => place !== gone));
  return html`
    <ul class="horows" aria-label=${name}>
      ${rows.map((_one, place) => html`
        <li key=${place}>${row([...path, place])}
          ${!writing.fixed && html`<button class="icon" type="button" aria-label=${`${HANDOVER.remove}: ${name} ${place + 1}`} onClick=${() => without(place)}><${Icon} name="x" /></button>`}
        </li>
      `)}
    </ul>
    ${!writing.fixed && rows.length < MOST && html`
      <button class="btn quiet add" type="button" onClick=${() => set([...rows, fresh])}><${Icon} name="plus" />${add}</button>
    `}
  `;
}

const RELATIVE = Object.freeze({ relation: "", age: null });
const INVOLVED = Object.freeze({ who: "", could_be_contact: false });

/** @param {{ writing: Writing }} props */
export function Household({ writing }) {
  const row = (/** @type {Path} */ path) => html`
    <${Line} writing=${writing} path=${[...path, "relation"]} label=${HANDOVER.relation} />
    <${Age} writing=${writing} path=${[...path, "age"]} label=${HANDOVER.age} />
  `;
  return html`
    <fieldset class="hogroup"><legend class="lbl">${HANDOVER.household}</legend>
      <${Rows} writing=${writing} path=${["household", "adults"]} fresh=${RELATIVE} add=${HANDOVER.addAdult} name=${HANDOVER.adults} row=${row} />
      <${Rows} writing=${writing} path=${["household", "children"]} fresh=${RELATIVE} add=${HANDOVER.addChild} name=${HANDOVER.children} row=${row} />
    </fieldset>
  `;
}

/** @param {{ writing: Writing }} props */
export function InvolvedPeople({ writing }) {
  const row = (/** @type {Path} */ path) => html`
    <${Line} writing=${writing} path=${[...path, "who"]} label=${HANDOVER.who} hint=${HANDOVER.involvedHint} />
    <${Tick} writing=${writing} path=${[...path, "could_be_contact"]} label=${HANDOVER.couldBeContact} />
  `;
  return html`
    <fieldset class="hogroup wide"><legend class="lbl">${HANDOVER.involved}</legend>
      <${Rows} writing=${writing} path=${["involved"]} fresh=${INVOLVED} add=${HANDOVER.addInvolved} name=${HANDOVER.involved} row=${row} />
    </fieldset>
  `;
}
