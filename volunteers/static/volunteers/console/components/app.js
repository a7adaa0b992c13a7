/** The whole screen, one of four: opening, at work, over; and at work with or without somebody in front. */
import { useEffect } from "preact/hooks";
import { html } from "../html.js";
import { LINE, OPENING, SKIP } from "../texts.js";
import { useConsole } from "../use-console.js";
import { Announcer } from "./announcer.js";
import { Chat } from "./chat.js";
import { Keys } from "./keys.js";
import { Notices } from "./notices.js";
import { OfferPage } from "./offer-page.js";
import { Over } from "./over.js";
import { Quiet } from "./quiet.js";
import { Rail } from "./rail.js";
import { Side } from "./side.js";
import { TopBar } from "./top-bar.js";

/** Whether an offer is all there is. @param {import("../types.js").Desk} desk */
const alone = (desk) => desk.offer !== null && desk.order.length === 0;

/** What is in front on a screen too narrow for everything. */
function useFront() {
  const { store } = useConsole();
  if (!store.conversation.value) return alone(store.desk.value) ? "offer" : "list";
  if (store.panelOpen.value) return "panel";
  return store.wordsOpen.value ? "words" : "list";
}

/** Where the page itself scrolls (400 % zoom): a new front begins at its top, words at their end. @param {string} front */
function usePageScroll(front) {
  useEffect(() => {
    const page = document.scrollingElement;
    if (page) page.scrollTop = front === "words" ? page.scrollHeight : 0;
  }, [front]);
}

function AtWork() {
  const { store } = useConsole();
  const conversation = store.conversation.value;
  const { offer } = store.desk.value;
  const front = useFront();
  usePageScroll(front);
  return html`
    <div class="console" data-density="compact" data-front=${front} data-quiet=${!conversation}>
      <a class="skip" href="#samtale">${SKIP}</a>
      <${TopBar} />
      <${Notices} />
      <main class="chat" id="samtale" tabindex="-1">
        ${conversation
          ? html`<${Chat} key=${conversation.id} conversation=${conversation} />`
          : offer
            ? html`<${OfferPage} key=${offer.id} offer=${offer} />`
            : html`<${Quiet} />`}
      </main>
      <${Rail} />
      ${conversation && html`<${Side} conversation=${conversation} />`}
      <${Keys} />
      <${Announcer} />
    </div>
  `;
}

function Opening() {
  const { store, page } = useConsole();
  const slow = store.line.value.retryAt > 0 || store.now.value - store.line.value.since > 5_000;
  return html`
    <main class="opening" aria-busy="true">
      <h1 class="voice">${OPENING.title}</h1>
      <p class="soft" role="status">${slow ? OPENING.slow : LINE.connecting}</p>
      ${page.demo && html`<p class="demo">${page.demo}</p>`}
    </main>
  `;
}

/** The app. */
export function App() {
  const { store } = useConsole();
  if (store.line.value.phase === "over") return html`<${Over} />`;
  return store.desk.value.me ? html`<${AtWork} />` : html`<${Opening} />`;
}
