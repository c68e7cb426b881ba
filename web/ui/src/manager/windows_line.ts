/**
 * All hours in one typed line: "Mon-Fri 8-12,13-20; Sat 9-13; Fri 22-2; -holidays; -2026-12-24; 2026-12-31 8-12".
 * Reads it, names the piece it cannot read and where it stands, and writes a document back in the same words.
 */
import { DAY_MINUTES, DAYS, daysOf, mergedRanges, painted, pairsOf, type Range, rangesOf, startingOn, type Week, weekOf } from "./windows.ts";
import { inForm, ownDates, type WindowsDocument } from "./windows_document.ts";

/** What is wrong, the piece it is about as it was typed, and where it stands in the line. */
export type LineProblem = { code: "days" | "time" | "order" | "empty" | "date" | "twice" | "holidays"; piece: string; from: number; to: number };
export type LineReading = { document: WindowsDocument; problem: null } | { document: null; problem: LineProblem };

const DAY_WORDS: Record<string, number> = {
  mon: 0, monday: 0, tue: 1, tues: 1, tuesday: 1, wed: 2, wednesday: 2, thu: 3, thur: 3, thurs: 3, thursday: 3,
  fri: 4, friday: 4, sat: 5, saturday: 5, sun: 6, sunday: 6,
  周一: 0, 周二: 1, 周三: 2, 周四: 3, 周五: 4, 周六: 5, 周日: 6, 周天: 6,
  星期一: 0, 星期二: 1, 星期三: 2, 星期四: 3, 星期五: 4, 星期六: 5, 星期日: 6, 星期天: 6,
};
const GROUPS: Record<string, number[]> = {
  daily: [0, 1, 2, 3, 4, 5, 6], 每天: [0, 1, 2, 3, 4, 5, 6],
  weekdays: [0, 1, 2, 3, 4], 工作日: [0, 1, 2, 3, 4],
  weekend: [5, 6], weekends: [5, 6], 周末: [5, 6],
};
const CLOSED = new Set(["closed", "off", "none", "休息", "不开放"]);
const HOLIDAYS = new Set(["holidays", "holiday", "节假日", "假日", "公众假日"]);
const WORDS = {
  en: { days: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], to: "-", holidays: "holidays", nothing: "daily closed" },
  zh: { days: ["周一", "周二", "周三", "周四", "周五", "周六", "周日"], to: "至", holidays: "节假日", nothing: "每天 休息" },
};
const TIME = /^(\d{1,2})(?::?(\d{2}))?(am|pm)?$/;
const DATE = /^\d{4}-\d{1,2}-\d{1,2}$/;
const LONGEST_DATES = 62;

/** A word of the line without its blanks, and where it stands. */
type Token = { text: string; from: number; to: number };

class Unreadable extends Error {
  readonly problem: LineProblem;
  constructor(code: LineProblem["code"], token: Token, line: string) {
    super(code);
    this.problem = { code, piece: line.slice(token.from, token.to), from: token.from, to: token.to };
  }
}

/**
 * Read a line: parts apart by ";", each is days, dates or "holidays" followed by ranges; "-" before a date or "holidays" closes
 * it. A day that is not named is closed. `region` is whose holidays are meant.
 */
export function readLine(line: string, { region }: { region?: string | undefined } = {}): LineReading {
  const parts = partsOf(line);
  let week: Week = [];
  let holidays: Range[] | null = null;
  const dates = new Map<string, Range[]>();
  try {
    if (parts.length === 0) throw new Unreadable("empty", { text: "", from: 0, to: line.length }, line);
    for (const tokens of parts) {
      const firstTime = tokens.findIndex((token) => isTimes(token.text));
      const heads = (firstTime < 0 ? tokens : tokens.slice(0, firstTime)).filter((token) => !token.text.startsWith("-"));
      const times = firstTime < 0 ? [] : tokens.slice(firstTime).filter((token) => !token.text.startsWith("-"));
      const [first] = tokens;
      if (first && heads.length === 0 && times.length > 0) throw new Unreadable("days", first, line);
      if (heads.length > 0 && times.length === 0) throw new Unreadable("time", span(heads), line);
      const ranges = times.filter((token) => !CLOSED.has(token.text)).map((token) => rangeOf(token, line));
      const closing = tokens.filter((token) => token.text.startsWith("-")).map((token) => ({ ...token, text: token.text.slice(1), closes: true }));
      for (const head of [...heads.map((token) => ({ ...token, closes: false })), ...closing]) {
        const own = head.closes ? [] : mergedRanges(ranges);
        if (HOLIDAYS.has(head.text)) {
          if (region === undefined) throw new Unreadable("holidays", head, line);
          if (holidays !== null) throw new Unreadable("twice", head, line);
          holidays = own;
        } else if (head.closes || /^\d/.test(head.text)) {
          for (const on of datesOf(head, line)) {
            if (dates.has(on)) throw new Unreadable("twice", head, line);
            dates.set(on, own);
          }
        } else {
          for (const day of namedDays(head, line)) for (const range of ranges) week = painted(week, shifted(range, day), true);
        }
      }
    }
  } catch (error) {
    if (error instanceof Unreadable) return { document: null, problem: error.problem };
    throw error;
  }
  return { document: assembled(week, dates, holidays, region), problem: null };
}

/** Write a document as a line; days with the same hours that follow each other share a part. */
export function writeLine(document: WindowsDocument, language: "en" | "zh" = "en"): string {
  const words = WORDS[language];
  const week = weekOf(document);
  const texts = DAYS.map((_, day) => rangesLine(startingOn(week, day)));
  const parts: string[] = [];
  for (let day = 0; day < texts.length; day += 1) {
    const first = day;
    while (day + 1 < texts.length && texts[day + 1] === texts[first]) day += 1;
    const name = first === day ? words.days[first] : `${words.days[first]}${words.to}${words.days[day]}`;
    if (texts[first]) parts.push(`${name} ${texts[first]}`);
  }
  if (parts.length === 0) parts.push(words.nothing);
  if (document.holidays !== undefined) {
    const hours = rangesLine(rangesOf(document.holiday_ranges));
    parts.push(hours ? `${words.holidays} ${hours}` : `-${words.holidays}`);
  }
  for (const { on, ranges } of ownDates(document)) parts.push(ranges.length > 0 ? `${on} ${rangesLine(ranges)}` : `-${on}`);
  return parts.join("; ");
}

/** "8-12,13:15-20" */
export function rangesLine(ranges: readonly Range[]): string {
  return ranges.map(([from, to]) => `${short(from)}-${short(to > DAY_MINUTES ? to - DAY_MINUTES : to)}`).join(",");
}

/** Ranges alone, as in a field for the hours of a date; null when they cannot be read. No range at all is closed. */
export function readRanges(text: string): Range[] | null {
  const tokens = partsOf(text).flat();
  try {
    return mergedRanges(tokens.filter((token) => !CLOSED.has(token.text)).map((token) => rangeOf(token, text)));
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

function assembled(week: Week, dates: Map<string, Range[]>, holidays: Range[] | null, region: string | undefined): WindowsDocument {
  const closed_on = [...dates].filter(([, ranges]) => ranges.length === 0).map(([on]) => on);
  const exceptions = Object.fromEntries([...dates].filter(([, ranges]) => ranges.length > 0).map(([on, ranges]) => [on, pairsOf(ranges)]));
  const document: WindowsDocument = { ...daysOf(week), closed_on, exceptions };
  return inForm(holidays === null || region === undefined ? document : { ...document, holidays: region, holiday_ranges: pairsOf(holidays) });
}

/** The line's parts, each a list of words with their places; every sign keeps its place, so that a fault can be marked. */
function partsOf(line: string): Token[][] {
  const plain = line
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    .replace(/[；\n]/g, ";")
    .replace(/[，、]/g, ",")
    .replace(/：/g, ":")
    .replace(/[–—−~～至到]/g, "-");
  const word = "(?:[\\u4e00-\\u9fff]+|[^\\s,;\\-\\u4e00-\\u9fff]+)";
  const token = new RegExp(`;|-?${word}(?:(?:\\s+-\\s+|-\\s*)${word})*|[^\\s,;]+`, "g");
  const parts: Token[][] = [[]];
  for (const found of plain.matchAll(token)) {
    if (found[0] === ";") parts.push([]);
    else parts.at(-1)?.push({ text: found[0].replace(/\s/g, ""), from: found.index, to: found.index + found[0].length });
  }
  return parts.filter((tokens) => tokens.length > 0);
}

function isTimes(text: string): boolean {
  return CLOSED.has(text) || (/^\d/.test(text) && !/^\d{4}-\d{1,2}-/.test(text));
}

function span(tokens: readonly Token[]): Token {
  return { text: "", from: tokens[0]?.from ?? 0, to: tokens.at(-1)?.to ?? 0 };
}

function namedDays(token: Token, line: string): number[] {
  const group = GROUPS[token.text];
  if (group) return group;
  const [first, last, ...more] = token.text.split("-").map((name) => DAY_WORDS[name]);
  const isRange = token.text.includes("-");
  if (first === undefined || more.length > 0 || (isRange && last === undefined)) throw new Unreadable("days", token, line);
  const found = [first];
  for (let day = first; isRange && day !== last; found.push(day)) day = (day + 1) % 7;
  return found;
}

/** A date or "2026-12-24..2026-12-31". */
function datesOf(token: Token, line: string): string[] {
  const [first, last = first, ...more] = token.text.split("..");
  const start = dateOf(first ?? "");
  const end = dateOf(last ?? "");
  if (start === null || end === null || more.length > 0 || end < start) throw new Unreadable("date", token, line);
  const found: string[] = [];
  for (let at = start; at <= end; at += 86_400_000) found.push(new Date(at).toISOString().slice(0, 10));
  if (found.length > LONGEST_DATES) throw new Unreadable("date", token, line);
  return found;
}

function dateOf(text: string): number | null {
  if (!DATE.test(text)) return null;
  const [year = 0, month = 0, day = 0] = text.split("-").map(Number);
  const at = Date.UTC(year, month - 1, day);
  return new Date(at).getUTCMonth() === month - 1 && new Date(at).getUTCDate() === day ? at : null;
}

function rangeOf(token: Token, line: string): Range {
  const [from, to, ...more] = token.text.split("-");
  const start = minute(from ?? "");
  const end = minute(to ?? "");
  if (start === null || end === null || start === DAY_MINUTES || more.length > 0) throw new Unreadable("time", token, line);
  if (start === end) throw new Unreadable("order", token, line);
  return [start, end > start ? end : end + DAY_MINUTES];
}

function minute(text: string): number | null {
  const found = TIME.exec(text);
  if (!found) return null;
  const [, hours, minutes = "00", half] = found;
  let hour = Number(hours);
  if (half && (hour < 1 || hour > 12)) return null;
  if (half) hour = (hour % 12) + (half === "pm" ? 12 : 0);
  const total = hour * 60 + Number(minutes);
  return Number(minutes) > 59 || total > DAY_MINUTES ? null : total;
}

function shifted([from, to]: Range, day: number): Range {
  return [day * DAY_MINUTES + from, day * DAY_MINUTES + to];
}

/** "8" or "8:05" */
function short(at: number): string {
  const minutes = at % 60;
  return minutes === 0 ? String(at / 60) : `${Math.floor(at / 60)}:${String(minutes).padStart(2, "0")}`;
}
