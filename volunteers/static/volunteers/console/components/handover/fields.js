/**
 * The fields of a handover. Each knows its place in the content and writes there; the label says
 * what belongs in it, and a check says that something does.
 */
import { useLayoutEffect, useRef } from "preact/hooks";
import { html } from "../../html.js";
import { useConsole } from "../../use-console.js";
import { Icon } from "../icon.js";

/**
 * @typedef {object} Writing where the fields of one sheet write
 * @property {string} conversation
 * @property {import("../../handover/types.js").Place} place
 * @property {import("../../handover/types.js").Content} content
 * @property {boolean} fixed nothing can be changed now
 */

/** @typedef {readonly (string | number)[]} Path */

/** @param {any} tree @param {Path} path */
const read = (tree, path) => path.reduce((value, key) => value?.[key], tree);

/** @param {Writing} writing @param {Path} path */
export function useValue({ conversation, place, content }, path) {
  const { handovers } = useConsole();
  const set = (/** @type {any} */ value) => handovers.write(conversation, place, path, value);
  return { value: read(content, path), set };
}

/** @param {Path} path */
export const idOf = (path) => `ho-${path.join("-")}`;

/** A field as tall as its words. @param {{ writing: Writing, path: Path, label: string, hint?: string, voice?: boolean, rows?: number }} props */
export function Area({ writing, path, label, hint = "", voice = false, rows = 2 }) {
  const { value, set } = useValue(writing, path);
  const box = /** @type {{ current: HTMLTextAreaElement | null }} */ (useRef(null));
  useLayoutEffect(() => {
    if (!box.current) return;
    box.current.style.height = "auto";
    box.current.style.height = `${box.current.scrollHeight + 2}px`;
  }, [value]);
  return html`
    <div class=${`hofield ${voice ? "own" : ""}`}>
      <label class="lbl" for=${idOf(path)}>${label} ${value?.trim() && html`<${Icon} name="check" />`}</label>
      <textarea id=${idOf(path)} rows=${rows} dir="auto" autocomplete="off" maxlength="4000" placeholder=${hint} ref=${box}
        value=${value} readonly=${writing.fixed} onInput=${(/** @type {any} */ event) => set(event.currentTarget.value)}></textarea>
    </div>
  `;
}

/** @param {{ writing: Writing, path: Path, label: string, hint?: string, type?: string, narrow?: boolean }} props */
export function Line({ writing, path, label, hint = "", type = "text", narrow = false }) {
  const { value, set } = useValue(writing, path);
  return html`
    <div class=${`hofield line ${narrow ? "narrow" : ""}`}>
      <label class="lbl" for=${idOf(path)}>${label}</label>
      <input id=${idOf(path)} type=${type} dir="auto" autocomplete="off" maxlength="160" placeholder=${hint} value=${value}
        readonly=${writing.fixed} onInput=${(/** @type {any} */ event) => set(event.currentTarget.value)} />
    </div>
  `;
}

/** @param {{ writing: Writing, path: Path, label: string }} props */
export function Age({ writing, path, label }) {
  const { value, set } = useValue(writing, path);
  const put = (/** @type {string} */ written) => {
    const age = Number.parseInt(written, 10);
    set(Number.isNaN(age) ? null : Math.min(120, Math.max(0, age)));
  };
  return html`
    <div class="hofield line narrow">
      <label class="lbl" for=${idOf(path)}>${label}</label>
      <input id=${idOf(path)} inputmode="numeric" maxlength="3" autocomplete="off" value=${value ?? ""} readonly=${writing.fixed}
        onInput=${(/** @type {any} */ event) => put(event.currentTarget.value)} />
    </div>
  `;
}

/** @param {{ writing: Writing, path: Path, label: string }} props */
export function Tick({ writing, path, label }) {
  const { value, set } = useValue(writing, path);
  return html`
    <label class="tick"><input type="checkbox" checked=${value === true} disabled=${writing.fixed}
      onChange=${(/** @type {any} */ event) => set(event.currentTarget.checked)} /><span>${label}</span></label>
  `;
}

/** @param {{ writing: Writing, path: Path, label: string, choices: readonly (readonly [string, string])[], empty?: string }} props */
export function Choice({ writing, path, label, choices, empty = "" }) {
  const { value, set } = useValue(writing, path);
  return html`
    <div class="hofield line">
      <label class="lbl" for=${idOf(path)}>${label}</label>
      <select id=${idOf(path)} value=${value} disabled=${writing.fixed} onChange=${(/** @type {any} */ event) => set(event.currentTarget.value)}>
        ${empty && html`<option value="">${empty}</option>`}
        ${choices.map(([code, word]) => html`<option key=${code} value=${code}>${word}</option>`)}
      </select>
    </div>
  `;
}
