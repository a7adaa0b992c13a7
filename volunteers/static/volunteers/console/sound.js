/**
 * A soft sound, made here and repeated until it is answered. The pause is part of the sound, and
 * the sound is looped by the audio clock: a browser slows the timers of a window in the back,
 * and a volunteer in another window is exactly who must hear it.
 * @import { Call } from "./attention.js"
 */
import { signal } from "@preact/signals-core";

/** @typedef {{ notes: readonly { hertz: number, at: number }[], every: number }} Tune seconds throughout */

/** @type {Readonly<Record<"waiting" | "message", Tune>>} */
const TUNES = Object.freeze({
  waiting: { notes: [{ hertz: 523.25, at: 0 }, { hertz: 783.99, at: 0.32 }], every: 9 },
  message: { notes: [{ hertz: 659.25, at: 0 }], every: 12 },
});

const LOUDNESS = 0.16;
const ATTACK = 0.02;
const RING = 1.8;

/**
 * The strength of a struck note: a soft beginning, a long end, one quiet overtone.
 * @param {number} hertz
 * @param {number} seconds since it was struck
 */
export function struck(hertz, seconds) {
  if (seconds < 0 || seconds > RING) return 0;
  const envelope = Math.min(1, seconds / ATTACK) * Math.exp(-3.2 * seconds);
  const turn = 2 * Math.PI * hertz * seconds;
  return envelope * (0.8 * Math.sin(turn) + 0.2 * Math.sin(2 * turn) * Math.exp(-4 * seconds));
}

/** The console's one sound. */
export class Chime {
  /** @type {AudioContext | null} */ #context = null;
  /** @type {AudioBufferSourceNode | null} */ #playing = null;
  /** @type {Call} */ #wanted = null;
  /** @type {Call} */ #ringing = null;

  constructor() {
    /** Whether the browser lets us make a sound; it needs one click or key first. */
    this.allowed = signal(false);
  }

  /** Call from a click or a key: browsers allow sound only after one. */
  unlock() {
    if (typeof AudioContext === "undefined") return;
    this.#context ??= new AudioContext();
    this.#context.resume().then(
      () => {
        this.allowed.value = this.#context?.state === "running";
        this.ring(this.#wanted);
      },
      () => {
        this.allowed.value = false;
      },
    );
  }

  /** @param {Call} call what to ring for, from now until told otherwise; null is silence */
  ring(call) {
    this.#wanted = call;
    if (this.#context?.state !== "running" || call === this.#ringing) return;
    this.#playing?.stop();
    this.#playing = null;
    this.#ringing = call;
    if (call) this.#playing = this.#loop(this.#context, TUNES[call]);
  }

  /**
   * @param {AudioContext} context
   * @param {Tune} tune
   */
  #loop(context, tune) {
    const source = context.createBufferSource();
    source.buffer = record(context, tune);
    source.loop = true;
    source.connect(context.destination);
    source.start();
    return source;
  }
}

/**
 * @param {AudioContext} context
 * @param {Tune} tune
 */
function record(context, { notes, every }) {
  const buffer = context.createBuffer(1, Math.round(every * context.sampleRate), context.sampleRate);
  const samples = buffer.getChannelData(0);
  const sounding = Math.min(samples.length, Math.round((RING + 1) * context.sampleRate));
  for (let sample = 0; sample < sounding; sample += 1) {
    const seconds = sample / context.sampleRate;
    samples[sample] =
      LOUDNESS * notes.reduce((sum, { hertz, at }) => sum + struck(hertz, seconds - at), 0);
  }
  return buffer;
}
