/** How long to wait before coming back, and when not to. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CONSOLE } from "./support.js";

const { delay, finalReason } = await import(`${CONSOLE}backoff.js`);
const waits = (code, attempts) => [0, 0.5, 0.999].map((draw) => delay({ code, attempts, random: () => draw }));

test("full jitter: from half a second to a ceiling that grows to thirty seconds", () => {
  for (let attempts = 0; attempts < 40; attempts += 1) {
    const ceiling = Math.min(30_000, 500 * 2 ** (attempts + 1));
    for (const wait of waits(1006, attempts)) assert.ok(wait >= 500 && wait <= ceiling, `${attempts}: ${wait}`);
  }
  assert.ok(delay({ code: 1006, attempts: 20, random: () => 0.999 }) > 29_000);
});

test("after an orderly restart: at once, with a little jitter, then like any other", () => {
  for (const wait of waits(1012, 0)) assert.ok(wait <= 1_500);
  assert.equal(delay({ code: 1012, attempts: 3, random: () => 0 }), 500);
});

test("told that it was too much, it stays away for at least half a minute", () => {
  for (const wait of waits(4429, 0)) assert.ok(wait >= 30_000);
});

test("three ways of closing are final until the person acts", () => {
  assert.equal(finalReason(4401), "loggedOut");
  assert.equal(finalReason(4403), "refused");
  assert.equal(finalReason(4409), "replaced");
  for (const code of [1000, 1001, 1006, 1009, 1011, 1012, 4400, 4408, 4413, 4429]) assert.equal(finalReason(code), null);
});
