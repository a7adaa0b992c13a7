/** Two lines that are only heard: one waits its turn, one does not. Filled, never replaced. */
import { html } from "../html.js";
import { useConsole } from "../use-console.js";

/** The announcer. */
export function Announcer() {
  const { store } = useConsole();
  return html`
    <p class="vh" role="status">${store.said.value}</p>
    <p class="vh" role="alert">${store.urgent.value}</p>
  `;
}
