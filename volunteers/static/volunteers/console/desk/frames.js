/**
 * What each frame of the server means for the desk. Pure: a desk and a frame in, a new desk out.
 * An old desk plus the frames since equals a fresh one. Frames nobody here knows change nothing.
 * @import { Conversation, ConversationCard, Desk, Frame } from "../types.js"
 */
import {
  begin, withCard, withEmergency, withMessage, withNote, withReceipt, withText, withoutWords,
} from "./conversation.js";
import { offerGone, withAlert, withOffer, withoutCalls } from "./calls.js";
import { refuse, tryAgain } from "./outbox.js";
import { change, depart } from "./desk.js";

/** Seconds to wait before trying again where the server named none. */
const PAUSE = 3;
const PASSING = new Set(["rate_limited", "unavailable"]);

/** @type {Record<string, (desk: Desk, frame: Frame, at: number) => Desk>} */
const MEANINGS = {
  welcome(desk, frame, at) {
    const cards = /** @type {ConversationCard[]} */ (frame.conversations ?? []);
    const present = new Set(cards.map((card) => card.id));
    const gone = desk.order.filter((id) => !present.has(id));
    /** @type {Desk} */
    const told = { ...withoutCalls(desk), me: frame.volunteer, queue: toldQueue(frame.queue, at) };
    const kept = gone.reduce((left, id) => depart(left, id, howItLeft(left, id)), told);
    return cards.reduce((grown, card) => withConversation(grown, card), kept);
  },

  presence: (desk, frame) =>
    desk.me
      ? { ...desk, me: { ...desk.me, status: frame.status, capacity: frame.capacity } }
      : desk,

  queue: (desk, frame, at) => ({ ...desk, queue: toldQueue(/** @type {any} */ (frame), at) }),

  conversation(desk, frame) {
    const card = /** @type {ConversationCard} */ (frame.conversation);
    if (frame.reason === "removed") return depart(desk, card.id, howItLeft(desk, card.id));
    return withConversation(desk, card);
  },

  synced: (desk, frame) =>
    change(desk, frame.conversation, (conversation) => ({
      ...conversation,
      synced: true,
      heardSeq: Math.max(conversation.heardSeq, frame.last_seq ?? 0),
    })),

  beat: (desk, frame) =>
    Object.entries(frame.conversations ?? {}).reduce(
      (heard, [id, seq]) =>
        change(heard, id, (conversation) =>
          conversation.heardSeq >= seq ? conversation : { ...conversation, heardSeq: seq },
        ),
      desk,
    ),

  message: (desk, frame) =>
    change(desk, frame.conversation, (conversation) => {
      const known = conversation.messages.find((message) => message.seq === frame.seq);
      return withMessage(conversation, {
        seq: frame.seq, client_id: frame.client_id ?? null, author: frame.author,
        alias: frame.alias ?? null, body: frame.body, sent_at: frame.sent_at, via: frame.via,
        ...(known?.masked ? { masked: true } : {}),
      });
    }),

  "message.ack": (desk, frame) =>
    change(desk, frame.conversation, (conversation) => acknowledged(conversation, frame)),

  receipt: (desk, frame) =>
    change(desk, frame.conversation, (conversation) =>
      withReceipt(conversation, /** @type {any} */ (frame)),
    ),

  typing: (desk, frame, at) =>
    change(desk, frame.conversation, (conversation) =>
      frame.by === "volunteer" ? conversation : { ...conversation, typingAt: frame.on ? at : 0 },
    ),

  note: (desk, frame) =>
    change(desk, frame.conversation, (conversation) =>
      withNote(conversation, {
        id: frame.id, body: frame.body, author: frame.author ?? "", at: frame.at,
      }),
    ),

  state: (desk, frame) =>
    change(desk, frame.conversation, (conversation) =>
      frame.state === "erased"
        ? withoutWords(conversation)
        : { ...conversation, state: frame.state, typingAt: 0 },
    ),

  text: (desk, frame) =>
    change(desk, frame.conversation, (conversation) =>
      withText(conversation, /** @type {any} */ (frame)),
    ),

  emergency: (desk, frame) =>
    change(desk, frame.conversation, (conversation) =>
      withEmergency(conversation, /** @type {any} */ (frame)),
    ),

  offer: withOffer,
  "offer.gone": offerGone,
  alert: withAlert,

  error: (desk, frame, at) => (frame.client_id ? refusedMessage(desk, frame, at) : desk),
};

/**
 * The desk after a frame.
 * @param {Desk} desk
 * @param {Frame} frame
 * @param {number} at milliseconds of this machine's clock
 * @returns {Desk}
 */
export function applyFrame(desk, frame, at) {
  const meaning = Object.hasOwn(MEANINGS, frame.type) ? MEANINGS[frame.type] : undefined;
  return meaning ? meaning(desk, frame, at) : desk;
}

/**
 * @param {{ waiting?: number, longest_wait_seconds?: number | null } | null | undefined} queue
 * @param {number} at
 */
function toldQueue(queue, at) {
  return { waiting: queue?.waiting ?? 0, longest: queue?.longest_wait_seconds ?? 0, toldAt: at };
}

/**
 * @param {Desk} desk
 * @param {ConversationCard} card
 * @returns {Desk}
 */
function withConversation(desk, card) {
  const known = desk.conversations[card.id];
  const me = desk.me?.id ?? "";
  const conversation = known ? withCard(known, card, me) : begin(card, me);
  return {
    ...desk,
    offer: desk.offer?.conversation === card.id ? null : desk.offer,
    offerGone: known ? desk.offerGone : null,
    order: known ? desk.order : [...desk.order, card.id],
    conversations: { ...desk.conversations, [card.id]: conversation },
    departures: desk.departures.filter((departure) => departure.id !== card.id),
  };
}

/**
 * One that had ended before it left was not taken away from me.
 * @param {Desk} desk
 * @param {string} id
 */
function howItLeft(desk, id) {
  const state = desk.conversations[id]?.state;
  return state === "ended" || state === "erased" ? state : "removed";
}

/**
 * The acknowledged words leave the outbox and take their place among the stored ones.
 * @param {Conversation} conversation
 * @param {Frame} ack
 * @returns {Conversation}
 */
function acknowledged(conversation, ack) {
  const waiting = conversation.outbox.find((one) => one.clientId === ack.client_id);
  if (!waiting) return conversation;
  return withMessage(conversation, {
    seq: ack.seq, client_id: ack.client_id, author: "volunteer", alias: conversation.myAlias,
    body: waiting.body, sent_at: ack.sent_at, via: conversation.via,
    ...(ack.masked ? { masked: true } : {}),
  });
}

/**
 * @param {Desk} desk
 * @param {Frame} error
 * @param {number} at
 * @returns {Desk}
 */
function refusedMessage(desk, error, at) {
  const owner = desk.order.find((id) =>
    desk.conversations[id]?.outbox.some((waiting) => waiting.clientId === error.client_id),
  );
  if (!owner) return desk;
  return change(desk, owner, (conversation) =>
    PASSING.has(error.code)
      ? tryAgain(conversation, error.client_id, at + 1000 * (error.retry_after ?? PAUSE))
      : refuse(conversation, error.client_id, error.code),
  );
}
