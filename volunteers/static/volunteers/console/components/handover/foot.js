/**
 * What happens next with a handover, always in sight: where it goes, when it arrives, whose yes is
 * awaited, and the one button that fits.
 * @import { Conversation } from "../../types.js"
 * @import { Sheet } from "../../handover/types.js"
 */
import { html } from "../../html.js";
import { FOOT } from "../../handover/texts.js";
import { answersByText, asText, dayAndTime, handoverRefusal, standing } from "../../handover/wording.js";
import { clockTime } from "../../time.js";
import { useConsole } from "../../use-console.js";
import { Icon } from "../icon.js";

/** To whom and when. @param {{ sheet: Sheet, name: string }} props */
export function Destination({ sheet, name }) {
  const { municipality, candidates, arrives_at, long_gap, read_there, state, kind } = sheet.handover;
  const several = candidates.length > 1;
  if (!municipality) return html`<p class="xs soft">${several ? FOOT.chooseOne : FOOT.nowhere}</p>`;
  if (!read_there) return html`<p class="msg-note warn"><${Icon} name="warn" /><span><b>${FOOT.to(municipality.name)}</b> ${FOOT.notReadThere}</span></p>`;
  const when = arrives_at && kind !== "concern" ? dayAndTime(arrives_at) : "";
  const arrives = when && (state === "approved" ? FOOT.arrivesSure(when) : FOOT.arrives(when, name));
  return html`
    <p class="xs soft"><b>${FOOT.to(municipality.name)}</b> ${arrives}${long_gap && kind !== "concern" && html` <span class="warn">${FOOT.longGap}</span>`}</p>
  `;
}

/** The citizen's own text message is their yes. @param {{ conversation: Conversation, sheet: Sheet }} props */
function AnswerByText({ conversation, sheet }) {
  const { handovers, store } = useConsole();
  const answers = answersByText(conversation, sheet.handover);
  return html`
    <div class="answers">
      <p class="xs b">${FOOT.theirAnswer(conversation.citizen || FOOT.them)}</p>
      ${answers.length === 0 && html`<p class="xs soft">${FOOT.noAnswerYet}</p>`}
      ${answers.map(({ seq, body, sent_at }) => html`
        <p key=${seq} class="row"><q class="voice grow" dir="auto">${body}</q><span class="num xs soft">${clockTime(sent_at)}</span>
          <button class="btn" type="button" disabled=${sheet.doing !== "" || !store.live.value} onClick=${() => handovers.answered(conversation.id, seq)}>${FOOT.thisIsYes}</button></p>
      `)}
    </div>
  `;
}

/** @param {{ conversation: Conversation, sheet: Sheet, name: string }} props */
function Asking({ conversation, sheet, name }) {
  const { desk } = useConsole();
  const byText = conversation.texting === "words";
  const put = () => {
    if (sheet.content) desk.takeUp(conversation.id, asText(sheet.content, FOOT.asText));
    document.getElementById("skriv")?.focus();
  };
  return html`
    <p class="msg-note lamp"><${Icon} name="eye" /><span>${byText ? FOOT.askingByText(name) : FOOT.asking(name)}</span></p>
    ${byText && html`<button class="btn wide" type="button" onClick=${put}><${Icon} name="sms" />${FOOT.putInField}</button>`}
    ${conversation.messages.some(({ via, author }) => via === "sms" && author === "citizen") && html`<${AnswerByText} conversation=${conversation} sheet=${sheet} />`}
  `;
}

/** @param {{ conversation: Conversation, sheet: Sheet, name: string, again: boolean }} props */
function ShowIt({ conversation, sheet, name, again }) {
  const { handovers, store } = useConsole();
  const empty = !sheet.content?.own_words.trim();
  const word = again ? FOOT.showAgain(name) : FOOT.show(name);
  return html`
    ${empty && html`<p class="xs soft">${FOOT.needsWords}</p>`}
    <button class="btn line wide" type="button" disabled=${empty || sheet.doing !== "" || !store.live.value}
      onClick=${() => handovers.show(conversation.id)}>${sheet.doing === "show" ? FOOT.showing : word}</button>
  `;
}

/** The foot of what is written with a citizen. @param {{ conversation: Conversation, sheet: Sheet, name: string, rewrite: (() => void) | null }} props `rewrite` unlocks what was approved; null once it is */
export function Foot({ conversation, sheet, name, rewrite }) {
  const where = standing(sheet);
  const { refusal } = sheet;
  return html`
    <div class="foot">
      <${Destination} sheet=${sheet} name=${name} />
      ${where === "changed" && html`<p class="xs soft">${FOOT.changed(name)}</p>`}
      ${where === "declined" && html`<p class="msg-note"><${Icon} name="note" /><span>${FOOT.declined(name)}</span></p>`}
      <p class="refusal xs" role="status">${refusal && handoverRefusal(refusal)}</p>
      ${where === "asking" && html`<${Asking} conversation=${conversation} sheet=${sheet} name=${name} />`}
      ${where === "approved"
        ? html`<p class="msg-note lamp"><${Icon} name="check" /><span class="grow">${FOOT.approved(name)}</span></p>
          <p class="row"><span class="xs soft grow">${FOOT.rewriteHint(name)}</span>${rewrite && html`<button class="btn" type="button" onClick=${rewrite}>${FOOT.rewrite}</button>`}</p>`
        : where !== "asking" && html`<${ShowIt} conversation=${conversation} sheet=${sheet} name=${name} again=${where !== "draft"} />`}
    </div>
  `;
}
