/** The sound, on or off: one press, always in the same place. */
import { html } from "../html.js";
import { SOUND } from "../texts.js";
import { useConsole } from "../use-console.js";
import { Icon } from "./icon.js";

/** The button. Silent by itself while I am not on duty; a browser that wants a click first says so. */
export function SoundButton() {
  const { store, chime } = useConsole();
  const muted = store.muted.value;
  const blocked = !muted && !chime.allowed.value;
  const press = () => {
    if (!blocked) store.muted.value = !muted;
    chime.unlock();
  };
  const word = blocked ? SOUND.blocked : SOUND[muted ? "off" : "on"];
  return html`
    <button class="btn quiet sound" type="button" aria-pressed=${!muted && !blocked} onClick=${press}>
      <${Icon} name=${muted || blocked ? "mute" : "bell"} />
      <span class="t">${word}</span>
    </button>
  `;
}
