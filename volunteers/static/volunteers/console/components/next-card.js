/**
 * The next who waits, taken by one press. While something is offered, the offer stands in this place.
 * Two faces: a small card above the list, and the button of the quiet screen.
 */
import { anyAcute, freePlaces, longestWait } from "../desk/views.js";
import { html } from "../html.js";
import { HOLD } from "../keys.js";
import { NEXT } from "../texts.js";
import { duration } from "../time.js";
import { useConsole } from "../use-console.js";
import { refusal, waitingSentence } from "../wording.js";
import { Key, PresenceDot } from "./small-parts.js";

/** What there is to do about the next one, as one word; the card and the quiet screen both read it. */
export function useNext() {
  const { store } = useConsole();
  const desk = store.desk.value;
  const status = desk.me?.status ?? "offline";
  if (status !== "available") return status;
  if (!desk.queue?.waiting) return "nobody";
  if (freePlaces(desk) > 0 && anyAcute(desk)) return "acute";
  return freePlaces(desk) > 0 ? "someone" : "full";
}

/** The one button that fits, or none. @param {{ big?: boolean }} props */
export function NextButton({ big = false }) {
  const { desk, store, chime } = useConsole();
  const next = useNext();
  const size = big ? "big" : "wide";
  if (next === "offline" || next === "break") {
    const go = () => {
      chime.unlock();
      desk.goTo("available");
    };
    return html`
      <button class=${`btn main ${size}`} type="button" disabled=${!store.live.value} onClick=${go}>
        ${next === "offline" ? NEXT.goOn : NEXT.back}
      </button>
    `;
  }
  if (next !== "someone" && next !== "acute") return null;
  const weight = next === "someone" ? "line" : "";
  const taking = store.awaits("next");
  return html`
    <button class=${`btn ${weight} ${size}`} type="button" aria-keyshortcuts="Alt+J"
      disabled=${taking || !store.live.value} onClick=${() => desk.takeNext()}>
      ${taking ? NEXT.taking : NEXT.take} <${Key}>${HOLD} J<//>
    </button>
  `;
}

/** Why the last wish was not met, said kindly and once. */
export function NextRefusal() {
  const { store } = useConsole();
  const code = store.refusals.value["next"] ?? store.refusals.value["presence"] ?? "";
  return html`<p class="refusal xs" role="status">${code && refusal(code)}</p>`;
}

const SAYS = Object.freeze({
  offline: NEXT.offline, break: NEXT.paused, nobody: NEXT.nobody, full: NEXT.full, acute: NEXT.acute,
});

/** The card above the list; hidden where the quiet screen says the same. */
export function NextCard() {
  const { store } = useConsole();
  const next = useNext();
  const desk = store.desk.value;
  const status = desk.me?.status ?? "offline";
  const someone = next === "someone";
  return html`
    <section class="next">
      <p class="row">
        <${PresenceDot} status=${status} />
        <span class="b">${someone ? waitingSentence(desk.queue?.waiting ?? 0) : SAYS[next]}</span>
        ${someone && html`
          <span class="xs soft">${NEXT.longest(duration(longestWait(desk, store.slowly.value)))}</span>
        `}
      </p>
      <${NextRefusal} />
      <${NextButton} />
    </section>
  `;
}
