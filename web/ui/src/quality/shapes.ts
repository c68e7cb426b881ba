/** What the server says about recorded calls and their reviews. */
import type * as schema from "../api/schema.ts";

export type ReviewRow = schema.ReviewRow;
export type ReviewedCall = schema.ReviewView;
export type Comment = schema.CommentShape;
export type Review = schema.ReviewShape;
export type ReviewSaved = schema.ReviewSaved;
export type Marks = Review["marks"];
export type Mark = Marks[string];
export type DispositionEntry = schema.DispositionTrail;
export type Recording = schema.RecordingShape;
export type Effect = schema.CodeText;
