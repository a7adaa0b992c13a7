/**
 * Makes the files a citizen's phone loads out of krisechat/page: one style, one script for every page, one for the
 * conversation, and what only the page about passing on needs; small, and readable by browsers five years old. What is made is committed, so that running the
 * product needs no tool of this; `--check` says which file is not what the sources make.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const at = (path) => fileURLToPath(new URL(`../../krisechat/${path}`, import.meta.url));
const MADE = {
  "citizen.css": "page/styles/all.css",
  "passing-on.css": "page/styles/passing-on.css",
  "page.js": "page/scripts/leave.js",
  "talk.js": "page/scripts/citizen.js",
  "passing-on.js": "page/scripts/passing-on.js",
};

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
  return result.outputFiles[0].text;
}

const checking = process.argv.includes("--check");
for (const [name, source] of Object.entries(MADE)) {
  const file = at(`static/krisechat/${name}`);
  const text = await made(source);
  if (!checking) writeFileSync(file, text);
  else if (text !== readFileSync(file, "utf8")) {
    console.error(`krisechat/static/krisechat/${name} is not what krisechat/page makes: run make page`);
    process.exitCode = 1;
  }
}
