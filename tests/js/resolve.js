/**
 * Lets Node find the console's modules as a browser does: by the import map of the page itself.
 * So the tests run on the vendored files, and fail when the page's map lacks one.
 */
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";

const ROOT = new URL("../../", import.meta.url);
const STATIC = new URL("volunteers/static/", ROOT);
const SHARED = new URL("krisechat/static/", ROOT);
const PAGE = new URL("volunteers/templates/volunteers/importmap.html", ROOT);
const ENTRY = /"([^"]+)":\s*"\{% static '([^']+)' %\}"/g;

/** The page's import map: bare name to file. */
export const importMap = new Map(
  [...readFileSync(PAGE, "utf8").matchAll(ENTRY)].map(([, name, path]) => [name, new URL(path, path.startsWith("krisechat/") ? SHARED : STATIC).href]),
);

registerHooks({
  resolve(specifier, context, next) {
    const inside = context.parentURL?.startsWith(STATIC.href) || importMap.has(specifier);
    const url = importMap.get(specifier);
    if (url) return { url, format: "module", shortCircuit: true };
    const found = next(specifier, context);
    return inside || found.url.startsWith(STATIC.href) ? { ...found, format: "module" } : found;
  },
});
