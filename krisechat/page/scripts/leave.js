/** Leaving at once, and leaving little behind; the way out is a plain link and works without this.
 *
 * The page goes before the network is asked. Offline the beacon is lost: then a second, neutral cookie stays,
 * and a server that sees it ends the session before it answers.
 */
const EXIT = '/opskrift';
const root = document.documentElement;
let presses = [];

function leave() {
  root.classList.add('gone');
  document.body.textContent = '';
  const told = navigator.onLine && navigator.sendBeacon && navigator.sendBeacon(EXIT);
  if (!told) document.cookie = 'o=1; path=/; SameSite=Strict' + (location.protocol === 'https:' ? '; Secure' : '');
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

/* Shift three times within five seconds; capital letters between do not count. */
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Shift') presses = [];
  else if (!event.repeat) presses = presses.concat(Date.now()).slice(-3);
  if (presses.length === 3 && presses[2] - presses[0] < 5000) leave();
}, true);

/* A page that comes back out of memory may be older than the exit: cover it, and ask what is true now. */
addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  const left = root.classList.contains('gone');
  root.classList.add('gone');
  if (left) location.replace(EXIT);
  else location.reload();
});

/* Steps on the way in take each other's place: a whole visit is one entry in the history. */
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

/* A keyboard pushes the header out of sight on some phones: keep the way out inside what is seen. */
const seen = window.visualViewport;
const header = document.querySelector('.top');
if (seen && header) {
  const pin = () => { header.style.transform = seen.offsetTop ? 'translateY(' + seen.offsetTop + 'px)' : ''; };
  seen.addEventListener('scroll', pin);
  seen.addEventListener('resize', pin);
}
