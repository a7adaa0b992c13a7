/**
 * The three paths, before anything is written: what each is, and one button to begin.
 * @import { Conversation } from "../../types.js"
 * @import { Folder, Kind } from "../../handover/types.js"
 */
import { useState } from "preact/hooks";
import { html } from "../../html.js";
import { placeOf } from "../../handover/handovers.js";
import { CONCERN, HANDOVER } from "../../handover/texts.js";
import { handoverRefusal } from "../../handover/wording.js";
import { useConsole } from "../../use-console.js";
import { RingFirst } from "./concern.js";

const KINDS = /** @type {readonly Kind[]} */ (Object.keys(HANDOVER.paths));

/** The choice of a path, always above. @param {{ conversation: string, folder: Folder, path: Kind }} props */
export function Paths({ conversation, folder, path }) {
  const { handovers } = useConsole();
  const begun = (/** @type {Kind} */ kind) => folder[placeOf(kind)]?.handover.kind === kind;
  return html`
    <fieldset class="paths"><legend class="vh">${HANDOVER.path}</legend>
      ${KINDS.map((kind) => html`
        <label key=${kind} class=${begun(kind) ? "begun" : ""}><input type="radio" name="vej" value=${kind} checked=${kind === path}
          onChange=${() => handovers.choose(conversation, kind)} /><span>${HANDOVER.paths[kind].word}</span></label>
      `)}
    </fieldset>
  `;
}

/** `again`: the last one is over, and another may be begun. @param {{ conversation: Conversation, folder: Folder, path: Kind, again?: boolean }} props */
export function Start({ conversation, folder, path, again = false }) {
  const { handovers, store } = useConsole();
  const [asked, setAsked] = useState(false);
  const taken = !again && folder[placeOf(path)] !== null;
  const begin = async () => {
    setAsked(true);
    await handovers.begin(conversation.id, path);
    setAsked(false);
  };
  return html`
    ${path === "concern" && html`<${RingFirst} />`}
    ${!again && html`<p>${HANDOVER.paths[path].means}</p>`}
    ${path === "concern" && html`<p class="xs soft">${CONCERN.duty}</p>`}
    ${taken && html`<p class="msg-note"><span>${HANDOVER.other}</span></p>`}
    <p class="refusal xs" role="status">${folder.code && handoverRefusal({ code: folder.code, field: "" })}</p>
    ${!taken && html`<button class="btn line wide" type="button" disabled=${asked || !store.live.value} onClick=${begin}>${again ? HANDOVER.beginAgain : HANDOVER.begin}</button>`}
  `;
}
