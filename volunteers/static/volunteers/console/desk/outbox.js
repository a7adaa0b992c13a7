/**
 * What I have written and the server has not yet acknowledged. Kept until the acknowledgement,
 * sent one at a time per conversation, so that the order in which I wrote is the order stored.
 * @import { Conversation, Outgoing } from "../types.js"
 */

/**
 * @param {Conversation} conversation
 * @param {string} clientId
 * @param {Partial<Outgoing>} change
 * @returns {Conversation}
 */
function changed(conversation, clientId, change) {
  const outbox = conversation.outbox.map((waiting) =>
    waiting.clientId === clientId ? { ...waiting, ...change } : waiting,
  );
  return { ...conversation, outbox };
}

/**
 * I pressed Enter: the words are kept from now on.
 * @param {Conversation} conversation
 * @param {{ clientId: string, body: string, at: number }} written
 * @returns {Conversation}
 */
export function keep(conversation, { clientId, body, at }) {
  /** @type {Outgoing} */
  const waiting = { clientId, body, writtenAt: at, state: "kept", notBefore: 0, refusal: null };
  return { ...conversation, outbox: [...conversation.outbox, waiting] };
}

/**
 * The first that may be sent now, or null: nothing is sent while another is on its way,
 * while missed messages are still coming, or before a pause the server asked for is over.
 * @param {Conversation} conversation
 * @param {number} at milliseconds
 * @returns {Outgoing | null}
 */
export function nextToSend(conversation, at) {
  if (!conversation.synced || conversation.state !== "active") return null;
  const first = conversation.outbox.find((waiting) => waiting.state !== "refused");
  return first && first.state === "kept" && first.notBefore <= at ? first : null;
}

/**
 * @param {Conversation} conversation
 * @param {string} clientId
 */
export const onItsWay = (conversation, clientId) =>
  changed(conversation, clientId, { state: "sending", notBefore: 0 });

/**
 * No acknowledgement, or a pause was asked for: try again, with the same id, not before a time.
 * @param {Conversation} conversation
 * @param {string} clientId
 * @param {number} notBefore milliseconds, 0 for at once
 */
export const tryAgain = (conversation, clientId, notBefore) =>
  changed(conversation, clientId, { state: "kept", notBefore });

/**
 * The server will not take it. It stays in sight until I have dealt with it.
 * @param {Conversation} conversation
 * @param {string} clientId
 * @param {string} code
 */
export const refuse = (conversation, clientId, code) =>
  changed(conversation, clientId, { state: "refused", refusal: code });

/**
 * I took the words back or threw them away.
 * @param {Conversation} conversation
 * @param {string} clientId
 * @returns {Conversation}
 */
export function discard(conversation, clientId) {
  const outbox = conversation.outbox.filter((waiting) => waiting.clientId !== clientId);
  return { ...conversation, outbox };
}

/**
 * The line broke: whatever was on its way may or may not have arrived. It is sent again.
 * @param {Conversation} conversation
 * @returns {Conversation}
 */
export function lineBroke(conversation) {
  const outbox = conversation.outbox.map((waiting) =>
    waiting.state === "sending" ? { ...waiting, state: /** @type {"kept"} */ ("kept") } : waiting,
  );
  return { ...conversation, outbox, synced: false, typingAt: 0 };
}
