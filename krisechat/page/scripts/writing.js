/** The field one writes in. */
import { draw, mark, word } from './bubbles.js';
import { add, own } from './log.js';
import { needed } from './on-need.js';
import { pieces } from './outbox.js';
import { state } from './presence.js';
import { announce } from './voice.js';

const TYPING_AGAIN = 4000; // ms between two signs that we write
const text = document.getElementById('text');
let typedAt = 0;

/** Gives the field to the script: what is written goes over `line`. */
export function takeField(line) {
  function fit() {
    if (window.CSS && CSS.supports('field-sizing', 'content')) return;
    text.style.height = 'auto';
    text.style.height = text.scrollHeight + 2 + 'px';
  }

  /** Nothing is stopped: a CPR number is hidden before it is stored. */
  async function noticeCpr() {
    const hint = document.getElementById('cpr');
    if (hint.hidden && !/\p{Nd}{4}/u.test(text.value)) return;
    const { holdsCpr } = await needed();
    const held = holdsCpr(text.value);
    if (held && hint.hidden) announce(hint.textContent);
    hint.hidden = !held;
  }

  function typed() {
    fit();
    noticeCpr().catch(() => {});  // without a network it goes unsaid
    const writing = text.value.trim() !== '';
    const due = writing ? Date.now() - typedAt > TYPING_AGAIN : typedAt > 0;
    if (state !== 'active' || !due) return;
    typedAt = writing ? Date.now() : 0;
    line.typing(writing);
  }

  function write(body) {
    const item = draw({ author: 'citizen', body });
    mark(item, 'going', word('sending'));
    add(item, true);
    own.set(line.send(body), item);
  }

  function send(event) {
    event.preventDefault();
    pieces(text.value).forEach(write);
    text.value = '';
    typed();
    text.focus();
  }

  /** Enter sends on a real keyboard; on a phone it is a new line. */
  function entered(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && matchMedia('(pointer: fine)').matches) send(event);
  }

  ['maxlength', 'required'].forEach((each) => text.removeAttribute(each));
  text.addEventListener('input', typed);
  text.addEventListener('keydown', entered);
  document.getElementById('composer').addEventListener('submit', send);
}

/** What stands in the field and was not sent. */
export const draft = () => text.value;
