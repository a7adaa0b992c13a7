/** What a turn of the conversation brings: somebody comes, has to go, it ends. */
import { mark, newest, place, word } from './bubbles.js';
import { own, toEnd } from './log.js';
import { fetchAfter } from './on-need.js';
import { alias, inTalk, learn, state } from './presence.js';
import { chime } from './sound.js';
import { announce, put } from './voice.js';
import { draft } from './writing.js';

const find = (id) => document.getElementById(id);

const enter = {
  waiting() {},
  active() {
    const arrived = document.querySelector('.arrived');
    arrived.dataset.seq = newest() + 0.5;
    arrived.classList.add('new');
    arrived.firstChild.textContent = word('came', { alias });
    place(arrived);
    announce(word('came', { alias }));
    chime(true);
  },
  back() {
    put('left', word('went', { alias }));
    announce(word('went', { alias }) + ' ' + word('went-on'));
  },
  ended(line) {
    const left = Array.from(own.values()).filter((item) => !item.dataset.seq);
    const rest = left.map((item) => item.querySelector('.body').textContent).concat(draft()).join('\n').trim();
    line.stop();
    left.forEach((item) => mark(item, 'not', word('over')));
    announce(word('ended'));
    fetchAfter(() => {
      if (rest && find('first')) {
        find('first').value = rest;
        find('unsaid').hidden = false;
      }
      find('helped').focus({ preventScroll: true });
      find('helped').scrollIntoView({ block: 'center' });
    });
  },
};

/** `now` is {state, volunteer, queue}; `line` is stopped when it has ended. */
export function turn(now, line) {
  const talked = inTalk();
  if (!learn(now)) return;
  const [from, to] = state === 'waiting' ? ['menu', 'folds'] : ['folds', 'menu'];
  const held = document.activeElement;
  const along = find(from).contains(held);
  find(to).append(...find(from).childNodes);  // fold-outs while waiting, under "Mere" in the chat
  if (along) {  // somebody stands in one of them
    find('menu').parentNode.open = true;
    held.focus({ preventScroll: true });
  }
  if (!talked && inTalk()) toEnd();
  enter[state](line);
}
