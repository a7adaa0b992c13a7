/** My conversations, in the order they came to me: the number beside each is its key. */
import { freePlaces } from "../desk/views.js";
import { html } from "../html.js";
import { LIST } from "../texts.js";
import { useConsole } from "../use-console.js";
import { placesLeft } from "../wording.js";
import { ConversationRow } from "./conversation-row.js";

/** The list. */
export function ConversationList() {
  const { store } = useConsole();
  const desk = store.desk.value;
  const onDuty = desk.me?.status === "available";
  return html`
    <section class="list" aria-labelledby="mine-samtaler">
      <h2 id="mine-samtaler">${LIST.heading} ${onDuty && html`<span>${placesLeft(freePlaces(desk))}</span>`}</h2>
      ${desk.order.length === 0 && html`<p class="none soft xs">${LIST.none}</p>`}
      <ol>
        ${desk.order.map((id, place) => html`
          <${ConversationRow} key=${id} conversation=${desk.conversations[id]} place=${place} />
        `)}
      </ol>
    </section>
  `;
}
