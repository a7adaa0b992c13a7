/**
 * What the console does about a frame beyond taking it in: who comes in front, what was answered,
 * what is put away.
 * @import { Console } from "./console.js"
 * @import { Desk, Frame } from "./types.js"
 */
import { announce } from "./announce.js";
import { answered } from "./asking.js";
import { depart, forgetMessages } from "./desk/desk.js";
import { applyFrame } from "./desk/frames.js";
import { place } from "./store.js";
import { fitToSend } from "./words.js";

/**
 * @param {Console} theConsole
 * @param {Frame} frame
 */
export function hear(theConsole, frame) {
  const { store } = theConsole;
  const at = theConsole.surroundings.now();
  store.now.value = at;
  const before = store.desk.value;
  store.step((desk) => applyFrame(desk, frame, at));
  const asked = answered(store, frame);
  if (asked?.kind === "note" && frame.type === "note") noteStored(theConsole, frame);
  if (asked?.kind === "close" && frame.type === "state") {
    store.step((desk) => depart(desk, frame.conversation, "closed"));
  }
  if (frame.type === "error" && frame.field === "resume") startOver(theConsole);
  if (frame.type === "queue" && frame.waiting) store.refuse(place("next"), "");
  if (frame.type === "offer") store.refuse(place("next"), "");
  if (frame.type === "conversation") heardConversation(theConsole, frame, before, asked !== null);
  if (frame.type === "message.ack" && frame.masked) {
    theConsole.catchUp.readAgain(frame.conversation, frame.seq - 1);
  }
  theConsole.help.hear(frame);
  announce(store, frame, before);
  theConsole.leaveGone();
  theConsole.settle();
}

/** @param {Console} theConsole */
function startOver(theConsole) {
  theConsole.store.step(forgetMessages);
  theConsole.open();
}

/**
 * @param {Console} theConsole
 * @param {Frame} note
 */
function noteStored({ store }, note) {
  const drafted = fitToSend(store.noteDrafts.value[note.conversation] ?? "");
  if (drafted === note.body) store.draftNote(note.conversation, "");
}

/**
 * @param {Console} theConsole
 * @param {Frame} frame
 * @param {Desk} before
 * @param {boolean} mine whether it answers something I asked for
 */
function heardConversation(theConsole, { conversation, reason }, before, mine) {
  if (reason === "removed") return;
  if (reason !== "changed" && mine) theConsole.choose(conversation.id);
  const turned = before.conversations[conversation.id]?.risk !== "acute";
  const inFront = theConsole.store.chosen.value === conversation.id;
  if (conversation.risk === "acute" && turned && inFront) theConsole.store.panel.value = "emergency";
}
