/**
 * Three shapes that tired eyes never mix up: a clock time is 02.47, a duration 6 min,
 * a countdown 0:38. All inputs are milliseconds or seconds as named.
 */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const WEEKDAYS = ["søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"];
const MONTHS = [
  "januar", "februar", "marts", "april", "maj", "juni",
  "juli", "august", "september", "oktober", "november", "december",
];

/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");

/**
 * The time of day on this machine: `02.47`.
 * @param {number | string} moment milliseconds, or RFC 3339
 */
export function clockTime(moment) {
  const at = new Date(moment);
  return `${two(at.getHours())}.${two(at.getMinutes())}`;
}

/**
 * A length of time as one says it: `under 1 min`, `6 min`, `1 t 5 min`.
 * @param {number} seconds negative counts as none (clocks differ)
 */
export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < MINUTE) return "under 1 min";
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)} min`;
  const minutes = Math.floor((whole % HOUR) / MINUTE);
  return minutes ? `${Math.floor(whole / HOUR)} t ${minutes} min` : `${Math.floor(whole / HOUR)} t`;
}

/**
 * What is left until something happens: `0:08`.
 * @param {number} seconds
 */
export function countdown(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / MINUTE)}:${two(whole % MINUTE)}`;
}

/**
 * The day as a heading in a conversation: `lørdag 21. november`.
 * @param {number | string} moment milliseconds, or RFC 3339
 */
export function dayName(moment) {
  const at = new Date(moment);
  return `${WEEKDAYS[at.getDay()]} ${at.getDate()}. ${MONTHS[at.getMonth()]}`;
}

/**
 * Whether two moments lie on the same day on this machine.
 * @param {number | string} one
 * @param {number | string} other
 */
export function sameDay(one, other) {
  return new Date(one).toDateString() === new Date(other).toDateString();
}

/**
 * A greeting for the hour.
 * @param {number} moment milliseconds
 */
export function greeting(moment) {
  const hour = new Date(moment).getHours();
  if (hour < 5) return "Godaften";
  if (hour < 10) return "Godmorgen";
  return hour < 17 ? "Goddag" : "Godaften";
}
