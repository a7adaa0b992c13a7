/** The chat page's other forms, posted in silence: to end, to say whether it helped, to ask for four words, to say
 * whether a text may follow.
 * The next step shows only when the server has taken the one before. Fetched when the first of them is used: see
 * on-need.js.
 */
import { keepFocus } from './focus.js';

const find = (id) => document.getElementById(id);

/** What takes a form and the button it was sent by. `ended` is called when the citizen has ended the conversation, `thanked` when an answer is stored. */
export function takeForms(formToken, { ended, thanked }) {
  /** The next question, or the quiet page after the last one. */
  function step(name, helped) {
    find('after').dataset.step = name;
    if (name === 'what') document.querySelector('input[name=helped]').value = helped;
    if (helped) thanked();
    find(name).focus();
  }

  const then = {
    end: ended,
    helped: (button) => step(button.value === 'yes' ? 'done' : 'what', button.value),
    what: () => step('done', 'yes'),
    texts(button) {
      button.form.querySelector('.sent').hidden = false;
      thanked();
    },
    feel({ form }) {
      const thanks = form.querySelector('.sent');
      thanks.hidden = false;
      keepFocus(() => { form.querySelector('.acts').hidden = true; }, thanks);
    },
    async words(button, answer) {
      const { return_code: code } = await answer.json();
      find('four').textContent = code;
      keepFocus(() => { button.hidden = true; }, find('four'));
    },
  };

  function request(kind, form, button) {
    if (kind === 'words') return fetch('/api/v1/conversation/return-code', { method: 'POST', headers: { 'X-Form-Token': formToken } });
    const body = new URLSearchParams(new FormData(form));
    if (button.name) body.append(button.name, button.value);
    if (kind === 'what') body.set('what_would_help', body.getAll('what_would_help').filter((one) => one.trim()).join('\n'));
    return fetch(form.action, { method: 'POST', body, redirect: 'manual' });
  }

  document.addEventListener('click', (event) => {
    if (event.target.id !== 'skip') return;
    event.preventDefault();
    step('done');
  });

  return async (form, button) => {
    const kind = form.dataset.post;
    const wrong = form.querySelector('.wrong');
    const answer = await request(kind, form, button).catch(() => ({}));
    wrong.hidden = kind === 'words' ? answer.ok : answer.type === 'opaqueredirect';
    if (wrong.hidden) then[kind](button, answer);
  };
}
