/** The console's icons: strokes on a 20 by 20 grid, drawn in the colour of the text beside them. */
import { html } from "../html.js";

const SHAPES = Object.freeze({
  back: ["M12.5 5 7.5 10l5 5"],
  bell: ["M5.5 13.5V9a4.5 4.5 0 0 1 9 0v4.5l1.5 1.5h-12z", "M8.5 17h3"],
  check: ["m4.5 10.5 3.6 3.6 7.4-8"],
  checks: ["m2 10.5 3.4 3.6 6.6-8", "m9.6 13.3.9.8 7-8"],
  clock: ["M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14z", "M10 6v4.2l2.7 1.6"],
  down: ["m5.5 8 4.5 4.5L14.5 8"],
  eye: ["M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5z", "M10 7.7a2.3 2.3 0 1 1 0 4.6 2.3 2.3 0 0 1 0-4.6z"],
  child: ["M10 3.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z", "M10 8.5V13M6.5 10.5h7M10 13l-2.5 4M10 13l2.5 4"],
  flag: ["M5 17V3.5", "M5 4h9l-2 3.2 2 3.3H5"],
  forward: ["M3.5 10h12M11.5 5.5 16 10l-4.5 4.5"],
  help: ["M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14z", "M10 7.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6z", "m5.1 5.1 2.9 2.9M12 12l2.9 2.9M14.9 5.1 12 8M8 12l-2.9 2.9"],
  inbox: ["M3.5 11 5.5 4.5h9l2 6.5v4.5h-13z", "M3.5 11h4l1 2h3l1-2h4"],
  lock: ["M6.1 9h7.8a1.6 1.6 0 0 1 1.6 1.6v4.3a1.6 1.6 0 0 1-1.6 1.6H6.1a1.6 1.6 0 0 1-1.6-1.6v-4.3A1.6 1.6 0 0 1 6.1 9z", "M7 9V6.6a3 3 0 0 1 6 0V9"],
  minus: ["M4.5 10h11"],
  mute: ["M5.5 13.5V9a4.5 4.5 0 0 1 7.2-3.6M14.5 9v4.5l1.5 1.5H7", "M8.5 17h3", "M3.5 3.5l13 13"],
  note: ["M5 3.5h10v9l-4 4H5z", "M15 12.5h-4v4"],
  phone: ["M5 3.5h2.6l1.2 3.4-1.6 1.3a9 9 0 0 0 4.6 4.6l1.3-1.6 3.4 1.2V15a1.8 1.8 0 0 1-1.9 1.8A12.6 12.6 0 0 1 3.2 5.4 1.8 1.8 0 0 1 5 3.5z"],
  plus: ["M10 4.5v11M4.5 10h11"],
  send: ["m3.5 10 13-6-4 12.5-3-5z", "m9.5 11.5 3-3"],
  sms: ["M8 2.5h4a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2v-11a2 2 0 0 1 2-2z", "M9 14.8h2"],
  user: ["M10 4a3 3 0 1 1 0 6 3 3 0 0 1 0-6z", "M4 16.5c.7-3 3-4.5 6-4.5s5.3 1.5 6 4.5"],
  warn: ["M10 3.5 17 16H3z", "M10 8.5v3.5M10 14v.1"],
  web: ["M5.5 3.5h9a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H9l-3.5 3v-3a2 2 0 0 1-2-2v-6a2 2 0 0 1 2-2z"],
  wifi: ["M3 8.3a10 10 0 0 1 14 0M5.8 11.2a6 6 0 0 1 8.4 0", "M10 14.4v.2"],
  x: ["m5 5 10 10M15 5 5 15"],
});

/** @typedef {keyof typeof SHAPES} IconName */

/** @param {{ name: IconName }} props */
export function Icon({ name }) {
  return html`<svg class="i" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
    ${SHAPES[name].map((shape) => html`<path key=${shape} d=${shape} />`)}
  </svg>`;
}

/** The product's mark: a lamp, lit by the colour of the lamp alone. */
export function Mark() {
  return html`<svg class="i mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path class="cord" d="M12 1.5V7" />
    <path class="shade" d="M3 16a9 9 0 0 1 18 0z" />
    <circle class="lit" cx="12" cy="19.6" r="2.2" />
  </svg>`;
}
