/** Wall-clock times of a zone as instants, for asking "who could be called on Saturday at 09:30 in New York?". */

/** Offset of a zone at an instant, in minutes east of UTC. */
function offsetMinutes(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  }).formatToParts(new Date(at));
  const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value ?? 0);
  const wall = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
  return Math.round((wall - Math.floor(at / 60_000) * 60_000) / 60_000);
}

/** The instant of a wall-clock time "2026-11-28T09:30" in a zone, as ISO 8601 in UTC; null when it is not a time. */
export function instantOf(wall: string, zone: string): string | null {
  const naive = Date.parse(`${wall}Z`);
  if (Number.isNaN(naive)) return null;
  // The offset is that of the instant sought, not of the naive one: two steps settle it around a change of clocks.
  const first = naive - offsetMinutes(naive, zone) * 60_000;
  return new Date(naive - offsetMinutes(first, zone) * 60_000).toISOString();
}

/** The wall-clock time of an instant in a zone, as a `datetime-local` field takes it. */
export function wallOf(at: number, zone: string): string {
  return new Date(Math.floor(at / 60_000) * 60_000 + offsetMinutes(at, zone) * 60_000).toISOString().slice(0, 16);
}

/** The next wall-clock time of a weekday (0 = Monday) strictly after an instant. */
export function nextWall(at: number, zone: string, weekday: number, time: string): string {
  const wall = wallOf(at, zone);
  const today = new Date(`${wall.slice(0, 10)}T00:00:00Z`);
  const ahead = (weekday - ((today.getUTCDay() + 6) % 7) + 7) % 7;
  const candidate = (days: number): string => `${new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10)}T${time}`;
  return candidate(ahead) > wall ? candidate(ahead) : candidate(ahead + 7);
}
