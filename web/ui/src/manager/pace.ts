/** Readings of the pacing controller as columns for the charts and as one row a minute for the table. Draws nothing. */
import type { PacePoint } from "./shapes.ts";

export type Minute = PacePoint;
export type Series = "lines" | "ready" | "budget" | "ringing" | "talking" | "expected_answers" | "answered" | "abandoned";

/** Counts that grow over the whole period are told from the first reading shown, so that one sees what happened since. */
const GROWING: readonly Series[] = ["answered", "abandoned"];

/** The last reading of each minute, in order, growing counts from the first reading on. */
export function byMinute(points: readonly PacePoint[]): Minute[] {
  const found = new Map<string, PacePoint>();
  for (const point of points) found.set(point.at.slice(0, 16), point);
  const [first] = points;
  return [...found.values()].map((point) => (first ? { ...point, answered: since(first, point, "answered"), abandoned: since(first, point, "abandoned") } : point));
}

/** The time in seconds since the epoch, then each series. */
export function columnsOf(points: readonly PacePoint[], series: readonly Series[]): number[][] {
  const [first] = points;
  const value = (point: PacePoint, name: Series): number => (first && GROWING.includes(name) ? since(first, point, name) : point[name]);
  return [points.map((point) => Date.parse(point.at) / 1000), ...series.map((name) => points.map((point) => value(point, name)))];
}

/** A new period starts again at zero; the count is then its own. */
function since(first: PacePoint, point: PacePoint, name: Series): number {
  return point[name] >= first[name] ? point[name] - first[name] : point[name];
}
