/**
 * What I asked the server for, until it has answered. Error frames name no request, but the server
 * answers in order: a refusal belongs to the oldest request it can belong to.
 * @import { Frame } from "./types.js"
 * @import { Asked, Store } from "./store.js"
 */
import { place } from "./store.js";

const PATIENCE = 10_000;
/** A conversation that comes or goes answers this. @type {Record<string, Asked["kind"]>} */
const COMES_WITH = { assigned: "accept", invited: "step", removed: "step" };
const ONLY_PLACES = new Set(["nothing_waiting", "at_capacity", "not_available"]);

/** @type {Record<string, (frame: Frame, asked: Asked) => boolean>} */
const ANSWERS = {
  presence: (_frame, asked) => asked.kind === "presence",
  conversation: (frame, asked) => {
    const { reason, conversation } = frame;
    if (reason === "assigned" && asked.kind === "next") return true;
    const answers = COMES_WITH[reason] ?? "flag";
    return asked.kind === answers && about(conversation?.id, asked);
  },
  // Taken by me: the conversation itself is the answer, and comes with it.
  "offer.gone": (frame, asked) =>
    asked.offer === frame.offer && !(asked.kind === "accept" && frame.reason === "accepted"),
  emergency: (frame, asked) => asked.kind === "step" && about(frame.conversation, asked),
  note: (frame, asked) =>
    asked.kind === "note" && asked.conversation === frame.conversation && asked.body === frame.body,
  state: (frame, asked) => asked.kind === "close" && asked.conversation === frame.conversation,
  error: (frame, asked) => !frame.client_id && couldRefuse(frame, asked),
};

/**
 * @param {string} conversation
 * @param {Asked} asked
 */
const about = (conversation, asked) => asked.conversation === conversation;

/**
 * @param {Frame} error
 * @param {Asked} asked
 */
function couldRefuse(error, asked) {
  if (ONLY_PLACES.has(error.code) && !error.conversation) {
    return asked.kind === "next" || asked.kind === "accept";
  }
  return !error.conversation || error.conversation === asked.conversation;
}

/**
 * Asks, unless the same is already asked.
 * @param {Store} store
 * @param {(frame: Frame) => boolean} send
 * @param {Asked} asked
 * @param {Frame} frame
 */
export function ask(store, send, asked, frame) {
  if (store.awaits(asked.kind, asked.conversation)) return;
  const where = place(asked.kind, asked.conversation);
  if (!send(frame)) {
    store.refuse(where, "no_answer");
    return;
  }
  store.refuse(where, "");
  store.asked.value = [...store.asked.value, asked];
}

/**
 * The request a frame answers; it is asked no longer, and a refusal is shown where it belongs.
 * @param {Store} store
 * @param {Frame} frame
 * @returns {Asked | null}
 */
export function answered(store, frame) {
  const answers = Object.hasOwn(ANSWERS, frame.type) ? ANSWERS[frame.type] : undefined;
  const asked = answers && store.asked.value.find((one) => answers(frame, one));
  if (!asked) return null;
  store.asked.value = store.asked.value.filter((one) => one !== asked);
  if (frame.type === "error") store.refuse(place(asked.kind, asked.conversation), frame.code);
  return asked;
}

/**
 * What has waited too long, or everything when the line broke, gets a word instead of an answer.
 * @param {Store} store
 * @param {number} at milliseconds; `Infinity` gives all of them up
 */
export function giveUp(store, at) {
  const late = store.asked.value.filter((asked) => at - asked.at >= PATIENCE);
  if (!late.length) return;
  store.asked.value = store.asked.value.filter((asked) => !late.includes(asked));
  for (const { kind, conversation } of late) store.refuse(place(kind, conversation), "no_answer");
}
