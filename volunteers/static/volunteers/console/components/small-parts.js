/**
 * The smallest parts: a key, a risk, a presence, a spoken line.
 * @import { PresenceStatus, Risk, Via } from "../types.js"
 */
import { html } from "../html.js";
import { RISK, VIA } from "../texts.js";
import { Icon } from "./icon.js";

/** A key on the keyboard. @param {{ children: any }} props */
export const Key = ({ children }) => html`<kbd class="k">${children}</kbd>`;

/** Risk as word, bars and weight of the shape; the hue comes last. @param {{ risk: Risk }} props */
export const RiskBadge = ({ risk }) => html`
  <span class="risk" data-risk=${risk}><span class="vh">${RISK.label}: </span>${RISK[risk].word}</span>
`;

const DOTS = Object.freeze({ available: "pres", break: "pres half", offline: "pres off" });

/** Presence as a dot; the word always stands beside it. @param {{ status: PresenceStatus }} props */
export const PresenceDot = ({ status }) => html`<span class=${DOTS[status]} aria-hidden="true"></span>`;

/** The way the words travel. @param {{ via: Via }} props */
export const ViaMark = ({ via }) => html`
  <span class="via"><${Icon} name=${via === "sms" ? "sms" : "web"} />${VIA[via]}</span>
`;
