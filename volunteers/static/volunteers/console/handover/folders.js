/**
 * What this console knows of its conversations' handovers: one folder for each conversation.
 * @import { Answer } from "./api.js"
 * @import { Folder, Handover, Place, Sheet } from "./types.js"
 */
import { signal } from "@preact/signals-core";
import { unsaved } from "./content.js";
import { begin, newer } from "./sheet.js";

export const PLACES = /** @type {const} */ (["with_citizen", "concern"]);

/** @type {Folder} */
export const NEW_FOLDER = {
  phase: "loading", code: "", path: null, fields: {}, problems: [], with_citizen: null,
  concern: null, loadedAt: 0,
};

/** All folders of one console. */
export class Folders {
  constructor() {
    /** By conversation. @type {import("@preact/signals-core").Signal<Readonly<Record<string, Folder>>>} */
    this.all = signal({});
  }

  /** @param {string} conversation @returns {Folder | undefined} */
  of(conversation) {
    return this.all.value[conversation];
  }

  /**
   * @param {string} conversation
   * @param {Place} place
   * @returns {Sheet | null}
   */
  sheet(conversation, place) {
    return this.of(conversation)?.[place] ?? null;
  }

  /**
   * @param {string} conversation
   * @param {Folder} folder
   */
  put(conversation, folder) {
    this.all.value = { ...this.all.value, [conversation]: folder };
  }

  /**
   * @param {string} conversation
   * @param {Partial<Folder>} change
   */
  change(conversation, change) {
    const folder = this.of(conversation);
    if (folder) this.put(conversation, { ...folder, ...change });
  }

  /**
   * @param {string} conversation
   * @param {Place} place
   * @param {(sheet: Sheet) => Sheet} step
   */
  step(conversation, place, step) {
    const sheet = this.sheet(conversation, place);
    if (sheet) this.change(conversation, { [place]: step(sheet) });
  }

  /**
   * What the server has now, and nothing of mine lost over it.
   * @param {string} conversation
   * @param {Answer} answer
   * @param {number} now milliseconds
   */
  took(conversation, answer, now) {
    const folder = this.of(conversation);
    if (!folder) return;
    if (!answer.ok) {
      if (folder.phase === "loading") this.change(conversation, { phase: "failed", code: answer.code });
      return;
    }
    const { fields, problems } = answer.body;
    const with_citizen = fresh(folder.with_citizen, answer.body.with_citizen, now);
    const concern = fresh(folder.concern, answer.body.concern, now);
    const path = folder.path ?? with_citizen?.handover.kind ?? (concern ? "concern" : null);
    this.put(conversation, {
      phase: "ready", code: "", path, fields, problems, loadedAt: now, with_citizen, concern,
    });
  }

  /**
   * What I wrote in a conversation's handovers and the server does not have.
   * @param {string} conversation
   * @returns {string[]}
   */
  unsavedWords(conversation) {
    return PLACES.flatMap((place) => {
      const sheet = this.sheet(conversation, place);
      return sheet && sheet.saving !== "saved" ? unsaved(sheet.content, sheet.handover.content) : [];
    });
  }

  /** Whether anything anywhere is not saved. */
  anythingUnsaved() {
    return Object.keys(this.all.value).some((id) => this.unsavedWords(id).length > 0);
  }

  /** @param {string} conversation whose words I have seen to */
  forget(conversation) {
    const { [conversation]: _gone, ...others } = this.all.value;
    this.all.value = others;
  }
}

/**
 * @param {Sheet | null} sheet
 * @param {Handover | null} handover
 * @param {number} now
 * @returns {Sheet | null}
 */
function fresh(sheet, handover, now) {
  if (!handover) return null;
  if (sheet?.handover.id !== handover.id) return begin(handover);
  return sheet.saving === "saving" ? sheet : newer(sheet, handover, now);
}
