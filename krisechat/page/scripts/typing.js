/** The sign that the other one writes. */
import { word } from './bubbles.js';
import { atEnd, toEnd } from './log.js';
import { alias, inTalk } from './presence.js';
import { announce, hush } from './voice.js';

const GONE = 12000; // ms a sign holds
const sign = document.getElementById('typing');
let timer = 0;

export function theyType(on) {
  const follow = on && inTalk() && atEnd();
  clearTimeout(timer);
  if (on) timer = setTimeout(theyType, GONE, false);
  if (!on) hush(sign.textContent);
  else if (sign.hidden) announce(word('typing', { alias }));
  sign.textContent = on ? word('typing', { alias }) : '';
  sign.hidden = !on;
  if (follow) toEnd();
}
