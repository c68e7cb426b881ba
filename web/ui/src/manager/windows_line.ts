/**
 * The week in one typed line: "mon-fri 8-12 13-20; sat 9-13". Reads it, names the piece it cannot read, and
 * writes a week back in the same words. The week itself is `windows`.
 */
import { DAYS, DAY_MINUTES, clockTime, minuteOf, painted, rangesOn, type Range, type Week } from "./windows.ts";

/** What is wrong, and the piece of the line it is about. */
export type LineProblem = { code: "days" | "time" | "order" | "empty"; piece: string };
export type LineReading = { week: Week; problem: null } | { week: null; problem: LineProblem };

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
const TIME = /^(\d{1,2})(?::?(\d{2}))?(am|pm)?$/;

/** Read a line: parts apart by ";", each is days followed by ranges. A day that is not named is closed. */
export function readLine(line: string): LineReading {
  let week: Week = [];
  const parts = tidied(line).split(";").map((part) => part.trim()).filter(Boolean);
  if (parts.length === 0) return refused("empty", "");
  for (const part of parts) {
    const words = part.split(/\s+/);
    const firstTime = words.findIndex((word) => /^\d/.test(word) || CLOSED.has(word));
    const dayWords = words.slice(0, firstTime < 0 ? words.length : firstTime).join(",");
    const days = daysOf(dayWords);
    if (days === null) return refused("days", dayWords || part);
    if (firstTime < 0) return refused("time", part);
    const times = words.slice(firstTime).flatMap((word) => word.split(",")).filter(Boolean);
    for (const word of times) {
      if (CLOSED.has(word)) continue;
      const range = rangeOf(word);
      if (range === null) return refused("time", word);
      if (range[0] === range[1]) return refused("order", word);
      for (const day of days) week = painted(week, shifted(range, day), true);
    }
  }
  return { week, problem: null };
}

/** Write a week as a line; days with the same hours that follow each other share a part. */
export function writeLine(week: Week): string {
  const texts = DAYS.map((_, day) => rangesOn(week, day).map(([from, to]) => `${short(from)}-${short(to)}`).join(" "));
  const parts: string[] = [];
  for (let day = 0; day < texts.length; day += 1) {
    const first = day;
    while (day + 1 < texts.length && texts[day + 1] === texts[first]) day += 1;
    const name = first === day ? DAYS[first] : `${DAYS[first]}-${DAYS[day]}`;
    if (texts[first]) parts.push(`${name} ${texts[first]}`);
  }
  return parts.length > 0 ? parts.join("; ") : "daily closed";
}

function tidied(line: string): string {
  return line
    .toLowerCase()
    .replace(/[；\n]/g, ";")
    .replace(/[，、]/g, ",")
    .replace(/：/g, ":")
    .replace(/[–—~～至到]/g, "-")
    .replace(/([\u4e00-\u9fff])(?=\d)/g, "$1 ")
    .replace(/\s*-\s*/g, "-")
    .replace(/\s*,\s*/g, ",");
}

function daysOf(text: string): number[] | null {
  const found: number[] = [];
  for (const word of text.split(",").filter(Boolean)) {
    const group = GROUPS[word];
    const [first, last, ...more] = word.split("-").map((name) => DAY_WORDS[name]);
    if (group) found.push(...group);
    else if (first === undefined || more.length > 0) return null;
    else if (!word.includes("-")) found.push(first);
    else if (last === undefined) return null;
    else for (let day = first; ; day = (day + 1) % 7) {
      found.push(day);
      if (day === last) break;
    }
  }
  return found.length > 0 ? found : null;
}

function rangeOf(word: string): Range | null {
  const [from, to, ...more] = word.split("-");
  if (from === undefined || to === undefined || more.length > 0) return null;
  const start = minute(from);
  const end = minute(to);
  return start === null || end === null || start === DAY_MINUTES ? null : [start, end];
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
  const start = day * DAY_MINUTES + from;
  return [start, day * DAY_MINUTES + (to > from ? to : to + DAY_MINUTES)];
}

function short(at: number): string {
  const text = clockTime(at);
  return minuteOf(text) % 60 === 0 ? String(minuteOf(text) / 60) : text;
}

function refused(code: LineProblem["code"], piece: string): LineReading {
  return { week: null, problem: { code, piece } };
}
