/** The citizen's chat page. The server has already drawn everything; this keeps it true without a reload.
 *
 * Nothing is called sent before the server has it. Nothing is stored on the device or added to its history.
 */
import { draw, mark, markMasked, markSeen, newest, place, setClocks, word } from './bubbles.js';
import { closeWhenLeft, keepFocus } from './focus.js';
import { openLine } from './line.js';
import { add, own, toEnd } from './log.js';
import { needed, speakOnNeed, takeFormsOnNeed } from './on-need.js';
import { showPassing } from './passing.js';
import { darken, inTalk, state } from './presence.js';
import { chime } from './sound.js';
import { turn } from './turns.js';
import { theyType } from './typing.js';
import { announce, put } from './voice.js';
import { draft, takeField } from './writing.js';

const WATCH = 300000;      // ms after the line stood until silence is watched: well before it counts
const WATCH_AGAIN = 10000; // ms until what watches it is asked for once more
const NO_LINE = 13000;     // ms of silence before the numbers come up
const DIM = 5000;          // ms without a line before we stop saying who is here
const BY_TEXT = 40000;     // ms until a text is offered: it may get through where data does not

const find = (id) => document.getElementById(id);
const formToken = document.querySelector('[name=form_token]').value;
let down = false;          // the numbers are up
let dark = false;          // nobody is said to be here
let resuming = false;      // what comes now happened while we were away
let missed = 0;
let readTo = 0;
let actedAt = Date.now();
let silence = { here: acted, active: () => true };  // until what watches it is here
let watching = false;
let taken = false;         // a form takes what is in its field along

/** Somebody is here. */
function acted() {
  actedAt = Date.now();
}

function tellRead() {
  const seq = newest('.them, .sys');
  if (document.visibilityState !== 'visible' || seq <= readTo) return;
  silence.here();
  if (line.read(seq)) readTo = seq;
}

/* What the line tells us */

const page = {
  state(now) {
    showPassing(now.handover, announce);
    if (now.state === 'erased') page.shut();
    else turn(now, line);
  },
  message(message, live) {
    if (message.client_id && own.has(message.client_id)) return;
    const item = draw(message);
    if (message.author === 'citizen') {
      own.set(message.client_id || message.seq, item);
      mark(item, 'sent', word('sent-at'), message.sent_at);
    } else {
      theyType(false);
      if (live) chime();
      else missed += 1;
    }
    add(item, false);
    if (live) tellRead();
  },
  sent(id, seq, sentAt, masked) {
    const item = own.get(id);
    item.dataset.seq = seq;
    place(item);
    mark(item, 'sent', word('sent-at'), sentAt);
    if (masked) markMasked(item);
    announce(word(masked ? 'masked' : 'sent'));
  },
  late(id) {
    mark(own.get(id), 'not', word('late'));
    announce(word('late'));
  },
  refused(id, code) {
    const why = word(code === 'wrong_state' ? 'over' : 'refused');
    mark(own.get(id), 'not', why);
    announce(why);
  },
  receipt(receipt) {
    if (receipt.state === 'read' && receipt.by !== 'citizen') markSeen(receipt.seq, !resuming);
  },
  typing: theyType,
  catching() {
    resuming = true;
    find('log').setAttribute('aria-live', 'off');
  },
  caughtUp() {
    if (!watching) setTimeout(watch, WATCH);
    watching = true;
    if (missed) announce(missed === 1 ? word('new-one') : word('new-many', { n: missed }));
    if (missed) chime();
    missed = 0;
    resuming = false;
    setTimeout((log) => log.setAttribute('aria-live', 'polite'), 400, find('log'));
    tellRead();
  },
  quiet(silence, connected) {
    const gone = silence > NO_LINE || (down && !connected);
    if (gone !== down) announce(word(down ? 'line-back' : 'no-line-more'));
    down = gone;
    dark = down || (!connected && (dark || silence > DIM));
    keepFocus(() => { find('offline').hidden = !down; }, find('text'));
    offerText(down && silence > BY_TEXT);
    darken(dark);
  },
  active: () => silence.active(),
  elsewhere: () => strip('elsewhere'),
  shut() {
    find('list').textContent = '';
    put('heading', word('shut'));
    line.stop();
    strip('shut');
  },
};

function offerText(on) {
  const offer = find('by-text');
  if (!offer || offer.hidden !== on) return;
  offer.hidden = !on;
  if (on) announce(offer.textContent.trim());
}

/** The line is gone from this page: says why, and takes the field away. */
function strip(name) {
  keepFocus(() => {
    document.body.dataset.line = name;
    ['offline', 'elsewhere', 'shut'].forEach((one) => { find(one).hidden = one !== name; });
  }, find(name).querySelector('a, button'));
  announce(word(name));
}

function reopen() {
  keepFocus(() => {
    delete document.body.dataset.line;
    find('elsewhere').hidden = true;
  }, find('text'));
  line.reopen();
}

/** What watches silence comes late, since most have left or written by then; silence counts from the last sign all the same. */
function watch() {
  needed().then((found) => {
    silence = found;
    found.watchSilence(() => state === 'waiting' || state === 'back', actedAt);
  }).catch(() => setTimeout(watch, WATCH_AGAIN));
}

/** While something is not sent yet, or still in its field; never on the way out, or where a form takes it along. */
function warn(event) {
  const first = find('first');
  const words = line.unsent().join('') + (state === 'ended' && first ? first.value : draft());
  if (words.trim() && !taken && !document.documentElement.classList.contains('gone')) event.preventDefault();
}

const idle = { unsent: () => [], read: () => false, stop() {}, ended() {} };
const line = state === 'ended' ? idle : openLine(formToken, Number(find('content').dataset.lastSeq), page);
setClocks();
document.querySelector('p.fresh').remove();  // asking by hand is for where no script comes
takeField(line);
closeWhenLeft(find('menu').parentNode);
find('elsewhere').querySelector('button').addEventListener('click', reopen);
takeFormsOnNeed(formToken, { ended: line.ended, thanked: () => announce(word('thanks')) });
speakOnNeed(() => { setClocks(); darken(dark); });
document.addEventListener('visibilitychange', tellRead);
['pointerdown', 'keydown'].forEach((each) => addEventListener(each, acted, { passive: true }));
addEventListener('beforeunload', warn);
addEventListener('submit', (event) => { taken = event.target.hasAttribute('data-replace'); });
addEventListener('left', () => { taken = true; line.stop(); });
if (state === 'ended') watch();
if (inTalk()) toEnd();
if (state !== 'ended' && newest('.me, .them')) announce(word('again'));
