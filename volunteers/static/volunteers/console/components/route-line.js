/**
 * How my next words travel, said where I write them: by text message, or as a neutral word of one
 * once the citizen is gone from the page. On the page alone it says nothing; where there is no page
 * and the number said stop, that my words go nowhere.
 * @import { Conversation } from "../types.js"
 */
import { GONE, ROUTE, UNCONFIRMED } from "../calls-texts.js";
import { html } from "../html.js";
import { smsParts } from "../sms-parts.js";
import { fitToSend } from "../words.js";
import { Icon } from "./icon.js";

/** @param {{ conversation: Conversation }} props */
export function RouteLine({ conversation }) {
  const { texting, via } = conversation;
  if (texting === "none" && via !== "sms") return null;
  const { main, more } = ROUTE[texting === "none" ? "stopped" : texting];
  return html`<p class="route"><${Icon} name="sms" /><span><b>${main}</b> ${more}</span></p>`;
}

/** Whether the citizen is there to read it, and who it is as far as one can know. @param {{ conversation: Conversation }} props */
export function ThereLine({ conversation }) {
  const { gone, via } = conversation;
  const said = gone ? GONE[gone] : via === "sms" ? UNCONFIRMED : null;
  return html`<div role="status">${said && html`<p class="route"><${Icon} name=${gone ? "user" : "lock"} /><span><b>${said.main}</b> ${said.more}</span></p>`}</div>`;
}

/** From here on it is said that less might do. */
const MANY = 4;

/** How many text messages my words become. @param {{ conversation: Conversation, words: string }} props */
export function PartsCount({ conversation, words }) {
  if (conversation.texting !== "words" || !words.trim()) return null;
  const { letters, parts, plain } = smsParts(fitToSend(words));
  if (parts >= MANY) return html`<span>${ROUTE.many(parts)}</span>`;
  return html`<span><span class="parts" aria-hidden="true">${Array.from({ length: parts }, (_, part) => html`<i key=${part}></i>`)}</span>${ROUTE.parts(letters, parts)}${!plain && parts > 1 && html` <span class="faint">${ROUTE.symbols}</span>`}</span>`;
}
