/**
 * My words. Enter sends, Shift and Enter begins a new line; Escape leaves the field. The draft
 * belongs to the conversation and waits there.
 * @import { Conversation } from "../types.js"
 */
import { holdsCpr } from "krisechat/cpr";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { html } from "../html.js";
import { COMPOSER, citizenName } from "../texts.js";
import { useConsole } from "../use-console.js";
import { LONGEST, NEARLY, lengthOf } from "../words.js";
import { Icon } from "./icon.js";
import { PartsCount, RouteLine, ThereLine } from "./route-line.js";
import { Key } from "./small-parts.js";

/** How tall the field may grow. Pixels. */
const TALLEST = 220;

/** What there is to know about the words before they are sent. @param {{ words: string }} props */
function Hint({ words }) {
  const length = lengthOf(words.trim());
  if (length > LONGEST) return html`<span class="toolong">${COMPOSER.over(length - LONGEST)}</span>`;
  if (length > NEARLY) return html`<span>${COMPOSER.left(LONGEST - length)}</span>`;
  if (holdsCpr(words)) return html`<span class="cpr"><${Icon} name="lock" />${COMPOSER.cpr}</span>`;
  return null;
}

/**
 * @param {{ current: HTMLTextAreaElement | null }} field
 * @param {string} words
 */
function useGrowth(field, words) {
  useLayoutEffect(() => {
    const box = field.current;
    if (!box) return;
    box.style.height = "auto";
    box.style.height = `${Math.min(TALLEST, box.scrollHeight)}px`;
  }, [words]);
}

/** @param {{ conversation: Conversation }} props */
export function Composer({ conversation }) {
  const { desk, store } = useConsole();
  const { id } = conversation;
  const words = store.drafts.value[id] ?? "";
  const field = /** @type {{ current: HTMLTextAreaElement | null }} */ (useRef(null));
  useGrowth(field, words);
  useEffect(() => {
    if (matchMedia("(hover: hover)").matches) field.current?.focus({ preventScroll: true });
  }, [id]);
  const fits = lengthOf(words.trim()) <= LONGEST;
  const send = () => {
    if (!fits) return;
    desk.say(id);
    field.current?.focus();
  };
  const press = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape") field.current?.blur();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.altKey) return;
    event.preventDefault();
    send();
  };
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    send();
  };
  return html`
    <form class="composer" onSubmit=${submit}>
      <${ThereLine} conversation=${conversation} />
      <${RouteLine} conversation=${conversation} />
      <div class="field">
        <label class="vh" for="skriv">${COMPOSER.label(citizenName(conversation.citizen), conversation.myAlias)}</label>
        <textarea id="skriv" rows="2" dir="auto" spellcheck="true" autocomplete="off" enterkeyhint="send"
          placeholder=${COMPOSER.placeholder} ref=${field} value=${words} onKeyDown=${press}
          onBlur=${() => desk.typing.stop()}
          onInput=${(/** @type {any} */ event) => desk.write(id, event.currentTarget.value)}></textarea>
        <div class="bar">
          <span class="meta grow" role="status"><${Hint} words=${words} /></span>
          <span class="meta"><${PartsCount} conversation=${conversation} words=${words} /></span>
          <button class="btn main" type="submit" disabled=${!words.trim() || !fits}>
            <${Icon} name="send" /> ${COMPOSER.send} <${Key}>↵<//>
          </button>
        </div>
      </div>
    </form>
  `;
}
