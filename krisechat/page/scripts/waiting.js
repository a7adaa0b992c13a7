/** While nobody has come yet: how many are ahead, and how long it may take. */
import { word } from './bubbles.js';
import { announce, put } from './voice.js';

const find = (id) => document.getElementById(id);
let queue = null;
let rangeEnds = 0;  // when the range we gave runs out

/** Somebody is on duty. */
export let lit = document.body.classList.contains('lit-page');

/** A wait as a range of minutes; the server reckons the same way. */
function range(seconds) {
  const low = Math.max(1, Math.round(seconds / 60));
  return { low, high: low + Math.max(1, Math.floor(low / 2)) };
}

/** `now` is the queue as the server tells it, or nothing where nobody waits. */
export function setQueue(now) {
  queue = now || null;
  if (!queue) return;
  const seconds = queue.estimated_wait_seconds;
  lit = typeof seconds === 'number';
  if (seconds && !rangeEnds) rangeEnds = Date.now() + 60000 * range(seconds).high;
}

export function showQueue() {
  const called = find('called');
  if (!queue || !called) return; // left meanwhile: the page is empty
  if (queue.called_in && called.hidden) announce(called.textContent);
  called.hidden = !queue.called_in;
  const turn = word('ahead-' + Math.min(7, queue.position - 1));
  if (find('heading').textContent.trim() !== turn) announce(turn);
  put('heading', turn);
  const late = word('wait-late');
  if (rangeEnds && Date.now() > rangeEnds) {
    if (find('lead').textContent !== late) announce(late);
    put('lead', late);
  } else put('lead', lit ? word('wait-some', range(queue.estimated_wait_seconds)) : word('wait-none'));
}
