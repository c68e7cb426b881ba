/** Messages: values, plurals of each language, and addresses. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fill, guessLanguage } from "../src/texts/language.ts";

test("a plural follows the rule of its language", () => {
  const english = "{n, plural, one {# call} other {# calls}} of {name}";
  assert.equal(fill(english, { n: 1, name: "Ana" }, "en-US"), "1 call of Ana");
  assert.equal(fill(english, { n: 1_200, name: "Ana" }, "en-US"), "1,200 calls of Ana");
  assert.equal(fill("{n, plural, other {# 通}}", { n: 1 }, "zh-CN"), "1 通");
});

test("a missing value stays visible instead of vanishing", () => {
  assert.equal(fill("Saved by {name}", {}, "en-US"), "Saved by {name}");
});

test("the first language of the browser decides for a stranger", () => {
  assert.equal(guessLanguage(["zh-TW", "en"]), "zh");
  assert.equal(guessLanguage(["de", "zh"]), "en");
  assert.equal(guessLanguage([]), "en");
});
