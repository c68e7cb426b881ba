/** What the server says about rules and creditors, with the documents inside them typed. */
import type * as schema from "../api/schema.ts";
import type { WindowsDocument } from "../manager/windows_document.ts";
import type { Cap } from "./words.ts";

export type Place = schema.PlaceShape;
export type RuleRow = schema.RuleRow;
export type RuleRows = schema.RuleRows;
export type Rule = schema.RuleShape;

export type Caps = Record<string, Cap>;
export type Terms = {
  switched_on: string[];
  switched_off: string[];
  jurisdictions: string[];
  windows: WindowsDocument | null;
  caps: Caps;
};
export type Creditor = Omit<schema.CreditorShape, "terms"> & { terms: Terms };
