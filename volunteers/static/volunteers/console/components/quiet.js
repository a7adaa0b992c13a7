/**
 * Nobody in front of me: off duty, on a break, nobody waiting, somebody waiting, or nobody chosen.
 * The lamp is lit when a person is here to answer: when I am free.
 */
import { html } from "../html.js";
import { longestWait } from "../desk/views.js";
import { NEXT, QUIET } from "../texts.js";
import { duration, greeting } from "../time.js";
import { useConsole } from "../use-console.js";
import { waitingSentence } from "../wording.js";
import { NextButton, NextRefusal, useNext } from "./next-card.js";

/** A lamp on its cord, hanging from the top of the room. @param {{ lit: boolean }} props */
function Lamp({ lit }) {
  return html`
    <span class="cordline" aria-hidden="true"></span>
    <svg class=${`lamp ${lit ? "on" : ""}`} viewBox="0 -1 320 171" aria-hidden="true" focusable="false">
      <defs>
        <radialGradient id="lampeskin" cx=".5" cy="0" r=".95">
          <stop class="gs" offset="0" stop-opacity=".55" />
          <stop class="gs" offset=".4" stop-opacity=".18" />
          <stop class="gs" offset="1" stop-opacity="0" />
        </radialGradient>
      </defs>
      <path class="pool" fill="url(#lampeskin)" d="M112 50h96l84 120H28z" />
      <path class="shade" d="M110 50a50 50 0 0 1 100 0z" />
      <circle class="bulb" cx="160" cy="55" r="8" />
    </svg>
  `;
}

/** @param {string} name */
const firstName = (name) => name.split(" ")[0];

function useWords() {
  const { store, chime, page } = useConsole();
  const next = useNext();
  const desk = store.desk.value;
  const told = chime.allowed.value && !store.muted.value;
  switch (next) {
    case "offline":
      return { title: `${greeting(store.slowly.value)}, ${firstName(page.name)}.`, text: QUIET.offline };
    case "break":
      return { title: `${NEXT.paused}.`, text: QUIET.paused };
    case "someone":
      return { title: waitingSentence(desk.queue?.waiting ?? 0), text: QUIET.someone };
    case "acute":
      return { title: waitingSentence(desk.queue?.waiting ?? 0), text: NEXT.acute };
    case "full":
      return { title: waitingSentence(desk.queue?.waiting ?? 0), text: QUIET.full };
    default:
      return { title: `${NEXT.nobody}.`, text: told ? QUIET.rings : QUIET.silent };
  }
}

/** How long they have waited who wait; nothing while nobody does. */
function LongestWait() {
  const { store } = useConsole();
  const desk = store.desk.value;
  const waiting = desk.queue?.waiting ?? 0;
  if (!waiting || desk.me?.status === "break") return null;
  const length = duration(longestWait(desk, store.slowly.value));
  const away = desk.me?.status === "offline";
  return html`<p class="soft num">${away && `${waitingSentence(waiting)} `}${NEXT.hasWaited(waiting, length)}</p>`;
}

/** The quiet screen. */
export function Quiet() {
  const { store } = useConsole();
  const desk = store.desk.value;
  const next = useNext();
  const words = useWords();
  const choosing = desk.order.length > 0 && next !== "someone";
  return html`
    <div class="still">
      <${Lamp} lit=${desk.me?.status === "available"} />
      <h1 class="voice">${choosing ? QUIET.choose : words.title}</h1>
      ${!choosing && html`<${LongestWait} />`}
      <p class="soft">${choosing ? QUIET.chooseHint : words.text}</p>
      <${NextRefusal} />
      <${NextButton} big=${true} />
    </div>
  `;
}
