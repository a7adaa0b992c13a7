/**
 * My words that the server does not have yet, and those it would not take.
 * @import { Conversation, Outgoing } from "../types.js"
 */
import { html } from "../html.js";
import { MESSAGE } from "../texts.js";
import { useConsole } from "../use-console.js";
import { messageRefusal } from "../wording.js";
import { Icon } from "./icon.js";

/** Words on their way for longer than this are said to be late. Milliseconds. */
const LATE = 4_000;

/** @param {{ conversation: Conversation, outgoing: Outgoing }} props */
function Refused({ conversation, outgoing }) {
  const { desk } = useConsole();
  const over = conversation.state !== "active";
  const take = () => desk.takeBack(conversation.id, outgoing.clientId);
  return html`
    <span class="who refused">
      <${Icon} name="warn" /><span>${messageRefusal(over ? "wrong_state" : outgoing.refusal)}</span>
      ${!over && html`<button class="btn" type="button" onClick=${take}>${MESSAGE.edit}</button>`}
    </span>
  `;
}

/** @param {{ outgoing: Outgoing }} props */
function Kept({ outgoing }) {
  const { store } = useConsole();
  const late = !store.live.value || outgoing.notBefore > 0 ||
    store.now.value - outgoing.writtenAt > LATE;
  return html`
    <span class="who"><${Icon} name="clock" />${late ? MESSAGE.keptLater : MESSAGE.kept}</span>
  `;
}

/** @param {{ conversation: Conversation, outgoing: Outgoing }} props */
export function WaitingWords({ conversation, outgoing }) {
  const refused = outgoing.state === "refused" || conversation.state !== "active";
  return html`
    <div class=${`m me pending ${refused ? "refused" : ""}`}>
      <p dir="auto">${outgoing.body}</p>
      ${refused
        ? html`<${Refused} conversation=${conversation} outgoing=${outgoing} />`
        : html`<${Kept} outgoing=${outgoing} />`}
    </div>
  `;
}
