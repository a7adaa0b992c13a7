/**
 * The desk: all that the console knows. Pure steps for what the volunteer does to it;
 * what the server does stands in frames.js.
 * @import { Conversation, Departure, Desk } from "../types.js"
 */

/** @type {Desk} */
export const EMPTY_DESK = {
  me: null, queue: null, order: [], conversations: {}, departures: [],
  offer: null, offerGone: null, alerts: [],
};

/**
 * The desk with one conversation changed; a conversation that is not here changes nothing.
 * @param {Desk} desk
 * @param {string} id
 * @param {(conversation: Conversation) => Conversation} step
 * @returns {Desk}
 */
export function change(desk, id, step) {
  const conversation = desk.conversations[id];
  if (!conversation) return desk;
  const next = step(conversation);
  if (next === conversation) return desk;
  return { ...desk, conversations: { ...desk.conversations, [id]: next } };
}

/**
 * The desk with every conversation changed.
 * @param {Desk} desk
 * @param {(conversation: Conversation) => Conversation} step
 * @returns {Desk}
 */
export function changeAll(desk, step) {
  return desk.order.reduce((changed, id) => change(changed, id, step), desk);
}

/**
 * A conversation leaves the list, with a word and with whatever of mine was never sent.
 * @param {Desk} desk
 * @param {string} id
 * @param {Departure["how"]} how
 * @returns {Desk}
 */
export function depart(desk, id, how) {
  const leaving = desk.conversations[id];
  if (!leaving) return desk;
  const { [id]: _gone, ...conversations } = desk.conversations;
  const unsent = leaving.outbox.map((waiting) => waiting.body);
  const departure = { id, citizen: leaving.citizen, how, unsent };
  return {
    ...desk,
    order: desk.order.filter((other) => other !== id),
    conversations,
    departures: [departure, ...desk.departures],
    alerts: desk.alerts.filter((alert) => alert.conversation !== id),
  };
}

/**
 * The word about a departed conversation has been read.
 * @param {Desk} desk
 * @param {string} id
 * @returns {Desk}
 */
export function forgetDeparture(desk, id) {
  return { ...desk, departures: desk.departures.filter((departure) => departure.id !== id) };
}

/**
 * I have looked at a conversation up to where it now reaches.
 * @param {Conversation} conversation
 * @returns {Conversation}
 */
export function looked(conversation) {
  if (conversation.seen >= conversation.lastSeq) return conversation;
  return { ...conversation, seen: conversation.lastSeq };
}

/**
 * What to say in `hello`, so that the server sends exactly what is lacking here.
 * @param {Desk} desk
 * @returns {Record<string, number>}
 */
export function resumePoints(desk) {
  const kept = desk.order.filter((id) => desk.conversations[id]?.state !== "erased");
  return Object.fromEntries(kept.map((id) => [id, desk.conversations[id]?.lastSeq ?? 0]));
}

/**
 * The server knows less than this console (it was restored from a backup): what came from it is
 * asked for anew. What I wrote and it never acknowledged stays.
 * @param {Desk} desk
 * @returns {Desk}
 */
export function forgetMessages(desk) {
  return changeAll(desk, (one) => ({
    ...one, messages: [], lastSeq: 0, heardSeq: 0, seen: 0, delivered: 0, read: 0,
  }));
}
