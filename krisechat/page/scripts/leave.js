/** Leaving at once, and leaving little behind; the way out is a plain link and works without this.
 *
 * The page becomes another one out of what is in memory already, under the neutral address and in the same place of
 * the history: nothing is asked of the network before. Then the server is told, and once it has answered, its own
 * neutral page takes the place of this one. Until then a second, neutral cookie stays, and a server that sees it ends
 * the session before it answers.
 */
const EXIT = '/opskrift';
const root = document.documentElement;
const others = window.BroadcastChannel && new BroadcastChannel('o');
let left = false;
let presses = [];

function make(tag, text, where) {
  const made = document.createElement(tag);
  made.textContent = text;
  return where.appendChild(made);
}

/** The beginning of neutral.html, word for word, without anything of ours. */
function disguise() {
  const body = document.createElement('body');
  make('h1', 'Boller med havre', body);
  make('p', '12 stk. Klar på to timer, eller stil dejen koldt natten over.', body);
  make('h2', 'Du skal bruge', body);
  const list = make('ul', '', body);
  '3 dl vand,2 dl mælk,10 g gær,2 tsk. salt,1 spsk. honning,100 g havregryn,550 g hvedemel'.split(',').forEach((one) => make('li', one, list));
  document.body = body;
  document.title = body.firstChild.textContent;
  root.lang = 'da';
  root.dir = '';
  root.style.cssText = 'max-width:36rem;margin:auto;padding:1.25rem;font:1.0625rem/1.6 Arial,Helvetica,sans-serif;color-scheme:light dark';
}

function cover() {
  if (left) return;
  left = true;
  root.className = 'gone';
  document.body.textContent = '';
  dispatchEvent(new Event('left'));  // whoever holds a line or words lets go
  document.querySelectorAll('link[rel=stylesheet], meta[name=theme-color]').forEach((each) => each.remove());
  document.querySelector('link').href = 'data:,';
  disguise();
  history.replaceState(null, '', EXIT);
  scrollTo(0, 0);
}

function leave() {
  document.cookie = 'o=1; path=/; SameSite=Strict' + (location.protocol === 'https:' ? '; Secure' : '');
  cover();
  if (others) others.postMessage('');
  fetch(EXIT, { method: 'POST', keepalive: true }).then((answer) => { if (answer.ok) location.replace(EXIT); }, () => {});
}

/* The other pages of this browser go with it. */
if (others) others.onmessage = cover;

document.addEventListener('click', (event) => {
  const link = event.target instanceof Element && event.target.closest('a');
  if (!link) return;
  if (link.getAttribute('href') === EXIT) {
    event.preventDefault();
    leave();
  } else if (link.hasAttribute('data-replace')) {
    event.preventDefault();
    location.replace(link.href);
  }
});

/* Shift three times within five seconds; capital letters between do not count. */
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Shift') presses = [];
  else if (!event.repeat) presses = presses.concat(Date.now()).slice(-3);
  if (presses.length === 3 && presses[2] - presses[0] < 5000) leave();
}, true);

/* A page that comes back out of memory may be older than the exit: it goes there covered, and asks what is true now. */
addEventListener('pagehide', () => root.classList.add('gone'));
addEventListener('pageshow', (event) => {
  if (event.persisted && !left) location.reload();
});

/* Steps on the way in take each other's place: a whole visit is one entry in the history. Where a flood comes, the
   server names a little work and the script that does it. */
document.addEventListener('submit', (event) => {
  const form = event.target;
  const next = form.getAttribute('data-replace');
  if (!next || !window.fetch) return;
  event.preventDefault();
  const button = form.querySelector('button');
  const wrong = form.querySelector('.wrong');
  const failed = () => { wrong.hidden = false; button.disabled = false; };
  button.disabled = true;
  wrong.hidden = true;
  const body = new URLSearchParams(new FormData(form));
  const post = () => fetch(form.action, { method: 'POST', body, redirect: 'manual' }).then((answer) => {
    const work = !body.has('proof') && answer.headers.get('X-Proof');
    if (work) return import(work.split(' ')[2]).then(({ prove }) => prove(work, body)).then(post);
    return answer.ok || answer.type === 'opaqueredirect' ? location.replace(next) : failed();
  });
  post().catch(failed);
});

/* A keyboard pushes the header out of sight on some phones: keep the way out inside what is seen. */
const seen = window.visualViewport;
const header = document.querySelector('.top');
if (seen && header) {
  const pin = () => { header.style.transform = seen.offsetTop ? 'translateY(' + seen.offsetTop + 'px)' : ''; };
  seen.addEventListener('scroll', pin);
  seen.addEventListener('resize', pin);
}
