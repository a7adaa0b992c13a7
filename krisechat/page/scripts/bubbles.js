/** The words and bubbles of the chat page, copied from its own template, so that they follow its language and look
 * as the server draws them. Text is only ever set as text.
 */
const words = document.getElementById('words');
const list = document.getElementById('list');
const KINDS = { citizen: 'li.me', volunteer: 'li.them', system: 'li.sys' };

export function word(key, values = {}) {
  const source = words.content.querySelector('[data-say="' + key + '"]').textContent.trim();
  return source.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** 21.46 in Danish, 21:46 in English. */
function clock(when) {
  return when.getHours() + words.dataset.clock.charAt(1) + String(when.getMinutes()).padStart(2, '0');
}

function setTime(element, when) {
  element.dateTime = when.toISOString();
  element.textContent = clock(when);
}

/** The times the server drew, by the phone's own clock like those to come. */
export function setClocks() {
  for (const time of list.querySelectorAll('time')) setTime(time, new Date(time.dateTime));
}

export function draw({ author, alias, body, seq, sent_at: sentAt }) {
  const item = words.content.querySelector(KINDS[author]).cloneNode(true);
  item.querySelector('.body').textContent = body;
  item.dataset.seq = seq || '';
  if (author === 'volunteer') {
    item.dataset.by = alias;
    item.querySelector('b').textContent = alias;
    setTime(item.querySelector('time'), new Date(sentAt));
  }
  return item;
}

/** Puts a bubble where its seq belongs; what is not stored yet stands last. */
export function place(item) {
  const order = (other) => Number(other.dataset.seq) || Infinity;
  const next = Array.from(list.children).find((other) => other !== item && order(other) > order(item)) || null;
  if (item.parentNode !== list || item.nextElementSibling !== next) list.insertBefore(item, next);
  const before = item.previousElementSibling;
  item.classList.toggle('on', Boolean(item.dataset.by && before && before.dataset.by === item.dataset.by));
}

/** The line under one's own bubble; `kind` is going, not, sent or seen. */
export function mark(item, kind, label, when) {
  item.classList.toggle('going', kind === 'going');
  item.classList.toggle('not', kind === 'not');
  item.querySelector('use').setAttribute('href', '#i-' + kind);
  const line = item.querySelector('.state span');
  line.textContent = when ? label + ' ' : label;
  if (!when) return;
  const time = document.createElement('time');
  setTime(time, new Date(when));
  line.append(time);
}

/** Read up to `seq`: now, or at a time we do not know. */
export function markSeen(seq, now) {
  for (const item of list.querySelectorAll('.me')) {
    const sent = item.querySelector('use').getAttribute('href') === '#i-sent';
    if (sent && Number(item.dataset.seq) <= seq) mark(item, 'seen', word(now ? 'seen-at' : 'seen'), now && Date.now());
  }
}

/** A CPR number was hidden before storing: hide it here too, and say so. */
export function markMasked(item) {
  const body = item.querySelector('.body');
  body.textContent = body.textContent.replace(/\d{6}[\s-–]?\d{4}/g, '••••••-••••');
  const notice = document.createElement('p');
  notice.className = 'masked';
  notice.textContent = word('masked');
  item.append(notice);
}

export function newest(selector = 'li') {
  const seqs = Array.from(list.querySelectorAll(selector), (item) => Math.floor(item.dataset.seq));
  return Math.max(0, ...seqs);
}
