/** The shapes of /api/v1 under the names the pages use; `schema.ts` is made from the server's own document. */
import type * as schema from "./schema.ts";

export type Me = schema.Me;
export type Money = schema.MoneyShape;
export type CodedText = schema.CodeText;
export type Catalogue = schema.CatalogueShape;
export type Disposition = schema.DispositionShape;
export type ScorecardItem = schema.ScorecardItem;
export type AgentView = schema.AgentView;
export type FactBody = schema.FactBody;
export type FactShape = schema.FactShape;
export type AgentState = AgentView["state"];
export type CallView = schema.CallView;
export type Draft = schema.DraftShape;
export type DebtSeen = schema.DebtShape;
export type TimelineItem = schema.TimelineItem;
export type PromiseRead = schema.PromiseRead;
export type CallbackSlot = schema.CallbackSlot;
export type CallbackSlots = schema.CallbackSlots;
export type DispositionBody = schema.DispositionBody;
export type DispositionDone = schema.DispositionDone;
export type FloorView = schema.FloorView;
export type FloorAgent = schema.FloorAgent;
export type FloorCampaign = schema.FloorCampaign;
