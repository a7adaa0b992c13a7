/**
 * One conversation, as pure steps: a conversation in, a new one out.
 * @import { Conversation, ConversationCard, Emergency, Message, Note, TextState } from "../types.js"
 */

/**
 * A conversation the console has just heard of: no messages yet.
 * @param {ConversationCard} card
 * @param {string} me my account
 * @returns {Conversation}
 */
export function begin(card, me) {
  return withCard(
    {
      id: card.id, state: "active", topic: null, language: null, risk: "none", via: "web",
      texting: "none", gone: "", citizen: "", myAlias: "", holder: null, messages: [], lastSeq: 0,
      heardSeq: 0, delivered: 0, read: 0, seen: 0, synced: false, typingAt: 0, notes: [],
      outbox: [], texts: {}, emergency: null,
    },
    card,
    me,
  );
}

/**
 * What the server says of a conversation, laid over what is known.
 * @param {Conversation} conversation
 * @param {Partial<ConversationCard>} card
 * @param {string} me my account
 * @returns {Conversation}
 */
export function withCard(conversation, card, me) {
  const holder = card.volunteer ?? null;
  const mine = card.your_alias || (holder?.id === me ? holder.alias : "");
  return {
    ...conversation,
    state: card.state ?? conversation.state,
    topic: card.topic ?? null,
    language: card.language ?? null,
    risk: card.risk ?? conversation.risk,
    via: card.via ?? conversation.via,
    texting: card.texting ?? (card.via === "sms" ? "words" : "none"),
    gone: card.gone ?? "",
    citizen: card.citizen?.alias ?? "",
    myAlias: mine || conversation.myAlias,
    holder,
    heardSeq: Math.max(conversation.heardSeq, card.last_seq ?? 0),
  };
}

/**
 * The highest `seq` below which nothing is lacking.
 * @param {readonly Message[]} messages ascending
 * @param {number} from where to begin
 */
function withoutGap(messages, from) {
  let last = from;
  for (const message of messages) {
    if (message.seq === last + 1) last = message.seq;
    else if (message.seq > last + 1) break;
  }
  return last;
}

/**
 * A stored message takes its place by `seq`; one that is already there is replaced, never doubled.
 * @param {Conversation} conversation
 * @param {Message} message
 * @returns {Conversation}
 */
export function withMessage(conversation, message) {
  const others = conversation.messages.filter((known) => known.seq !== message.seq);
  const after = others.findIndex((known) => known.seq > message.seq);
  const messages = after < 0 ? [...others, message] : others.toSpliced(after, 0, message);
  const mine = message.author === "volunteer";
  return {
    ...conversation,
    messages,
    outbox: mine
      ? conversation.outbox.filter((waiting) => waiting.clientId !== message.client_id)
      : conversation.outbox,
    lastSeq: withoutGap(messages, conversation.lastSeq),
    heardSeq: Math.max(conversation.heardSeq, message.seq),
    seen: mine ? Math.max(conversation.seen, message.seq) : conversation.seen,
    typingAt: message.author === "citizen" ? 0 : conversation.typingAt,
  };
}

/**
 * A note, once; the same id again changes nothing.
 * @param {Conversation} conversation
 * @param {Note} note
 * @returns {Conversation}
 */
export function withNote(conversation, note) {
  if (conversation.notes.some((known) => known.id === note.id)) return conversation;
  const notes = [...conversation.notes, note].sort((one, other) => one.at.localeCompare(other.at));
  return { ...conversation, notes };
}

/**
 * Who has received or read up to where. Never backwards.
 * @param {Conversation} conversation
 * @param {{ state: string, seq: number, by?: string }} receipt
 * @returns {Conversation}
 */
export function withReceipt(conversation, receipt) {
  if (receipt.by === "volunteer") {
    const seen = receipt.state === "read" ? receipt.seq : 0;
    return { ...conversation, seen: Math.max(conversation.seen, seen) };
  }
  const read = receipt.state === "read" ? receipt.seq : 0;
  return {
    ...conversation,
    read: Math.max(conversation.read, read),
    delivered: Math.max(conversation.delivered, receipt.seq),
  };
}

/**
 * The citizen has erased the conversation: no word of it stays here either.
 * @param {Conversation} conversation
 * @returns {Conversation}
 */
export function withoutWords(conversation) {
  return { ...conversation, state: "erased", messages: [], notes: [], outbox: [], typingAt: 0 };
}

const FURTHER = /** @type {const} */ ({ queued: 0, sent: 1, failed: 2, delivered: 3 });

/**
 * How far the text message of one of mine has come. Never backwards: a phone that has it has it.
 * @param {Conversation} conversation
 * @param {{ seq: number, state: TextState }} text
 * @returns {Conversation}
 */
export function withText(conversation, { seq, state }) {
  const known = conversation.texts[seq];
  if (!(state in FURTHER) || (known && FURTHER[known] >= FURTHER[state])) return conversation;
  return { ...conversation, texts: { ...conversation.texts, [seq]: state } };
}

/**
 * What is on record about a danger to life, and whom to ring; the server tells all of it each time.
 * @param {Conversation} conversation
 * @param {Partial<Emergency>} told
 * @returns {Conversation}
 */
export function withEmergency(conversation, { steps = [], numbers = [] }) {
  return { ...conversation, emergency: { steps, numbers } };
}
