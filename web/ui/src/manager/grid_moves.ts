/** The keys of the week grid: which cell a key leads to, and whether it stretches the selection or paints. Draws nothing. */
import { CELLS_A_DAY } from "./windows.ts";

/** A cell: day 0 = Monday, quarter of an hour 0 = 00:00. */
export type Cell = readonly [day: number, cell: number];

export type GridMove = { kind: "go"; to: Cell; stretches: boolean } | { kind: "paint" } | { kind: "drop" } | { kind: "all" };

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
      return isWide && event.key.toLowerCase() === "a" ? { kind: "all" } : null;
  }
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
