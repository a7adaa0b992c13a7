/**
 * One handover on my desk, as pure steps: a sheet in, a new one out.
 * @import { Content, Handover, Sheet } from "./types.js"
 */
import { adopted, at, merged } from "./content.js";

/** Words are saved when the hand has rested this long. Milliseconds. */
export const REST = 900;

/**
 * A sheet as it comes from the server.
 * @param {Handover} handover
 * @returns {Sheet}
 */
export const begin = (handover) => ({
  handover, content: handover.content, municipality: "", postcode: "", saving: "saved",
  savedAt: 0, dueAt: 0, doing: "", refusal: null,
});

/**
 * I wrote.
 * @param {Sheet} sheet
 * @param {readonly (string | number)[]} path
 * @param {any} value
 * @param {number} now milliseconds
 * @returns {Sheet}
 */
export function written(sheet, path, value, now) {
  if (!sheet.content) return sheet;
  const content = /** @type {Content} */ (at(sheet.content, path, value));
  return touched({ ...sheet, content }, now);
}

/**
 * Something of it is to be saved.
 * @param {Sheet} sheet
 * @param {number} now
 * @returns {Sheet}
 */
export const touched = (sheet, now) => ({
  ...sheet, saving: "dirty", dueAt: now + REST, refusal: null,
});

/**
 * Saved: what I have written since stays, and is to be saved next.
 * @param {Sheet} sheet
 * @param {Handover} handover the server's answer
 * @param {Sheet} sent the sheet as it was sent
 * @param {number} now
 * @returns {Sheet}
 */
export function saved(sheet, handover, sent, now) {
  const went = { ...sheet, handover, savedAt: now, refusal: null };
  const settled = {
    ...went,
    municipality: sheet.municipality === sent.municipality ? "" : sheet.municipality,
    postcode: sheet.postcode === sent.postcode ? "" : sheet.postcode,
  };
  if (sheet.content === sent.content) {
    const quiet = !settled.municipality && !settled.postcode;
    const content = adopted(sheet.content, handover.content);
    return { ...settled, content, saving: quiet ? "saved" : "dirty" };
  }
  return { ...settled, saving: "dirty" };
}

/**
 * The server knows something newer. What I wrote meanwhile is laid over it.
 * @param {Sheet} sheet
 * @param {Handover} handover
 * @param {number} now
 * @returns {Sheet}
 */
export function newer(sheet, handover, now) {
  const clean = sheet.saving === "saved";
  if (clean || !handover.content || !handover.editable) return { ...begin(handover), savedAt: sheet.savedAt };
  const content = merged(sheet.handover.content, sheet.content, handover.content);
  return touched({ ...sheet, handover, content }, now);
}

/**
 * The server's word on an act that did not happen.
 * @param {Sheet} sheet
 * @param {{ code: string, field: string }} refusal
 * @returns {Sheet}
 */
export const refused = (sheet, { code, field }) => ({ ...sheet, doing: "", refusal: { code, field } });

/**
 * Whether the citizen is being asked about exactly what stands here.
 * @param {Sheet} sheet
 */
export function asking({ handover, saving }) {
  return handover.state === "draft" && handover.shown_version === handover.version && saving === "saved";
}

/**
 * Whether it was shown to the citizen, and changed since.
 * @param {Sheet} sheet
 */
export function changedSinceShown({ handover, saving }) {
  const { state, shown_version, version } = handover;
  return state === "draft" && shown_version !== null && (shown_version !== version || saving !== "saved");
}

/**
 * The `seq` of the last message when the citizen was asked; only an answer after it counts.
 * @param {Handover} handover
 */
export const askedAfter = ({ history }) => history.findLast(({ step }) => step === "shown")?.detail.seq ?? 0;
