/** Figures, money, dates and durations as the reader's language writes them. */
import { localeTag } from "./language.ts";

export interface Money {
  minor: number;
  currency: string;
}

export function formatNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(localeTag(), options).format(value);
}

/** A share 0..1 as a percentage. */
export function formatShare(share: number, digits = 1): string {
  return formatNumber(share, { style: "percent", minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Money from its minor units; the currency says how many of them make one. */
export function formatMoney(money: Money): string {
  const format = new Intl.NumberFormat(localeTag(), { style: "currency", currency: money.currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(money.minor / 10 ** digits);
}

/** An instant in a zone (the reader's own when none is given). */
export function formatInstant(at: string | number, options: Intl.DateTimeFormatOptions = {}, zone?: string): string {
  const shape: Intl.DateTimeFormatOptions =
    Object.keys(options).length > 0 ? options : { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat(localeTag(), { hourCycle: "h23", ...shape, ...(zone ? { timeZone: zone } : {}) }).format(new Date(at));
}

export function formatClock(at: string | number, zone?: string): string {
  return formatInstant(at, { hour: "2-digit", minute: "2-digit" }, zone);
}

/** A date `YYYY-MM-DD`, which has no zone. */
export function formatDay(day: string): string {
  return formatInstant(`${day}T12:00:00Z`, { weekday: "short", month: "short", day: "numeric" }, "UTC");
}

/** Seconds as `m:ss` or `h:mm:ss`; never negative. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const s = String(whole % 60).padStart(2, "0");
  const m = Math.floor(whole / 60) % 60;
  const h = Math.floor(whole / 3600);
  return h > 0 ? `${h}:${String(m).padStart(2, "0")}:${s}` : `${m}:${s}`;
}
