/** What a person says in a call: each digit is the fact it says, and the time that is bad is the hour they are in. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { badTime, clockOf, factOf, SAID } from "../src/agent/facts.ts";
import { EMPTY, factOfForm } from "../src/cases/fact_form.ts";

const PERSON = { name: "P", language: "en", local_time: "12:50", zone: "America/New_York", warnings: [] };
const CALL = { contact_point_id: "point", person: PERSON };

test("the first digit stops all contact, the second all calls", () => {
  const [first, second] = SAID.map((said) => factOf(said, CALL));
  assert.equal(first?.what === "hold" && first.kind, "cease_communication");
  assert.deepEqual(second, { what: "opt_out", channel: "phone", contact_point_id: null });
});

test("ten things can be said, and all but a zone are facts at once", () => {
  assert.equal(SAID.length, 10);
  assert.deepEqual(SAID.filter((said) => factOf(said, CALL) === null), ["moved"]);
});

test("a wrong number is the number of the call, and none without one", () => {
  assert.deepEqual(factOf("wrong_number", CALL), { what: "number", kind: "wrong_number", contact_point_id: "point" });
  assert.equal(factOf("wrong_number", { ...CALL, contact_point_id: null }), null);
});

test("a bad time is two hours from the hour it is, over midnight too", () => {
  assert.deepEqual(badTime("12:50"), { start: 720, end: 840 });
  assert.deepEqual(badTime("23:10"), { start: 1380, end: 60 });
  assert.equal(clockOf(65), "01:05");
});

test("a form is a fact once all it needs is there", () => {
  assert.equal(factOfForm({ ...EMPTY, what: "opt_out" }), null);
  assert.deepEqual(factOfForm({ ...EMPTY, what: "opt_out", channel: "sms" }), { what: "opt_out", channel: "sms", contact_point_id: null });
  assert.equal(factOfForm({ ...EMPTY, what: "zone", zone: "Denver" }), null);
  assert.equal(factOfForm({ ...EMPTY, what: "number", kind: "wrong_number" }), null);
  const time = factOfForm({ ...EMPTY, what: "stated_time", days: [4], start: "20:30", end: "08:00" });
  assert.equal(time?.what === "stated_time" && time.end_minute, 480);
});
