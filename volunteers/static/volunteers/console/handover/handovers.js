/**
 * The handovers of my conversations: fetched when I look, saved while I write, shown to the citizen,
 * sent. What I wrote is kept here until the server has it.
 * @import { Api } from "./api.js"
 * @import { Kind, Place, Sheet } from "./types.js"
 */
import { signal } from "@preact/signals-core";
import { fitting } from "./content.js";
import { Folders, NEW_FOLDER, PLACES } from "./folders.js";
import { begin, newer, refused, saved, touched, written } from "./sheet.js";

/** While the citizen reads, or the municipality has it, look again after this long. Milliseconds. */
const LOOK_AGAIN = 8_000;
/** After a save that did not get through. Milliseconds. */
const TRY_AGAIN = 4_000;
/** Nobody was there: what I wrote stays here, and is sent again. */
const AWAY = new Set(["no_answer", "unavailable", "rate_limited"]);

/** Where the handover of a kind lies. @param {Kind} kind @returns {Place} */
export const placeOf = (kind) => (kind === "concern" ? "concern" : "with_citizen");

/** The one keeper of a console's handovers. */
export class Handovers {
  /** The save that is on its way. @type {Promise<void>} */
  #underWay = Promise.resolve();

  /** @param {{ api: Api, now: () => number }} parts */
  constructor({ api, now }) {
    this.api = api;
    this.now = now;
    this.folders = new Folders();
    /** All municipalities, once somebody must choose. @type {import("@preact/signals-core").Signal<import("./types.js").Municipality[]>} */
    this.everywhere = signal([]);
  }

  /** @param {string} conversation that I look at now */
  async look(conversation) {
    const folder = this.folders.of(conversation);
    if (folder && (folder.phase === "loading" || this.now() - folder.loadedAt < LOOK_AGAIN)) return;
    if (!folder || folder.phase === "failed") this.folders.put(conversation, NEW_FOLDER);
    else this.folders.change(conversation, { loadedAt: this.now() });
    this.folders.took(conversation, await this.api.get("", { conversation }), this.now());
  }

  /**
   * @param {string} conversation
   * @param {Kind} path that I look at
   */
  choose(conversation, path) {
    this.folders.change(conversation, { path });
  }

  /**
   * Begins one.
   * @param {string} conversation
   * @param {Kind} kind
   */
  async begin(conversation, kind) {
    this.folders.change(conversation, { code: "" });
    const answer = await this.api.post("/ny", { conversation, kind });
    if (answer.ok) this.folders.change(conversation, { [placeOf(kind)]: begin(answer.body), path: kind });
    else if (answer.code === "wrong_state") await this.#again(conversation);
    else this.folders.change(conversation, { code: answer.code });
  }

  /**
   * @param {string} conversation
   * @param {Place} place
   * @param {readonly (string | number)[]} path within the content
   * @param {any} value
   */
  write(conversation, place, path, value) {
    this.folders.step(conversation, place, (sheet) => written(sheet, path, value, this.now()));
  }

  /**
   * @param {string} conversation
   * @param {Place} place
   * @param {{ municipality?: string, postcode?: string }} where
   */
  sendTo(conversation, place, where) {
    this.folders.step(conversation, place, (sheet) => touched({ ...sheet, ...where }, this.now()));
  }

  /** Once a second: whatever is to be saved. */
  tick() {
    const now = this.now();
    for (const [conversation, folder] of Object.entries(this.folders.all.value)) {
      for (const place of PLACES) {
        const sheet = folder[place];
        const waits = sheet?.saving === "dirty" || sheet?.saving === "away";
        if (sheet && waits && now >= sheet.dueAt && !sheet.doing) {
          this.#underWay = this.#save(conversation, place, sheet);
        }
      }
    }
  }

  /**
   * The citizen is asked to read exactly what stands here.
   * @param {string} conversation
   */
  async show(conversation) {
    const sheet = await this.#settled(conversation, "with_citizen");
    if (!sheet) return;
    const { id, version } = sheet.handover;
    await this.#act(conversation, "with_citizen", "show", "/vis", { handover: id, version });
  }

  /**
   * The citizen's own text message is their yes.
   * @param {string} conversation
   * @param {number} seq
   */
  async answered(conversation, seq) {
    const handover = this.folders.sheet(conversation, "with_citizen")?.handover.id;
    const asked = { handover, seq };
    await this.#act(conversation, "with_citizen", "answer", "/godkendt-paa-sms", asked);
  }

  /**
   * A report about a child is sent at once; the console showed 114 first.
   * @param {string} conversation
   */
  async send(conversation) {
    const sheet = await this.#settled(conversation, "concern");
    if (!sheet) return;
    const asked = { handover: sheet.handover.id, shown_114: true };
    await this.#act(conversation, "concern", "send", "/send-nu", asked);
  }

  /**
   * A word to the municipality.
   * @param {string} conversation
   * @param {Place} place
   * @param {string} body
   * @returns {Promise<boolean>} whether it was taken
   */
  async say(conversation, place, body) {
    const handover = this.folders.sheet(conversation, place)?.handover.id;
    return this.#act(conversation, place, "word", "/ord", { handover, body });
  }

  /** Fetches all municipalities, for whoever must choose. */
  async fetchEverywhere() {
    if (this.everywhere.value.length) return;
    const answer = await this.api.get("/kommuner", {});
    if (answer.ok) this.everywhere.value = answer.body.municipalities;
  }

  /**
   * @param {string} conversation
   * @param {Place} place
   * @param {Sheet} sheet
   */
  async #save(conversation, place, sheet) {
    this.folders.step(conversation, place, (now) => ({ ...now, saving: "saving" }));
    const fields = this.folders.of(conversation)?.fields[sheet.handover.kind] ?? [];
    const answer = await this.api.post("/skriv", {
      handover: sheet.handover.id,
      version: sheet.handover.version,
      content: sheet.content ? fitting(sheet.content, fields) : {},
      municipality_code: sheet.municipality,
      postal_code: sheet.postcode,
    });
    if (answer.ok) {
      this.folders.step(conversation, place, (now) => saved(now, answer.body, sheet, this.now()));
    } else if (answer.code === "wrong_state") {
      this.folders.step(conversation, place, (now) => touched(now, this.now()));
      await this.#again(conversation);
    } else this.#notSaved(conversation, place, answer);
  }

  /**
   * @param {string} conversation
   * @param {Place} place
   * @param {{ code: string, field: string }} answer
   */
  #notSaved(conversation, place, answer) {
    const away = AWAY.has(answer.code);
    this.folders.step(conversation, place, (sheet) => ({
      ...sheet,
      saving: away ? "away" : "refused",
      dueAt: this.now() + TRY_AGAIN,
      refusal: away ? null : { code: answer.code, field: answer.field },
    }));
  }

  /**
   * The sheet, once what stands in it is stored; null when it could not be.
   * @param {string} conversation
   * @param {Place} place
   * @returns {Promise<Sheet | null>}
   */
  async #settled(conversation, place) {
    await this.#underWay;
    const sheet = this.folders.sheet(conversation, place);
    if (sheet && sheet.saving !== "saved") await this.#save(conversation, place, sheet);
    const now = this.folders.sheet(conversation, place);
    return now?.saving === "saved" ? now : null;
  }

  /**
   * @param {string} conversation
   * @param {Place} place
   * @param {string} doing
   * @param {string} path
   * @param {object} asked
   */
  async #act(conversation, place, doing, path, asked) {
    this.folders.step(conversation, place, (sheet) => ({ ...sheet, doing, refusal: null }));
    const answer = await this.api.post(path, asked);
    const changed = (/** @type {Sheet} */ sheet) =>
      answer.ok ? { ...newer(sheet, answer.body, this.now()), doing: "" } : refused(sheet, answer);
    this.folders.step(conversation, place, changed);
    if (!answer.ok && answer.code === "wrong_state") await this.#again(conversation);
    return answer.ok;
  }

  /** What the server has now. @param {string} conversation */
  async #again(conversation) {
    this.folders.took(conversation, await this.api.get("", { conversation }), this.now());
  }
}
