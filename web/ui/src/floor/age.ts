/** How old a picture of the floor is, and when it must no longer look alive. */

export type Freshness = "fresh" | "aging" | "stale";
export const AGING_S = 3;
export const STALE_S = 10;

export function age(at: string, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(at)) / 1000));
}

export function freshness(seconds: number): Freshness {
  if (seconds > STALE_S) return "stale";
  return seconds > AGING_S ? "aging" : "fresh";
}
