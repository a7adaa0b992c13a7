/**
 * "Help now": the shift lead is called in, without a question asked first. For five seconds it can
 * be taken back; then it is sent, or kept until the line is there again.
 * @import { Desk, Frame } from "./types.js"
 * @import { Call, Store } from "./store.js"
 */
import { HELP } from "./calls-texts.js";
import { helpSentence } from "./calls-wording.js";
import { citizenName } from "./texts.js";

/** How long a slip of the hand can be taken back. Milliseconds. */
export const UNDO = 5_000;
/** From here on a call that nobody answered is said to be unanswered. Milliseconds. */
const PATIENCE = 10_000;
const WEIGHT = /** @type {const} */ ({ none: 0, concern: 1, high: 2, acute: 3 });

/**
 * Where help is needed: the conversation in front, else the gravest of mine, else nowhere.
 * @param {Desk} desk
 * @param {string | null} chosen
 * @returns {string | null}
 */
export function whereHelpIsNeeded(desk, chosen) {
  const living = desk.order.filter((id) => desk.conversations[id]?.state === "active");
  if (chosen && living.includes(chosen)) return chosen;
  const weight = (/** @type {string} */ id) => WEIGHT[desk.conversations[id]?.risk ?? "none"];
  return living.toSorted((one, other) => weight(other) - weight(one))[0] ?? null;
}

/** The one caller of a console. */
export class Help {
  #sentAt = 0;

  /** @param {{ store: Store, send: (frame: Frame) => boolean }} parts */
  constructor({ store, send }) {
    this.store = store;
    this.send = send;
  }

  /** @param {number} at milliseconds */
  begin(at) {
    const phase = this.store.call.value?.phase;
    if (phase === "pending" || phase === "held" || phase === "sent") return;
    const conversation = whereHelpIsNeeded(this.store.desk.value, this.store.chosen.value);
    const due = at + UNDO;
    this.#say({ conversation, phase: conversation ? "pending" : "nowhere", due, code: "" });
  }

  /** Nobody is called; or the word about a call has been read. */
  dismiss() {
    const phase = this.store.call.value?.phase;
    if (phase === "pending" || phase === "held") this.store.said.value = HELP.undone;
    this.store.call.value = null;
  }

  /** @param {number} at milliseconds */
  tick(at) {
    const call = this.store.call.value;
    if (!call) return;
    const waits = call.phase === "held" || call.phase === "pending";
    if (waits && at >= call.due) this.#send(call, at);
    if (call.phase === "sent" && at - this.#sentAt >= PATIENCE) this.#say({ ...call, phase: "held" });
  }

  /** The line broke: an unanswered call is made again when it is back. */
  lineBroke() {
    const call = this.store.call.value;
    if (call?.phase === "sent") this.#say({ ...call, phase: "held" });
  }

  /** @param {Frame} frame what the server says about the conversation I called about */
  hear(frame) {
    const call = this.store.call.value;
    if (!call) return;
    if (frame.type === "conversation" && frame.reason === "removed" && frame.conversation.id === call.conversation) {
      this.store.call.value = null;
    }
    if (call.conversation !== frame.conversation) return;
    if (frame.type === "alert" && CALLED.has(frame.kind)) this.#say({ ...call, phase: "called" });
    if (frame.type === "error" && !frame.client_id && call.phase === "sent") {
      this.#say({ ...call, phase: "refused", code: frame.code });
    }
    if (frame.type === "alert" && frame.kind === "lead_came") this.dismiss();
  }

  /**
   * @param {Call} call
   * @param {number} at
   */
  #send(call, at) {
    const frame = { type: "help.request", conversation: call.conversation };
    const sent = this.store.live.value && this.send(frame);
    if (sent) this.#sentAt = at;
    const phase = sent ? "sent" : "held";
    if (phase !== call.phase) this.#say({ ...call, phase });
  }

  /** Each phase is said once; the seconds are not. @param {Call} call */
  #say(call) {
    this.store.call.value = call;
    const { conversations } = this.store.desk.value;
    const name = citizenName(conversations[call.conversation ?? ""]?.citizen ?? "");
    this.store.said.value = helpSentence(call.phase, name, UNDO / 1_000);
  }
}

const CALLED = new Set(["lead_called", "help", "lead_came"]);
