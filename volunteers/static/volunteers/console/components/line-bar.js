/**
 * The line is down: said in slate, since nobody has done anything dangerous. Words stay, and it
 * says what happens next, when, and what becomes of my conversations meanwhile.
 */
import { active } from "../desk/views.js";
import { html } from "../html.js";
import { LINE } from "../texts.js";
import { countdown } from "../time.js";
import { useConsole } from "../use-console.js";
import { Icon } from "./icon.js";

/** A blink of the line is not worth a word. Milliseconds. */
const BLINK = 2_000;
/** Long enough to think of those who are on the other side. */
const LONG = 15_000;

/** The bar, or nothing while the line holds. */
export function LineBar() {
  const { desk, store } = useConsole();
  const { phase, since, retryAt } = store.line.value;
  if (phase !== "broken") return null;
  const gone = store.now.value - since;
  if (gone < BLINK) return null;
  const again = () => {
    desk.open();
    // This button goes when the line is back: the keyboard returns to the words.
    document.getElementById("skriv")?.focus();
  };
  const left = (retryAt - store.now.value) / 1000;
  return html`
    <section class="linebar" aria-label=${LINE.broken}>
      <${Icon} name="wifi" />
      <p class="grow">
        <b>${LINE.gone}</b>
        ${gone > LONG && html` <span>${LINE.urgent}</span>`}
        ${gone > LONG && active(store.desk.value).length > 0 && html` <span>${LINE.givenBack}</span>`}
      </p>
      <span class="num">${retryAt && left > 0 ? LINE.again(countdown(left)) : LINE.trying}</span>
      <button class="btn" type="button" onClick=${again}>${LINE.now}</button>
    </section>
  `;
}
