/** The layers that lie over a campaign's week, as signs of its cells, and what closes a cell. Draws nothing. */
import type * as schema from "../api/schema.ts";
import { CELLS_A_DAY, DAYS, type Range, signsOf, shownOn, type Week, weekOf } from "./windows.ts";

export type Layers = schema.WindowLayersShape;
export type RuleOfLayer = schema.WindowRuleShape;
export type LayerCode = "law" | "house" | "creditor";
export const LAYER_CODES: readonly LayerCode[] = ["law", "house", "creditor"];

export type ShownLayer = { code: LayerCode; week: Week; signs: string[]; rules: { rule: RuleOfLayer; signs: string[] }[] };

/** Those layers that are switched on, with the cells of each of their rules. */
export function shownLayers(layers: Layers, isOn: (code: LayerCode) => boolean): ShownLayer[] {
  return layers.layers.flatMap((layer): ShownLayer[] => {
    const code = LAYER_CODES.find((each) => each === layer.code);
    if (!code || !isOn(code)) return [];
    const week = weekOf(layer.week);
    return [{ code, week, signs: signsOf(week), rules: layer.rules.map((rule) => ({ rule, signs: signsOf(weekOf(rule.week)) })) }];
  });
}

/** One text a day: for each cell a digit that says which layers close it, the first one counting 1, the next 2, then 4. */
export function closersOf(shown: readonly ShownLayer[]): string[] {
  return DAYS.map((_, day) =>
    Array.from({ length: CELLS_A_DAY }, (__, cell) =>
      shown.reduce((sum, layer) => sum + (layer.signs[day]?.[cell] === "o" ? 0 : 1 << LAYER_CODES.indexOf(layer.code)), 0),
    ).join(""),
  );
}

/** The layers of a closer's digit. */
export function closing(digit: string | undefined): LayerCode[] {
  const sum = Number(digit ?? 0);
  return LAYER_CODES.filter((_, place) => (sum & (1 << place)) !== 0);
}

/** The rules that close a cell, those that close only a part of it too. */
export function rulesClosing(shown: readonly ShownLayer[], day: number, cell: number): RuleOfLayer[] {
  return shown.flatMap((layer) => layer.rules.filter(({ signs }) => signs[day]?.[cell] !== "o").map(({ rule }) => rule));
}

/** One text a day: for each cell how many persons bar it, from 0 for none to 4 for three of ten and more. */
export function wishesOf(layers: Layers): string[] {
  const steps = [0, 0.05, 0.15, 0.3];
  const level = (persons: number): number => (persons === 0 ? 0 : steps.filter((step) => persons / Math.max(1, layers.cases) >= step).length);
  return layers.barred.map((day) => day.map(level).join(""));
}

/** What all shown layers leave of a day. */
export function openOn(layer: ShownLayer, day: number): Range[] {
  return shownOn(layer.week, day);
}
