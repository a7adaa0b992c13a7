/**
 * A handover in words: what is missing, where it stands, when it arrives.
 * @import { Conversation } from "../types.js"
 * @import { Content, Handover, Sheet } from "./types.js"
 */
import { clockTime, dayName } from "../time.js";
import { refusal } from "../wording.js";
import { asking, askedAfter, changedSinceShown } from "./sheet.js";
import { MISSING, WAY } from "./texts.js";

/** A day and a time as one says it: `mandag 23. november kl. 8`. @param {string} moment RFC 3339 */
export function dayAndTime(moment) {
  return `${dayName(moment)} kl. ${clockTime(moment).replace(/^0/, "").replace(".00", "")}`;
}

/**
 * What is worth asking about before it is shown; nothing of it stops anybody.
 * @param {Sheet} sheet
 * @returns {string[]} codes
 */
export function missing({ handover, content }) {
  if (handover.kind === "concern") return handover.missing;
  if (!content) return [];
  const { own_words, safe_contact, phone, involved } = content;
  const consent = handover.kind === "consent";
  const reachable = phone || safe_contact.how || involved.some((one) => one.could_be_contact);
  const lacking = {
    own_words: !own_words.trim(),
    safe_contact: consent && !safe_contact.when && !safe_contact.not_safe,
    reach: consent && !reachable,
    municipality: !handover.municipality,
  };
  return Object.entries(lacking).filter(([, lacks]) => lacks).map(([code]) => code);
}

/** @param {readonly string[]} codes */
export function missingInWords(codes) {
  return codes.map((code) => MISSING[/** @type {keyof typeof MISSING} */ (code)] ?? code);
}

/** @typedef {"draft" | "asking" | "changed" | "declined" | "approved" | "away" | "over"} Standing */

/**
 * Where a handover with a citizen stands, as one word.
 * @param {Sheet} sheet
 * @returns {Standing}
 */
export function standing(sheet) {
  const { state, history } = sheet.handover;
  if (state === "approved") return "approved";
  if (state === "withdrawn" || state === "closed" || state === "returned") return "over";
  if (state !== "draft") return "away";
  const answered = history.findLast(({ step }) => step === "shown" || step === "declined");
  if (answered?.step === "declined") return "declined";
  if (asking(sheet)) return "asking";
  return changedSinceShown(sheet) ? "changed" : "draft";
}

/**
 * The citizen's own text messages since they were asked, newest first.
 * @param {Conversation} conversation
 * @param {Handover} handover
 */
export function answersByText({ messages }, handover) {
  const after = askedAfter(handover);
  return messages
    .filter(({ author, via, seq }) => author === "citizen" && via === "sms" && seq > after)
    .reverse();
}

/** @param {{ step: string, by: string }} step */
export function stepInWords({ step, by }) {
  const words = WAY.steps[/** @type {keyof typeof WAY.steps} */ (step)] ?? step;
  return by ? `${words}: ${by}` : words;
}

/** The steps worth reading afterwards; each writing is not one. @param {Handover} handover */
export const telling = ({ history }) => history.filter(({ step }) => step !== "written");

const REFUSALS = /** @type {Record<string, string>} */ ({
  "bad_value:own_words": "De egne ord skal stå her, før det kan vises.",
  "bad_value:municipality_code": "Vælg kommunen først.",
  "not_available:municipality_code": "Ingen i den kommune tager imod her endnu. Ring til kommunen i stedet.",
  "wrong_state:version": "Det er ændret et andet sted. Se det igennem, og prøv igen.",
  "wrong_state:seq": "Den besked kom før, eller er ikke en sms fra borgeren.",
  "too_long:": "Der er for meget tekst.",
});

/** Why something about a handover did not happen. @param {{ code: string, field: string }} why */
export const handoverRefusal = ({ code, field }) =>
  REFUSALS[`${code}:${field}`] ?? REFUSALS[`${code}:`] ?? refusal(code);

/**
 * What a text message may say of it, to be read before a yes.
 * @param {Content} content
 * @param {(words: string, wishes: string) => string} sentence
 */
export const asText = ({ own_words, wishes }, sentence) => sentence(own_words.trim(), wishes.trim());
