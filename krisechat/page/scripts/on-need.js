/** What few need while they wait, fetched when they do: needed.js, and what stands on the page once it has ended. */
const find = (id) => document.getElementById(id);
const AGAIN = 3000; // ms until what did not come is asked for once more
const TRIES = 40;

let tries = 0; // part of the address: a browser remembers what it could not import

/** What needed.js gives; throws where it cannot be fetched. */
export async function needed() {
  try {
    return await import(find('content').dataset.forms + (tries ? '?' + tries : ''));
  } catch (error) {
    tries += 1;
    throw error;
  }
}

/** See forms.js; a form says that it did not go through when its script cannot be fetched. */
export function takeFormsOnNeed(formToken, told) {
  let take = null;

  document.addEventListener('submit', async (event) => {
    const form = event.target;
    if (!form.dataset.post) return;
    event.preventDefault();
    const button = event.submitter || form.querySelector('button:focus') || form.querySelector('button');
    try {
      take = take || (await needed()).takeForms(formToken, told);
      take(form, button);
    } catch (error) {
      form.querySelector('.wrong').hidden = false;
    }
  });
}

/** Puts the part of the page that the server draws after the end in its place, and calls `then`. */
export function fetchAfter(then, tries = 0) {
  const asked = new XMLHttpRequest();
  asked.open('GET', location.pathname + location.search);
  asked.responseType = 'document'; // a parser that makes no script of anything
  asked.timeout = 10000;
  asked.onloadend = () => {
    const after = asked.response && asked.response.getElementById('after');
    if (after && after.dataset.step) {
      if (find('return')) find('return').remove(); // the way back stands in there now
      find('after').replaceWith(document.adoptNode(after));
      then();
    } else if (tries < TRIES) setTimeout(fetchAfter, AGAIN, then, tries + 1);
  };
  asked.send();
}

/** The page in the language of the button that was pressed; `then` draws anew what follows from a state. */
export function speakOnNeed(then) {
  const languages = find('languages');
  if (!languages) return;
  languages.addEventListener('click', async (event) => {
    const chosen = event.target.closest('button');
    if (!chosen) return;
    event.preventDefault();
    chosen.disabled = true;
    try {
      await (await import(languages.dataset.script)).speak(chosen.getAttribute('formaction'));
      languages.querySelectorAll('button').forEach((one) => one.removeAttribute('aria-current'));
      chosen.setAttribute('aria-current', 'true');
      then();
    } catch (error) {
      // as it was: the strip says that there is no line
    }
    chosen.disabled = false;
    chosen.focus({ preventScroll: true });
  });
}
