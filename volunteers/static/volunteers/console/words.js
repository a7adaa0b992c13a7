/** What may be sent as a person's words: the same bounds as the server's, checked before sending. */

/** The longest message, in Unicode code points. */
export const LONGEST = 4000;
/** From here on the writer is told how much is left. */
export const NEARLY = 3500;

/** Control characters that no keyboard makes; line feed and tab stay. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/**
 * The words as they are sent: trimmed, with one kind of line break, and nothing the server must refuse.
 * @param {string} written
 */
export function fitToSend(written) {
  return wellFormed(written.replace(/\r\n?/g, "\n").replace(CONTROLS, "")).trim();
}

/** @param {string} text */
export const lengthOf = (text) => [...text].length;

/**
 * Half of a surrogate pair (a cut emoji) becomes the replacement character.
 * @param {string} text
 */
function wellFormed(text) {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
}

/** How a masked CPR number looks in a stored message. */
export const MASKED = /(•{6}\s?[-–]?\s?•{4})/;

/** A new id for a message: random, never repeated. */
export function newId() {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (/** @type {number} */ (bytes[6]) & 0x0f) | 0x40;
  bytes[8] = (/** @type {number} */ (bytes[8]) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
