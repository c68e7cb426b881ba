/** What the server says about files to import and past imports. */
import type * as schema from "../api/schema.ts";

/** How a lender's file is read; keys this page does not know travel along untouched. */
export type Recipe = { columns?: Record<string, string>; [more: string]: unknown };
export type Uploaded = Omit<schema.FileFound, "recipe_suggestion"> & { recipe_suggestion: Recipe };
export type Field = schema.FieldShape;
export type FileColumn = schema.ColumnShape;
export type Preview = schema.ImportPreview;
export type Batch = schema.BatchShape;
export type Counts = schema.ImportCounts;

export const OUTCOMES = ["new", "updated", "unchanged", "duplicate", "rejected"] as const;
