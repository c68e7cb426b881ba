/**
 * The open hours of a week as a person edits them: 7 days of 15-minute cells on the consumer's wall clock.
 * Knows the document of the server, ranges, cells and layers. Judges no law and draws nothing.
 */
export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Day = (typeof DAYS)[number];

export type WindowsDocument = { [D in Day]?: string[][] } & {
  closed_on?: string[];
  zone_basis?: string;
};

export const DAY_MINUTES = 1440;
export const CELL_MINUTES = 15;
export const CELLS_A_DAY = DAY_MINUTES / CELL_MINUTES;
const WEEK_MINUTES = 7 * DAY_MINUTES;

/** An open range [from, to) in minutes since Monday 00:00; never runs past the end of the week. */
export type Range = readonly [from: number, to: number];
/** Open ranges in order, apart from each other. */
export type Week = readonly Range[];

export type CellState = "open" | "part" | "closed";

/** Read the server's document. A range that ends at or before its start runs past midnight. */
export function weekOf(document: WindowsDocument): Week {
  let week: Week = [];
  DAYS.forEach((day, index) => {
    for (const [from, to] of document[day] ?? []) {
      if (from === undefined || to === undefined) continue;
      week = painted(week, absolute(index, from, to), true);
    }
  });
  return week;
}

/** Write the week as a document, split at midnight, and keep the closed dates and the zone basis of `base`. */
export function documentOf(week: Week, base: WindowsDocument = {}): WindowsDocument {
  const document: WindowsDocument = { closed_on: base.closed_on ?? [], zone_basis: base.zone_basis ?? "consumer" };
  DAYS.forEach((day, index) => {
    document[day] = rangesOn(week, index).map(([from, to]) => [clockTime(from), clockTime(to)]);
  });
  return document;
}

/** Ranges of one day, in minutes since its midnight. */
export function rangesOn(week: Week, day: number): Range[] {
  const start = day * DAY_MINUTES;
  return week
    .map(([from, to]): Range => [Math.max(from - start, 0), Math.min(to - start, DAY_MINUTES)])
    .filter(([from, to]) => from < to);
}

/** Open or close a range; one that runs past Sunday's midnight goes on at Monday's. */
export function painted(week: Week, range: Range, open: boolean): Week {
  return unwrapped(range).reduce<Week>((done, part) => (open ? joined(done, part) : cut(done, part)), week);
}

/** What is open in both. */
export function both(one: Week, other: Week): Week {
  return one.flatMap(([from, to]) =>
    other.map(([a, b]): Range => [Math.max(from, a), Math.min(to, b)]).filter(([a, b]) => a < b),
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
  const open = week.reduce((sum, [a, b]) => sum + Math.max(0, Math.min(b, to) - Math.max(a, from)), 0);
  if (open === 0) return "closed";
  return open === CELL_MINUTES ? "open" : "part";
}

export function openMinutes(week: Week): number {
  return week.reduce((sum, [from, to]) => sum + to - from, 0);
}

export function sameWeek(one: Week, other: Week): boolean {
  return one.length === other.length && one.every((range, at) => range[0] === other[at]?.[0] && range[1] === other[at]?.[1]);
}

/** "08:15"; the end of a day is "24:00". */
export function clockTime(minute: number): string {
  const hours = Math.floor(minute / 60);
  return `${String(hours).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

export function minuteOf(time: string): number {
  const [hours, minutes] = time.split(":");
  return Number(hours) * 60 + Number(minutes);
}

function absolute(day: number, from: string, to: string): Range {
  const start = day * DAY_MINUTES + minuteOf(from);
  const end = day * DAY_MINUTES + minuteOf(to);
  return [start, end > start ? end : end + DAY_MINUTES];
}

function unwrapped([from, to]: Range): Range[] {
  if (to <= WEEK_MINUTES) return [[from, to]];
  return [[from, WEEK_MINUTES], [0, to - WEEK_MINUTES]];
}

function joined(week: Week, [from, to]: Range): Week {
  const apart = week.filter(([a, b]) => b < from || a > to);
  const touching = week.filter(([a, b]) => b >= from && a <= to);
  const low = Math.min(from, ...touching.map((range) => range[0]));
  const high = Math.max(to, ...touching.map((range) => range[1]));
  return [...apart, [low, high] as const].sort((one, other) => one[0] - other[0]);
}

function cut(week: Week, [from, to]: Range): Week {
  return week.flatMap(([a, b]) =>
    ([[a, Math.min(b, from)], [Math.max(a, to), b]] as Range[]).filter(([start, end]) => start < end),
  );
}

function ordered(one: number, other: number): [number, number] {
  return one <= other ? [one, other] : [other, one];
}
