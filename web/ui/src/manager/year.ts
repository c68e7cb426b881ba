/** The next twelve months day by day: what is closed or open for hours of its own, holidays, and where clocks change. Draws nothing. */
import type { Range } from "./windows.ts";
import { rangesOf } from "./windows.ts";
import { ownDates, type WindowsDocument } from "./windows_document.ts";

export type Holiday = { on: string; name: string };
export type ClockChange = { on: string; zone: string; minutes: number };
export type LawDate = { on: string; name: string; ranges: string[][]; title: string };

/** What is special about a day. `own` are the campaign's hours for it (none: closed), null where the weekday holds. */
export type DayMark = {
  on: string;
  own: Range[] | null;
  /** The campaign's hours of this day come from its calendar of holidays. */
  isByHoliday: boolean;
  holiday: string | null;
  law: LawDate[];
  clocks: ClockChange[];
};
export type Month = { first: string; days: DayMark[] };

interface Sources {
  document: WindowsDocument;
  holidays: readonly Holiday[];
  law: readonly LawDate[];
  clocks: readonly ClockChange[];
}

/** Twelve whole months from the one of `today` on. */
export function yearOf(today: string, sources: Sources): Month[] {
  const own = new Map(ownDates(sources.document).map((each) => [each.on, each.ranges]));
  const names = new Map(sources.holidays.map((each) => [each.on, each.name]));
  const keeps = sources.document.holidays !== undefined;
  const holidayRanges = rangesOf(sources.document.holiday_ranges);
  const year = Number(today.slice(0, 4));
  const month = Number(today.slice(5, 7)) - 1;
  return Array.from({ length: 12 }, (_, ahead) => {
    const length = new Date(Date.UTC(year, month + ahead + 1, 0)).getUTCDate();
    const days = Array.from({ length }, (__, day): DayMark => {
      const on = new Date(Date.UTC(year, month + ahead, day + 1)).toISOString().slice(0, 10);
      const holiday = names.get(on) ?? null;
      const isByHoliday = keeps && holiday !== null && !own.has(on);
      return {
        on,
        own: own.get(on) ?? (isByHoliday ? holidayRanges : null),
        isByHoliday,
        holiday,
        law: sources.law.filter((each) => each.on === on),
        clocks: sources.clocks.filter((each) => each.on === on),
      };
    });
    return { first: days[0]?.on ?? today, days };
  });
}

export function isMarked(mark: DayMark): boolean {
  return mark.own !== null || mark.holiday !== null || mark.law.length > 0 || mark.clocks.length > 0;
}
