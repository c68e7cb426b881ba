/** A forecast as drawings and sums: curves with their bands, their scale, and what a form of settings sends. Draws nothing. */
import type { Band, Outlook } from "./forecast_shapes.ts";

export type FigureName = "contacts" | "abandoned" | "talk_share" | "dialed";

/** One setting as it stands in the form; null is as the campaign stands. */
export interface Choice {
  agents: number | null;
  method: string | null;
  ceiling_share: number | null;
  ceiling_kind: "hard" | "statistical" | null;
  ring_timeout_s: number | null;
}

export const AS_IT_STANDS: Choice = { agents: null, method: null, ceiling_share: null, ceiling_kind: null, ring_timeout_s: null };

/** What the server is asked; what is as it stands is left out. */
export function asked(choices: readonly Choice[], workHours: number, wanted: number | null): Record<string, unknown> {
  const settings = choices.map((choice) => Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== null)));
  return { settings, work_hours: workHours, ...(wanted === null ? {} : { wanted_contacts: wanted }) };
}

export interface Frame {
  width: number;
  height: number;
  left: number;
  bottom: number;
}

/** A round number that is not below any band's upper edge. */
export function topOf(outlooks: readonly Outlook[], name: FigureName): number {
  const most = Math.max(...outlooks.flatMap((outlook) => outlook.hours.map((hour) => hour[name].high)));
  if (name === "talk_share") return 1;
  if (most <= 5) return 5;
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 2.5, 5, 10].map((step) => step * power).find((step) => step >= most) ?? most;
}

/** The middle of each hour as a line, in the frame's own units. */
export function linePath(bands: readonly Band[], top: number, frame: Frame): string {
  return bands.map((band, hour) => `${hour === 0 ? "M" : "L"}${point(hour, band.middle, bands.length, top, frame)}`).join("");
}

/** The band as a closed shape: along the upper edge, back along the lower one. */
export function bandPath(bands: readonly Band[], top: number, frame: Frame): string {
  const upper = bands.map((band, hour) => point(hour, band.high, bands.length, top, frame));
  const lower = bands.map((band, hour) => point(hour, band.low, bands.length, top, frame)).reverse();
  return `M${[...upper, ...lower].join("L")}Z`;
}

export function xOf(hour: number, hours: number, frame: Frame): number {
  return frame.left + ((hour + 0.5) / hours) * (frame.width - frame.left);
}

export function yOf(value: number, top: number, frame: Frame): number {
  const room = frame.height - frame.bottom;
  return room - (Math.min(value, top) / top) * (room - 6);
}

function point(hour: number, value: number, hours: number, top: number, frame: Frame): string {
  return `${xOf(hour, hours, frame).toFixed(1)} ${yOf(value, top, frame).toFixed(1)}`;
}

/** Whether two bands do not even touch, so that the difference is more than chance. */
export function isApart(one: Band, other: Band): boolean {
  return one.low > other.high || other.low > one.high;
}
