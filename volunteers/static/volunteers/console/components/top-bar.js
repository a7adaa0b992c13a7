/** The top bar: who waits, what is saved, my sound, my state, the clock. Nothing here changes place. */
import { html } from "../html.js";
import { anythingLate, longestWait } from "../desk/views.js";
import { LINE, NEXT, NOW } from "../texts.js";
import { clockTime, duration } from "../time.js";
import { useConsole } from "../use-console.js";
import { waitingCount } from "../wording.js";
import { HelpButton } from "./help-call.js";
import { Icon, Mark } from "./icon.js";
import { PresenceMenu } from "./presence-menu.js";
import { SoundButton } from "./sound-button.js";

function QueueFact() {
  const { store } = useConsole();
  const desk = store.desk.value;
  const waiting = desk.queue?.waiting ?? 0;
  if (!waiting) return html`<li class="nobody"><${Icon} name="clock" /><span>${NEXT.nobody}</span></li>`;
  const longest = duration(longestWait(desk, store.slowly.value));
  return html`
    <li><${Icon} name="clock" /><span><b>${waitingCount(waiting)}</b><span class="longest">, ${NEXT.longest(longest)}</span></span></li>
  `;
}

function LineFact() {
  const { store } = useConsole();
  const { phase } = store.line.value;
  const saved = anythingLate(store.desk.value, store.now.value) ? LINE.unsent : LINE.saved;
  const word = phase === "live" ? saved : LINE[phase === "broken" ? "broken" : "connecting"];
  return html`<li class=${`wide ${phase === "live" ? "" : "off"}`}><${Icon} name="wifi" /><span>${word}</span></li>`;
}

/** The top bar. */
export function TopBar() {
  const { store, page } = useConsole();
  const time = clockTime(store.slowly.value);
  return html`
    <header class="top">
      <a class="brand" href="/vagt"><${Mark} /><span class="wide">${page.brand}</span></a>
      <ul class="facts" aria-label=${NOW}>
        <${QueueFact} />
        <${LineFact} />
      </ul>
      <span class="grow"></span>
      <${SoundButton} />
      <${PresenceMenu} />
      <time class="clock" dateTime=${time.replace(".", ":")}>${time}</time>
      <${HelpButton} />
    </header>
  `;
}
