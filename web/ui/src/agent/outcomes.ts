/** Which outcomes can be marked now, what is still missing for the marked one, and what a promise or callback suggests. Pure. */
import type { CallView, Disposition, Draft } from "../api/shapes.ts";

export type Missing = "outcome" | "verify" | "promise" | "callback" | "not_allowed" | null;

export function agentOutcomes(all: readonly Disposition[]): Disposition[] {
  return all.filter((each) => each.set_by.includes("agent"));
}

/** Why an outcome cannot be given on this call, or null when it can. */
export function barred(outcome: Disposition, call: CallView): "verify" | "not_allowed" | null {
  if (outcome.needs_verified && !call.verified) return "verify";
  return call.dispositions_allowed.includes(outcome.code) ? null : "not_allowed";
}

/** What the agent must still do before the marked outcome can be saved. */
export function missing(outcome: Disposition | undefined, call: CallView, draft: Draft): Missing {
  if (!outcome) return "outcome";
  const bar = barred(outcome, call);
  if (bar) return bar;
  if (outcome.needs_promise && !draft.promise) return "promise";
  if (outcome.needs_callback && !draft.callback) return "callback";
  return null;
}

const FULL_PROMISE = "PR01";
const PART_PROMISE = "PR02";

/** The outcome that a promise of an amount means: the whole arrears or a part of them. */
export function promiseOutcome(amountMinor: number, call: CallView, all: readonly Disposition[]): string | null {
  const wanted = amountMinor >= (call.debt?.past_due.minor ?? 0) ? FULL_PROMISE : PART_PROMISE;
  const allowed = all.filter((each) => each.needs_promise && barred(each, call) === null);
  return (allowed.find((each) => each.code === wanted) ?? allowed[0])?.code ?? null;
}

/** The outcome that a callback means. */
export function callbackOutcome(call: CallView, all: readonly Disposition[]): string | null {
  return all.find((each) => each.needs_callback && barred(each, call) === null)?.code ?? null;
}

