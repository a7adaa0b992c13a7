/** A tone when somebody comes or writes: only for whoever switches it on, for as long as this page stands. */
import { atEnd } from './log.js';
import { needed } from './on-need.js';

const box = document.querySelector('#sound input');  // none once it has ended
let player = null;
let sound = null;

/** It sounds once at once, so that nobody learns in a bad moment how loud it is. */
async function switched() {
  if (player) player.close();
  player = box.checked ? new AudioContext() : null;  // only a tap may make one
  try {
    if (player) sound = (await needed()).tone;
    if (player) sound(player);
  } catch (error) {
    box.checked = false;
  }
}

/** Somebody came, or wrote; what the person has before their eyes needs no sound. */
export function chime(came) {
  if (player && sound && (came || document.visibilityState === 'hidden' || !atEnd())) sound(player);
}

if (box && window.AudioContext) {
  box.checked = false;  // a browser may remember it
  box.addEventListener('change', switched);
  document.getElementById('sound').hidden = false;
  addEventListener('left', () => { if (player) player.close(); player = null; });
}
