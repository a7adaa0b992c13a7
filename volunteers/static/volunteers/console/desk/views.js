/**
 * What follows from the desk: counts and waits, computed and never stored.
 * @import { Conversation, Desk, Message } from "../types.js"
 */

/** How long a word of typing holds when no other word follows, in milliseconds. */
export const TYPING_HOLDS = 12_000;

/** A send that takes longer than this is said to be late. Milliseconds. */
const LATE = 2_000;

/**
 * Messages of the citizen that I have not looked at.
 * @param {Conversation} conversation
 */
export function unread(conversation) {
  return conversation.messages.filter(
    (message) => message.author === "citizen" && message.seq > conversation.seen,
  ).length;
}

/**
 * The `seq` of the citizen's last message that I have looked at, or 0.
 * @param {Conversation} conversation
 */
export function lastSeenOfTheirs(conversation) {
  const last = conversation.messages.findLast(
    (message) => message.author === "citizen" && message.seq <= conversation.seen,
  );
  return last?.seq ?? 0;
}

/**
 * Where the unread words begin, when something was read before them; else 0.
 * @param {Conversation | null} conversation
 */
export function firstUnread(conversation) {
  if (!conversation?.seen) return 0;
  const first = conversation.messages.find(
    (message) => message.author === "citizen" && message.seq > conversation.seen,
  );
  return first?.seq ?? 0;
}

/**
 * When the citizen began to wait for my answer, RFC 3339; null when the last word is mine.
 * @param {Conversation} conversation
 * @returns {string | null}
 */
export function waitingSince(conversation) {
  if (conversation.state !== "active" || conversation.outbox.length) return null;
  const spoken = conversation.messages.filter((message) => message.author !== "system");
  const mine = spoken.findLastIndex((message) => message.author === "volunteer");
  return spoken[mine + 1]?.sent_at ?? null;
}

/**
 * The last thing said, to be shown in the list.
 * @param {Conversation} conversation
 * @returns {{ body: string, mine: boolean, at: string } | null}
 */
export function lastWords(conversation) {
  const waiting = conversation.outbox.at(-1);
  if (waiting) {
    return { body: waiting.body, mine: true, at: new Date(waiting.writtenAt).toISOString() };
  }
  const last = conversation.messages.findLast((message) => message.author !== "system");
  return last ? { body: last.body, mine: last.author === "volunteer", at: last.sent_at } : null;
}

/**
 * Whether I am in it beside somebody else, who is responsible: a shift lead who was called.
 * @param {Desk} desk
 * @param {Conversation} conversation
 */
export function asGuest(desk, conversation) {
  return conversation.holder !== null && conversation.holder.id !== desk.me?.id;
}

/**
 * The living conversations I am responsible for.
 * @param {Desk} desk
 */
export function active(desk) {
  return desk.order.filter((id) => {
    const conversation = desk.conversations[id];
    return conversation?.state === "active" && !asGuest(desk, conversation);
  });
}

/**
 * How many more I can take.
 * @param {Desk} desk
 */
export function freePlaces(desk) {
  return desk.me ? Math.max(0, desk.me.capacity - active(desk).length) : 0;
}

/**
 * Conversations with something I have not looked at, longest waiting first.
 * @param {Desk} desk
 * @returns {string[]}
 */
export function waitingForMe(desk) {
  const since = (/** @type {string} */ id) => {
    const conversation = /** @type {Conversation} */ (desk.conversations[id]);
    const first = conversation.messages.find(
      (message) => message.author === "citizen" && message.seq > conversation.seen,
    );
    return first?.sent_at ?? "";
  };
  return desk.order
    .filter((id) => unread(/** @type {Conversation} */ (desk.conversations[id])) > 0)
    .sort((one, other) => since(one).localeCompare(since(other)));
}

/**
 * Whether somebody I hold is in danger of their life: then nobody else calls for me.
 * @param {Desk} desk
 */
export function anyAcute(desk) {
  return active(desk).some((id) => desk.conversations[id]?.risk === "acute");
}

/**
 * How long the one who has waited longest has waited now, in seconds.
 * @param {Desk} desk
 * @param {number} at milliseconds
 */
export function longestWait(desk, at) {
  return desk.queue ? desk.queue.longest + Math.max(0, (at - desk.queue.toldAt) / 1000) : 0;
}

/**
 * Whether anything of mine has not been taken by the server.
 * @param {Desk} desk
 */
export function anythingUnsent(desk) {
  return desk.order.some((id) => desk.conversations[id]?.outbox.length);
}

/**
 * Whether words of mine have been on their way for longer than a send usually takes.
 * @param {Desk} desk
 * @param {number} at milliseconds
 */
export function anythingLate(desk, at) {
  return desk.order.some((id) =>
    desk.conversations[id]?.outbox.some((waiting) => at - waiting.writtenAt > LATE),
  );
}

/**
 * How far a stored message of mine has come: on the page, or by text message. What was read was
 * read, whatever became of the text.
 * @param {Conversation} conversation
 * @param {Message} message
 * @returns {{ step: "queued" | "sent" | "delivered" | "read" | "failed", by: "web" | "words" | "notice" }}
 */
export function progress(conversation, message) {
  const text = conversation.texts[message.seq];
  const by = text ? (conversation.texting === "gone_neutral" ? "notice" : "words") : "web";
  if (message.seq <= conversation.read) return { step: "read", by };
  if (text) return { step: text, by };
  return { step: message.seq <= conversation.delivered ? "delivered" : "sent", by };
}

/**
 * Whether my last words went by text message and did not get through.
 * @param {Conversation} conversation
 */
export function textFailed(conversation) {
  const last = conversation.messages.findLast((message) => message.author !== "system");
  return last?.author === "volunteer" && progress(conversation, last).step === "failed";
}
