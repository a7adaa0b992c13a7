/** The left column: who comes next, my conversations, a word about those that left. */
import { html } from "../html.js";
import { CHAT } from "../texts.js";
import { useConsole } from "../use-console.js";
import { ConversationList } from "./conversation-list.js";
import { Departures } from "./departures.js";
import { NextCard } from "./next-card.js";
import { NotifyOffer } from "./notify-offer.js";
import { OfferCard } from "./offer-card.js";
import { OfferGone } from "./offer-gone.js";

/** The column. */
export function Rail() {
  const { store } = useConsole();
  const { offer } = store.desk.value;
  return html`
    <aside class="left" aria-label=${CHAT.back}>
      ${offer ? html`<${OfferCard} offer=${offer} />` : html`<${NextCard} />`}
      <${OfferGone} />
      <${Departures} />
      <${ConversationList} />
      <${NotifyOffer} />
    </aside>
  `;
}
