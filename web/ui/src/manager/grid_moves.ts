/** The keys of the week grid: which cell a key leads to, and whether it stretches the selection or paints. Draws nothing. */
import { CELL_MINUTES, CELLS_A_DAY } from "./windows.ts";

/** A cell: day 0 = Monday, quarter of an hour 0 = 00:00. */
export type Cell = readonly [day: number, cell: number];

export type GridMove = { kind: "go"; to: Cell; stretches: boolean } | { kind: "paint" } | { kind: "drop" } | { kind: "all" } | { kind: "typed"; sign: string };

const HOUR = 4;

/** What a key does from a cell; null when the grid does not use it. Ctrl (or Cmd) with an arrow moves an hour. */
export function moveOf(event: { key: string; shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }, [day, cell]: Cell): GridMove | null {
  const isWide = event.ctrlKey || event.metaKey;
  const step = isWide ? HOUR : 1;
  const go = (toDay: number, toCell: number): GridMove => ({ kind: "go", to: inside(toDay, toCell), stretches: event.shiftKey });
  switch (event.key) {
    case "ArrowLeft":
      return go(day, cell - step);
    case "ArrowRight":
      return go(day, cell + step);
    case "ArrowUp":
      return go(day - 1, cell);
    case "ArrowDown":
      return go(day + 1, cell);
    case "PageUp":
      return go(day, cell - HOUR);
    case "PageDown":
      return go(day, cell + HOUR);
    case "Home":
      return go(isWide ? 0 : day, 0);
    case "End":
      return go(isWide ? 6 : day, CELLS_A_DAY - 1);
    case " ":
    case "Enter":
      return { kind: "paint" };
    case "Escape":
      return { kind: "drop" };
    default:
      if (!isWide && /^[\d:-]$/.test(event.key)) return { kind: "typed", sign: event.key };
      return isWide && event.key.toLowerCase() === "a" ? { kind: "all" } : null;
  }
}

/**
 * The cells that a typed time means, from the first to the last: "9", "930", "13:45" one cell, "9-13" all from 9:00 to 13:00.
 * Null while it means nothing yet.
 */
export function typedCells(text: string): [first: number, last: number] | null {
  const [from = "", to, ...more] = text.split("-");
  const start = typedMinute(from);
  if (start === null || start === CELLS_A_DAY * CELL_MINUTES || more.length > 0) return null;
  const first = Math.floor(start / CELL_MINUTES);
  const end = to === undefined ? null : typedMinute(to);
  return [first, end === null ? first : Math.max(first, Math.ceil(end / CELL_MINUTES) - 1)];
}

function typedMinute(text: string): number | null {
  const found = /^(\d{1,2}):?(\d{2})?$/.exec(text) ?? /^(\d)(\d{2})$/.exec(text);
  if (!found) return null;
  const minutes = Number(found[1]) * 60 + Number(found[2] ?? 0);
  return Number(found[2] ?? 0) < 60 && minutes <= CELLS_A_DAY * CELL_MINUTES ? minutes : null;
}

/** Whether a cell lies in the rectangle between two corners. */
export function isBetween([day, cell]: Cell, one: Cell, other: Cell): boolean {
  return within(day, one[0], other[0]) && within(cell, one[1], other[1]);
}

function within(at: number, one: number, other: number): boolean {
  return at >= Math.min(one, other) && at <= Math.max(one, other);
}

function inside(day: number, cell: number): Cell {
  return [Math.min(6, Math.max(0, day)), Math.min(CELLS_A_DAY - 1, Math.max(0, cell))];
}
