/** The line is over until I act: logged out, replaced by another window, or not mine to see. */
import { html } from "../html.js";
import { OVER, citizenName } from "../texts.js";
import { useConsole } from "../use-console.js";
import { Mark } from "./icon.js";

/** What I had written and that exists nowhere else, also to those who have left the list. */
function useMyWords() {
  const { store, handovers } = useConsole();
  const { order, conversations, departures } = store.desk.value;
  const here = order.map((id) => {
    const { citizen, outbox } = /** @type {import("../types.js").Conversation} */ (conversations[id]);
    return { id, citizen, unsent: outbox.map((waiting) => waiting.body) };
  });
  return [...here, ...departures].flatMap(({ id, citizen, unsent }) => {
    const begun = [store.drafts.value[id], store.noteDrafts.value[id]].filter((draft) => draft);
    return [...unsent, ...begun, ...handovers.folders.unsavedWords(id)].map((body) => ({ to: citizenName(citizen), body }));
  });
}

/** The screen. */
export function Over() {
  const { desk, store, page } = useConsole();
  const why = store.line.value.why ?? "refused";
  const words = useMyWords();
  return html`
    <main class="over">
      <p class="brand"><${Mark} /> ${page.brand}</p>
      <h1 class="voice">${OVER[why].title}</h1>
      <p>${OVER[why].text}</p>
      <p class="row wrap">
        ${why === "loggedOut" && html`
          <a class="btn main big" href=${page.loginUrl} target="_blank" rel="noopener">${OVER.login}</a>
        `}
        ${why !== "refused" && html`
          <button class=${`btn big ${why === "replaced" ? "main" : ""}`} type="button" onClick=${() => desk.open()}>
            ${why === "replaced" ? OVER.here : OVER.again}
          </button>
        `}
      </p>
      ${words.length > 0 && html`
        <section class="words">
          <h2 class="lbl">${OVER.words}</h2>
          ${words.map(({ to, body }, place) => html`
            <blockquote key=${place}><b class="xs soft">${to}</b><span dir="auto">${body}</span></blockquote>
          `)}
        </section>
      `}
      ${page.demo && html`<p class="demo">${page.demo}</p>`}
    </main>
  `;
}
