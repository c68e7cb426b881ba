/** The chips of the callback picker: which slot each one means. Pure; slots come from the server with their reasons. */
import type { CallbackSlot } from "../api/shapes.ts";

export type SlotChip = "in_two_hours" | "tomorrow_10" | "friday_pm";
export const SLOT_CHIPS: readonly SlotChip[] = ["in_two_hours", "tomorrow_10", "friday_pm"];

/** Wall-clock parts of an instant in a zone; weekday 0 is Sunday. */
export function wallClock(at: number, zone: string): { day: string; weekday: number; minutes: number } {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const parts = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]));
  const weekday = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"].indexOf((parts["weekday"] ?? "").slice(0, 3));
  return {
    day: `${parts["year"]}-${parts["month"]}-${parts["day"]}`,
    weekday,
    minutes: Number(parts["hour"]) * 60 + Number(parts["minute"]),
  };
}

/** The first allowed slot that a chip means in the person's zone, or null when none is open. */
export function slotFor(chip: SlotChip, slots: readonly CallbackSlot[], now: number, zone: string): CallbackSlot | null {
  const today = wallClock(now, zone);
  const tomorrow = wallClock(now + 86_400_000, zone).day;
  const fits = (slot: CallbackSlot): boolean => {
    const at = Date.parse(slot.at);
    const wall = wallClock(at, zone);
    switch (chip) {
      case "in_two_hours":
        return at >= now + 7_200_000;
      case "tomorrow_10":
        return wall.day === tomorrow && wall.minutes >= 600;
      case "friday_pm":
        return wall.weekday === 5 && wall.minutes >= 720 && wall.day >= today.day && at > now;
    }
  };
  return slots.find((slot) => slot.allowed && fits(slot)) ?? null;
}

/** Slots by the person's day, in order. */
export function byDay(slots: readonly CallbackSlot[], zone: string): [day: string, slots: CallbackSlot[]][] {
  const days = new Map<string, CallbackSlot[]>();
  for (const slot of slots) {
    const { day } = wallClock(Date.parse(slot.at), zone);
    days.set(day, [...(days.get(day) ?? []), slot]);
  }
  return [...days];
}
