/**
 * Notes between those who answer. The citizen never sees them.
 * @import { Conversation, Note } from "../types.js"
 */
import { html } from "../html.js";
import { NOTES, citizenName } from "../texts.js";
import { clockTime, dayName, sameDay } from "../time.js";
import { useConsole } from "../use-console.js";
import { refusal } from "../wording.js";
import { Icon } from "./icon.js";

/** @param {{ note: Note, myAlias: string, at: number }} props */
function NoteCard({ note, myAlias, at }) {
  const who = note.author === myAlias ? NOTES.you : note.author;
  const when = sameDay(note.at, at) ? clockTime(note.at) : `${dayName(note.at)} ${clockTime(note.at)}`;
  return html`
    <li class="inner">
      <${Icon} name="note" />
      <div><b>${who ? `${who}, ` : ""}<time dateTime=${note.at}>${when}</time></b><p dir="auto">${note.body}</p></div>
    </li>
  `;
}

/** @param {{ conversation: Conversation }} props */
function NewNote({ conversation }) {
  const { desk, store } = useConsole();
  const { id, citizen } = conversation;
  const words = store.noteDrafts.value[id] ?? "";
  const code = store.refusals.value[`note:${id}`] ?? "";
  const save = (/** @type {Event} */ event) => {
    event.preventDefault();
    desk.note(id);
  };
  const press = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save(event);
  };
  return html`
    <form class="newnote" onSubmit=${save}>
      <label class="lbl" for="ny-note">${NOTES.label}</label>
      <div class="field"><textarea id="ny-note" rows="4" dir="auto" placeholder=${NOTES.placeholder} autocomplete="off"
        value=${words} onKeyDown=${press}
        onInput=${(/** @type {any} */ event) => store.draftNote(id, event.currentTarget.value)}></textarea></div>
      <p class="refusal xs" role="status">${code && refusal(code)}</p>
      <p class="row"><span class="xs soft grow">${NOTES.never(citizenName(citizen))}</span>
        <button class="btn line" type="submit"
          disabled=${!words.trim() || !store.live.value || store.awaits("note", id)}>${NOTES.save}</button></p>
    </form>
  `;
}

/** @param {{ conversation: Conversation }} props */
export function NotesPanel({ conversation }) {
  const { store } = useConsole();
  const { notes, myAlias } = conversation;
  return html`
    <h2>${NOTES.heading}</h2>
    ${notes.length === 0 && html`<p class="soft xs">${NOTES.none}</p>`}
    <ul class="notes" aria-live="polite">
      ${notes.map((note) => html`<${NoteCard} key=${note.id} note=${note} myAlias=${myAlias} at=${store.slowly.value} />`)}
    </ul>
    ${conversation.state === "active" && html`<${NewNote} conversation=${conversation} />`}
  `;
}
