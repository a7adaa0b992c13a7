/** What few need while they wait, fetched when they do: the script of the page's other forms, and what stands on the
 * page once it has ended.
 */
const find = (id) => document.getElementById(id);
const AGAIN = 3000; // ms until what did not come is asked for once more
const TRIES = 40;

/** See forms.js; a form says that it did not go through when its script cannot be fetched. */
export function takeFormsOnNeed(formToken, told) {
  let take = null;
  let tries = 0; // part of the address: a browser remembers what it could not import

  document.addEventListener('submit', async (event) => {
    const form = event.target;
    if (!form.dataset.post) return;
    event.preventDefault();
    const button = event.submitter || form.querySelector('button:focus') || form.querySelector('button');
    try {
      const address = find('content').dataset.forms + (tries ? '?' + tries : '');
      take = take || (await import(address)).takeForms(formToken, told);
      take(form, button);
    } catch (error) {
      tries += 1;
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
