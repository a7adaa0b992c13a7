/**
 * The console's memory: signals that the components read. Nothing in it outlives the page;
 * no word of anybody is put in the browser's storage.
 * @import { Desk, Line, Panel } from "./types.js"
 */
import { computed, signal } from "@preact/signals-core";
import { EMPTY_DESK } from "./desk/desk.js";
import { anythingUnsent, waitingForMe } from "./desk/views.js";

/**
 * My call for the shift lead: it can be taken back until `due`, and is sent then.
 * @typedef {object} Call
 * @property {string | null} conversation null while nobody could be named to go to
 * @property {"pending" | "held" | "sent" | "called" | "refused" | "nowhere"} phase
 * @property {number} due milliseconds
 * @property {string} code of the refusal
 */

/**
 * Something I asked the server for and that it has not answered.
 * @typedef {object} Asked
 * @property {"next" | "presence" | "flag" | "note" | "close" | "accept" | "decline" | "help" | "step"} kind
 * @property {string | null} conversation
 * @property {string} [offer]
 * @property {number} at milliseconds
 * @property {string} [body] of a note
 */

/** All signals of one console. */
export class Store {
  /** @param {number} at milliseconds of this machine's clock */
  constructor(at) {
    /** @type {import("@preact/signals-core").Signal<Desk>} */
    this.desk = signal(EMPTY_DESK);
    /** @type {import("@preact/signals-core").Signal<Line>} */
    this.line = signal({ phase: "connecting", since: at, retryAt: 0, everLive: false, why: null });
    /** The conversation in front of me. @type {import("@preact/signals-core").Signal<string | null>} */
    this.chosen = signal(null);
    /** What stands beside it. @type {import("@preact/signals-core").Signal<Panel>} */
    this.panel = signal("notes");
    /** On a screen too narrow for both: whether the panel is in front. */
    this.panelOpen = signal(false);
    /** On a phone: whether the words are in front of the list. */
    this.wordsOpen = signal(false);
    /** What I have begun to write. @type {import("@preact/signals-core").Signal<Readonly<Record<string, string>>>} */
    this.drafts = signal({});
    /** @type {import("@preact/signals-core").Signal<Readonly<Record<string, string>>>} */
    this.noteDrafts = signal({});
    /** @type {import("@preact/signals-core").Signal<readonly Asked[]>} */
    this.asked = signal([]);
    /** Why something was refused, by `place()`. @type {import("@preact/signals-core").Signal<Readonly<Record<string, string>>>} */
    this.refusals = signal({});
    /** Whether this window is seen and has the focus. */
    this.watching = signal(true);
    /** Whether the newest words are in sight. */
    this.atEnd = signal(true);
    /** In the conversation in front: the `seq` where the words were new when I came to it, else 0. */
    this.newFrom = signal(0);
    this.muted = signal(false);
    /** My call for the shift lead. @type {import("@preact/signals-core").Signal<Call | null>} */
    this.call = signal(null);
    /** A sentence for screen readers. */
    this.said = signal("");
    this.urgent = signal("");
    this.now = signal(at);

    /** The time, moving on every ten seconds: for waits told in minutes. */
    this.slowly = computed(() => Math.floor(this.now.value / 10_000) * 10_000);
    this.conversation = computed(() => this.desk.value.conversations[this.chosen.value ?? ""] ?? null);
    this.unread = computed(() => waitingForMe(this.desk.value));
    this.unsent = computed(() => anythingUnsent(this.desk.value));
    this.live = computed(() => this.line.value.phase === "live");
  }

  /** @param {(desk: Desk) => Desk} change */
  step(change) {
    this.desk.value = change(this.desk.value);
  }

  /**
   * @param {string} conversation
   * @param {string} words
   */
  draft(conversation, words) {
    this.drafts.value = withEntry(this.drafts.value, conversation, words);
  }

  /**
   * @param {string} conversation
   * @param {string} words
   */
  draftNote(conversation, words) {
    this.noteDrafts.value = withEntry(this.noteDrafts.value, conversation, words);
  }

  /**
   * @param {string} where as `place()` gives it
   * @param {string} code empty: nothing is refused there
   */
  refuse(where, code) {
    this.refusals.value = withEntry(this.refusals.value, where, code);
  }

  /**
   * Whether an answer to this is still awaited.
   * @param {Asked["kind"]} kind
   * @param {string | null} [conversation]
   */
  awaits(kind, conversation = null) {
    return this.asked.value.some(
      (asked) => asked.kind === kind && asked.conversation === conversation,
    );
  }
}

/**
 * Where a refusal is shown.
 * @param {Asked["kind"]} kind
 * @param {string | null} [conversation]
 */
export const place = (kind, conversation = null) => (conversation ? `${kind}:${conversation}` : kind);

/**
 * @param {Readonly<Record<string, string>>} entries
 * @param {string} key
 * @param {string} value empty takes the entry away
 */
function withEntry(entries, key, value) {
  const { [key]: _old, ...others } = entries;
  return value ? { ...others, [key]: value } : others;
}
