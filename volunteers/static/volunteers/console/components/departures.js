/**
 * A word about conversations that left the list, and my own words that never got through.
 * @import { Departure } from "../types.js"
 */
import { useEffect, useState } from "preact/hooks";
import { html } from "../html.js";
import { DEPARTED, citizenName } from "../texts.js";
import { useConsole } from "../use-console.js";
import { Icon } from "./icon.js";

/** A word that asks nothing of me goes by itself. Milliseconds. */
const LINGERS = 12_000;

/** @param {{ words: string }} props */
function CopyButton({ words }) {
  const [copied, setCopied] = useState(false);
  const copy = () => navigator.clipboard?.writeText(words).then(() => setCopied(true), () => {});
  return html`
    <button class="btn" type="button" onClick=${copy}>${copied ? DEPARTED.copied : DEPARTED.copy}</button>
  `;
}

/** @param {{ departure: Departure }} props */
function Word({ departure }) {
  const { desk, store, handovers } = useConsole();
  const { id, citizen, how } = departure;
  const draft = store.drafts.value[id] ?? "";
  const unsaved = handovers.folders.unsavedWords(id);
  const unsent = [...departure.unsent, ...(draft ? [draft] : []), ...unsaved];
  const read = () => {
    handovers.folders.forget(id);
    desk.dismiss(id);
  };
  const calm = unsent.length === 0 && (how === "closed" || how === "ended");
  useEffect(() => {
    if (!calm) return undefined;
    const timer = setTimeout(read, LINGERS);
    return () => clearTimeout(timer);
  }, [calm, id]);
  return html`
    <li class="msg-note departed">
      <p class="grow">${DEPARTED[how](citizenName(citizen))}</p>
      <button class="icon" type="button" aria-label=${DEPARTED.read} onClick=${read}>
        <${Icon} name="x" />
      </button>
      ${unsent.length > 0 && html`
        <div class="unsent">
          <p class="xs">${DEPARTED.unsent}</p>
          ${unsent.map((words, place) => html`<blockquote key=${place} dir="auto">${words}</blockquote>`)}
          <${CopyButton} words=${unsent.join("\n\n")} />
        </div>
      `}
    </li>
  `;
}

/** The words, newest first; nothing while nobody left. */
export function Departures() {
  const { store } = useConsole();
  const { departures } = store.desk.value;
  return html`
    <ul class="departures" aria-live="polite">
      ${departures.map((departure) => html`<${Word} key=${departure.id} departure=${departure} />`)}
    </ul>
  `;
}
