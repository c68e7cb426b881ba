/** Rules under a creditor's terms: whether each is on, what a switch does, which places bind, and which rows are looked for. */
import type { Caps, Place, RuleRow, Terms } from "./shapes.ts";
import type { Cap } from "./words.ts";

export const HOUSE = "house";
export const NO_TERMS: Terms = { switched_on: [], switched_off: [], jurisdictions: [], windows: null, caps: {} };
export const FIRST_CAP: Cap = { limit: 3, window: { type: "local_calendar_days", n: 7 }, per: ["party"], channels: ["phone"] };

/** `later` and `past`: its dates do not include today, whatever is switched. */
export type State = "on" | "off" | "switched_on" | "switched_off" | "later" | "past";

export function stateOf(row: RuleRow, terms: Terms | null, today: string): State {
  if (row.effective_to !== null && row.effective_to < today) return "past";
  if (terms?.switched_off.includes(row.id)) return "switched_off";
  const isSwitched = terms?.switched_on.includes(row.id) ?? false;
  if (!row.is_enabled && !isSwitched) return "off";
  if (row.effective_from !== null && row.effective_from > today) return "later";
  return isSwitched ? "switched_on" : "on";
}

/** Put a rule from its default to the other state, or back. */
export function toggled(terms: Terms, row: RuleRow): Terms {
  const list = row.switch === "on" ? "switched_on" : "switched_off";
  const had = terms[list].includes(row.id);
  return { ...terms, [list]: had ? terms[list].filter((id) => id !== row.id) : [...terms[list], row.id].sort() };
}

/** The same terms in one form, so that two can be compared as texts. */
export function termsText(terms: Terms): string {
  const sorted = (values: readonly string[]): string[] => [...values].sort();
  const caps = Object.fromEntries(sorted(Object.keys(terms.caps)).map((name) => [name, terms.caps[name]]));
  return JSON.stringify([sorted(terms.switched_on), sorted(terms.switched_off), sorted(terms.jurisdictions), terms.windows, caps]);
}

/** A place, the places above it, and the house: all whose rules bind there. */
export function bindingPlaces(places: readonly Place[], key: string): Set<string> {
  const found = new Set([key, HOUSE]);
  for (let at = places.find((each) => each.key === key); at && at.parent; at = places.find((each) => each.key === at?.parent)) found.add(at.parent);
  return found;
}

export type Wish = { text: string; place: string; kind: string; state: string };

/** Rows with every word of the text in their names, source or id, that bind in the place, of the kind and in the state. */
export function wanted(rows: readonly RuleRow[], places: readonly Place[], wish: Wish, state: (row: RuleRow) => State): RuleRow[] {
  const words = wish.text.toLowerCase().split(/\s+/).filter(Boolean);
  const binding = wish.place ? bindingPlaces(places, wish.place) : null;
  return rows.filter((row) => {
    if (binding && !binding.has(row.place)) return false;
    if (wish.kind && row.kind !== wish.kind) return false;
    if (wish.state && !isIn(wish.state, row, state(row))) return false;
    const text = `${row.id} ${row.title} ${row.title_zh} ${row.cite}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function isIn(wish: string, row: RuleRow, state: State): boolean {
  switch (wish) {
    case "on":
      return state === "on" || state === "switched_on";
    case "off":
      return state !== "on" && state !== "switched_on";
    case "switch":
      return row.switch !== "";
    case "changed":
      return state === "switched_on" || state === "switched_off";
    default:
      return true;
  }
}

/** A name that no cap has yet. */
export function freeName(caps: Caps): string {
  for (let n = 1; ; n += 1) if (!(`limit_${n}` in caps)) return `limit_${n}`;
}
