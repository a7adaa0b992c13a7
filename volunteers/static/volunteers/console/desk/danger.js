/**
 * What the record of a danger says: who is called, who is here, who rings whom. Pure.
 * @import { Emergency } from "../types.js"
 */

/** @typedef {Emergency["steps"][number]} Step */

/** Whoever has just rung may still be on the telephone: nobody else need ring. Milliseconds. */
const ON_THE_PHONE = 20 * 60_000;
const BEGINS = new Set(["flagged_acute", "asked_for_help", "lead_called"]);

/**
 * The steps since the danger was seen last: an older danger has its own record.
 * @param {Emergency | null} emergency
 * @returns {readonly Step[]}
 */
export function stepsOfNow(emergency) {
  const steps = emergency?.steps ?? [];
  const over = steps.findLastIndex(({ step }) => step === "cleared");
  return steps.slice(over + 1);
}

/**
 * The last of these steps; the record is oldest first.
 * @param {readonly Step[]} steps
 * @param {...string} codes
 * @returns {Step | null}
 */
export const last = (steps, ...codes) => steps.findLast(({ step }) => codes.includes(step)) ?? null;

/**
 * The shift lead who is in the room, if one is.
 * @param {readonly Step[]} steps
 * @returns {Step | null}
 */
export function here(steps) {
  const came = last(steps, "lead_came", "lead_left");
  return came?.step === "lead_came" ? came : null;
}

/**
 * Whoever made this call a short while ago.
 * @param {readonly Step[]} steps
 * @param {string} code under which a call to this number is put on record
 * @param {number} at milliseconds
 * @returns {Step | null}
 */
export function onThePhone(steps, code, at) {
  const call = last(steps, code);
  return call && at - Date.parse(call.at) < ON_THE_PHONE ? call : null;
}

/**
 * When help was called: the first of these steps that begin a danger.
 * @param {readonly Step[]} steps
 * @returns {string | null}
 */
export const calledAt = (steps) => steps.find(({ step }) => BEGINS.has(step))?.at ?? null;
