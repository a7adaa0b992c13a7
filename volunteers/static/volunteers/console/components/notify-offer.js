/** Asks once, and only from a click, whether the screen may say that somebody waits. */
import { useState } from "preact/hooks";
import { html } from "../html.js";
import { NOTIFY } from "../texts.js";
import { useConsole } from "../use-console.js";

/** The question; nothing when it is answered, or when there is nothing to ask. */
export function NotifyOffer() {
  const { store, notifier } = useConsole();
  const [later, setLater] = useState(false);
  const onDuty = store.desk.value.me?.status === "available";
  const leave = notifier.leave.value;
  if (later || !onDuty || (leave !== "default" && leave !== "denied")) return null;
  if (leave === "denied") {
    return html`<section class="foot xs soft"><p>${NOTIFY.denied}</p></section>`;
  }
  return html`
    <section class="foot xs soft">
      <p>${NOTIFY.offer}</p>
      <p class="row">
        <button class="btn" type="button" onClick=${() => notifier.ask()}>${NOTIFY.act}</button>
        <button class="btn quiet" type="button" onClick=${() => setLater(true)}>${NOTIFY.later}</button>
      </p>
    </section>
  `;
}
