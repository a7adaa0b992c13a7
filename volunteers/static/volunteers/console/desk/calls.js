/**
 * What calls for me: an offer, and whatever happens elsewhere that I must know now. Pure steps.
 * @import { Alert, Desk, Frame, Offer } from "../types.js"
 */

/** How long an offer stands where the two clocks do not agree. Milliseconds. */
const USUAL = 30_000;
/** No offer stands longer than this. Milliseconds. */
const LONGEST = 300_000;
/** Alerts that call for me. */
const CALLS_ME = new Set(["acute", "help"]);
/** Whatever is only news stands this long. Milliseconds. */
const NEWS = 30_000;
/** An offer whose end nobody told is put away this long after it. Milliseconds. */
const GRACE = 15_000;

/**
 * An offer, in place of the one before. A clock of mine that is far off does not shorten it.
 * @param {Desk} desk
 * @param {Frame} frame
 * @param {number} at milliseconds of this machine's clock
 * @returns {Desk}
 */
export function withOffer(desk, frame, at) {
  const { conversation, reasons = [] } = frame;
  if (!conversation?.id || desk.offer?.id === frame.offer) return desk;
  const left = Date.parse(frame.expires_at) - at;
  /** @type {Offer} */
  const offer = {
    id: frame.offer, conversation: conversation.id, topic: conversation.topic ?? "",
    language: conversation.language ?? "", risk: conversation.risk ?? "none",
    via: conversation.via ?? "web", returning: conversation.returning === true,
    waitingSince: at - 1000 * (conversation.waiting_seconds ?? 0), cameAt: at,
    expiresAt: at + (left > 0 && left <= LONGEST ? left : USUAL), reasons,
  };
  return { ...desk, offer, offerGone: null };
}

/**
 * The offer is no more. One I never saw, or that is already another, changes nothing.
 * @param {Desk} desk
 * @param {Frame} frame
 * @param {number} at
 * @returns {Desk}
 */
export function offerGone(desk, frame, at) {
  if (!desk.offer || desk.offer.id !== frame.offer) return desk;
  return { ...desk, offer: null, offerGone: { reason: frame.reason, at } };
}

/**
 * The word about an offer has been read.
 * @param {Desk} desk
 * @returns {Desk}
 */
export const forgetOfferGone = (desk) => (desk.offerGone ? { ...desk, offerGone: null } : desk);

/**
 * An offer whose end was never told (a hint was lost) does not stand for ever.
 * @param {Desk} desk
 * @param {number} at
 * @returns {Desk}
 */
export function withoutStaleOffer(desk, at) {
  if (!desk.offer || at < desk.offer.expiresAt + GRACE) return desk;
  return { ...desk, offer: null, offerGone: { reason: "expired", at } };
}

/**
 * One of a kind for each conversation: the same again takes the place of the one before.
 * @param {Desk} desk
 * @param {Frame} frame
 * @param {number} at
 * @returns {Desk}
 */
export function withAlert(desk, frame, at) {
  if (!frame.kind || !frame.conversation) return desk;
  if (frame.kind === "over") return withoutCall(desk, frame.conversation);
  /** @type {Alert} */
  const alert = {
    kind: frame.kind, conversation: frame.conversation, detail: frame.detail ?? "", at,
  };
  return { ...desk, alerts: [alert, ...withoutAlert(desk, alert).alerts] };
}

/**
 * I am called in no more: I came, another did, or nobody is needed.
 * @param {Desk} desk
 * @param {string} conversation
 * @returns {Desk}
 */
function withoutCall(desk, conversation) {
  const called = (/** @type {Alert} */ alert) =>
    alert.conversation === conversation && CALLS_ME.has(alert.kind);
  if (!desk.alerts.some(called)) return desk;
  return { ...desk, alerts: desk.alerts.filter((alert) => !called(alert)) };
}

/**
 * Whether I am called in somewhere, and have not said that I come.
 * @param {Desk} desk
 */
export const calledIn = (desk) => desk.alerts.some(({ kind }) => CALLS_ME.has(kind));

/**
 * News goes by itself; what calls me stays until it is over.
 * @param {Desk} desk
 * @param {number} at
 * @returns {Desk}
 */
export function withoutOldNews(desk, at) {
  const stays = (/** @type {Alert} */ alert) => CALLS_ME.has(alert.kind) || at - alert.at < NEWS;
  return desk.alerts.every(stays) ? desk : { ...desk, alerts: desk.alerts.filter(stays) };
}

/**
 * I have read it, or gone there.
 * @param {Desk} desk
 * @param {Pick<Alert, "kind" | "conversation">} read
 * @returns {Desk}
 */
export function withoutAlert(desk, { kind, conversation }) {
  const alerts = desk.alerts.filter(
    (alert) => alert.kind !== kind || alert.conversation !== conversation,
  );
  return alerts.length === desk.alerts.length ? desk : { ...desk, alerts };
}

/**
 * A new beginning: an offer that still stands, and whoever still calls me, is told again.
 * @param {Desk} desk
 * @returns {Desk}
 */
export const withoutCalls = (desk) => ({ ...desk, offer: null, offerGone: null, alerts: [] });
