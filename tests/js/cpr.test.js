/** The pages' rule for CPR numbers is the server's: the same examples, and the console's composer says so. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import "./resolve.js";

const { holdsCpr } = await import("krisechat/cpr");
const { hits, around, misses } = JSON.parse(readFileSync(new URL("../support/cpr_numbers.json", import.meta.url), "utf8"));
const inWords = (number) => `mit nummer er ${number}, sagde han`;

test("a CPR number is noticed, however it is written", () => {
  for (const number of hits) {
    assert.equal(holdsCpr(number), true, number);
    assert.equal(holdsCpr(inWords(number)), true, number);
  }
});

test("and so it is wherever it stands", () => {
  for (const [text, masked] of around) assert.equal(holdsCpr(text), text !== masked, text);
});

test("telephone numbers, dates and sums are left alone", () => {
  for (const text of misses) {
    assert.equal(holdsCpr(text), false, text);
    assert.equal(holdsCpr(`hej ${text} tak`), false, text);
  }
});

test("a long text costs no time one would notice", () => {
  for (const piece of ["1", "01 ", "01- ", "010190 - ", "01 01 90 12 ", " "]) {
    const began = performance.now();
    holdsCpr(piece.repeat(4000).slice(0, 4000));
    assert.ok(performance.now() - began < 200, piece);
  }
});
