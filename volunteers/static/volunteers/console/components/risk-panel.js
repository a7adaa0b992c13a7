/**
 * How dangerous it is: one choice, one sentence why.
 * @import { Conversation, Risk } from "../types.js"
 */
import { useState } from "preact/hooks";
import { html } from "../html.js";
import { RISK } from "../texts.js";
import { useConsole } from "../use-console.js";
import { refusal } from "../wording.js";
import { RiskBadge } from "./small-parts.js";

const LEVELS = /** @type {const} */ (["none", "concern", "high", "acute"]);

/** @param {{ level: Risk, chosen: boolean, choose: () => void }} props */
function Level({ level, chosen, choose }) {
  return html`
    <label class="option">
      <input type="radio" name="risiko" value=${level} checked=${chosen} onChange=${choose} />
      <span class="grow"><${RiskBadge} risk=${level} /><span class="xs soft">${RISK[level].means}</span></span>
    </label>
  `;
}

/** @param {{ conversation: Conversation }} props */
export function RiskPanel({ conversation }) {
  const { desk, store } = useConsole();
  const { id, risk } = conversation;
  const [level, setLevel] = useState(risk);
  const [reason, setReason] = useState("");
  const code = store.refusals.value[`flag:${id}`] ?? "";
  const same = level === risk;
  const set = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (same) return;
    desk.flag(id, { risk: level, reason });
    setReason("");
  };
  return html`
    <form class="steps" onSubmit=${set}>
      <fieldset class="options">
        <legend>${RISK.question}</legend>
        ${LEVELS.map((one) => html`<${Level} key=${one} level=${one} chosen=${one === level} choose=${() => setLevel(one)} />`)}
      </fieldset>
      <div>
        <label class="lbl" for="risiko-grund">${RISK.reason}</label>
        <div class="field"><textarea id="risiko-grund" rows="3" dir="auto" autocomplete="off" value=${reason}
          onInput=${(/** @type {any} */ event) => setReason(event.currentTarget.value)}></textarea></div>
        <p class="xs soft">${RISK.reasonHint}</p>
      </div>
      <p class="refusal xs" role="status">${code && refusal(code)}</p>
      <button class=${`btn wide ${level === "acute" && !same ? "red" : "line"}`} type="submit"
        disabled=${same || !store.live.value || store.awaits("flag", id) || conversation.state !== "active"}>
        ${same ? RISK.same : RISK.set(RISK[level].word)}
      </button>
      <p class="xs soft">${RISK.acuteCalls}</p>
    </form>
  `;
}
