/** Time on the screen: count-downs, ages, callback chips in the person's zone, back-off, promise chips. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { withChip } from "../src/agent/promise_line.ts";
import { byDay, slotFor, wallClock } from "../src/agent/slots.ts";
import { isOvertaken, secondsLeft, secondsSince } from "../src/api/clock.ts";
import type { CallbackSlot } from "../src/api/shapes.ts";
import { age, freshness } from "../src/floor/age.ts";
import { formatDuration } from "../src/texts/formats.ts";

const at = Date.parse;
const ZONE = "America/New_York";
const slot = (when: string, allowed = true): CallbackSlot => ({ at: when, local: "", allowed, rule: null, why: null });

test("a count-down ends at zero and not before its instant", () => {
  const until = "2026-11-24T10:00:30Z";
  assert.equal(secondsLeft(until, at("2026-11-24T10:00:00Z")), 30);
  assert.equal(secondsLeft(until, at("2026-11-24T10:00:29.999Z")), 1);
  assert.equal(secondsLeft(until, at("2026-11-24T10:00:30Z")), 0);
  assert.equal(secondsLeft(until, at("2026-11-24T11:00:00Z")), 0);
  assert.equal(secondsSince(until, at("2026-11-24T10:00:29Z")), 0);
});

test("durations are written with hours only when there are any", () => {
  assert.equal(formatDuration(0), "0:00");
  assert.equal(formatDuration(59.9), "0:59");
  assert.equal(formatDuration(3_599), "59:59");
  assert.equal(formatDuration(3_600), "1:00:00");
  assert.equal(formatDuration(-5), "0:00");
});

test("an old picture of the floor never looks alive", () => {
  const taken = "2026-11-24T10:00:00Z";
  assert.equal(age(taken, at("2026-11-24T10:00:03.900Z")), 3);
  assert.deepEqual([3, 4, 10, 11].map(freshness), ["fresh", "aging", "aging", "stale"]);
});

test("a late picture is dropped, one of a server that started anew is not", () => {
  const have = "2026-11-24T10:01:00Z";
  assert.equal(isOvertaken("2026-11-24T10:00:59Z", have), true);
  assert.equal(isOvertaken(have, have), false);
  assert.equal(isOvertaken("2026-11-24T10:00:29Z", have), false);
});

test("callback chips mean the person's clock, across the end of summer time", () => {
  // 2026-11-01: New York goes from UTC-4 to UTC-5 at 02:00.
  const now = at("2026-10-31T15:00:00Z");
  const slots = ["2026-11-01T13:00:00Z", "2026-11-01T15:00:00Z", "2026-11-06T17:00:00Z"].map((when) => slot(when));
  assert.equal(slotFor("tomorrow_10", slots, now, ZONE)?.at, "2026-11-01T15:00:00Z");
  assert.equal(slotFor("friday_pm", slots, now, ZONE)?.at, "2026-11-06T17:00:00Z");
  assert.deepEqual(wallClock(at("2026-11-01T04:30:00Z"), ZONE), { day: "2026-11-01", weekday: 0, minutes: 30 });
});

test("a chip never takes a forbidden slot", () => {
  const now = at("2026-11-24T15:00:00Z");
  const slots = [slot("2026-11-24T17:00:00Z", false), slot("2026-11-24T18:00:00Z")];
  assert.equal(slotFor("in_two_hours", slots, now, ZONE)?.at, "2026-11-24T18:00:00Z");
  assert.equal(slotFor("in_two_hours", [slot("2026-11-24T17:00:00Z", false)], now, ZONE), null);
});

test("slots are grouped by the person's day", () => {
  const days = byDay([slot("2026-11-25T04:00:00Z"), slot("2026-11-25T05:00:00Z")], ZONE).map(([day]) => day);
  assert.deepEqual(days, ["2026-11-24", "2026-11-25"]);
});

test("promise chips change their own part of the line", () => {
  assert.equal(withChip("", "half"), "half");
  assert.equal(withChip("150 fri", "full"), "full fri");
  assert.equal(withChip("150 fri", "month-end"), "150 month-end");
  assert.equal(withChip("150", "fri"), "150 fri");
  assert.equal(withChip("", "fri"), "full fri");
});
