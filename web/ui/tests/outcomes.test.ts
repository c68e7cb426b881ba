/** Outcomes: what bars one, what a marked one still lacks, what a promise or callback suggests. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { barred, callbackOutcome, missing, promiseOutcome } from "../src/agent/outcomes.ts";
import type { CallView, Disposition, Draft } from "../src/api/shapes.ts";

const outcome = (code: string, more: Partial<Disposition> = {}): Disposition => ({
  code,
  group: code.slice(0, 2),
  group_en: "",
  group_zh: "",
  en: code,
  zh: code,
  set_by: ["agent"],
  needs_verified: false,
  needs_promise: false,
  needs_callback: false,
  key: null,
  effects: [],
  ...more,
});
const FULL = outcome("PR01", { needs_verified: true, needs_promise: true });
const PART = outcome("PR02", { needs_verified: true, needs_promise: true });
const BACK = outcome("NG01", { needs_verified: true, needs_callback: true });
const WRONG = outcome("TP01");
const ALL = [FULL, PART, BACK, WRONG];

const call = (verified: boolean): CallView =>
  ({
    verified,
    debt: verified ? { past_due: { minor: 14_300, currency: "USD" } } : null,
    dispositions_allowed: ALL.filter((each) => verified || !each.needs_verified).map((each) => each.code),
  }) as unknown as CallView;
const draft = (more: Partial<Draft> = {}): Draft => ({ promise: null, callback: null, ...more }) as Draft;

test("what needs the right party is barred until they are verified", () => {
  assert.equal(barred(FULL, call(false)), "verify");
  assert.equal(barred(FULL, call(true)), null);
  assert.equal(barred(WRONG, call(false)), null);
  assert.equal(barred(outcome("LG01"), call(true)), "not_allowed");
});

test("a marked outcome says what is still missing", () => {
  const promise = { amount_minor: 100, due_on: "2026-12-01", method: "card" };
  const callback = { due_at: "2026-12-01T10:00:00Z", contact_point_id: null, owner: "me" as const };
  assert.equal(missing(undefined, call(true), draft()), "outcome");
  assert.equal(missing(FULL, call(false), draft({ promise })), "verify");
  assert.equal(missing(FULL, call(true), draft()), "promise");
  assert.equal(missing(FULL, call(true), draft({ promise })), null);
  assert.equal(missing(BACK, call(true), draft()), "callback");
  assert.equal(missing(BACK, call(true), draft({ callback })), null);
});

test("a promise of everything and of a part are two outcomes, split at the last cent", () => {
  assert.equal(promiseOutcome(14_300, call(true), ALL), "PR01");
  assert.equal(promiseOutcome(14_299, call(true), ALL), "PR02");
  assert.equal(promiseOutcome(14_300, call(false), ALL), null);
});

test("a callback suggests its outcome only when it may be given", () => {
  assert.equal(callbackOutcome(call(true), ALL), "NG01");
  assert.equal(callbackOutcome(call(false), ALL), null);
});
