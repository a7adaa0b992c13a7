/** The demo's phones: asks every second what is on them, and sends what is typed. */
const TEXTS = '/demo/phone/texts';
const FAULTS = '/demo/phone/faults';
const EVERY = 1000; // ms
const STAFF_SHOWN = 3;

const helpline = document.body.dataset.helpline;
const phones = [...document.querySelectorAll('.phone')];
const staff = [...document.querySelectorAll('.staff > li')];
const line = document.querySelector('.line');
const known = new Map(); // phone → how many texts were there when it was last looked at

/** +4522470913 as Danes write it: 22 47 09 13. */
const spaced = (number) => number.replace(/^\+45/, '').replace(/(\d\d)(?=\d)/g, '$1 ');
const clock = (at) => new Date(at).toLocaleTimeString('da-DK', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Copenhagen' });

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

/** How far a text has come, in words. */
function state(text) {
  const at = clock(text.at);
  if (text.mine) {
    if (text.brought === 'yes') return `Kommet frem kl. ${at}`;
    return text.brought === 'given_up' ? 'Ikke bragt ud. Den står på listen.' : 'Sendt. Ikke kommet frem endnu.';
  }
  if (text.status === 'undelivered') return `Kunne ikke leveres. Fejl ${text.error}`;
  return text.status === 'delivered' ? `Leveret kl. ${at}` : 'På vej';
}

function row(text) {
  const made = element('li', text.mine ? 'mine' : 'theirs');
  made.append(element('span', 'body', text.body), element('p', 'state', ''));
  made.firstChild.setAttribute('dir', 'auto');
  return made;
}

/** Shows these texts in the list: rows stay, only what is new or has changed is touched. */
function show(list, texts) {
  const rows = new Map([...list.querySelectorAll('[data-sid]')].map((each) => [each.dataset.sid, each]));
  const below = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  if (texts.length) list.querySelector('.none')?.remove();
  for (const text of texts) {
    let there = rows.get(text.sid);
    rows.delete(text.sid);
    if (!there) {
      there = row(text);
      there.dataset.sid = text.sid;
      list.append(there);
    }
    const words = state(text);
    const shown = there.querySelector('.state');
    if (shown.textContent !== words) shown.textContent = words;
    there.classList.toggle('failed', text.status === 'undelivered');
  }
  for (const gone of rows.values()) gone.remove();
  if (below) list.scrollTop = list.scrollHeight;
}

function showOthers(others) {
  const box = document.querySelector('.others');
  const rows = others.map((text) => {
    const made = element('li');
    made.append(element('b', '', spaced(text.phone)), element('p', '', text.body), element('p', 'state', state(text)));
    return made;
  });
  box.querySelector('ul').replaceChildren(...rows);
  box.hidden = !rows.length;
}

/** A tab says when something came that was not seen. */
function mark(section, count) {
  const tab = document.querySelector(`[aria-controls="${section.id}"]`);
  const seen = section.classList.contains('shown');
  tab.classList.toggle('new', !seen && known.has(section.id) && count > known.get(section.id));
  if (seen || !known.has(section.id)) known.set(section.id, count);
}

async function look() {
  const numbers = [...phones, ...staff].map((each) => each.dataset.number);
  const answer = await fetch(`${TEXTS}?phones=${encodeURIComponent(numbers.join(','))}`);
  if (!answer.ok) throw new Error();
  const there = await answer.json();
  for (const phone of phones) {
    const texts = there.phones[phone.dataset.number];
    show(phone.querySelector('.texts'), texts);
    mark(phone, texts.length);
  }
  let calls = 0;
  for (const person of staff) {
    const texts = there.phones[person.dataset.number].filter((text) => !text.mine);
    show(person.querySelector('.texts'), texts.slice(-STAFF_SHOWN));
    calls += texts.length;
  }
  mark(document.getElementById('duty'), calls);
  showOthers(there.others);
}

async function lookAgainAndAgain() {
  try {
    await look();
    line.textContent = '';
  } catch {
    line.textContent = 'Siden har mistet forbindelsen. Den prøver igen.';
  }
  setTimeout(lookAgainAndAgain, document.hidden ? 5 * EVERY : EVERY);
}

async function send(phone, field, once) {
  const form = new URLSearchParams({ from: phone.dataset.number, to: helpline, body: field.value, once });
  field.disabled = true;
  try {
    const answer = await fetch(TEXTS, { method: 'POST', body: form });
    if (!answer.ok) throw new Error();
    field.value = '';
    await look();
    return true;
  } catch {
    line.textContent = 'Ikke sendt endnu. Prøv igen.';
    return false;
  } finally {
    field.disabled = false;
    field.focus();
  }
}

function ready(phone) {
  const form = phone.querySelector('form');
  const field = form.querySelector('textarea');
  let once = crypto.randomUUID();
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (!field.value.trim()) return;
    if (await send(phone, field, once)) once = crypto.randomUUID();
  });
  field.addEventListener('input', () => { once = crypto.randomUUID(); });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

function choose(tab) {
  for (const each of document.querySelectorAll('[role="tab"]')) {
    const chosen = each === tab;
    each.setAttribute('aria-selected', String(chosen));
    document.getElementById(each.getAttribute('aria-controls')).classList.toggle('shown', chosen);
  }
  const list = document.querySelector('.shown .texts');
  list.scrollTop = list.scrollHeight;
  look().catch(() => {});
}

/** Ticked means that something is wrong; each fault has a wrong and a right. */
const WRONG = { down: ['true', 'false'], slow_s: ['6', '0'], webhooks: ['false', 'true'], callbacks: ['doubled', 'plain'] };

async function showFaults(form) {
  const faults = await (await fetch(FAULTS)).json();
  for (const [name, [wrong]] of Object.entries(WRONG)) form.elements[name].checked = String(faults[name]) === wrong;
}

const faults = document.querySelector('.faults');
faults.addEventListener('change', (event) => {
  const [wrong, right] = WRONG[event.target.name];
  fetch(FAULTS, { method: 'POST', body: new URLSearchParams({ [event.target.name]: event.target.checked ? wrong : right }) });
});
faults.addEventListener('submit', (event) => event.preventDefault());

for (const each of document.querySelectorAll('[data-shown-number]')) each.textContent = spaced(each.dataset.shownNumber);
for (const each of document.querySelectorAll('[role="tab"]')) each.addEventListener('click', () => choose(each));
phones.forEach(ready);
showFaults(faults).catch(() => {});
lookAgainAndAgain();
