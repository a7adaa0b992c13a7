/** The conversation in another language, in its place: what is typed stays in its field, the line stays up, and the
 * history grows by nothing.
 *
 * The server draws the page in both languages. What stands in the one is looked up in the other; what the server did
 * not draw is left as it is, and the script says the rest anew out of the words that came along.
 */
const SAID = ['aria-label', 'placeholder', 'title', 'href', 'action', 'formaction', 'data-replace', 'data-clock'];
const root = document.documentElement;

function drawn(address) {
  return new Promise((done, failed) => {
    const asked = new XMLHttpRequest();
    asked.open('GET', address);
    asked.responseType = 'document'; // a parser that makes no script of anything
    asked.timeout = 10000;
    asked.onload = () => (asked.response && asked.response.getElementById('words') ? done(asked.response) : failed());
    asked.onerror = asked.ontimeout = failed;
    asked.send();
  });
}

const kids = (one) => Array.from((one.content || one).children);
const says = (one) => Array.from(one.childNodes).some((node) => node.nodeType === 3 && node.data.trim());
const holds = (one) => one.querySelector('input, textarea, select, button, details') !== null;
const key = (one) => one.localName + ' ' + one.textContent.trim().replace(/\s+/g, ' ');
const texts = (one) => Array.from(one.childNodes).filter((node) => node.nodeType === 3 && node.data.trim());

/** What each sentence, and each said attribute, of one page is on the other. */
function compare(before, after, found) {
  for (const name of SAID) {
    const [was, now] = [before.getAttribute(name), after.getAttribute(name)];
    if (was !== now && was && now) found.said.set(name + ' ' + was, now);
  }
  if (says(before) && !holds(before)) return found.sentences.set(key(before), after);
  texts(before).forEach((node, place) => {
    if (texts(after)[place]) found.pieces.set(node.data.trim(), texts(after)[place].data.trim());
  });
  const [ours, theirs] = [kids(before), kids(after)];
  if (ours.length === theirs.length) ours.forEach((one, place) => compare(one, theirs[place], found));
  return found;
}

function say(one, found) {
  for (const name of SAID) {
    const now = found.said.get(name + ' ' + one.getAttribute(name));
    if (now) one.setAttribute(name, now);
  }
  if (one.matches('.body, textarea')) return;
  const now = says(one) && !holds(one) && found.sentences.get(key(one));
  if (now) one.replaceChildren(...Array.from(document.importNode(now, true).childNodes));
  else {
    texts(one).forEach((node) => {
      const piece = found.pieces.get(node.data.trim());
      if (piece) node.data = node.data.replace(node.data.trim(), () => piece);
    });
    kids(one).forEach((each) => say(each, found));
  }
}

/** Says everything in the language of `address`; resolves once it is said, and rejects when the server is away. */
export async function speak(address) {
  const [before, after] = await Promise.all([drawn(location.pathname + location.search), drawn(address)]);
  const found = { said: new Map(), sentences: new Map(), pieces: new Map() };
  compare(before.body, after.body, found);
  root.lang = after.documentElement.lang;
  root.dir = after.documentElement.dir;
  say(document.body, found);
  history.replaceState(null, '', address.split('#')[0]);
}
