/**
 * What calls for the volunteer, and how it is shown: title, sound, a word on the screen.
 * @import { PresenceStatus } from "./types.js"
 * @import { Chime } from "./sound.js"
 * @import { Notifier } from "./notify.js"
 * @import { Store } from "./store.js"
 */
import { computed, effect } from "@preact/signals-core";
import { calledIn } from "./desk/calls.js";
import { TITLE } from "./texts.js";

/** @typedef {"waiting" | "message" | null} Call */

/**
 * What the sound is for right now. Silent unless I have gone on duty.
 * @param {{ status: PresenceStatus | null, offered: boolean, called: boolean, unread: number, muted: boolean }} facts
 *   `called`: into somebody else's conversation
 * @returns {Call}
 */
export function callFor({ status, offered, called, unread, muted }) {
  if (muted || status === null || status === "offline") return null;
  if (offered || called) return "waiting";
  return unread > 0 ? "message" : null;
}

/**
 * The page's title: how many wait for me, and never a name.
 * @param {number} count
 * @param {string} brand
 */
export const pageTitle = (count, brand) => `${count ? `(${count}) ` : ""}${TITLE} – ${brand}`;

/**
 * Keeps title, sound and notification true to the store for as long as the page lives.
 * @param {{ store: Store, chime: Chime, notifier: Notifier, brand: string }} parts
 */
export function attend({ store, chime, notifier, brand }) {
  const offered = computed(() => store.desk.value.offer !== null);
  const called = computed(() => calledIn(store.desk.value));
  const count = computed(() => store.unread.value.length + (offered.value || called.value ? 1 : 0));
  const status = computed(() => store.desk.value.me?.status ?? null);
  const call = computed(() =>
    callFor({
      status: status.value,
      offered: offered.value,
      called: called.value,
      unread: store.unread.value.length,
      muted: store.muted.value,
    }),
  );
  effect(() => {
    document.title = pageTitle(count.value, brand);
  });
  effect(() => chime.ring(store.line.value.phase === "over" ? null : call.value));
  effect(() => {
    const away = !store.watching.value;
    const onDuty = status.value !== null && status.value !== "offline";
    notifier.show(away && onDuty ? count.value : 0);
  });
}
