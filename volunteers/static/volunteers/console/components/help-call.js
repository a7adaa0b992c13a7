/** Help for me: the button that is always in the same place, and what becomes of a call. */
import { HELP } from "../calls-texts.js";
import { helpSentence } from "../calls-wording.js";
import { html } from "../html.js";
import { HOLD } from "../keys.js";
import { citizenName } from "../texts.js";
import { useConsole } from "../use-console.js";
import { Icon } from "./icon.js";
import { Key } from "./small-parts.js";

/** Upper right, always. */
export function HelpButton() {
  const { desk } = useConsole();
  return html`
    <button class="btn lamp helpnow" type="button" aria-keyshortcuts="Alt+H" onClick=${() => desk.callHelp()}>
      <${Icon} name="help" /><span>${HELP.button}</span> <span class="wide"><${Key}>${HOLD} H<//></span>
    </button>
  `;
}

/** What stands about the call, by its phase. */
function useWords() {
  const { store } = useConsole();
  const call = store.call.value;
  if (!call) return "";
  const name = citizenName(store.desk.value.conversations[call.conversation ?? ""]?.citizen ?? "");
  const left = Math.max(0, Math.ceil((call.due - store.now.value) / 1000));
  return helpSentence(call.phase, name, left);
}

/** The call, above the words; nothing while nobody is called. */
export function HelpBar() {
  const { desk, store } = useConsole();
  const call = store.call.value;
  const words = useWords();
  if (!call) return null;
  const revocable = call.phase === "pending" || call.phase === "held";
  return html`
    <section class="notice lamp" aria-label=${HELP.region}>
      <${Icon} name="help" />
      <p class="grow b">${words}</p>
      <button class="btn" type="button" onClick=${() => desk.help.dismiss()}>${revocable ? HELP.undo : HELP.read}</button>
    </section>
  `;
}
