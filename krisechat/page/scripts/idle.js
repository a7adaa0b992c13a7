/** Silence at this device: after ten minutes without a touch, a key or a new message the words are veiled, and after
 * half an hour the page closes, said two minutes before. Only this page: never the conversation.
 */
const VEIL = 10 * 60000;
const WARN = 28 * 60000;
const CLOSE = 30 * 60000;
const find = (id) => document.getElementById(id);
const veil = find('veil');
const behind = document.querySelectorAll('main, .foot, .way-back');
const show = find('stay').textContent;
const words = document.querySelector('[data-post=words]');
const home = words && words.parentNode;
let actedAt = Date.now();
let told = false;  // the server knows of it
let step = 0;      // 1 veiled, 2 warned, 3 closed
let top = 0;       // how far down one had read
let held = null;   // what had the focus

/** Somebody is here. Behind the veil only its own buttons say so. */
export function here() {
  if (step) return;
  actedAt = Date.now();
  told = false;
}

/** Whether somebody did something since this was asked last. */
export function active() {
  const news = !told && !step;
  told = true;
  return news;
}

/** The veil, over all but the way out. */
function lie(on) {
  behind.forEach((each) => { each.hidden = on; });
  veil.hidden = !on;
}

function cover() {
  top = scrollY;
  held = document.activeElement;
  lie(true);
  find('stay').focus();
}

function back() {
  step = 0;
  here();
  calm();
  lie(false);
  held.focus({ preventScroll: true });
  scrollTo(0, top);
}

/** No warning any more: the words are back in their fold-out. */
function calm() {
  if (words) home.append(words);
  find('soon').hidden = true;
  find('stay').textContent = show;
}

function warn() {
  find('soon').hidden = false;
  find('stay').textContent = find('stay').value;
  if (words) veil.append(words);
}

function close() {
  dispatchEvent(new Event('left'));
  fetch('/opskrift', { method: 'POST', keepalive: true, body: new URLSearchParams('still=1') }).catch(() => {});
  const rest = find('closed').content;
  behind.forEach((each) => each.remove());
  veil.textContent = '';
  veil.append(rest);
}

const STEPS = [back, cover, warn, close];

/** `waits` says that somebody is on the way to them: meanwhile nothing counts as silence, which began at `since`. */
export function watchSilence(waits, since) {
  actedAt = since;
  function look() {
    if (waits()) {
      actedAt = Date.now() - (step ? VEIL : 0);
      if (step === 2) calm(step = 1);
    }
    const silent = Date.now() - actedAt;
    const due = (silent >= VEIL) + (silent >= WARN) + (silent >= CLOSE);
    while (step < due) STEPS[step += 1]();
    if (document.visibilityState === 'visible' && look.hidden) here();
    look.hidden = document.visibilityState === 'hidden';
  }
  ['pointerdown', 'pointermove', 'keydown', 'wheel'].forEach((each) => addEventListener(each, here, { passive: true }));
  find('stay').addEventListener('click', back);
  if (words) words.addEventListener('submit', () => { actedAt = Date.now() - (step && WARN); });  // time to write them down
  document.addEventListener('visibilitychange', look);
  setInterval(look, 5000);
  look();
}
