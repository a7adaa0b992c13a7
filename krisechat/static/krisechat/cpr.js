/** Whether a CPR number stands in a text: the rule of krisechat/privacy/masking.py, which hides it before storage; one
 * table of examples holds both to it. For the citizen's page and the console. No look-behind: phones of 2021 lack it.
 */
const SPACE = '[ \\t\\u00a0\\u2000-\\u200d\\u202f\\u2060\\ufeff]';
const MARK = '[-./_\\u00ad\\u00b7\\u2010-\\u2015\\u2212\\ufe63\\uff0d]';
const GAP = `(?:${SPACE}?${MARK}${SPACE}?|${SPACE}{1,2})`;

/** A day (or the day + 60) and a month that has it. @param {string} gap */
const date = (gap) =>
  `(?:(?:[06][1-9]|[1278]\\d)${gap}(?:0[1-9]|1[0-2])|[39]0${gap}(?:0[13-9]|1[0-2])|[39]1${gap}(?:0[13578]|1[02]))`;

const REST = `\\d\\d${GAP}?\\d{4}(?!\\d)`;
const JOINED = new RegExp(`(?:^|[^\\d+])${date('')}${GAP}?${REST}`);
const APART = new RegExp(`(^|[^\\d+])${date(GAP)}${GAP}${REST}`, 'g');
const FOURTH_PAIR = new RegExp(`(?:^|\\D)\\d\\d(?:${SPACE}|${MARK})$`);

/** A digit of any script as 0 to 9; each script has its ten in a row. @param {string} digit */
function plain(digit) {
  const code = /** @type {number} */ (digit.codePointAt(0));
  let value = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value % 10);
}

/** @param {string} text */
export function holdsCpr(text) {
  const digits = text.replace(/\p{Nd}/gu, plain);
  if (!/\d{4}/.test(digits)) return false;
  if (JOINED.test(digits)) return true;
  APART.lastIndex = 0;
  for (let found = APART.exec(digits); found; found = APART.exec(digits)) {
    const start = found.index + found[1].length;
    if (!FOURTH_PAIR.test(digits.slice(Math.max(0, start - 4), start))) return true;
    APART.lastIndex = found.index + 1;
  }
  return false;
}
