/**
 * The handover: what a citizen wants a municipality to know, written while we talk. Every state has
 * its face: being fetched, not to be had, not begun, being written, shown, approved, on its way.
 * @import { Conversation } from "../../types.js"
 * @import { Folder, Kind, Sheet } from "../../handover/types.js"
 */
import { useEffect, useState } from "preact/hooks";
import { html } from "../../html.js";
import { placeOf } from "../../handover/handovers.js";
import { CONCERN, HANDOVER, WAY } from "../../handover/texts.js";
import { handoverRefusal, missing, missingInWords, standing } from "../../handover/wording.js";
import { citizenName } from "../../texts.js";
import { clockTime } from "../../time.js";
import { useConsole } from "../../use-console.js";
import { Icon } from "../icon.js";
import { ConcernForm, RingFirst, SendConcern } from "./concern.js";
import { Destination, Foot } from "./foot.js";
import { Paths, Start } from "./start.js";
import { Together } from "./together.js";
import { Way, Words } from "./way.js";

/** Fetches it, and again now and then while it is looked at. @param {string} conversation */
function useFolder(conversation) {
  const { handovers, store } = useConsole();
  useEffect(() => {
    handovers.look(conversation);
  }, [conversation, store.slowly.value]);
  return handovers.folders.of(conversation);
}

/** Whether what I wrote is kept. @param {{ sheet: Sheet }} props */
function Saving({ sheet }) {
  const { saving, savedAt } = sheet;
  const words = {
    saved: savedAt ? HANDOVER.savedAt(clockTime(savedAt)) : HANDOVER.saved,
    dirty: HANDOVER.saving, saving: HANDOVER.saving, away: HANDOVER.away, refused: HANDOVER.notSaved,
  };
  return html`<span class=${`chip ${saving === "refused" ? "warn" : ""}`}>${saving === "saved" && html`<${Icon} name="check" />`}${words[saving]}</span>`;
}

/** What would be good to have, said without stopping anybody. @param {{ sheet: Sheet }} props */
function Hints({ sheet }) {
  const lacking = missingInWords(missing(sheet));
  const concern = sheet.handover.kind === "concern";
  if (!lacking.length) return html`<p class="xs soft"><${Icon} name="check" /> ${HANDOVER.nothingMissing}</p>`;
  return html`
    <p class="hints xs"><b>${concern ? CONCERN.missing : HANDOVER.missing}</b>
      ${lacking.map((word) => html`<span class="chip" key=${word}>${word}</span>`)}</p>
  `;
}

/** @param {{ conversation: Conversation, folder: Folder, sheet: Sheet }} props */
function Writing({ conversation, folder, sheet }) {
  const { id, citizen } = conversation;
  const { kind, state } = sheet.handover;
  const name = citizenName(citizen);
  const place = placeOf(kind);
  const [unlocked, setUnlocked] = useState(false);
  const fixed = state === "approved" && !unlocked;
  const writing = { conversation: id, place, content: sheet.content, fixed };
  const concern = kind === "concern";
  const has = (/** @type {string} */ field) => (folder.fields[kind] ?? []).includes(field);
  return html`
    ${concern && html`<${RingFirst} />`}
    <div class="ho-head"><h2 class="grow">${concern ? CONCERN.heading : HANDOVER.heading(name)}</h2><span role="status"><${Saving} sheet=${sheet} /></span></div>
    ${concern
      ? html`<${ConcernForm} writing=${writing} sheet=${sheet} problems=${folder.problems} />`
      : html`<${Together} writing=${writing} sheet=${sheet} name=${name} has=${has} />`}
    <${Hints} sheet=${sheet} />
    ${concern
      ? html`<div class="foot"><${Destination} sheet=${sheet} name=${name} /><p class="refusal xs" role="status">${sheet.refusal && handoverRefusal(sheet.refusal)}</p><${SendConcern} writing=${writing} sheet=${sheet} /></div>`
      : html`<${Foot} conversation=${conversation} sheet=${sheet} name=${name} rewrite=${unlocked ? null : () => setUnlocked(true)} />`}
  `;
}

/** @param {{ conversation: Conversation, sheet: Sheet }} props */
function OnItsWay({ conversation, sheet }) {
  const place = placeOf(sheet.handover.kind);
  const sent = sheet.handover.kind === "concern";
  const { state } = sheet.handover;
  const stands = { returned: WAY.cameBack, withdrawn: WAY.takenBack }[/** @type {string} */ (state)] ?? WAY.readOnly;
  return html`
    <h2>${sent ? CONCERN.sent : HANDOVER.heading(citizenName(conversation.citizen))}</h2>
    <p class="xs soft">${sheet.handover.municipality?.name} · ${stands}</p>
    <${Way} sheet=${sheet} />
    ${state !== "withdrawn" && html`<${Words} conversation=${conversation.id} place=${place} sheet=${sheet} />`}
  `;
}

/** @param {{ conversation: Conversation, folder: Folder, path: Kind }} props */
function Path({ conversation, folder, path }) {
  const sheet = folder[placeOf(path)];
  if (!sheet || sheet.handover.kind !== path) {
    return html`<${Start} conversation=${conversation} folder=${folder} path=${path} />`;
  }
  const where = standing(sheet);
  if (where === "away" || where === "over" || !sheet.content) {
    const again = where === "over" && conversation.state === "active";
    return html`
      <${OnItsWay} conversation=${conversation} sheet=${sheet} />
      ${again && html`<${Start} conversation=${conversation} folder=${folder} path=${path} again=${true} />`}
    `;
  }
  return html`<${Writing} key=${sheet.handover.id} conversation=${conversation} folder=${folder} sheet=${sheet} />`;
}

/** @param {{ conversation: Conversation }} props */
export function HandoverPanel({ conversation }) {
  const { handovers } = useConsole();
  const folder = useFolder(conversation.id);
  if (!folder || folder.phase === "loading") {
    return html`<p class="soft" role="status" aria-busy="true">${HANDOVER.loading}</p>`;
  }
  if (folder.phase === "failed") {
    const foreign = folder.code === "not_found";
    return html`
      <p class="msg-note" role="status"><${Icon} name="wifi" /><span>${foreign ? HANDOVER.refused : HANDOVER.failed}</span></p>
      ${!foreign && html`<button class="btn" type="button" onClick=${() => handovers.look(conversation.id)}>${HANDOVER.again}</button>`}
    `;
  }
  const path = folder.path ?? "consent";
  return html`
    <${Paths} conversation=${conversation.id} folder=${folder} path=${path} />
    <${Path} conversation=${conversation} folder=${folder} path=${path} />
  `;
}
