/** The strip that says how far what is passed on has come, and leads to it. The server has drawn it already. */
import { word } from './bubbles.js';

/** `stage` is to_read, approved, delivered, taken, contacted, returned or null; undefined says nothing of it. */
export function showPassing(stage, announce) {
  const strip = document.getElementById('passing');
  const now = stage || '';
  if (stage === undefined || strip.dataset.stage === now) return;
  const sentence = word(now === 'to_read' ? 'to-read' : 'on-its-way');
  strip.dataset.stage = now;
  strip.hidden = !now;
  strip.firstElementChild.textContent = sentence;
  if (now) announce(sentence);
}
