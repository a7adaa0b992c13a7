/**
 * Keys that work everywhere in the console, also while writing. Every one of them is also a button
 * with a name. On a Mac they are Ctrl and Option together: Option alone types letters there.
 */

const MAC = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

/** How the held keys are written on this machine. */
export const HOLD = MAC ? "⌃⌥" : "Alt";

/**
 * Whether the console's own modifier is held. AltGr (also sent as Ctrl and Alt) types letters.
 * @param {Pick<KeyboardEvent, "altKey" | "ctrlKey" | "metaKey" | "shiftKey" | "getModifierState">} event
 * @param {boolean} [mac]
 */
export function holds(event, mac = MAC) {
  if (!event.altKey || event.metaKey || event.shiftKey) return false;
  if (mac) return event.ctrlKey;
  return !event.ctrlKey && !event.getModifierState("AltGraph");
}

/**
 * @typedef {{ choose: (number: number) => void, waiting: () => void, take: () => void,
 *   decline: () => void, risk: () => void, handover: () => void, emergency: () => void,
 *   help: () => void }} Acts what the keys do; `choose` counts from 0
 */

/** @type {Readonly<Record<string, keyof Omit<Acts, "choose">>>} */
const LETTERS = Object.freeze({
  ArrowDown: "waiting", KeyJ: "take", KeyN: "decline", KeyR: "risk", KeyO: "handover",
  KeyA: "emergency", KeyH: "help",
});

/**
 * @param {KeyboardEvent} event
 * @param {Acts} acts
 */
export function press(event, acts) {
  if (!holds(event)) return;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  const letter = Object.hasOwn(LETTERS, event.code) ? LETTERS[event.code] : undefined;
  if (!digit && !letter) return;
  event.preventDefault();
  if (digit) acts.choose(Number(digit) - 1);
  else if (letter) acts[letter]();
}
