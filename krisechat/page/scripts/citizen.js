/** The citizen's chat page. The server has already drawn everything; this keeps it true without a reload.
 *
 * Nothing is called sent before the server has it, and nobody is said to be here while the line is down.
 * Nothing is stored on the device or added to its history.
 */
import { draw, mark, markMasked, markSeen, newest, place, setClocks, word } from './bubbles.js';
import { takeForms } from './forms.js';
import { openLine } from './line.js';
import { pieces } from './outbox.js';
import { showPassing } from './passing.js';

const NO_LINE = 14000;     // ms of silence before the numbers come up
const DIM = 5000;          // ms without a line before we stop saying who is here
const TYPING_AGAIN = 4000; // ms between two signs that we write
const TYPING_GONE = 12000; // ms a sign that they write holds

const find = (id) => document.getElementById(id);
const text = find('text');
const formToken = document.querySelector('[name=form_token]').value;
const voice = find('voice');
const unsaid = new Set();  // sentences the voice is about to say
const own = new Map();     // client_id → the bubble
let state = document.body.dataset.state;
let alias = find('content').dataset.alias;
let queue = null;
let lit = document.body.classList.contains('lit-page');  // somebody is on duty
let waitEnds = 0;          // when the range we gave runs out
let dim = false;           // nobody can be said to be here
let down = false;          // the numbers are up
let resuming = false;      // what comes now happened while we were away
let missed = 0;
let readTo = 0;
let typedAt = 0;
let typingTimer = 0;

/** Says something once through the page's one voice; what comes together is said together. */
function announce(sentence) {
  if (!unsaid.size) {
    voice.textContent = '';
    setTimeout(() => {
      voice.textContent = Array.from(unsaid).join(' ');
      unsaid.clear();
    }, 200);
  }
  unsaid.add(sentence);
}

function put(id, sentence) {
  const element = find(id);
  if (element.textContent.trim() !== sentence) element.textContent = sentence;
}

/** A wait as a range of minutes; the server reckons the same way. */
function range(seconds) {
  const low = Math.max(1, Math.round(seconds / 60));
  return { low, high: low + Math.max(1, Math.floor(low / 2)) };
}

function showQueue() {
  const called = find('called');
  if (!queue || !called) return; // left meanwhile: the page is empty
  if (queue.called_in && called.hidden) announce(called.textContent);
  called.hidden = !queue.called_in;
  const turn = word('ahead-' + Math.min(7, queue.position - 1));
  if (find('heading').textContent.trim() !== turn) announce(turn);
  put('heading', turn);
  const seconds = queue.estimated_wait_seconds;
  if (waitEnds && Date.now() > waitEnds) put('lead', word('wait-late'));
  else put('lead', typeof seconds === 'number' ? word('wait-some', range(seconds)) : word('wait-none'));
}

function show() {
  const unlit = dim || state === 'ended' || state === 'back' || (state === 'waiting' && !lit);
  const presence = { waiting: dim ? 'no-line' : 'we-know', active: dim ? 'unseen' : 'here', back: dim ? 'no-line' : 'another', ended: 'ended' };
  document.body.dataset.state = state;
  document.body.classList.toggle('lit-page', state === 'waiting' && !unlit);
  find('lamp').classList.toggle('off', unlit);
  put('lamp', word(presence[state], { alias }));
  if (state === 'waiting') showQueue();
  if (state === 'back') put('heading', word('first'));
  if (state === 'active') put('heading', word('with', { alias }));
  const invitation = state === 'active' ? word('write-to', { alias }) : word('may-write');
  put('label', invitation);
  text.placeholder = { active: invitation, back: word('here-you-write') }[state] || '';
}

const enter = {
  waiting() {},
  active() {
    const arrived = document.querySelector('.arrived');
    arrived.dataset.seq = newest() + 0.5;
    arrived.classList.add('new');
    arrived.firstChild.textContent = word('came', { alias });
    place(arrived);
    announce(word('came', { alias }));
  },
  back() {
    put('left', word('went', { alias }));
    announce(word('went', { alias }) + ' ' + word('went-on'));
  },
  ended() {
    const rest = line.unsent().concat(text.value).join('\n').trim();
    if (rest && find('first')) {
      find('first').value = rest;
      find('unsaid').hidden = false;
    }
    line.stop();
    own.forEach((item) => { if (!item.dataset.seq) mark(item, 'not', word('over')); });
    announce(word('ended'));
    find('helped').focus({ preventScroll: true });
    find('helped').scrollIntoView({ block: 'center' });
  },
};

function changed(now) {
  if (now.state === 'erased') return page.shut();
  const was = state + alias;
  const talking = state === 'active' || state === 'back';
  if (now.volunteer) alias = now.volunteer.alias;
  queue = now.queue || null;
  if (queue) lit = typeof queue.estimated_wait_seconds === 'number';
  if (queue && queue.estimated_wait_seconds && !waitEnds) waitEnds = Date.now() + 60000 * range(queue.estimated_wait_seconds).high;
  state = now.state === 'waiting' && talking ? 'back' : now.state;
  show();
  if (state + alias === was) return undefined;
  const [from, to] = state === 'waiting' ? ['menu', 'folds'] : ['folds', 'menu'];
  find(to).append(...find(from).childNodes);  // fold-outs while waiting, under "Mere" in the chat
  if (!talking && inTalk()) toEnd();
  return enter[state]();
}

/* The log */

const inTalk = () => state === 'active' || state === 'back';
const atEnd = () => innerHeight + scrollY > document.documentElement.scrollHeight - 160;

function toEnd() {
  find('newer').hidden = true;
  scrollTo(0, document.documentElement.scrollHeight);
}

/** Follows the talk unless the reader has scrolled up. */
function add(item, mine) {
  const follow = inTalk() && (mine || atEnd());
  place(item);
  if (follow) toEnd();
  else if (mine) find('composer').scrollIntoView({ block: 'nearest' });
  else if (inTalk()) find('newer').hidden = false;
}

function write(body) {
  const item = draw({ author: 'citizen', body });
  mark(item, 'going', word('sending'));
  add(item, true);
  own.set(line.send(body), item);
}

function tellRead() {
  const seq = newest('.them, .sys');
  if (document.visibilityState === 'visible' && seq > readTo && line.read(seq)) readTo = seq;
}

/* What the line tells us */

const page = {
  state(now) { showPassing(now.handover, announce); changed(now); },
  message(message, live) {
    if (message.client_id && own.has(message.client_id)) return;
    const item = draw(message);
    if (message.author === 'citizen') {
      own.set(message.client_id || message.seq, item);
      mark(item, 'sent', word('sent-at'), message.sent_at);
    } else {
      page.typing(false);
      if (!live) missed += 1;
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
  typing(on) {
    const sign = find('typing');
    const follow = on && inTalk() && atEnd();
    clearTimeout(typingTimer);
    if (on) typingTimer = setTimeout(() => page.typing(false), TYPING_GONE);
    if (on && sign.hidden) announce(word('typing', { alias }));
    sign.textContent = on ? word('typing', { alias }) : '';
    sign.hidden = !on;
    if (follow) toEnd();
  },
  catching() {
    resuming = true;
    find('log').setAttribute('aria-live', 'off');
  },
  caughtUp() {
    if (missed) announce(missed === 1 ? word('new-one') : word('new-many', { n: missed }));
    missed = 0;
    resuming = false;
    setTimeout((log) => log.setAttribute('aria-live', 'polite'), 400, find('log'));
    tellRead();
  },
  quiet(silence, connected) {
    if (silence > NO_LINE !== down) announce(word(down ? 'line-back' : 'no-line-more'));
    down = silence > NO_LINE;
    find('offline').hidden = !down;
    dim = down || (!connected && silence > DIM);
    show();
  },
  elsewhere: () => strip('elsewhere'),
  shut() {
    find('list').textContent = '';
    put('heading', word('shut'));
    line.stop();
    strip('shut');
  },
};

/** The line is gone from this page: says why, and takes the field away. */
function strip(name) {
  document.body.dataset.line = name;
  ['offline', 'elsewhere', 'shut'].forEach((one) => { find(one).hidden = one !== name; });
  announce(word(name));
}

function reopen() {
  delete document.body.dataset.line;
  find('elsewhere').hidden = true;
  line.reopen();
}

/* Writing */

function fit() {
  if (window.CSS && CSS.supports('field-sizing', 'content')) return;
  text.style.height = 'auto';
  text.style.height = text.scrollHeight + 2 + 'px';
}

function typed() {
  fit();
  const writing = text.value.trim() !== '';
  const due = writing ? Date.now() - typedAt > TYPING_AGAIN : typedAt > 0;
  if (state !== 'active' || !due) return;
  typedAt = writing ? Date.now() : 0;
  line.typing(writing);
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

/** While something is not sent yet; never on the way out. */
function warn(event) {
  if (line.unsent().length && !document.documentElement.classList.contains('gone')) event.preventDefault();
}

const idle = { unsent: () => [], read: () => false, stop() {} };
const line = state === 'ended' ? idle : openLine(formToken, Number(find('content').dataset.lastSeq), page);
for (const item of document.querySelectorAll('.me')) own.set(item.dataset.id || item.dataset.seq, item);
setClocks();
['maxlength', 'required'].forEach((each) => text.removeAttribute(each));
text.addEventListener('input', typed);
text.addEventListener('keydown', entered);
find('composer').addEventListener('submit', send);
find('newer').addEventListener('click', toEnd);
find('elsewhere').querySelector('button').addEventListener('click', reopen);
takeForms(formToken, { ended: () => changed({ state: 'ended' }), thanked: () => announce(word('thanks')) });
document.addEventListener('visibilitychange', tellRead);
addEventListener('scroll', () => { if (atEnd()) find('newer').hidden = true; }, { passive: true });
addEventListener('beforeunload', warn);
if (inTalk()) toEnd();
