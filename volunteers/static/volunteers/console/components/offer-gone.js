/** Why an offer is no more: said calmly, and gone by itself after a while. */
import { useEffect } from "preact/hooks";
import { OFFER } from "../calls-texts.js";
import { offerGoneSentence } from "../calls-wording.js";
import { html } from "../html.js";
import { useConsole } from "../use-console.js";
import { Icon } from "./icon.js";

/** Milliseconds. */
const LINGERS = 12_000;

/** The word, or nothing. */
export function OfferGone() {
  const { desk, store } = useConsole();
  const gone = store.desk.value.offerGone;
  useEffect(() => {
    if (!gone) return undefined;
    const timer = setTimeout(() => desk.forgetOffer(), LINGERS);
    return () => clearTimeout(timer);
  }, [gone]);
  if (!gone) return null;
  return html`
    <p class="msg-note gone">
      <span class="grow">${offerGoneSentence(gone.reason)}</span>
      <button class="icon" type="button" aria-label=${OFFER.read} onClick=${() => desk.forgetOffer()}><${Icon} name="x" /></button>
    </p>
  `;
}
