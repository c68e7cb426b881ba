/** The state of a case, of a contact point or of a promise: a word with a sign. */
import { Badge, type Tone } from "../components/Badge.tsx";
import { wordsOf } from "./catalogue.ts";
import { t } from "./texts.ts";

const CASE_TONES: Record<string, Tone> = { new: "plain", working: "accent", promised: "good", hold: "warn", closed: "note" };
const POINT_TONES: Record<string, Tone> = { verified: "good", suspect: "warn", invalid: "bad", wrong_party: "bad" };
const PROMISE_TONES: Record<string, Tone> = { active: "accent", kept: "good", partial: "warn", broken: "bad" };

export function CaseStateBadge({ state }: { state: string }) {
  return <Badge tone={CASE_TONES[state] ?? "plain"}>{t.coded(`case_state.${state}`, wordsOf(state))}</Badge>;
}

export function PointStateBadge({ state }: { state: string }) {
  return <Badge tone={POINT_TONES[state] ?? "plain"}>{t.coded(`point_state.${state}`, wordsOf(state))}</Badge>;
}

export function PromiseStateBadge({ state }: { state: string }) {
  return <Badge tone={PROMISE_TONES[state] ?? "plain"}>{t.coded(`promise_state.${state}`, wordsOf(state))}</Badge>;
}
