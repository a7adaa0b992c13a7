/** The keys, in one quiet line; on touch screens there are none. */
import { html } from "../html.js";
import { HOLD } from "../keys.js";
import { KEYS } from "../texts.js";
import { useConsole } from "../use-console.js";
import { Key } from "./small-parts.js";

/** The footer. In a demo it also says that this is one. */
export function Keys() {
  const { page } = useConsole();
  return html`
    <footer class="keys">
      <span class="hint"><${Key}>${HOLD} 1<//>–<${Key}>9<//> ${KEYS.conversation}</span>
      <span class="hint"><${Key}>${HOLD} ↓<//> ${KEYS.waiting}</span>
      <span class="hint"><${Key}>${HOLD} J<//> ${KEYS.take}</span>
      <span class="hint"><${Key}>${HOLD} N<//> ${KEYS.decline}</span>
      <span class="hint"><${Key}>${HOLD} R<//> ${KEYS.risk}</span>
      <span class="hint"><${Key}>${HOLD} O<//> ${KEYS.handover}</span>
      <span class="hint"><${Key}>${HOLD} A<//> ${KEYS.emergency}</span>
      <span class="hint roomy"><${Key}>↵<//> ${KEYS.send}</span>
      <span class="hint roomy"><${Key}>⇧ ↵<//> ${KEYS.line}</span>
      ${page.demo && html`<span class="end">${page.demo}</span>`}
    </footer>
  `;
}
