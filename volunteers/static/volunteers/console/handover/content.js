/**
 * What a handover says, as pure steps: changing one place in it, what its kind has room for, and
 * what comes of it when two have written at once.
 * @import { Content } from "./types.js"
 */

/**
 * @param {any} tree
 * @param {readonly (string | number)[]} path
 * @param {any} value
 * @returns {any} the same tree with another value at the path; what was is left as it was
 */
export function at(tree, path, value) {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  const changed = at(tree?.[first], rest, value);
  if (Array.isArray(tree)) return tree.map((one, place) => (place === first ? changed : one));
  return { ...tree, [first]: changed };
}

/**
 * @param {Content} content
 * @param {readonly string[]} fields what its kind has room for
 * @returns {Partial<Content>} what is sent
 */
export function fitting(content, fields) {
  return Object.fromEntries(Object.entries(content).filter(([field]) => fields.includes(field)));
}

/**
 * @param {any} one
 * @param {any} other
 */
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/**
 * What was stored, laid over what I wrote: a blank at the end of a line is no difference (the server
 * trims), a hidden CPR number is.
 * @param {any} mine
 * @param {any} stored
 * @returns {any}
 */
export function adopted(mine, stored) {
  if (typeof mine === "string" && typeof stored === "string") {
    return mine.trim() === stored ? mine : stored;
  }
  if (Array.isArray(mine) && Array.isArray(stored) && mine.length === stored.length) {
    return stored.map((one, place) => adopted(mine[place], one));
  }
  if (mine && stored && typeof mine === "object" && !Array.isArray(stored)) {
    return Object.fromEntries(Object.entries(stored).map(([key, one]) => [key, adopted(mine[key], one)]));
  }
  return stored;
}

/**
 * Two have written since `base`: whatever one of them left alone is the other's; where both wrote,
 * both stand, the other's first. No word of anybody is lost.
 * @param {any} base
 * @param {any} mine
 * @param {any} theirs
 * @returns {any}
 */
export function merged(base, mine, theirs) {
  if (same(mine, base) || same(mine, theirs)) return theirs;
  if (same(theirs, base)) return mine;
  if (typeof mine === "string" && typeof theirs === "string") {
    return [theirs, mine].filter((words) => words.trim()).join("\n\n");
  }
  if (Array.isArray(mine) && Array.isArray(theirs)) {
    return [...theirs, ...mine.filter((one) => !theirs.some((other) => same(one, other)))];
  }
  if (mine && theirs && typeof mine === "object" && typeof theirs === "object") {
    return Object.fromEntries(
      Object.keys(theirs).map((key) => [key, merged(base?.[key], mine[key], theirs[key])]),
    );
  }
  return theirs;
}

/**
 * The words of mine that the server does not have, for whoever must copy them by hand.
 * @param {any} mine
 * @param {any} stored
 * @returns {string[]}
 */
export function unsaved(mine, stored) {
  if (same(mine, stored) || mine === null) return [];
  if (typeof mine === "string") return mine.trim() && mine.trim() !== stored ? [mine.trim()] : [];
  if (typeof mine !== "object") return [];
  return Object.keys(mine).flatMap((key) => unsaved(mine[key], stored?.[key]));
}
