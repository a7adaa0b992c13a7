/**
 * Who does what, in words.
 * @import { Step } from "./desk/danger.js"
 */
import { DONE, EMERGENCY, STEPS } from "./danger-texts.js";
import { here, last } from "./desk/danger.js";

/**
 * What I call whoever did it: their own first name, else the name they have in this conversation.
 * @param {{ by: string, name?: string }} step
 */
export function colleague({ by, name }) {
  return name || by;
}

/**
 * The heading of the card: who rang, who comes, and where I stay.
 * @param {{ steps: readonly Step[], acute: boolean, me: string, name: string, guest: boolean }} facts
 *   `me` is the name I have on record, `name` the citizen's alias
 */
export function whoDoesWhat({ steps, acute, me, name, guest }) {
  const lead = here(steps);
  const called = last(steps, "lead_called");
  const rang = last(steps, "called_112");
  const said = [
    rang && (rang.by === me ? EMERGENCY.youRang : EMERGENCY.rang(colleague(rang))),
    lead && lead.by !== me && EMERGENCY.leadHere(colleague(lead)),
    last(steps, "help_arrived") ? EMERGENCY.arrived : last(steps, "help_on_its_way") && EMERGENCY.onItsWay,
    !lead && called && (colleague(called) && called.by !== me ? EMERGENCY.called(colleague(called)) : EMERGENCY.leadCalled),
  ].filter((sentence) => sentence);
  if (guest) return [EMERGENCY.guest, ...said].join(" ");
  if (!said.length) return acute ? EMERGENCY.heading : EMERGENCY.not;
  return [...said, EMERGENCY.youStay(name)].join(" ");
}

/**
 * One step on record. A code nobody here knows is shown as it is, never left out.
 * @param {Step} step
 * @param {string} me
 */
export function stepSentence({ step, by, name }, me) {
  const words = Object.hasOwn(DONE, step) ? DONE[/** @type {keyof typeof DONE} */ (step)] : step;
  const who = by && by === me ? EMERGENCY.you : colleague({ by, name });
  if (step === "lead_called" && by === me) return STEPS.youWereCalled;
  if (step === "lead_called") return who ? STEPS.lead_called_by(who) : STEPS.lead_called;
  return `${who || STEPS.somebody} ${words}`;
}
