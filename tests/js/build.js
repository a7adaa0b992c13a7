/**
 * Makes the files a citizen's phone loads out of krisechat/page: one style, one script for every page, one for the
 * conversation, and what only the page about passing on needs; small, and readable by browsers five years old.
 * What is made is committed, so that running the product needs no tool of this; `--check` says which file is not what
 * the sources make. Beside each stands what Brotli makes of it, a seventh less than gzip, under the hash of its
 * content: one that is older than its file is never found.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { build } from "esbuild";
import { minify } from "terser";
import { shorten } from "./shorten.js";

const at = (path) => fileURLToPath(new URL(`../../krisechat/${path}`, import.meta.url));
const STYLES = { "citizen.css": "all.css", "passing-on.css": "passing-on.css" };
const SCRIPTS = { "page.js": "leave.js", "talk.js": "citizen.js", "forms.js": "needed.js", "language.js": "language.js", "passing-on.js": "passing-on.js", "proof.js": "proof.js" };
const SMALL = at("page/small");

async function made(source) {
  const result = await build({
    entryPoints: [at(source)],
    bundle: true,
    minify: true,
    format: "esm",
    charset: "utf8",
    target: ["chrome89", "safari15", "firefox90"],
    legalComments: "none",
    write: false,
  });
  const text = result.outputFiles[0].text.trim();
  return source.endsWith(".js") ? tighter(text) : text;
}

/** A twentieth less than esbuild makes of it, by looking at the whole more than once. */
async function tighter(script) {
  const options = { module: true, ecma: 2020, compress: { passes: 3, keep_fargs: false }, format: { comments: false } };
  return (await minify(script, options)).code;
}

async function all(folder, names) {
  const entries = Object.entries(names).map(async ([name, source]) => [name, await made(`page/${folder}/${source}`)]);
  return Object.fromEntries(await Promise.all(entries));
}

const smallName = (text) => `${SMALL}/${createHash("sha256").update(text).digest("hex").slice(0, 8)}.br`;

function squeezed(text) {
  const bytes = Buffer.from(text);
  return brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
}

const designs = (name) => at(`static/krisechat/whole/${name}`); // with the tokens' own names: /design shows them

function write(files, whole) {
  [SMALL, designs("")].forEach((folder) => mkdirSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(whole)) writeFileSync(designs(name), text);
  const wanted = Object.values(files).map(smallName);
  for (const old of readdirSync(SMALL)) if (!wanted.includes(`${SMALL}/${old}`)) rmSync(`${SMALL}/${old}`);
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(at(`static/krisechat/${name}`), text);
    if (!existsSync(smallName(text))) writeFileSync(smallName(text), squeezed(text));
  }
}

function check(files, whole) {
  for (const [name, text] of Object.entries(files)) {
    const small = smallName(text);
    const same = text === readFileSync(at(`static/krisechat/${name}`), "utf8");
    const shown = !whole[name] || whole[name] === readFileSync(designs(name), "utf8");
    if (same && shown && existsSync(small) && brotliDecompressSync(readFileSync(small)).toString() === text) continue;
    console.error(`krisechat/static/krisechat/${name} is not what krisechat/page makes: run make page`);
    process.exitCode = 1;
  }
}

const whole = await all("styles", STYLES);
const files = { ...shorten(whole, at("templates")), ...(await all("scripts", SCRIPTS)) };
if (process.argv.includes("--check")) check(files, whole);
else write(files, whole);
