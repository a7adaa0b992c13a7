/** Asks once, and only from a click, whether the screen may say that somebody waits. */
import { useState } from "preact/hooks";
import { html } from "../html.js";
import { NOTIFY } from "../texts.js";
import { useConsole } from "../use-console.js";

/** The question; nothing when it is answered, or when there is nothing to ask. */
export function NotifyOffer() {
  const { store, notifier } = useConsole();
  const [asked, setAsked] = useState(false);
  const onDuty = store.desk.value.me?.status === "available";
  const leave = notifier.leave.value;
  const ask = () => {
    setAsked(true);
    notifier.ask();
  };
  if (asked && leave === "denied") {
    return html`<section class="foot xs soft"><p role="status">${NOTIFY.denied}</p></section>`;
  }
  if (asked || !onDuty || leave !== "default") return null;
  return html`
    <section class="foot xs soft">
      <p>${NOTIFY.offer}</p>
      <p class="row">
        <button class="btn" type="button" onClick=${ask}>${NOTIFY.act}</button>
        <button class="btn quiet" type="button" onClick=${() => setAsked(true)}>${NOTIFY.later}</button>
      </p>
    </section>
  `;
}
