/** Leaving at once, and leaving little behind. On every citizen page; needs no other file.
 *
 * The way out is a plain link and works without this script. With it, the page is covered before anything
 * is asked of the network, the server is told by beacon, and the neutral page takes this one's place in the
 * history. Offline the beacon is lost, so a second, neutral cookie stays: a server that sees it ends the
 * session before it answers anything.
 */
const EXIT = '/opskrift';
const root = document.documentElement;
let presses = [];

/** Covers the page, ends this device's session, and goes to the neutral page. Cannot be undone. */
function leave() {
  root.classList.add('gone');
  document.body.textContent = '';
  document.cookie = 'o=1; path=/; SameSite=Strict' + (location.protocol === 'https:' ? '; Secure' : '');
  if (navigator.sendBeacon) navigator.sendBeacon(EXIT);
  location.replace(EXIT);
}

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

/* Shift three times within five seconds, with no other key between: capital letters do not count. */
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Shift') presses = [];
  else if (!event.repeat) presses = presses.concat(Date.now()).slice(-3);
  if (presses.length === 3 && presses[2] - presses[0] < 5000) leave();
}, true);

/* A page that comes back out of memory may be older than the exit: cover it, and ask the server what is true now. */
addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  const left = root.classList.contains('gone');
  root.classList.add('gone');
  if (left) location.replace(EXIT);
  else location.reload();
});

/* Steps on the way in take each other's place, so that a whole visit is one entry in the history. */
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
  fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'manual' })
    .then((answer) => (answer.ok || answer.type === 'opaqueredirect' ? location.replace(next) : failed()), failed);
});

/* With the keyboard up, some phones push the header out of sight: keep the way out inside what is seen. */
const seen = window.visualViewport;
const header = document.querySelector('.top');
if (seen && header) {
  const pin = () => { header.style.transform = seen.offsetTop ? 'translateY(' + seen.offsetTop + 'px)' : ''; };
  seen.addEventListener('scroll', pin);
  seen.addEventListener('resize', pin);
}
