/** Buckets without gaps, instants of a wall clock, readings of the pace, columns of a file, times of a recording. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { mappingProblems, unusedColumns } from "../src/importing/mapping.ts";
import { bucketProblems, type BucketRow, followedOn } from "../src/manager/buckets.ts";
import { byMinute, columnsOf } from "../src/manager/pace.ts";
import { instantOf, nextWall, wallOf } from "../src/manager/zoned.ts";
import { motionOf, nextSpeed, timeOf, timeText } from "../src/quality/transport.ts";

const bucket = (code: string, first_day: number, last_day: number | null): BucketRow => ({ code, name_en: code, name_zh: code, first_day, last_day });

test("a set of buckets names the row that leaves a gap, overlaps or ends", () => {
  const found = (...rows: BucketRow[]) => bucketProblems(rows).map(({ code, row, day }) => ({ code, row, day }));
  assert.deepEqual(found(bucket("b1", 1, 5), bucket("b2", 6, null)), []);
  assert.deepEqual(found(bucket("b1", 1, 5), bucket("b2", 7, null)), [{ code: "gap", row: 1, day: 6 }]);
  assert.deepEqual(found(bucket("b1", 1, 5), bucket("b2", 5, null)), [{ code: "overlap", row: 1, day: 6 }]);
  assert.deepEqual(found(bucket("b1", 1, 5), bucket("b2", 6, 9)), [{ code: "end", row: 1, day: 10 }]);
  assert.deepEqual(found(bucket("b1", 2, null)), [{ code: "start", row: 0, day: 1 }]);
  assert.deepEqual(found(bucket("b1", 5, 2), bucket("b2", 6, null)), [{ code: "order", row: 0, day: 5 }]);
  assert.deepEqual(found(bucket("b1", 1, 5), bucket("b1", 6, null)), [{ code: "code", row: 1, day: 0 }]);
});

test("the next bucket follows when a bucket's end moves", () => {
  assert.equal(followedOn([bucket("b1", 1, 7), bucket("b2", 6, null)], 0)[1]?.first_day, 8);
});

test("a wall-clock time is the instant of its zone, across a change of clocks", () => {
  assert.equal(instantOf("2026-11-28T09:30", "America/New_York"), "2026-11-28T14:30:00.000Z");
  assert.equal(instantOf("2026-07-04T09:30", "America/New_York"), "2026-07-04T13:30:00.000Z");
  assert.equal(instantOf("2026-11-01T12:00", "America/Los_Angeles"), "2026-11-01T20:00:00.000Z");
  assert.equal(instantOf("nonsense", "UTC"), null);
  assert.equal(wallOf(Date.parse("2026-11-28T14:30:00Z"), "America/New_York"), "2026-11-28T09:30");
});

test("the next Saturday is today's only while its time is ahead", () => {
  const before = Date.parse("2026-11-28T14:00:00Z");
  assert.equal(nextWall(before, "America/New_York", 5, "09:30"), "2026-11-28T09:30");
  assert.equal(nextWall(before + 3_600_000, "America/New_York", 5, "09:30"), "2026-12-05T09:30");
  assert.equal(nextWall(before, "America/New_York", 0, "09:30"), "2026-11-30T09:30");
});

test("the pace is told from the first reading shown, one row a minute", () => {
  const point = (at: string, answered: number) => ({ at, lines: 1, ready: 2, answered, abandoned: 0, started: 3, ratio: 1, budget: 4, bound_by: "", setting_up: 0, ringing: 0, waiting: 0, talking: 0, wrapping_up: 0, budget_period: "", price: 0, expected_answers: 0, expected_abandoned: 0 });
  const points = [point("2026-11-24T10:00:00Z", 40), point("2026-11-24T10:00:59Z", 42), point("2026-11-24T10:01:00Z", 45)];
  assert.deepEqual(byMinute(points).map((row) => row.answered), [2, 5]);
  assert.deepEqual(columnsOf(points, ["lines", "answered"]).slice(1), [[1, 1, 1], [0, 2, 5]]);
});

test("a mapping refuses two columns on one field, a missing one and silence about unused ones", () => {
  const choices = { Acct: "account_number", Name: "full_name", Alias: "full_name", Remark: null };
  assert.deepEqual(mappingProblems(choices, ["account_number", "balance"], false), [
    { code: "twice", field: "full_name", columns: ["Name", "Alias"] },
    { code: "missing", field: "balance" },
    { code: "unused", columns: ["Remark"] },
  ]);
  assert.deepEqual(unusedColumns(choices), ["Remark"]);
  assert.deepEqual(mappingProblems({ Acct: "account_number", Remark: null }, ["account_number"], true), []);
});

test("the player's keys go by their place, speeds stay inside their list", () => {
  assert.deepEqual(motionOf("KeyJ"), { kind: "seek", by_s: -5 });
  assert.deepEqual(motionOf("Comma"), { kind: "seek", by_s: -1 });
  assert.deepEqual(motionOf("Numpad7"), { kind: "jump", share: 0.7 });
  assert.deepEqual(motionOf("Slash", "?"), { kind: "keys" });
  assert.equal(motionOf("KeyQ"), null);
  assert.deepEqual([nextSpeed(0.8, -1), nextSpeed(1, 1), nextSpeed(3, 1)], [0.8, 1.25, 3]);
});

test("a time of a recording reads back as it is written", () => {
  assert.equal(timeText(83_500), "1:23");
  assert.equal(timeText(83_500, true), "1:23.5");
  for (const ms of [0, 900, 59_900, 60_000, 3_723_400]) assert.equal(timeOf(timeText(ms, true)), ms);
  assert.equal(timeOf("1:75"), null);
  assert.equal(timeOf("soon"), null);
});
