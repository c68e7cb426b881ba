/** What a person may say in a call that binds all contact from then on, and the fact each of it is. Pure. */
import type { CallView, FactBody } from "../api/shapes.ts";

export type Fact = FactBody["fact"];
export type Said =
  | "stop_all"
  | "stop_calls"
  | "not_at_work"
  | "lawyer"
  | "bankruptcy"
  | "dispute"
  | "wrong_number"
  | "bad_time"
  | "more_calls"
  | "moved";

/** In the order of their digits, 1 to 9 and 0. */
export const SAID: readonly Said[] = [
  "stop_all",
  "stop_calls",
  "not_at_work",
  "lawyer",
  "bankruptcy",
  "dispute",
  "wrong_number",
  "bad_time",
  "more_calls",
  "moved",
];

/** The zones most people are in, in the order of their digits; with names people know. */
export const ZONES = [
  ["eastern", "America/New_York"],
  ["central", "America/Chicago"],
  ["mountain", "America/Denver"],
  ["arizona", "America/Phoenix"],
  ["pacific", "America/Los_Angeles"],
  ["alaska", "America/Anchorage"],
  ["hawaii", "Pacific/Honolulu"],
  ["atlantic", "America/Puerto_Rico"],
  ["china", "Asia/Shanghai"],
] as const;

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
const DAY_MINUTES = 24 * 60;
const BAD_TIME_MINUTES = 120;

/** The two hours that begin with the present hour of the person, in minutes of their day; they may run over midnight. */
export function badTime(localTime: string): { start: number; end: number } {
  const hour = Number(localTime.slice(0, 2));
  const start = (Number.isInteger(hour) ? hour : 0) * 60;
  return { start, end: (start + BAD_TIME_MINUTES) % DAY_MINUTES };
}

export function clockOf(minute: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

const hold = (kind: string): Fact => ({ what: "hold", kind, whole_person: null, channels: [], contact_point_id: null, ends_at: null });

/** The fact something said is in this call; null where the call lacks what the fact is about, or a choice is still open. */
export function factOf(said: Said, view: Pick<CallView, "contact_point_id" | "person">): Fact | null {
  switch (said) {
    case "stop_all":
      return hold("cease_communication");
    case "stop_calls":
      return { what: "opt_out", channel: "phone", contact_point_id: null };
    case "not_at_work":
      return hold("refused_workplace");
    case "lawyer":
      return hold("represented_by_attorney");
    case "bankruptcy":
      return hold("bankruptcy");
    case "dispute":
      return hold("disputed");
    case "wrong_number":
      return view.contact_point_id ? { what: "number", kind: "wrong_number", contact_point_id: view.contact_point_id } : null;
    case "bad_time": {
      const { start, end } = badTime(view.person.local_time);
      return { what: "stated_time", days: EVERY_DAY, start_minute: start, end_minute: end, channels: [], ends_at: null };
    }
    case "more_calls":
      return { what: "consent", kind: "extra_calls", channel: "phone", contact_point_id: null, this_case: true, valid_days: null, ends_at: null };
    case "moved":
      return null;
  }
}

export function zoneFact(zone: string): Fact {
  return { what: "zone", zone };
}
