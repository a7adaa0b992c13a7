/** Who is here: the state of the conversation, the name, the lamp, the heading. Nobody is said to be here while the
 * line is down.
 */
import { word } from './bubbles.js';
import { put } from './voice.js';
import { lit, setQueue, showQueue } from './waiting.js';

const text = document.getElementById('text');
let dim = false;  // nobody can be said to be here

/** waiting, active, back (the volunteer had to go; first in line again), ended. */
export let state = document.body.dataset.state;
export let alias = document.getElementById('content').dataset.alias;

export const inTalk = () => state === 'active' || state === 'back';

function show() {
  const unlit = dim || state === 'ended' || state === 'back' || (state === 'waiting' && !lit);
  const presence = { waiting: dim ? 'no-line' : 'we-know', active: dim ? 'unseen' : 'here', back: dim ? 'no-line' : 'another', ended: 'ended' };
  document.body.dataset.state = state;
  document.body.classList.toggle('lit-page', state === 'waiting' && !unlit);
  document.getElementById('lamp').classList.toggle('off', unlit);
  put('lamp', word(presence[state], { alias }));
  if (state === 'waiting') showQueue();
  if (state === 'back') put('heading', word('first'));
  if (state === 'active') put('heading', word('with', { alias }));
  if (state !== 'waiting') text.removeAttribute('aria-describedby');
  const invitation = state === 'active' ? word('write-to', { alias }) : word('may-write');
  put('label', invitation);
  text.placeholder = { active: invitation, back: word('here-you-write') }[state] || '';
}

/** Whether the line is down long enough to say no more who is here. */
export function darken(on) {
  dim = on;
  show();
}

/** Takes what the server says and shows it; true when somebody came, went or ended it. */
export function learn(now) {
  const was = state + alias;
  if (now.volunteer) alias = now.volunteer.alias;
  setQueue(now.queue);
  state = now.state === 'waiting' && inTalk() ? 'back' : now.state;
  show();
  return state + alias !== was;
}
