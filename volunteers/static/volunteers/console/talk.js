/**
 * A conversation as it is read: days, turns, and where the new words begin. Pure.
 * @import { Conversation, Message, Outgoing } from "./types.js"
 */
import { sameDay } from "./time.js";

/** Words of one person closer together than this are one turn. Milliseconds. */
const ONE_TURN = 120_000;

/**
 * @typedef {{ kind: "day", key: string, at: string }} Day
 * @typedef {{ kind: "new", key: string }} NewWords
 * @typedef {{ kind: "system", key: string, message: Message }} SystemWord
 * @typedef {{ kind: "turn", key: string, mine: boolean, alias: string | null, messages: Message[] }} Turn
 * @typedef {{ kind: "waiting", key: string, outgoing: Outgoing }} Waiting
 * @typedef {Day | NewWords | SystemWord | Turn | Waiting} Part
 */

/**
 * The parts of a conversation from top to bottom.
 * @param {Conversation} conversation
 * @param {number} newFrom the `seq` of the first new message, 0 for none
 * @returns {Part[]}
 */
export function talk(conversation, newFrom) {
  /** @type {Part[]} */
  const parts = [];
  /** @type {Message | null} */
  let before = null;
  for (const message of conversation.messages) {
    if (!before || !sameDay(before.sent_at, message.sent_at)) {
      parts.push({ kind: "day", key: `day-${message.seq}`, at: message.sent_at });
    }
    if (message.seq === newFrom) parts.push({ kind: "new", key: "new" });
    addMessage(parts, message);
    before = message;
  }
  for (const outgoing of conversation.outbox) {
    parts.push({ kind: "waiting", key: outgoing.clientId, outgoing });
  }
  return parts;
}

/**
 * @param {Part[]} parts
 * @param {Message} message
 */
function addMessage(parts, message) {
  const key = message.client_id ?? `seq-${message.seq}`;
  if (message.author === "system") {
    parts.push({ kind: "system", key, message });
    return;
  }
  const last = parts.at(-1);
  if (last?.kind === "turn" && continues(last, message)) {
    last.messages.push(message);
    return;
  }
  const mine = message.author === "volunteer";
  parts.push({ kind: "turn", key, mine, alias: message.alias, messages: [message] });
}

/**
 * Mine stand alone: each has its own state.
 * @param {Turn} turn
 * @param {Message} message
 */
function continues(turn, message) {
  const last = /** @type {Message} */ (turn.messages.at(-1));
  return (
    !turn.mine &&
    message.author === "citizen" &&
    last.via === message.via &&
    Date.parse(message.sent_at) - Date.parse(last.sent_at) < ONE_TURN
  );
}
