/** Rules on the page: their state under a creditor's terms, switches, filters, and parameters in words of both languages. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Place, RuleRow } from "../src/rules/shapes.ts";
import { bindingPlaces, freeName, NO_TERMS, stateOf, termsText, toggled, wanted } from "../src/rules/terms.ts";
import { capSentence, filterWords, paramWords, windowText } from "../src/rules/words.ts";
import { language } from "../src/texts/language.ts";

const TODAY = "2026-11-23";

function row(id: string, changes: Partial<RuleRow> = {}): RuleRow {
  return {
    id, place: "us", kind: "attempt_cap", title: `about ${id}`, title_zh: "规则", cite: "12 CFR 1006.14", source_url: "", binding: "regulation",
    confidence: "high", reading: "", checked_on: TODAY, effective_from: null, effective_to: null, is_enabled: true, is_duty: false, is_proven: true,
    switch: "", ...changes,
  };
}

const PLACES: Place[] = [
  { key: "house", name: "House", name_zh: "公司", parent: "", rules: 1 },
  { key: "us", name: "United States", name_zh: "美国", parent: "", rules: 1 },
  { key: "us-ny", name: "New York", name_zh: "纽约州", parent: "us", rules: 1 },
  { key: "us-nyc", name: "New York City", name_zh: "纽约市", parent: "us-ny", rules: 1 },
  { key: "us-ma", name: "Massachusetts", name_zh: "麻州", parent: "us", rules: 1 },
];

test("a rule is as its row says until the creditor switches it, and dates go before switches", () => {
  const off = row("us.off", { is_enabled: false, switch: "on" });
  const house = row("house.x", { switch: "off" });
  assert.equal(stateOf(row("us.a"), null, TODAY), "on");
  assert.equal(stateOf(off, NO_TERMS, TODAY), "off");
  assert.equal(stateOf(off, toggled(NO_TERMS, off), TODAY), "switched_on");
  assert.equal(stateOf(house, toggled(NO_TERMS, house), TODAY), "switched_off");
  assert.equal(stateOf(row("us.a", { effective_from: "2026-11-24" }), null, TODAY), "later");
  assert.equal(stateOf(row("us.a", { effective_from: TODAY, effective_to: TODAY }), null, TODAY), "on");
  assert.equal(stateOf(row("us.a", { effective_to: "2026-11-22" }), null, TODAY), "past");
});

test("switching twice is as before, and terms are the same in any order", () => {
  const off = row("us.off", { is_enabled: false, switch: "on" });
  assert.equal(termsText(toggled(toggled(NO_TERMS, off), off)), termsText(NO_TERMS));
  const one = { ...NO_TERMS, jurisdictions: ["us", "us-ma"] };
  assert.equal(termsText(one), termsText({ ...one, jurisdictions: ["us-ma", "us"] }));
  assert.notEqual(termsText(one), termsText(NO_TERMS));
});

test("what binds in a city is its own, its state's, the country's and the house's", () => {
  assert.deepEqual([...bindingPlaces(PLACES, "us-nyc")].sort(), ["house", "us", "us-ny", "us-nyc"]);
  assert.deepEqual([...bindingPlaces(PLACES, "nowhere")].sort(), ["house", "nowhere"]);
});

test("filters narrow together", () => {
  const rows = [row("us.a"), row("us-ma.b", { place: "us-ma", kind: "allowed_hours", title_zh: "时段" }), row("house.c", { place: "house", switch: "off" })];
  const ids = (wish: Partial<Parameters<typeof wanted>[2]>): string[] =>
    wanted(rows, PLACES, { text: "", place: "", kind: "", state: "", ...wish }, (one) => stateOf(one, null, TODAY)).map((one) => one.id);
  assert.equal(ids({}).length, 3);
  assert.deepEqual(ids({ place: "us-ny" }), ["us.a", "house.c"]);
  assert.deepEqual(ids({ text: "1006 MA.B" }), ["us-ma.b"]);
  assert.deepEqual(ids({ text: "时段" }), ["us-ma.b"]);
  assert.deepEqual(ids({ kind: "attempt_cap", state: "switch" }), ["house.c"]);
  assert.deepEqual(ids({ state: "changed" }), []);
});

test("parameters are said in words, and a code without one is shown as it is", () => {
  language.value = "en";
  const params = {
    limit: 7,
    window: { type: "local_calendar_days", n: 7 },
    per: ["party", "debt"],
    count: { channels: ["phone"], outcomes: "connected_call" },
    weekly: { daily: [["08:00", "21:00"]], sun: [["13:00", "17:00"]] },
    holidays: "ca-on-core",
    holiday_windows: [["09:00", "18:00"]],
    message_required: true,
    records: { years: 3, from: "contact" },
    new_thing: "odd_code",
  };
  assert.deepEqual(paramWords(params).map(({ name, text }) => `${name} = ${text}`), [
    "At most = 7",
    "Within = 7 calendar days",
    "For each = person, debt",
    "Counts: channels = phone",
    "Counts: results = every connected call",
    "Hours = Mon-Sat 8-21; Sun 13-17",
    "Public holidays = calendar ca-on-core",
    "Hours on holidays = 09:00–18:00",
    "Message needed = yes",
    "Records are kept = 3 years from the contact",
    "new thing = odd code",
  ]);
  assert.deepEqual(filterWords({ collectors: ["third_party"] }), [{ name: "Who collects", text: "an agency" }]);
});

test("a limit is one sentence in both languages", () => {
  const cap = { limit: 3, window: { type: "rolling_hours", n: 24 }, per: ["party"], channels: ["phone", "sms"] };
  language.value = "en";
  assert.equal(capSentence(cap), "at most 3 by phone, text message within any 24 hours, for each person");
  assert.equal(windowText({ type: "calendar_week", start: "sun" }), "a calendar week from Sunday");
  language.value = "zh";
  assert.match(capSentence(cap), /任意 24 小时内通过电话.*短信最多 3 次/);
  language.value = "en";
});

test("a new limit takes a name that is free", () => {
  assert.equal(freeName({}), "limit_1");
  assert.equal(freeName({ limit_1: { limit: 1, window: { type: "calendar_week" } } }), "limit_2");
});
