/**
 * What calls for me, in words: an offer, its end, its reasons, an alert.
 * @import { Alert, Offer } from "./types.js"
 */
import { ALERT, HELP, OFFER, OFFER_GONE, REASONS } from "./calls-texts.js";
import { RISK, VIA } from "./texts.js";
import { languageName, topicName } from "./wording.js";

/**
 * An offer as one sentence, for those who listen to the screen. Said once.
 * @param {Pick<Offer, "topic" | "language" | "risk" | "via">} offer
 */
export function offerSentence({ topic, language, risk, via }) {
  const about = topic ? topicName(topic) : OFFER.noTopicSaid;
  const spoken = language ? `, ${languageName(language)}` : "";
  return `${OFFER.heading} ${about}${spoken}, ${VIA[via]}, ${RISK.label.toLowerCase()} ${RISK[risk].word.toLowerCase()}.`;
}

/** @param {string} reason a code of the server's */
export const offerGoneSentence = (reason) =>
  Object.hasOwn(OFFER_GONE, reason)
    ? OFFER_GONE[/** @type {keyof typeof OFFER_GONE} */ (reason)]
    : OFFER_GONE.other;

/**
 * Why this one and why me, in the order in which it is worth reading; codes nobody here knows are
 * left out, and nothing is said twice.
 * @param {Pick<Offer, "reasons" | "returning"> & { via?: Offer["via"] }} offer by text, only a number comes back
 * @returns {string[]}
 */
export function reasonsInWords({ reasons, returning, via }) {
  const given = new Set(reasons);
  if (returning && !given.has("talked_before")) given.add("returning");
  if (via === "sms" && given.delete("returning")) given.add("returning_number");
  const words = Object.entries(REASONS).filter(([code]) => given.has(code));
  return [...new Set(words.map(([, sentence]) => sentence))];
}

/**
 * What has become of my call for help.
 * @param {import("./store.js").Call["phase"]} phase
 * @param {string} name the citizen's alias
 * @param {number} seconds until it is sent
 */
export function helpSentence(phase, name, seconds) {
  if (phase === "pending") return HELP.pending(seconds, name);
  return phase === "called" ? HELP.called(name) : HELP[phase];
}

/**
 * @param {Pick<Alert, "kind" | "detail">} alert
 * @param {string} name the citizen's alias; empty while the conversation is not here
 */
export function alertSentence({ kind, detail }, name) {
  switch (kind) {
    case "acute":
      return name ? ALERT.acute(name) : ALERT.acuteElsewhere;
    case "help":
      return name ? ALERT.help(name) : ALERT.helpElsewhere;
    case "lead_called":
      return ALERT.lead_called(name);
    case "lead_came":
      return ALERT.lead_came(detail, name);
    case "over":
      return ALERT.over;
    default:
      return ALERT.other;
  }
}
