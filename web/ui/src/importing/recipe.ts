/** The parts of a recipe that this page edits, in the server's words. */
import type { Recipe, Uploaded } from "./shapes.ts";

export const DATE_STYLES = ["year_first", "compact", "day_first", "month_first", "day_first_short", "month_first_short", "spreadsheet"] as const;
export const DECIMAL_STYLES = ["point", "comma"] as const;

/** The recipe to start from: what the server suggests, with everything it misses asked for, and no style of dates taken where several fit. */
export function firstRecipe(file: Uploaded): Recipe {
  const { date_style: _guessed, ...suggested } = file.recipe_suggestion;
  const [only, ...others] = file.date_styles;
  const style = others.length > 0 ? {} : { date_style: only ?? "year_first" };
  return { ...suggested, ...style, required: [...new Set([...requiredOf(suggested), ...file.missing])] };
}

export function requiredOf(recipe: Recipe): string[] {
  return Array.isArray(recipe["required"]) ? recipe["required"].filter((each): each is string => typeof each === "string") : [];
}

/** A part of a recipe that is text; empty when it has none. */
export function textOf(recipe: Recipe, key: string): string {
  const value = recipe[key];
  return typeof value === "string" ? value : "";
}
