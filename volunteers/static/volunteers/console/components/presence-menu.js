/**
 * My own state: free, on a break, away; how many at a time; and the way out.
 * @import { PresenceStatus } from "../types.js"
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { active } from "../desk/views.js";
import { html } from "../html.js";
import { PRESENCE } from "../texts.js";
import { useConsole } from "../use-console.js";
import { refusal } from "../wording.js";
import { Icon } from "./icon.js";
import { PresenceDot } from "./small-parts.js";

const STATUSES = /** @type {const} */ (["available", "break", "offline"]);

/** @param {{ status: PresenceStatus, current: PresenceStatus, choose: () => void }} props */
function Choice({ status, current, choose }) {
  return html`
    <button class="choice" type="button" aria-pressed=${status === current} onClick=${choose}>
      <${PresenceDot} status=${status} />
      <span><b>${PRESENCE[status].choice}</b><span class="xs soft">${PRESENCE[status].means}</span></span>
      ${status === current && html`<${Icon} name="check" />`}
    </button>
  `;
}

/** @param {{ capacity: number, set: (capacity: number) => void }} props */
function Places({ capacity, set }) {
  return html`
    <div class="places" role="group" aria-label=${PRESENCE.capacity}>
      <span class="grow">${PRESENCE.capacity}</span>
      <button class="icon" type="button" aria-label=${PRESENCE.fewer} disabled=${capacity <= 1}
        onClick=${() => set(capacity - 1)}><${Icon} name="minus" /></button>
      <output class="num b">${capacity}</output>
      <button class="icon" type="button" aria-label=${PRESENCE.more}
        onClick=${() => set(capacity + 1)}><${Icon} name="plus" /></button>
    </div>
  `;
}

/** What opens under my name. @param {{ shut: () => void }} props */
function Menu({ shut }) {
  const { desk, store, chime, page } = useConsole();
  const me = store.desk.value.me;
  if (!me) return null;
  const held = active(store.desk.value).length;
  const choose = (/** @type {PresenceStatus} */ status) => {
    if (status === "available") chime.unlock();
    desk.goTo(status);
    shut();
  };
  return html`
    <div class="menu" id="min-vagt">
      <p class="lbl">${PRESENCE.heading}</p>
      ${STATUSES.map((status) => html`
        <${Choice} key=${status} status=${status} current=${me.status} choose=${() => choose(status)} />
      `)}
      <${Places} capacity=${me.capacity} set=${(/** @type {number} */ places) => desk.goTo(me.status, places)} />
      <hr />
      ${page.overview && html`<a class="btn wide" href=${page.overview}>${PRESENCE.overview}</a>`}
      ${held > 0 && html`<p class="xs soft">${PRESENCE.givesBack(held)}</p>`}
      <button class="btn wide" type="submit" form="log-ud">${PRESENCE.logout}</button>
    </div>
  `;
}

/** My name and state; pressing it opens the menu. */
export function PresenceMenu() {
  const { store, page } = useConsole();
  const [open, setOpen] = useState(false);
  const whole = /** @type {{ current: HTMLElement | null }} */ (useRef(null));
  useEffect(() => {
    if (!open) return undefined;
    const outside = (/** @type {Event} */ event) => {
      if (!whole.current?.contains(/** @type {Node} */ (event.target))) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);
  const shut = () => {
    setOpen(false);
    whole.current?.querySelector("button")?.focus();
  };
  const escape = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape" && open) shut();
  };
  const left = (/** @type {FocusEvent} */ event) => {
    const next = /** @type {Node | null} */ (event.relatedTarget);
    if (next && !whole.current?.contains(next)) setOpen(false);
  };
  const status = store.desk.value.me?.status ?? "offline";
  const refused = store.refusals.value["presence"];
  return html`
    <div class="mine" ref=${whole} onKeyDown=${escape} onFocusOut=${left}>
      <button class="btn quiet" type="button" aria-expanded=${open} aria-controls="min-vagt"
        onClick=${() => setOpen(!open)}>
        <${PresenceDot} status=${status} />
        <span><span class="wide">${page.name}, </span>${PRESENCE[status].word}</span>
        <${Icon} name="down" />
      </button>
      ${open && html`<${Menu} shut=${shut} />`}
      ${refused && html`<span class="vh" role="status">${refusal(refused)}</span>`}
    </div>
  `;
}
