/** Composes the one line a promise is typed in from chips: an amount first, then a day. Reading it is the server's. */

export const AMOUNT_CHIPS = ["full", "half"] as const;
export const DAY_CHIPS = ["today", "fri", "15th", "month-end"] as const;
export type Chip = (typeof AMOUNT_CHIPS)[number] | (typeof DAY_CHIPS)[number];

/** The line after a chip: an amount chip takes the place of the first word, a day chip that of all that follows it. */
export function withChip(line: string, chip: Chip): string {
  const [amount = "", ...day] = line.trim().split(/\s+/).filter(Boolean);
  if ((AMOUNT_CHIPS as readonly string[]).includes(chip)) return [chip, ...day].join(" ");
  const isDay = (DAY_CHIPS as readonly string[]).includes(amount);
  return [amount === "" || isDay ? "full" : amount, chip].join(" ");
}
