/**
 * Makes the tokens short in what is served: a token that has one value everywhere is written out where it is used,
 * every other gets a name of one or two letters. Names that templates use stay as they are. No page of a citizen
 * says data-theme, only /design does, so that what stands for it goes.
 */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const LONG = 24; // letters; a longer value is written out only where it is used once

const escaped = (name) => name + "(?![\\w-])";

/** Every custom property in `css`, with all values it is ever given. */
function values(css) {
  const found = new Map();
  for (const [, name, value] of css.matchAll(/(--[\w-]+):([^;}]*)/g)) {
    found.set(name, (found.get(name) || new Set()).add(value.trim()));
  }
  return found;
}

/** Names that stand in pages themselves. */
function inPages(folder) {
  const pages = readdirSync(folder, { recursive: true }).filter((each) => String(each).endsWith(".html"));
  const text = pages.map((each) => readFileSync(join(folder, String(each)), "utf8")).join("");
  return new Set(Array.from(text.matchAll(/--[a-z][\w-]*/g), ([name]) => name));
}

/** --a, --b … --aa, --ab …, but no name that is there already. */
function* short(taken) {
  const all = "abcdefghijklmnopqrstuvwxyz";
  const names = [...all, ...Array.from(all, (one) => Array.from(all, (two) => one + two)).flat()];
  for (const name of names) if (!taken.has(`--${name}`)) yield `--${name}`;
}

/** `styles` is {name: css}, the first one with the tokens in it; returns the same, shorter. */
export function shorten(styles, templates) {
  const kept = inPages(templates);
  const [first] = Object.values(styles);
  const whole = Object.values(styles).join("");
  const tokens = Array.from(values(first)).filter(([name]) => !kept.has(name));
  const free = short(values(whole));
  const change = tokens.map(([name, given]) => {
    const used = whole.split(`var(${name})`).length - 1;
    const [value] = given;
    const one = given.size === 1 && (value.length <= LONG || used === 1) && !whole.includes(`var(${name},`);
    return { name, one, value, short: one ? "" : free.next().value };
  });
  return Object.fromEntries(Object.entries(styles).map(([name, css]) => [name, changed(css, change)]));
}

/** Without rules that only data-theme would bring to life. */
function deviceOnly(css) {
  return css.replace(/([^{}]+)\{([^{}]*)\}/g, (rule, selectors, body) => {
    if (!selectors.includes("[data-theme")) return rule;
    const left = selectors.replaceAll(":not([data-theme=light])", "").split(",").filter((one) => !one.includes("[data-theme"));
    return left.length ? `${Array.from(new Set(left)).join()}{${body}}` : "";
  });
}

function changed(css, change) {
  let text = deviceOnly(css);
  const single = change.filter((each) => each.one);
  for (let round = 0; round < 3; round += 1) {
    for (const { name, value } of single) text = text.replaceAll(`var(${name})`, () => value);
  }
  for (const { name } of single) text = text.replace(new RegExp(`${name}:[^;}]*;?`, "g"), "");
  for (const { name, short } of change) {
    if (short) text = text.replace(new RegExp(escaped(name), "g"), () => short);
  }
  return text.replace(/(--[\w-]+):\s+/g, "$1:").replace(/;}/g, "}").replace(/[^{}]+\{\}/g, "");
}
