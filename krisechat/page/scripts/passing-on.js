/** Deciding without a trace in the history: the form posts in silence, and the next page takes this one's place.
 * What is refused is posted the plain way, so that the server draws why, with what was typed still there.
 */
import { active, watchSilence } from './idle.js';

document.addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = event.target;
  const button = event.submitter || form.querySelector('button:focus') || form.querySelector('button');
  const step = document.createElement('input');
  Object.assign(step, { type: 'hidden', name: button.name, value: button.value });
  form.append(step);
  const sent = { method: 'POST', body: new URLSearchParams(new FormData(form)) };
  button.disabled = true;
  const answer = await fetch(location.href, sent).catch(() => null);
  button.disabled = false;
  if (answer && answer.redirected) location.replace(answer.url);
  else if (answer) form.submit();
  else document.getElementById('no-line').hidden = false;
  step.remove();
});

/* There is no line here that would tell the server that somebody is reading. */
watchSilence(() => false);
setInterval(() => { if (active()) fetch(location.href, { method: 'HEAD', cache: 'no-store' }).catch(() => {}); }, 60000);
