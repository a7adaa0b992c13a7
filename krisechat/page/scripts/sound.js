/** A tone when somebody comes or writes: only for whoever switches it on, for as long as this page stands. */
import { atEnd } from './log.js';
import { needed } from './on-need.js';

const box = document.querySelector('#sound input');  // none once it has ended
let play = null;

/** It sounds once at once, so that nobody learns in a bad moment how loud it is. */
async function switched() {
  play = null;
  const player = box.checked && new AudioContext();  // only a tap may make one
  if (player) play = (await needed()).toneOf(player, () => box.checked);
}

/** Somebody came, or wrote; what the person has before their eyes needs no sound. */
export function chime(came) {
  if (play && (came || document.visibilityState === 'hidden' || !atEnd())) play();
}

if (box) {
  box.checked = false;  // a browser may remember it
  box.onchange = () => switched().catch(() => { box.checked = false; });
  document.getElementById('sound').hidden = false;
  addEventListener('left', () => { box.checked = false; });
}
