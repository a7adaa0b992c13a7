/**
 * What every face of an offer shares: the time left, the facts, why me, yes and no. No word of the
 * citizen stands in an offer.
 * @import { Offer } from "../types.js"
 */
import { OFFER } from "../calls-texts.js";
import { reasonsInWords } from "../calls-wording.js";
import { html } from "../html.js";
import { HOLD } from "../keys.js";
import { countdown } from "../time.js";
import { useConsole } from "../use-console.js";
import { refusal } from "../wording.js";
import { Icon } from "./icon.js";
import { Key } from "./small-parts.js";

/** Around the ring, in the units it is drawn in. */
const AROUND = 2 * Math.PI * 42;

/** Seconds until somebody else is asked. @param {Offer} offer */
export function useTimeLeft(offer) {
  const { store } = useConsole();
  return Math.max(0, (offer.expiresAt - store.now.value) / 1000);
}

/** The time left, as a ring and a countdown; a screen reader hears it only when asked. @param {{ offer: Offer }} props */
export function Ring({ offer }) {
  const left = useTimeLeft(offer);
  const share = Math.min(1, (1000 * left) / (offer.expiresAt - offer.cameAt));
  return html`
    <span class="ring" role="timer" aria-label=${OFFER.timer}>
      <svg viewBox="0 0 96 96" aria-hidden="true" focusable="false">
        <circle class="all" cx="48" cy="48" r="42" />
        <circle class="left" cx="48" cy="48" r="42" stroke-dasharray=${`${share * AROUND} ${AROUND}`} />
      </svg>
      <span class="num">${countdown(left)}</span>
    </span>
  `;
}

/** @param {{ offer: Offer }} props */
export function Why({ offer }) {
  const words = reasonsInWords(offer);
  if (!words.length) return null;
  return html`
    <ul class="why" aria-label=${OFFER.why}>
      ${words.map((sentence) => html`<li key=${sentence}><${Icon} name="check" /><span>${sentence}</span></li>`)}
    </ul>
  `;
}

/** Yes and no; `yes` is where the focus goes when nothing else has it. @param {{ offer: Offer, big?: boolean, yes?: any }} props */
export function Answers({ offer, big = false, yes = undefined }) {
  const { desk, store, chime } = useConsole();
  const saying = store.awaits("accept", offer.conversation);
  const waits = saying || store.awaits("decline", offer.conversation) || !store.live.value;
  const size = big ? "big" : "";
  const accept = () => {
    chime.unlock();
    desk.accept();
  };
  return html`
    <div class="acts">
      <button class=${`btn main ${size}`} type="button" ref=${yes} aria-keyshortcuts="Alt+J" disabled=${waits} onClick=${accept}>
        ${saying ? OFFER.answering : OFFER.yes} <${Key}>${HOLD} J<//>
      </button>
      <button class=${`btn ${size}`} type="button" aria-keyshortcuts="Alt+N" disabled=${waits} onClick=${() => desk.decline()}>
        ${big ? OFFER.no : OFFER.noShort} <${Key}>${HOLD} N<//>
      </button>
    </div>
  `;
}

/** Why my answer did not get through. @param {{ offer: Offer }} props */
export function AnswerRefusal({ offer }) {
  const { refusals } = useConsole().store;
  const code =
    refusals.value[`accept:${offer.conversation}`] ?? refusals.value[`decline:${offer.conversation}`];
  return html`<p class="refusal xs" role="status">${code && refusal(code)}</p>`;
}
