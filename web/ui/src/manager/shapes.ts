/** What the server says about campaigns, buckets and pacing, with the documents inside them typed. */
import type * as schema from "../api/schema.ts";
import type { WindowsDocument } from "./windows_document.ts";

export type CampaignRow = schema.CampaignRow;
export type CampaignState = CampaignRow["state"];
export type Mode = CampaignRow["mode"];
export type CeilingKind = schema.CampaignShape["ceiling_kind"];
export type Move = "start" | "drain" | "pause" | "halt";

export type LadderStep = { after: string; wait_minutes: number; number: string; slot: string };
export type Ladder = { steps: LadderStep[]; max_per_day: number; numbers: string[] };
export type SmsPlan = { enabled: boolean; after: string[]; delay_minutes: number; template: string; max_per_week: number };

export type Campaign = Omit<schema.CampaignShape, "windows" | "ladder" | "sms"> & {
  windows: WindowsDocument;
  ladder: Ladder;
  sms: SmsPlan;
};
export type Moved = { campaign: Campaign; lines_in_flight: number };

export type Check = schema.CampaignCheck;
export type ReasonCount = schema.ReasonCount;
export type Difference = schema.CallableDifference;
export type Pace = schema.PaceView;
export type PacePoint = schema.PacePoint;
export type BucketSet = schema.BucketSet;
export type Templates = schema.TemplateRows;
export type MessageTemplate = schema.TemplateShape;
export type Team = schema.Named;
