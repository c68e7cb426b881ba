/** What a rule's filters and parameters say in the reader's words. A code without a word is shown as it is, so nothing is hidden. */
import { writeLine } from "../manager/windows_line.ts";
import { formatNumber } from "../texts/formats.ts";
import { language, localeTag, speaker } from "../texts/language.ts";
import { en } from "./words.en.ts";
import { zh } from "./words.zh.ts";

export const w = speaker(en, zh);

/** A name and what stands behind it. */
export type Words = { name: string; text: string };
export type Cap = { limit: number; window: CapWindow; per?: string[]; channels?: string[]; count?: unknown };
export type CapWindow = { type: string; n?: number; start?: string };

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const CLOCK = /^\d\d:\d\d$/;

/** All parameters, tables inside them laid open, in the order of the rulebook. */
export function paramWords(params: Record<string, unknown>): Words[] {
  return Object.entries(params).flatMap(([key, value]): Words[] => {
    if (key === "count" && isTable(value)) return Object.entries(value).map(([inner, what]) => word(inner, what, `${param("count")}: ${lowered(param(inner))}`));
    return [word(key, value, param(key))];
  });
}

export function filterWords(filters: Record<string, readonly string[]>): Words[] {
  return Object.entries(filters).map(([name, values]) => ({ name: w.coded(`filter.${name}`, plain(name)), text: listed(values.map(code)) }));
}

/** A cap in one sentence. */
export function capSentence(cap: Cap): string {
  return w("words.cap", {
    limit: cap.limit,
    channels: listed((cap.channels ?? ["phone"]).map(code)),
    window: windowText(cap.window),
    per: listed((cap.per ?? ["party"]).map(code)),
  });
}

/** "7 calendar days", "any 24 hours", "a calendar week from Sunday". */
export function windowText(window: CapWindow): string {
  const type = window.start === "sun" && window.type === "calendar_week" ? "calendar_week_sun" : window.type;
  return w.coded(`window.${type}`, `${window.n ?? ""} ${plain(type)}`.trim(), { n: window.n ?? 1 });
}

export function code(value: string): string {
  return w.coded(`code.${value}`, plain(value));
}

export function listed(texts: readonly string[]): string {
  return new Intl.ListFormat(localeTag(), { type: "unit", style: "short" }).format(texts);
}

function word(key: string, value: unknown, name: string): Words {
  if (key === "weekly" && isTable(value)) return { name, text: weekText(value) };
  if (key === "holidays") return { name, text: w("words.holidays", { name: String(value) }) };
  return { name, text: said(value) };
}

function said(value: unknown): string {
  if (typeof value === "boolean") return w(value ? "words.yes" : "words.no");
  if (typeof value === "number") return formatNumber(value);
  if (Array.isArray(value)) return value.length === 0 ? w("words.closed") : listed(value.map((each) => (isRange(each) ? each.join("–") : said(each))));
  if (isTable(value)) return tableText(value);
  return code(String(value));
}

function tableText(table: Record<string, unknown>): string {
  if (typeof table["type"] === "string") return windowText(table as CapWindow);
  if (typeof table["years"] === "number") return w("words.kept", { years: table["years"], from: said(table["from"]) });
  return listed(paramWords(table).map(({ name, text }) => `${name}: ${text}`));
}

/** The week as the typed line writes it; "daily" stands for every day that is not named. */
function weekText(weekly: Record<string, unknown>): string {
  const ranges = (day: string): string[][] => (weekly[day] ?? weekly["daily"] ?? []) as string[][];
  return writeLine(Object.fromEntries(DAYS.map((day) => [day, ranges(day)])), language.value);
}

function param(key: string): string {
  return w.coded(`param.${key}`, plain(key));
}

function plain(value: string): string {
  return value.replaceAll("_", " ");
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function isRange(value: unknown): value is string[] {
  return Array.isArray(value) && value.length === 2 && value.every((each) => typeof each === "string" && CLOCK.test(each));
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
