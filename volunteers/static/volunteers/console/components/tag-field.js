/** A few words about a conversation, for us: Enter or a comma makes one, Backspace takes the last away. */
import { useState } from "preact/hooks";
import { html } from "../html.js";
import { CLOSE } from "../texts.js";
import { fitToSend } from "../words.js";
import { Icon } from "./icon.js";

const MOST = 8;
const LONGEST = 40;

/** @param {{ tags: readonly string[], change: (tags: readonly string[]) => void }} props */
export function TagField({ tags, change }) {
  const [words, setWords] = useState("");
  const add = () => {
    const tag = fitToSend(words).replace(/,+$/, "").toLowerCase();
    setWords("");
    if (tag && !tags.includes(tag) && tags.length < MOST) change([...tags, tag]);
  };
  const press = (/** @type {KeyboardEvent} */ event) => {
    if ((event.key === "Enter" || event.key === ",") && words.trim()) {
      event.preventDefault();
      add();
    } else if (event.key === "Backspace" && !words && tags.length) {
      change(tags.slice(0, -1));
    }
  };
  return html`
    <div class="tags">
      <label class="lbl" for="stikord">${CLOSE.tags}</label>
      <div class="field tagfield">
        ${tags.map((tag) => html`
          <span class="chip" key=${tag}>${tag}
            <button type="button" aria-label=${CLOSE.removeTag(tag)}
              onClick=${() => change(tags.filter((other) => other !== tag))}><${Icon} name="x" /></button></span>
        `)}
        <input id="stikord" maxlength=${LONGEST} autocomplete="off" value=${words} onKeyDown=${press} onBlur=${add}
          onInput=${(/** @type {any} */ event) => setWords(event.currentTarget.value)} />
      </div>
      <p class="xs soft">${CLOSE.tagsHint}</p>
    </div>
  `;
}
