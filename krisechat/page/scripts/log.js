/** The log of the conversation: follows the talk unless the reader has scrolled up. */
import { place } from './bubbles.js';
import { keepFocus } from './focus.js';
import { inTalk } from './presence.js';

const find = (id) => document.getElementById(id);
const newer = find('newer');

/** client_id, or seq where there is none → the citizen's own bubble. */
export const own = new Map();

export const atEnd = () => innerHeight + scrollY > document.documentElement.scrollHeight - 160;

export function toEnd() {
  newer.hidden = true;
  scrollTo(0, document.documentElement.scrollHeight);
}

export function add(item, mine) {
  const follow = inTalk() && (mine || atEnd());
  place(item);
  if (follow) toEnd();
  else if (mine) find('composer').scrollIntoView({ block: 'nearest' });
  else if (inTalk()) newer.hidden = false;
}

for (const item of document.querySelectorAll('.me')) own.set(item.dataset.id || item.dataset.seq, item);
newer.addEventListener('click', () => keepFocus(toEnd, find('log')));
addEventListener('scroll', () => { if (atEnd()) newer.hidden = true; }, { passive: true });
