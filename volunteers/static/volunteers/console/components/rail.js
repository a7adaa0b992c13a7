/** The left column: who comes next, my conversations, a word about those that left. */
import { html } from "../html.js";
import { CHAT } from "../texts.js";
import { ConversationList } from "./conversation-list.js";
import { Departures } from "./departures.js";
import { NextCard } from "./next-card.js";
import { NotifyOffer } from "./notify-offer.js";

/** The column. */
export function Rail() {
  return html`
    <aside class="left" aria-label=${CHAT.back}>
      <${NextCard} />
      <${Departures} />
      <${ConversationList} />
      <${NotifyOffer} />
    </aside>
  `;
}
