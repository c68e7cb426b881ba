/** What the server says about cases, their timeline and the reasons for and against contact. */
import type * as schema from "../api/schema.ts";

export type CaseRow = schema.CaseRow;
export type CaseView = schema.CaseView;
export type Account = schema.CaseAccount;
export type ContactPoint = schema.ContactPointShape;
export type KnownFact = schema.FactShape;
export type FactBody = schema.FactBody;
export type ZoneRow = schema.ZoneRow;
export type Consent = schema.ConsentShape;
export type TimelineItem = schema.TimelineItem;
export type Why = schema.WhyView;
export type NumberVerdict = schema.WhyNumber;
export type Reason = schema.WhyReason;
export type FrozenVerdict = schema.VerdictView;
