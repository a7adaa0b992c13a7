/** How many text messages some words become. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CONSOLE } from "./support.js";

const { smsParts } = await import(`${CONSOLE}sms-parts.js`);
const parts = (words) => smsParts(words).parts;

test("160 letters fit one, 306 fit two; æ, ø and å take no more room than others", () => {
  assert.deepEqual([1, 160, 161, 306, 307].map((length) => parts("å".repeat(length))), [1, 1, 2, 2, 3]);
  assert.equal(parts(""), 0);
});

test("an euro sign takes the room of two", () => {
  assert.deepEqual([parts("€".repeat(80)), parts("€".repeat(81))], [1, 2]);
});

test("one sign outside the phones' alphabet makes all of it 70, then 67", () => {
  assert.deepEqual([parts(`’${"a".repeat(69)}`), parts(`’${"a".repeat(70)}`), parts("👋".repeat(35)), parts("👋".repeat(36))], [1, 2, 1, 2]);
  assert.equal(smsParts("👋").plain, false);
  assert.equal(smsParts("👋å").letters, 2);
});
