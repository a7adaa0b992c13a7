/** What stands between the top bar and my work: the line, my call for help, alerts, a slim offer. */
import { html } from "../html.js";
import { useConsole } from "../use-console.js";
import { Alerts } from "./alerts.js";
import { HelpBar } from "./help-call.js";
import { LineBar } from "./line-bar.js";
import { OfferBar } from "./offer-card.js";

/** The notices; empty most of the night. */
export function Notices() {
  const { store } = useConsole();
  const { offer } = store.desk.value;
  return html`
    <div class="notices">
      <${LineBar} />
      <${HelpBar} />
      <${Alerts} />
      ${offer && store.conversation.value && html`<${OfferBar} offer=${offer} />`}
    </div>
  `;
}
