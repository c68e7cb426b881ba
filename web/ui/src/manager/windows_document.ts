/**
 * The whole document of a campaign's hours: the week, single dates with other hours or none, and holidays.
 * Keeps the one form in which the server stores it, so that an edit that changes nothing is seen as none.
 */
import { type Day, DAYS, daysOf, mergedRanges, pairsOf, type Range, rangesOf, type Week, weekOf } from "./windows.ts";

export type WindowsDocument = { [D in Day]?: string[][] } & {
  /** Dates without any hour. */
  closed_on?: string[];
  /** Dates with hours of their own. */
  exceptions?: Record<string, string[][]>;
  /** A region whose public holidays have `holiday_ranges` only. */
  holidays?: string;
  holiday_ranges?: string[][];
  zone_basis?: string;
};

/** A date that is not a plain weekday, with its hours; none: closed. */
export type OwnDate = { on: string; ranges: Range[] };

/** The document with another week; everything else stays. */
export function withWeek(base: WindowsDocument, week: Week): WindowsDocument {
  return inForm({ ...base, ...daysOf(week) });
}

/** The document with hours for a date: none closes it, null makes it a plain weekday again. */
export function withDate(base: WindowsDocument, on: string, ranges: readonly Range[] | null): WindowsDocument {
  const closed = (base.closed_on ?? []).filter((each) => each !== on);
  const { [on]: _former, ...exceptions } = base.exceptions ?? {};
  if (ranges !== null && ranges.length === 0) closed.push(on);
  if (ranges !== null && ranges.length > 0) exceptions[on] = pairsOf(mergedRanges(ranges));
  return inForm({ ...base, closed_on: closed, exceptions });
}

/** The document with the holidays of a region; null keeps holidays as weekdays. */
export function withHolidays(base: WindowsDocument, region: string | null, ranges: readonly Range[] = []): WindowsDocument {
  const { holidays: _region, holiday_ranges: _ranges, ...rest } = base;
  return inForm(region === null ? rest : { ...rest, holidays: region, holiday_ranges: pairsOf(mergedRanges(ranges)) });
}

/** All dates of the document's own, in order. */
export function ownDates(document: WindowsDocument): OwnDate[] {
  const closed = (document.closed_on ?? []).map((on): OwnDate => ({ on, ranges: [] }));
  const special = Object.entries(document.exceptions ?? {}).map(([on, pairs]): OwnDate => ({ on, ranges: rangesOf(pairs) }));
  return [...closed, ...special].sort((one, other) => (one.on < other.on ? -1 : 1));
}

export function sameDocument(one: WindowsDocument, other: WindowsDocument): boolean {
  return JSON.stringify(inForm(one)) === JSON.stringify(inForm(other));
}

/** The form of the server: days in order, dates sorted, what is not used left out. */
export function inForm(document: WindowsDocument): WindowsDocument {
  const days = daysOf(weekOf(document));
  const exceptions = Object.entries(document.exceptions ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    ...Object.fromEntries(DAYS.map((day) => [day, days[day]])),
    closed_on: [...new Set(document.closed_on ?? [])].sort(),
    ...(exceptions.length > 0 ? { exceptions: Object.fromEntries(exceptions) } : {}),
    ...(document.holidays === undefined ? {} : { holidays: document.holidays, holiday_ranges: document.holiday_ranges ?? [] }),
    zone_basis: document.zone_basis ?? "consumer",
  };
}
