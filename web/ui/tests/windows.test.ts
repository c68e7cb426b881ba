/** The week of open hours: the server's document, the typed line, painting, layers, and the keys of the grid. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isBetween, moveOf } from "../src/manager/grid_moves.ts";
import { blockRanges, both, cellState, documentOf, openMinutes, painted, rangesOn, sameWeek, type Week, weekOf, type WindowsDocument } from "../src/manager/windows.ts";
import { readLine, writeLine } from "../src/manager/windows_line.ts";

const OFFICE: WindowsDocument = {
  mon: [["08:00", "12:00"], ["13:00", "20:00"]],
  tue: [["08:00", "12:00"], ["13:00", "20:00"]],
  wed: [],
  thu: [],
  fri: [],
  sat: [["09:00", "13:00"]],
  sun: [],
  closed_on: ["2026-12-25"],
  zone_basis: "consumer",
};

function week(line: string): Week {
  const reading = readLine(line);
  assert.ok(reading.week, `"${line}" is readable`);
  return reading.week;
}

test("a document comes back as it went in", () => {
  assert.deepEqual(documentOf(weekOf(OFFICE), OFFICE), OFFICE);
});

test("a range past midnight shows on both days, Sunday's on Monday", () => {
  const night = weekOf({ fri: [["22:00", "02:00"]], sun: [["23:00", "01:00"]] });
  assert.deepEqual(rangesOn(night, 4), [[1320, 1440]]);
  assert.deepEqual(rangesOn(night, 5), [[0, 120]]);
  assert.deepEqual(rangesOn(night, 0), [[0, 60]]);
  assert.deepEqual(documentOf(night).fri, [["22:00", "24:00"]]);
});

test("the same week can be typed in many ways", () => {
  const wanted = week("mon-fri 8-12 13-20; sat 9-13");
  for (const line of [
    "Monday - Friday 08:00-12:00, 13:00-20:00; Sat 9-13",
    "weekdays 8am-12pm 1pm-8pm; sat 9am-1pm",
    "周一至周五 8-12 13-20；周六9-13",
    "mon,tue,wed,thu,fri 0800-1200 1300-2000 ; saturday 9–13",
  ]) {
    assert.ok(sameWeek(week(line), wanted), line);
  }
});

test("a written line reads back as the same week", () => {
  for (const line of ["mon-fri 8-12 13-20; sat 9-13", "daily 0-24", "sun-mon 22:15-2", "fri 13:45-14", "daily closed"]) {
    const once = week(line);
    assert.ok(sameWeek(week(writeLine(once)), once), line);
  }
});

test("a line that cannot be read names the piece", () => {
  const problem = (line: string) => readLine(line).problem;
  assert.deepEqual(problem("mon-fri 8-12 13-2x"), { code: "time", piece: "13-2x" });
  assert.deepEqual(problem("mo-fri 8-12"), { code: "days", piece: "mo-fri" });
  assert.deepEqual(problem("mon 8-8"), { code: "order", piece: "8-8" });
  assert.deepEqual(problem("mon 25-26"), { code: "time", piece: "25-26" });
  assert.deepEqual(problem("mon"), { code: "time", piece: "mon" });
  assert.deepEqual(problem(" ; "), { code: "empty", piece: "" });
});

test("painting and closing the same block leaves the week as it was", () => {
  const before = week("mon-fri 8-20");
  const block = blockRanges([6, 36], [5, 51]);
  const open = block.reduce<Week>((done, range) => painted(done, range, true), before);
  assert.equal(openMinutes(open) - openMinutes(before), 2 * 4 * 60);
  assert.ok(sameWeek(block.reduce<Week>((done, range) => painted(done, range, false), open), before));
});

test("a boundary off the quarter of an hour is kept and shown as part of a cell", () => {
  const odd = weekOf({ mon: [["08:10", "09:00"]] });
  assert.deepEqual([31, 32, 33, 36].map((cell) => cellState(odd, 0, cell)), ["closed", "part", "open", "closed"]);
  assert.deepEqual(documentOf(odd).mon, [["08:10", "09:00"]]);
});

test("what is open by campaign and law is open by both", () => {
  const law = week("daily 8-21");
  assert.ok(sameWeek(both(week("mon 6-12; tue 20-23"), law), week("mon 8-12; tue 20-21")));
  assert.equal(openMinutes(both(week("mon 0-8"), law)), 0);
});

test("the grid is walked, stretched and painted by keys and never left", () => {
  const key = (name: string, more = {}) => ({ key: name, shiftKey: false, ctrlKey: false, metaKey: false, ...more });
  assert.deepEqual(moveOf(key("ArrowUp"), [0, 5]), { kind: "go", to: [0, 5], stretches: false });
  assert.deepEqual(moveOf(key("ArrowRight", { shiftKey: true }), [2, 95]), { kind: "go", to: [2, 95], stretches: true });
  assert.deepEqual(moveOf(key("ArrowRight", { ctrlKey: true }), [2, 10]), { kind: "go", to: [2, 14], stretches: false });
  assert.deepEqual(moveOf(key("End", { metaKey: true }), [2, 10]), { kind: "go", to: [6, 95], stretches: false });
  assert.deepEqual(moveOf(key(" "), [2, 10]), { kind: "paint" });
  assert.equal(moveOf(key("Tab"), [2, 10]), null);
  assert.ok(isBetween([3, 7], [5, 9], [1, 7]));
  assert.ok(!isBetween([3, 6], [5, 9], [1, 7]));
});
