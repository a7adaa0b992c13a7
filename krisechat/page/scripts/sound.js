/** A very soft tone when somebody comes or writes: only for whoever switches it on, for as long as this page stands.
 * It sounds once when it is switched on, so that nobody learns in a bad moment how loud it is.
 */
import { atEnd } from './log.js';

const box = document.querySelector('#sound input');  // none once it has ended
let player = null;

function tone() {
  const start = player.currentTime;
  const volume = player.createGain();
  const note = player.createOscillator();
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(0.06, start + 0.08);
  volume.gain.linearRampToValueAtTime(0, start + 0.7);
  note.frequency.value = 392;
  note.connect(volume).connect(player.destination);
  note.start();
  note.stop(start + 0.7);
}

function switched() {
  if (player) player.close();
  player = box.checked ? new AudioContext() : null;
  if (player) tone();
}

/** Somebody came, or wrote; what the person has before their eyes needs no sound. */
export function chime(came) {
  if (player && (came || document.visibilityState === 'hidden' || !atEnd())) tone();
}

if (box && window.AudioContext) {
  box.checked = false;  // a browser may remember it
  box.addEventListener('change', switched);
  document.getElementById('sound').hidden = false;
  addEventListener('left', () => {
    box.checked = false;
    switched();
  });
}
