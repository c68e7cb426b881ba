/**
 * Dates out of an iCalendar file (RFC 5545): whole-day events as closures. Says of every event it does not take why not.
 * Strict: no calendar, no dates. What becomes of the dates is left to the page.
 */

/** A day that an event of the file covers. */
export type CalendarDay = { on: string; name: string };
export type SkippedEvent = { name: string; reason: "timed" | "repeats" | "cancelled" | "no_date" | "too_long" };
export type CalendarReading = { days: CalendarDay[]; skipped: SkippedEvent[] };

const DAY_MS = 86_400_000;
const LONGEST_DAYS = 62;
export const LARGEST_FILE = 2_000_000;

/** Read a file; null when it is no iCalendar. Days are from `today` on, in order; a yearly event is repeated until `until`. */
export function readCalendar(text: string, today: string, until: string): CalendarReading | null {
  const lines = text.replace(/\r?\n[ \t]/g, "").split(/\r?\n/);
  if (lines[0]?.replace(/^\ufeff/, "").toUpperCase() !== "BEGIN:VCALENDAR") return null;
  const days = new Map<string, string>();
  const skipped: SkippedEvent[] = [];
  for (const event of eventsOf(lines)) {
    const found = daysOf(event, today, until);
    const name = unescaped(event.get("SUMMARY")?.value ?? "");
    if (typeof found === "string") skipped.push({ name, reason: found });
    else for (const on of found) days.set(on, [days.get(on), name].filter(Boolean).join(", "));
  }
  const sorted = [...days].sort(([one], [other]) => (one < other ? -1 : 1));
  return { days: sorted.map(([on, name]) => ({ on, name })), skipped };
}

type Property = { params: string; value: string };

function eventsOf(lines: readonly string[]): Map<string, Property>[] {
  const events: Map<string, Property>[] = [];
  let event: Map<string, Property> | null = null;
  let inside = 0;
  for (const line of lines) {
    const [, name = "", params = "", value = ""] = /^([A-Za-z-]+)((?:;[^:"]*(?:"[^"]*"[^:"]*)*)?):(.*)$/.exec(line) ?? [];
    const key = name.toUpperCase();
    if (key === "BEGIN" && value.toUpperCase() === "VEVENT") event = new Map();
    else if (key === "END" && value.toUpperCase() === "VEVENT") {
      if (event) events.push(event);
      event = null;
    } else if (key === "BEGIN") inside += 1;
    else if (key === "END") inside -= 1;
    // An alarm inside an event has properties of its own; the calendar around it counts one.
    else if (event && inside <= 1 && !event.has(key)) event.set(key, { params: params.toUpperCase(), value });
  }
  return events;
}

function daysOf(event: Map<string, Property>, today: string, until: string): string[] | SkippedEvent["reason"] {
  const start = event.get("DTSTART");
  if (!start) return "no_date";
  if (event.get("STATUS")?.value.toUpperCase() === "CANCELLED") return "cancelled";
  if (!/^\d{8}$/.test(start.value)) return "timed";
  const first = dayOf(start.value);
  const end = lastOf(event, first);
  if (first === null || end === null) return "no_date";
  const length = Math.max(1, Math.round((end - first) / DAY_MS));
  if (length > LONGEST_DAYS) return "too_long";
  const rule = event.get("RRULE")?.value.toUpperCase();
  if (rule !== undefined && !/^FREQ=YEARLY(;(WKST=\w\w|BYMONTH=\d+|BYMONTHDAY=\d+|INTERVAL=1))*$/.test(rule)) return "repeats";
  return (rule === undefined ? [first] : yearly(first, until))
    .flatMap((from) => Array.from({ length }, (_, ahead) => new Date(from + ahead * DAY_MS).toISOString().slice(0, 10)))
    .filter((on) => on >= today);
}

/** The end, which is the first day that is not covered any more; a day after the start unless said. */
function lastOf(event: Map<string, Property>, first: number | null): number | null {
  if (first === null) return null;
  const end = event.get("DTEND");
  if (end) return dayOf(end.value);
  const [, weeks, days] = /^P(?:(\d+)W)?(?:(\d+)D)?$/.exec(event.get("DURATION")?.value ?? "") ?? [];
  return first + Math.max(1, Number(weeks ?? 0) * 7 + Number(days ?? 0)) * DAY_MS;
}

function yearly(first: number, until: string): number[] {
  const start = new Date(first);
  const found: number[] = [];
  for (let year = start.getUTCFullYear(); year <= Number(until.slice(0, 4)); year += 1) {
    const at = Date.UTC(year, start.getUTCMonth(), start.getUTCDate());
    if (new Date(at).getUTCMonth() === start.getUTCMonth() && new Date(at).toISOString().slice(0, 10) <= until) found.push(at);
  }
  return found;
}

function dayOf(value: string): number | null {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})/.exec(value) ?? [];
  if (year === undefined) return null;
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day));
  return new Date(at).getUTCDate() === Number(day) ? at : null;
}

function unescaped(text: string): string {
  return text.replace(/\\n/gi, " ").replace(/\\([,;\\])/g, "$1").trim().slice(0, 120);
}
