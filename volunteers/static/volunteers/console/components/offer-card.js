/**
 * An offer beside my work: a card above the list, or on a narrow screen a slim bar above the words.
 * It takes no focus, covers nothing and moves no field.
 * @import { Offer } from "../types.js"
 */
import { OFFER } from "../calls-texts.js";
import { html } from "../html.js";
import { duration } from "../time.js";
import { useConsole } from "../use-console.js";
import { languageName, topicName } from "../wording.js";
import { AnswerRefusal, Answers, Ring, Why } from "./offer-parts.js";
import { RiskBadge, ViaMark } from "./small-parts.js";

/** @param {{ offer: Offer }} props */
function About({ offer }) {
  return html`
    <span class="about">
      <${RiskBadge} risk=${offer.risk} />
      <span><b>${offer.topic ? topicName(offer.topic) : OFFER.noTopicShort}</b>
        ${offer.language && html` <span class="soft">${OFFER.inLanguage(languageName(offer.language))}</span>`}</span>
    </span>
  `;
}

/** @param {{ offer: Offer }} props */
function Way({ offer }) {
  const { store } = useConsole();
  const waited = duration((store.slowly.value - offer.waitingSince) / 1000);
  return html`
    <span class="meta"><${ViaMark} via=${offer.via} /><span>${OFFER.hasWaited(waited)}</span></span>
  `;
}

/** The card, above the list. @param {{ offer: Offer }} props */
export function OfferCard({ offer }) {
  return html`
    <article class="next offer" aria-labelledby="tilbud">
      <header>
        <${Ring} offer=${offer} />
        <div class="grow"><h2 id="tilbud">${OFFER.another}</h2><${Way} offer=${offer} /></div>
      </header>
      <${About} offer=${offer} />
      <${Why} offer=${offer} />
      <${AnswerRefusal} offer=${offer} />
      <${Answers} offer=${offer} />
    </article>
  `;
}

/** The bar, where the list is out of sight. @param {{ offer: Offer }} props */
export function OfferBar({ offer }) {
  return html`
    <article class="offerbar" aria-label=${OFFER.region}>
      <${Ring} offer=${offer} />
      <span class="grow"><${About} offer=${offer} /><${Way} offer=${offer} /></span>
      <${AnswerRefusal} offer=${offer} />
      <${Answers} offer=${offer} />
    </article>
  `;
}
