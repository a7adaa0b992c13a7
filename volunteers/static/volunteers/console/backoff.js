/** How long to wait before coming back: full jitter, so that a thousand consoles do not return at once. */

const LEAST = 500;
const MOST = 30_000;
const RESTART = 1_500;
const FLOODED = 30_000;

/** What a close code asks of us. Codes that are not here: come back with growing patience. */
export const CLOSE = Object.freeze({
  restart: 1012,
  unauthenticated: 4401,
  forbidden: 4403,
  replaced: 4409,
  flooded: 4429,
});

/**
 * Milliseconds until the next attempt.
 * @param {{ code: number, attempts: number, random: () => number }} about how the line closed
 *   and how many attempts have failed since it was last good
 */
export function delay({ code, attempts, random }) {
  if (code === CLOSE.restart && attempts === 0) return random() * RESTART;
  if (code === CLOSE.flooded) return FLOODED + random() * FLOODED;
  const ceiling = Math.min(MOST, LEAST * 2 ** (attempts + 1));
  return LEAST + random() * (ceiling - LEAST);
}

/**
 * Why the line must not be opened again by itself, or null when it may.
 * @param {number} code
 * @returns {"loggedOut" | "replaced" | "refused" | null}
 */
export function finalReason(code) {
  if (code === CLOSE.unauthenticated) return "loggedOut";
  if (code === CLOSE.replaced) return "replaced";
  return code === CLOSE.forbidden ? "refused" : null;
}
