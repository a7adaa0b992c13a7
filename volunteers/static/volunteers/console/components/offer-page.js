/**
 * An offer while nobody is in front of me: the whole page. Yes gets the focus if nothing else has it.
 * @import { Offer } from "../types.js"
 */
import { useEffect, useRef } from "preact/hooks";
import { OFFER } from "../calls-texts.js";
import { html } from "../html.js";
import { duration } from "../time.js";
import { useConsole } from "../use-console.js";
import { languageName, topicName } from "../wording.js";
import { AnswerRefusal, Answers, Ring, Why, useTimeLeft } from "./offer-parts.js";
import { RiskBadge, ViaMark } from "./small-parts.js";

/** @param {{ name: string, children: any }} props */
const Fact = ({ name, children }) => html`<div><dt>${name}</dt><dd>${children}</dd></div>`;

/** @param {{ offer: Offer }} props */
function Facts({ offer }) {
  const { store } = useConsole();
  const { risk, topic, language, via, waitingSince } = offer;
  return html`
    <dl class="facts2">
      <${Fact} name=${OFFER.facts.risk}><${RiskBadge} risk=${risk} /><//>
      <${Fact} name=${OFFER.facts.topic}>${topic ? topicName(topic) : OFFER.noTopic}<//>
      <${Fact} name=${OFFER.facts.language}>${language ? languageName(language) : OFFER.noLanguage}<//>
      <${Fact} name=${OFFER.facts.via}><${ViaMark} via=${via} /><//>
      <${Fact} name=${OFFER.facts.waited}>${duration((store.slowly.value - waitingSince) / 1000)}<//>
    </dl>
  `;
}

/** What happens next, in words that change only when it has happened. @param {{ offer: Offer }} props */
function Next({ offer }) {
  const left = useTimeLeft(offer);
  return html`<p class="soft" aria-hidden="true">${left > 0 ? OFFER.asks(Math.ceil(left)) : OFFER.late}</p>`;
}

/** @param {string} id */
function useFreeFocus(id) {
  const yes = /** @type {{ current: HTMLButtonElement | null }} */ (useRef(null));
  useEffect(() => {
    const held = document.activeElement;
    if (!held || held === document.body || held.id === "samtale") yes.current?.focus();
  }, [id]);
  return yes;
}

/** The page. @param {{ offer: Offer }} props */
export function OfferPage({ offer }) {
  const yes = useFreeFocus(offer.id);
  return html`
    <div class="moment">
      <article class="bigoffer" aria-labelledby="tilbud-stort">
        <header>
          <${Ring} offer=${offer} />
          <div><h1 class="voice" id="tilbud-stort">${OFFER.heading}</h1><${Next} offer=${offer} /></div>
        </header>
        <${Facts} offer=${offer} />
        <div class="because"><h2 class="lbl">${OFFER.why}</h2><${Why} offer=${offer} /></div>
        <${AnswerRefusal} offer=${offer} />
        <${Answers} offer=${offer} big=${true} yes=${yes} />
        <p class="xs soft">${OFFER.foot}</p>
      </article>
    </div>
  `;
}
