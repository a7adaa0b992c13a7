/**
 * Says once, for those who listen to the screen, what has just changed. The words in front are
 * read out by their own log; a resumed history is one line, not two hundred.
 * @import { Desk, Frame } from "./types.js"
 * @import { Store } from "./store.js"
 */
import { someoneToTake, unread } from "./desk/views.js";
import { SAID, citizenName } from "./texts.js";
import { waitingSentence } from "./wording.js";

/**
 * Call after the frame has changed the desk.
 * @param {Store} store
 * @param {Frame} frame
 * @param {Desk} before the desk without the frame
 */
export function announce(store, frame, before) {
  const desk = store.desk.value;
  if (someoneToTake(desk) && !someoneToTake(before)) {
    store.said.value = waitingSentence(desk.queue?.waiting ?? 0);
  }
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
