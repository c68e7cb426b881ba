/** The week of open hours: the server's document, painting, dates, the typed line, calendars, the year, and the keys of the grid. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isBetween, moveOf, typedCells } from "../src/manager/grid_moves.ts";
import { readCalendar } from "../src/manager/ics.ts";
import { blockRanges, both, cellState, daysOf, openMinutes, painted, sameWeek, shownOn, signsOf, spillOf, startingOn, type Week, weekOf } from "../src/manager/windows.ts";
import { inForm, ownDates, sameDocument, type WindowsDocument, withDate, withHolidays, withWeek } from "../src/manager/windows_document.ts";
import { readLine, readRanges, writeLine } from "../src/manager/windows_line.ts";
import { isMarked, yearOf } from "../src/manager/year.ts";

const OFFICE: WindowsDocument = {
  mon: [["08:00", "12:00"], ["13:00", "20:00"]],
  tue: [["08:00", "12:00"], ["13:00", "20:00"]],
  wed: [],
  thu: [],
  fri: [["22:00", "02:00"]],
  sat: [["09:00", "13:00"]],
  sun: [["23:00", "01:00"]],
  closed_on: ["2026-12-25"],
  exceptions: { "2026-12-31": [["08:00", "12:00"]] },
  holidays: "US-MA",
  holiday_ranges: [],
  zone_basis: "consumer",
};
const LINE = "Mon-Tue 8-12,13-20; Fri 22-2; Sat 9-13; Sun 23-1; -holidays; -2026-12-25; 2026-12-31 8-12";

function read(line: string): WindowsDocument {
  const reading = readLine(line, { region: "US-MA" });
  assert.ok(reading.document, `"${line}" is readable`);
  return reading.document;
}

function week(line: string): Week {
  return weekOf(read(line));
}

test("a document comes back as it went in", () => {
  assert.deepEqual(inForm(OFFICE), OFFICE);
  assert.deepEqual(withWeek(OFFICE, weekOf(OFFICE)), OFFICE);
});

test("a range past midnight shows on both days and is stored on the day it starts, Sunday's on Monday", () => {
  const night = weekOf({ fri: [["22:00", "02:00"]], sun: [["23:00", "01:00"]] });
  assert.deepEqual(shownOn(night, 4), [[1320, 1440]]);
  assert.deepEqual(shownOn(night, 5), [[0, 120]]);
  assert.deepEqual(shownOn(night, 0), [[0, 60]]);
  assert.deepEqual([spillOf(night, 5), spillOf(night, 0), spillOf(night, 1)], [[1320, 1560], [1380, 1500], null]);
  assert.deepEqual(daysOf(night).fri, [["22:00", "02:00"]]);
  assert.deepEqual(daysOf(night).sun, [["23:00", "01:00"]]);
  assert.deepEqual([cellState(night, 0, 0), cellState(night, 0, 4), signsOf(night)[5]?.slice(0, 9)], ["open", "closed", "ooooooooc"]);
});

test("what is painted on two days stays with its days, and what is cut off goes with the day it begins on", () => {
  const two = [[4 * 1440 + 1320, 5 * 1440], [5 * 1440, 5 * 1440 + 120]].reduce<Week>((done, [a = 0, b = 0]) => painted(done, [a, b], true), []);
  assert.deepEqual([daysOf(two).fri, daysOf(two).sat], [[["22:00", "24:00"]], [["00:00", "02:00"]]]);
  const one = weekOf({ fri: [["22:00", "02:00"]] });
  assert.equal(painted(one, [5 * 1440, 5 * 1440 + 60], true), one, "painting what is open changes nothing");
  assert.deepEqual(daysOf(painted(one, [5 * 1440 + 120, 5 * 1440 + 180], true)).fri, [["22:00", "03:00"]]);
  const late = painted(one, [4 * 1440, 5 * 1440], false);
  assert.deepEqual([daysOf(late).fri, daysOf(late).sat], [[], [["00:00", "02:00"]]]);
  const sunday = weekOf({ sun: [["23:00", "01:00"]] });
  assert.deepEqual(daysOf(painted(sunday, [0, 30], false)).mon, [["00:30", "01:00"]]);
  assert.deepEqual(daysOf(painted(sunday, [60, 120], true)).sun, [["23:00", "02:00"]]);
});

test("a range is never longer than the document can say", () => {
  const long = painted(weekOf({ fri: [["12:00", "24:00"]] }), [5 * 1440, 6 * 1440], true);
  const all = painted([], [0, 7 * 1440], true);
  assert.deepEqual([daysOf(long).fri, daysOf(long).sat], [[["12:00", "24:00"]], [["00:00", "24:00"]]]);
  assert.ok(Object.values(daysOf(all)).every((day) => day.length === 1 && day[0]?.join() === "00:00,24:00"));
  assert.deepEqual(daysOf(painted([], [4 * 1440 + 720, 5 * 1440 + 720], true)).fri, [["12:00", "24:00"]]);
  assert.equal(openMinutes(all), 7 * 1440);
});

test("the same week can be typed in many ways", () => {
  const wanted = week("mon-fri 8-12 13-20; sat 9-13");
  for (const line of [
    "Monday - Friday 08:00-12:00, 13:00-20:00; Sat 9-13",
    "weekdays 8am-12pm 1pm-8pm; sat 9am-1pm",
    "周一至周五 8-12 13-20；周六9-13",
    "mon,tue,wed,thu,fri 0800-1200 1300-2000 ; saturday 9–13",
    "Mon-Fri 8 - 12, 13 - 20\nSat 9-13",
  ]) {
    assert.ok(sameWeek(week(line), wanted), line);
  }
});

test("a line says the whole document, and a document says the line", () => {
  assert.deepEqual(read(LINE), OFFICE);
  assert.equal(writeLine(OFFICE), LINE);
  assert.deepEqual(read(writeLine(OFFICE, "zh")), OFFICE);
  for (const line of [
    "Mon-Fri 8-12,13-20; Sat 9-13; -holidays; -2026-12-24; 2026-12-31 8-12; Fri 22-2",
    "daily 0-24", "sun-mon 22:15-2", "fri 13:45-14", "daily closed", "daily 9-17; holidays 10-14",
    "daily 9-17 -holidays -2026-12-24", "daily 9-17; -2026-12-24..2026-12-26; 2027-1-1 closed",
  ]) {
    const once = read(line);
    assert.deepEqual(read(writeLine(once)), once, line);
  }
  assert.deepEqual(read("daily 9-17; -2026-12-30..2027-01-01").closed_on, ["2026-12-30", "2026-12-31", "2027-01-01"]);
  assert.deepEqual(read("daily 9-17; holidays 10-14").holiday_ranges, [["10:00", "14:00"]]);
});

test("a line that cannot be read names the piece and its place", () => {
  const problem = (line: string) => readLine(line, { region: "US" }).problem;
  const marked = (line: string) => {
    const found = problem(line);
    return found && [found.code, found.piece, line.slice(found.from, found.to) === found.piece];
  };
  assert.deepEqual(problem("mon-fri 8-12 13-2x"), { code: "time", piece: "13-2x", from: 13, to: 18 });
  assert.deepEqual(marked("Sat 9-13; Mo-Fri 8-12"), ["days", "Mo-Fri", true]);
  assert.deepEqual(marked("mon 8-8"), ["order", "8-8", true]);
  assert.deepEqual(marked("mon 25-26"), ["time", "25-26", true]);
  assert.deepEqual(marked("mon"), ["time", "mon", true]);
  assert.deepEqual(marked("8-12"), ["days", "8-12", true]);
  assert.deepEqual(marked("mon 8-12; -2026-02-30"), ["date", "-2026-02-30", true]);
  assert.deepEqual(marked("mon 8-12; -christmas"), ["date", "-christmas", true]);
  assert.deepEqual(marked("mon 8-12; -2026-12-24; 2026-12-24 8-12"), ["twice", "2026-12-24", true]);
  assert.deepEqual(marked("周一 8-12；周七 9-13"), ["days", "周七", true]);
  assert.deepEqual(problem(" ; "), { code: "empty", piece: " ; ", from: 0, to: 3 });
  assert.equal(readLine("daily 9-17; -holidays").problem?.code, "holidays");
});

test("hours of a date are read alone", () => {
  assert.deepEqual(readRanges("8-12, 13-15"), [[480, 720], [780, 900]]);
  assert.deepEqual(readRanges("closed"), []);
  assert.equal(readRanges("noon"), null);
});

test("a date has hours of its own or none, and goes back to its weekday", () => {
  const half = withDate(OFFICE, "2026-12-24", [[480, 720]]);
  assert.deepEqual(ownDates(half).map((each) => each.on), ["2026-12-24", "2026-12-25", "2026-12-31"]);
  const closed = withDate(half, "2026-12-24", []);
  assert.deepEqual(closed.closed_on, ["2026-12-24", "2026-12-25"]);
  assert.ok(sameDocument(withDate(closed, "2026-12-24", null), OFFICE));
  assert.equal(withHolidays(OFFICE, null).holiday_ranges, undefined);
  assert.deepEqual(withHolidays(OFFICE, "US", [[600, 720], [700, 780]]).holiday_ranges, [["10:00", "13:00"]]);
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
  assert.equal(signsOf(odd)[0]?.slice(31, 37), "cpoooc");
  assert.deepEqual(startingOn(odd, 0), [[490, 540]]);
});

test("what is open by campaign and law is open by both", () => {
  const law = week("daily 8-21");
  assert.equal(openMinutes(both(week("mon 6-12; tue 20-23; sun 20-9"), law)), (4 + 1 + 1) * 60);
  assert.equal(openMinutes(both(week("mon 0-8"), law)), 0);
});

test("the grid is walked, stretched and painted by keys and never left", () => {
  const key = (name: string, more = {}) => ({ key: name, shiftKey: false, ctrlKey: false, metaKey: false, ...more });
  assert.deepEqual(moveOf(key("ArrowUp"), [0, 5]), { kind: "go", to: [0, 5], stretches: false });
  assert.deepEqual(moveOf(key("ArrowRight", { shiftKey: true }), [2, 95]), { kind: "go", to: [2, 95], stretches: true });
  assert.deepEqual(moveOf(key("ArrowRight", { ctrlKey: true }), [2, 10]), { kind: "go", to: [2, 14], stretches: false });
  assert.deepEqual(moveOf(key("End", { metaKey: true }), [2, 10]), { kind: "go", to: [6, 95], stretches: false });
  assert.deepEqual(moveOf(key(" "), [2, 10]), { kind: "paint" });
  assert.deepEqual(moveOf(key("9"), [2, 10]), { kind: "typed", sign: "9" });
  assert.equal(moveOf(key("Tab"), [2, 10]), null);
  assert.ok(isBetween([3, 7], [5, 9], [1, 7]));
  assert.ok(!isBetween([3, 6], [5, 9], [1, 7]));
});

test("a typed time leads to its cell, a typed range chooses its cells", () => {
  assert.deepEqual(["9", "13", "930", "0945", "13:30", "0"].map((text) => typedCells(text)?.[0]), [36, 52, 38, 39, 54, 0]);
  assert.deepEqual([typedCells("9-13"), typedCells("22-24"), typedCells("9-"), typedCells("9:10-9:20")], [[36, 51], [88, 95], [36, 36], [36, 37]]);
  assert.deepEqual(["25", "24", "9-8-7", "-", ":"].map(typedCells), [null, null, null, null, null]);
});

const FILE = [
  "BEGIN:VCALENDAR", "VERSION:2.0",
  "BEGIN:VEVENT", "DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261227", "SUMMARY:Works council\\, closed", "END:VEVENT",
  "BEGIN:VEVENT", "DTSTART;VALUE=DATE:20200501", "RRULE:FREQ=YEARLY", "SUMMARY:Founding", "  day", "END:VEVENT",
  "BEGIN:VEVENT", "DTSTART:20261201T090000Z", "SUMMARY:Meeting", "BEGIN:VALARM", "DTSTART:20261201", "END:VALARM", "END:VEVENT",
  "BEGIN:VEVENT", "DTSTART;VALUE=DATE:20261202", "RRULE:FREQ=WEEKLY", "SUMMARY:Weekly", "END:VEVENT",
  "BEGIN:VEVENT", "DTSTART;VALUE=DATE:20261203", "STATUS:CANCELLED", "SUMMARY:Off", "END:VEVENT",
  "BEGIN:VEVENT", "DTSTART;VALUE=DATE:20260101", "SUMMARY:Past", "END:VEVENT",
  "BEGIN:VEVENT", "SUMMARY:No date", "END:VEVENT",
  "END:VCALENDAR",
].join("\r\n");

test("whole days of a calendar file are read, and every other event is told with its reason", () => {
  const found = readCalendar(FILE, "2026-11-24", "2027-11-24");
  assert.deepEqual(found?.days, [
    { on: "2026-12-24", name: "Works council, closed" },
    { on: "2026-12-25", name: "Works council, closed" },
    { on: "2026-12-26", name: "Works council, closed" },
    { on: "2027-05-01", name: "Founding day" },
  ]);
  assert.deepEqual(found?.skipped.map((each) => each.reason), ["timed", "repeats", "cancelled", "no_date"]);
  assert.equal(readCalendar("name,date\nx,2026-12-24", "2026-11-24", "2027-11-24"), null);
});

test("the year shows closures, holidays the campaign keeps, dates of the law and changes of clocks", () => {
  const year = yearOf("2026-11-24", {
    document: withHolidays({ closed_on: ["2026-12-24"], exceptions: { "2026-12-31": [["08:00", "12:00"]] } }, "US", [[600, 720]]),
    holidays: [{ on: "2026-11-26", name: "Thanksgiving Day" }, { on: "2026-12-24", name: "Eve" }],
    law: [{ on: "2026-12-08", name: "Immaculate Conception", ranges: [], title: "no calls on holidays" }],
    clocks: [{ on: "2027-03-14", zone: "America/New_York", minutes: 60 }],
  });
  assert.deepEqual([year.length, year[0]?.first, year[11]?.first, year[3]?.days.length], [12, "2026-11-01", "2027-10-01", 28]);
  const marked = year.flatMap((month) => month.days).filter(isMarked);
  assert.deepEqual(marked.map((mark) => mark.on), ["2026-11-26", "2026-12-08", "2026-12-24", "2026-12-31", "2027-03-14"]);
  assert.deepEqual([marked[0]?.own, marked[0]?.isByHoliday, marked[2]?.own, marked[2]?.isByHoliday], [[[600, 720]], true, [], false]);
});
