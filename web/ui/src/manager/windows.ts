/**
 * The open hours of a week as a person edits them: 7 days of 15-minute cells on the consumer's wall clock.
 * Knows ranges and cells, and that a range belongs to the day it starts on. Judges no law and draws nothing.
 */
export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Day = (typeof DAYS)[number];

export const DAY_MINUTES = 1440;
export const CELL_MINUTES = 15;
export const CELLS_A_DAY = DAY_MINUTES / CELL_MINUTES;
const WEEK_MINUTES = 7 * DAY_MINUTES;

/**
 * An open range [from, to) in minutes. In a week: since Monday 00:00, at most 24 hours long, starting inside the week; one
 * that starts on Sunday may end past the week. Of a single day: since its midnight, the end may pass the next one.
 */
export type Range = readonly [from: number, to: number];
/** Open ranges in order, apart from each other; two may only touch at midnight, where each has its own day. */
export type Week = readonly Range[];

export type CellState = "open" | "part" | "closed";
const SIGNS: Record<CellState, string> = { open: "o", part: "p", closed: "c" };

type Days = { [D in Day]?: string[][] };

/** Read the weekly part of the server's document. A range that ends at or before its start runs past midnight. */
export function weekOf(document: Days): Week {
  let week: Week = [];
  DAYS.forEach((day, index) => {
    for (const [from, to] of rangesOf(document[day])) week = painted(week, [index * DAY_MINUTES + from, index * DAY_MINUTES + to], true);
  });
  return week;
}

/** The days of a document, each with the ranges that start on it. */
export function daysOf(week: Week): Record<Day, string[][]> {
  return Object.fromEntries(DAYS.map((day, index) => [day, pairsOf(startingOn(week, index))])) as Record<Day, string[][]>;
}

/** Ranges of one day as the document has them; an end at or before the start is on the next day. */
export function rangesOf(pairs: readonly string[][] | undefined): Range[] {
  return (pairs ?? []).flatMap(([from, to]): Range[] => {
    if (from === undefined || to === undefined) return [];
    const start = minuteOf(from);
    const end = minuteOf(to);
    return [[start, end > start ? end : end + DAY_MINUTES]];
  });
}

export function pairsOf(ranges: readonly Range[]): string[][] {
  return ranges.map(([from, to]) => [clockTime(from), clockTime(to > DAY_MINUTES ? to - DAY_MINUTES : to)]);
}

/** The ranges that start on a day, in minutes since its midnight; an end past 1440 is on the next day. */
export function startingOn(week: Week, day: number): Range[] {
  const start = day * DAY_MINUTES;
  return week.filter(([from]) => from >= start && from < start + DAY_MINUTES).map(([from, to]): Range => [from - start, to - start]);
}

/** What is open on a day, in minutes since its midnight, also what began the day before. */
export function shownOn(week: Week, day: number): Range[] {
  const start = day * DAY_MINUTES;
  return pieces(week)
    .map(([from, to]): Range => [Math.max(from - start, 0), Math.min(to - start, DAY_MINUTES)])
    .filter(([from, to]) => from < to);
}

/** The range that began the day before and goes on into this one, in minutes since the midnight it began after; null when none does. */
export function spillOf(week: Week, day: number): Range | null {
  const before = (day + 6) % 7;
  return startingOn(week, before).find(([, to]) => to > DAY_MINUTES) ?? null;
}

/** Open or close a range; one that runs past Sunday's midnight goes on at Monday's. */
export function painted(week: Week, range: Range, open: boolean): Week {
  if (!open) return tidied(week.flatMap((one) => copies(range).reduce<Range[]>((left, hole) => left.flatMap((part) => cut(part, hole)), [one])));
  const missing = week.flatMap(copies).reduce<Range[]>((left, hole) => left.flatMap((part) => cut(part, hole)), [range]);
  return missing.length === 0 ? week : tidied([...week, ...missing]);
}

/** What is open in both, cut at midnight. */
export function both(one: Week, other: Week): Range[] {
  return pieces(one).flatMap(([from, to]) =>
    pieces(other).map(([a, b]): Range => [Math.max(from, a), Math.min(to, b)]).filter(([a, b]) => a < b),
  );
}

export function cellRange(day: number, cell: number): Range {
  const from = day * DAY_MINUTES + cell * CELL_MINUTES;
  return [from, from + CELL_MINUTES];
}

/** The ranges of a rectangle of cells, corners included, one range a day. */
export function blockRanges(one: readonly [number, number], other: readonly [number, number]): Range[] {
  const [firstDay, lastDay] = ordered(one[0], other[0]);
  const [firstCell, lastCell] = ordered(one[1], other[1]);
  const ranges: Range[] = [];
  for (let day = firstDay; day <= lastDay; day += 1) {
    ranges.push([cellRange(day, firstCell)[0], cellRange(day, lastCell)[1]]);
  }
  return ranges;
}

/** Open, closed, or in part where a boundary does not lie on a quarter of an hour. */
export function cellState(week: Week, day: number, cell: number): CellState {
  const [from, to] = cellRange(day, cell);
  const open = pieces(week).reduce((sum, [a, b]) => sum + Math.max(0, Math.min(b, to) - Math.max(a, from)), 0);
  if (open === 0) return "closed";
  return open === CELL_MINUTES ? "open" : "part";
}

/** All cells of a week, one text of 96 signs a day: o open, p open in part, c closed. */
export function signsOf(week: Week): string[] {
  const minutes = new Uint8Array(WEEK_MINUTES);
  for (const [from, to] of pieces(week)) minutes.fill(1, from, to);
  return DAYS.map((_, day) => Array.from({ length: CELLS_A_DAY }, (__, cell) => {
    const [from, to] = cellRange(day, cell);
    const open = minutes.subarray(from, to).reduce((sum, each) => sum + each, 0);
    return SIGNS[open === 0 ? "closed" : open === CELL_MINUTES ? "open" : "part"];
  }).join(""));
}

export function openMinutes(week: readonly Range[]): number {
  return week.reduce((sum, [from, to]) => sum + to - from, 0);
}

export function sameWeek(one: Week, other: Week): boolean {
  return one.length === other.length && one.every((range, at) => range[0] === other[at]?.[0] && range[1] === other[at]?.[1]);
}

/** Ranges of one day in order, those that overlap or touch as one. */
export function mergedRanges(ranges: readonly Range[]): Range[] {
  return [...ranges].sort((one, other) => one[0] - other[0]).reduce<Range[]>((done, [from, to]) => {
    const last = done.at(-1);
    if (!last || from > last[1]) return [...done, [from, to]];
    return [...done.slice(0, -1), [last[0], Math.max(last[1], to)]];
  }, []);
}

/** "08:15"; the end of a day is "24:00". */
export function clockTime(minute: number): string {
  const hours = Math.floor(minute / 60);
  return `${String(hours).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

/** "22:00–02:00", the end on the next day's clock. */
export function rangeText([from, to]: Range): string {
  return `${clockTime(from)}–${clockTime(to > DAY_MINUTES ? to - DAY_MINUTES : to)}`;
}

export function minuteOf(time: string): number {
  const [hours, minutes] = time.split(":");
  return Number(hours) * 60 + Number(minutes);
}

/** Cut at the week's edge, the rest at its beginning. */
function pieces(week: Week): Range[] {
  return week.flatMap(([from, to]): Range[] => (to <= WEEK_MINUTES ? [[from, to]] : [[from, WEEK_MINUTES], [0, to - WEEK_MINUTES]]));
}

/** A range as it may meet others that run over the week's edge. */
function copies([from, to]: Range): Range[] {
  return [-WEEK_MINUTES, 0, WEEK_MINUTES].map((shift): Range => [from + shift, to + shift]);
}

function cut([a, b]: Range, [from, to]: Range): Range[] {
  return ([[a, Math.min(b, from)], [Math.max(a, to), b]] as Range[]).filter(([start, end]) => start < end);
}

/** Bring ranges into the form of a week: inside it, in order, joined where they touch except at midnight, none over a day long. */
function tidied(ranges: readonly Range[]): Week {
  const inside = ranges
    .map(([from, to]): Range => (from >= WEEK_MINUTES ? [from - WEEK_MINUTES, to - WEEK_MINUTES] : [from, to]))
    .sort((one, other) => one[0] - other[0]);
  const done: Range[] = [];
  for (const [from, to] of inside) {
    const last = done.at(-1);
    if (last && last[1] === from && from % DAY_MINUTES !== 0) done[done.length - 1] = [last[0], to];
    else done.push([from, to]);
  }
  const first = done[0];
  const last = done.at(-1);
  if (done.length > 1 && first && last && last[1] === first[0] + WEEK_MINUTES && first[0] !== 0) {
    done[done.length - 1] = [last[0], first[1] + WEEK_MINUTES];
    done.shift();
  }
  return done
    .flatMap(split)
    .map(([from, to]): Range => (from >= WEEK_MINUTES ? [from - WEEK_MINUTES, to - WEEK_MINUTES] : [from, to]))
    .sort((one, other) => one[0] - other[0]);
}

/** Split at midnight what one range of a document cannot say: a whole day and more from some time on. */
function split([from, to]: Range): Range[] {
  const midnight = (Math.floor(from / DAY_MINUTES) + 1) * DAY_MINUTES;
  if (to - from < DAY_MINUTES || to <= midnight) return [[from, to]];
  return [[from, midnight], ...split([midnight, to])];
}

function ordered(one: number, other: number): [number, number] {
  return one <= other ? [one, other] : [other, one];
}
