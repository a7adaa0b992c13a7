/** What is vendored is what its table says, and the page's import map is all the modules need. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { importMap } from "./resolve.js";
import { CONSOLE } from "./support.js";

const VENDOR = new URL("../vendor/", CONSOLE);
const read = (url) => readFileSync(url, "utf8");
const table = read(new URL("README.md", VENDOR));
const rows = [...table.matchAll(/^\| `([^`]+)` \| ([^,]+), `([^`]+)` \| ([\d.]+) \| [^`]*`([^`]+)` \|$/gm)]
  .map(([, file, name, source, version, licence]) => ({ file, name, source, version, licence }));

/** Every script below a folder. @param {URL} folder @returns {URL[]} */
const scripts = (folder) => readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? scripts(new URL(`${entry.name}/`, folder)) : [new URL(entry.name, folder)],
);

test("every vendored file has its row and its licence, and no map that is not shipped", () => {
  const files = readdirSync(VENDOR).filter((name) => name.endsWith(".js"));
  assert.deepEqual(rows.map((row) => row.file).sort(), files.sort());
  for (const { file, licence } of rows) {
    assert.ok(existsSync(new URL(licence, VENDOR)), licence);
    assert.ok(!read(new URL(file, VENDOR)).includes("sourceMappingURL"), file);
  }
});

test("the type declarations are of the very versions that are served", () => {
  const pins = JSON.parse(read(new URL("package.json", import.meta.url))).devDependencies;
  for (const { name, version } of rows) assert.equal(pins[name], version, name);
});

test("the served files are the published ones, where the packages are installed", (t) => {
  for (const { file, name, source } of rows) {
    const published = new URL(`node_modules/${name}/${source}`, import.meta.url);
    if (!existsSync(published)) return t.diagnostic(`${name} is not installed: compared nothing`);
    const plain = (text) => text.replace(/;?\/\/# sourceMappingURL=.*$/m, "").trim();
    assert.equal(plain(read(new URL(file, VENDOR))), plain(read(published)), file);
  }
  return undefined;
});

test("every bare import of the console and of what is vendored stands in the page's import map", () => {
  const all = [...scripts(new URL(CONSOLE)), ...scripts(VENDOR).filter((url) => url.href.endsWith(".js"))];
  const bare = /\b(?:from|import)\s*"([^."/][^"]*)"/g;
  for (const url of all) {
    for (const [, name] of read(url).matchAll(bare)) assert.ok(importMap.has(name), `${name} in ${url.href}`);
  }
  for (const url of importMap.values()) assert.ok(existsSync(new URL(url)), url);
});

test("nothing makes HTML or code from a string, and nothing is put in the browser's storage", () => {
  const forbidden = /\b(innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write|eval|new Function|localStorage|sessionStorage|indexedDB)\b/;
  for (const url of scripts(new URL(CONSOLE))) assert.doesNotMatch(read(url), forbidden, url.href);
});
