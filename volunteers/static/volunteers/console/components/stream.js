/**
 * The words, oldest above. Stays at the newest unless I have scrolled up to read.
 * @import { Conversation } from "../types.js"
 */
import { useLayoutEffect, useRef } from "preact/hooks";
import { TYPING_HOLDS } from "../desk/views.js";
import { html } from "../html.js";
import { talk } from "../talk.js";
import { CHAT, citizenName } from "../texts.js";
import { dayName } from "../time.js";
import { useConsole } from "../use-console.js";
import { Icon } from "./icon.js";
import { Turn } from "./turn.js";
import { WaitingWords } from "./waiting-words.js";

/** This near to the end is at the end. Pixels. */
const NEAR = 48;

/** @param {{ conversation: Conversation, part: import("../talk.js").Part }} props */
function Part({ conversation, part }) {
  switch (part.kind) {
    case "day":
      return html`<p class="sys day"><span>${dayName(part.at)}</span></p>`;
    case "new":
      return html`<p class="sys new"><span>${CHAT.newWords}</span></p>`;
    case "system":
      return html`<p class="sys" dir="auto">${part.message.body}</p>`;
    case "waiting":
      return html`<${WaitingWords} conversation=${conversation} outgoing=${part.outgoing} />`;
    default:
      return html`<${Turn} conversation=${conversation} turn=${part} />`;
  }
}

/** Keeps the end in sight while it is in sight, also when the field below grows. */
function useEnd() {
  const { desk, store } = useConsole();
  const box = /** @type {{ current: HTMLElement | null }} */ (useRef(null));
  const toEnd = () => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  };
  useLayoutEffect(() => {
    if (store.atEnd.value) toEnd();
  });
  useLayoutEffect(() => {
    if (!box.current || typeof ResizeObserver === "undefined") return undefined;
    const observer = new ResizeObserver(() => {
      if (store.atEnd.peek()) toEnd();
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  const scrolled = () => {
    const { scrollTop, scrollHeight, clientHeight } = /** @type {HTMLElement} */ (box.current);
    const atEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    if (atEnd === store.atEnd.peek()) return;
    store.atEnd.value = atEnd;
    if (atEnd) desk.reading.look();
  };
  return { box, scrolled, toEnd };
}

/** Whether the citizen is writing; the line is always there, so that nothing moves. @param {{ conversation: Conversation }} props */
function TypingLine({ conversation }) {
  const { store } = useConsole();
  const typing = conversation.typingAt && store.now.value - conversation.typingAt < TYPING_HOLDS;
  return html`<p class="typing" aria-hidden="true">${typing ? CHAT.typing(citizenName(conversation.citizen)) : ""}</p>`;
}

/** @param {{ conversation: Conversation }} props */
export function Stream({ conversation }) {
  const { store } = useConsole();
  const { box, scrolled, toEnd } = useEnd();
  const parts = talk(conversation, store.newFrom.value);
  const empty = parts.length === 0;
  const lost = store.line.value.phase !== "live";
  return html`
    <div class="stream-box">
      <div class="stream" tabindex="0" role="log" ref=${box} onScroll=${scrolled}
        aria-live=${conversation.synced ? "polite" : "off"} aria-relevant="additions"
        aria-label=${CHAT.log(citizenName(conversation.citizen))}>
        <div class="flow">
          ${!conversation.synced && !lost && html`<p class="sys">${CHAT.fetching}</p>`}
          ${empty && conversation.synced && html`<p class="sys">${CHAT.nothing}</p>`}
          ${parts.map((part) => html`<${Part} key=${part.key} conversation=${conversation} part=${part} />`)}
        </div>
      </div>
      ${!store.atEnd.value && html`
        <button class="btn newest" type="button" onClick=${toEnd}><${Icon} name="down" /> ${CHAT.toNewest}</button>
      `}
      <${TypingLine} conversation=${conversation} />
    </div>
  `;
}
