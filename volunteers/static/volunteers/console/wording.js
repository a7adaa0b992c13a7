/**
 * Words that follow from a code or a count. Sentences that stand by themselves are in texts.js.
 */

const LANGUAGES = /** @type {Record<string, string>} */ ({
  da: "dansk", en: "engelsk", ar: "arabisk", uk: "ukrainsk", de: "tysk", pl: "polsk", tr: "tyrkisk",
});

const TOPICS = /** @type {Record<string, string>} */ ({
  violence: "Vold", loneliness: "Ensomhed", "suicidal-thoughts": "Selvmordstanker",
  anxiety: "Angst", family: "Familie", children: "Børn", grief: "Sorg", addiction: "Afhængighed",
  other: "Andet",
});

const NUMBERS = ["Ingen", "En", "To", "Tre", "Fire", "Fem", "Seks", "Syv", "Otte", "Ni", "Ti"];

/** A language as Danish names it; a code nobody knows stands as it is. @param {string} code */
export function languageName(code) {
  if (LANGUAGES[code]) return LANGUAGES[code];
  try {
    return new Intl.DisplayNames(["da"], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** Whether it is another language than our own, so that it is worth a word. @param {string | null} code @returns {code is string} */
export const isForeign = (code) => Boolean(code) && code !== "da";

/** A subject as Danish names it; words the helpline chose itself stand as they are. @param {string} code */
export const topicName = (code) => TOPICS[code] ?? code;

/** How many wait, short: `3 venter`. @param {number} count */
export const waitingCount = (count) => `${count} venter`;

/** How many wait, as a sentence. @param {number} count */
export const waitingSentence = (count) => {
  if (count === 1) return "En venter på nogen.";
  return `${NUMBERS[count] ?? count} venter på nogen.`;
};

/** @param {number} places */
export function placesLeft(places) {
  if (places === 0) return "ingen ledig plads";
  return places === 1 ? "plads til 1 mere" : `plads til ${places} mere`;
}

/** @param {number} count */
export const unreadCount = (count) => (count === 1 ? "1 ulæst" : `${count} ulæste`);

const MESSAGE_REFUSALS = /** @type {Record<string, string>} */ ({
  too_long: "Ikke sendt. Den er for lang, del den i to.",
  wrong_state: "Ikke sendt. Samtalen er slut.",
  closed: "Ikke sendt. Samtalen er slut.",
  not_found: "Ikke sendt. Samtalen er ikke hos dig længere.",
});

/** Why a message was not taken, said to the one who wrote it. @param {string | null} code */
export const messageRefusal = (code) =>
  MESSAGE_REFUSALS[code ?? ""] ?? "Ikke sendt. Serveren ville ikke tage imod den.";

const REFUSALS = /** @type {Record<string, string>} */ ({
  nothing_waiting: "Ingen venter lige nu, som du kan tage. Kommer der en, spørger vi dig.",
  at_capacity: "Du har ikke plads til flere lige nu. Afslut en samtale først.",
  not_available: "Du står ikke som ledig. Skift til ledig, så kan du tage den næste.",
  wrong_state: "Samtalen er allerede slut.",
  not_found: "Samtalen er ikke hos dig længere.",
  rate_limited: "Det går lidt hurtigt. Prøv igen om lidt.",
  unavailable: "Serveren kan ikke svare lige nu. Prøv igen om lidt.",
  too_long: "Teksten er for lang.",
  no_answer: "Der kom intet svar. Prøv igen.",
});

/** Why something I asked for did not happen. @param {string} code */
export const refusal = (code) => REFUSALS[code] ?? "Det gik ikke. Prøv igen.";
