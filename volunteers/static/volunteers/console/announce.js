/**
 * Says once, for those who listen to the screen, what has just changed. The words in front are
 * read out by their own log; a resumed history is one line, not two hundred.
 * @import { Desk, Frame } from "./types.js"
 * @import { Store } from "./store.js"
 */
import { unread } from "./desk/views.js";
import { SAID, citizenName } from "./texts.js";
import { alertSentence, offerSentence, offerGoneSentence } from "./calls-wording.js";

/**
 * Call after the frame has changed the desk.
 * @param {Store} store
 * @param {Frame} frame
 * @param {Desk} before the desk without the frame
 */
export function announce(store, frame, before) {
  const desk = store.desk.value;
  announceCalls(store, frame, before);
  const conversation = desk.conversations[frame.conversation];
  if (!conversation) return;
  const name = citizenName(conversation.citizen);
  if (frame.type === "message.ack") store.said.value = SAID.sent;
  const elsewhere = store.chosen.value !== frame.conversation;
  if (frame.type === "message" && frame.author === "citizen" && conversation.synced && elsewhere) {
    store.said.value = SAID.message(name);
  }
  const missed = unread(conversation);
  if (frame.type === "synced" && missed > 1) store.said.value = SAID.missed(name, missed);
}

/**
 * An offer once and politely, its countdown never; danger and a call for help at once.
 * @param {Store} store
 * @param {Frame} frame
 * @param {Desk} before
 */
function announceCalls(store, frame, before) {
  const { offer, offerGone, conversations } = store.desk.value;
  if (frame.type === "offer" && offer && offer !== before.offer) store.said.value = offerSentence(offer);
  if (frame.type === "offer.gone" && offerGone && offerGone !== before.offerGone) {
    store.said.value = offerGoneSentence(offerGone.reason);
  }
  const known = conversations[frame.conversation];
  const name = known ? citizenName(known.citizen) : "";
  if (frame.type === "alert") announceAlert(store, frame, name);
  if (frame.type === "conversation" && frame.reason !== "removed") announceDanger(store, frame, before);
}

/**
 * What calls for me interrupts; that it is over does not.
 * @param {Store} store
 * @param {Frame} frame
 * @param {string} name the citizen's alias; empty while the conversation is not here
 */
function announceAlert(store, frame, name) {
  const sentence = alertSentence(/** @type {any} */ (frame), name);
  if (frame.kind === "over") store.said.value = sentence;
  else store.urgent.value = sentence;
}

/**
 * @param {Store} store
 * @param {Frame} frame
 * @param {Desk} before
 */
function announceDanger(store, { conversation }, before) {
  if (conversation.risk !== "acute" || before.conversations[conversation.id]?.risk === "acute") return;
  store.urgent.value = SAID.acute(citizenName(conversation.citizen?.alias ?? ""));
}
