/** What the agent can do, one function a deed: ask the server, take its answer, say what went wrong. */
import { signal } from "@preact/signals";
import { dropPending } from "./drafts.ts";
import { agentOutcomes, callbackOutcome, missing, promiseOutcome } from "./outcomes.ts";
import { agent, call, catalogue, changeDraft, draft, recorded, takeAgent, takeCall, trustServerDraft, undoable } from "./panel.ts";
import type { Fact } from "./facts.ts";
import { api, commandId } from "../api/client.ts";
import { serverTime } from "../api/clock.ts";
import type { AgentView, CallView, DispositionBody, DispositionDone, Draft, FactShape } from "../api/shapes.ts";
import { sayNow, toast, toastFault } from "../components/Toasts.tsx";
import { inLanguage } from "../texts/language.ts";
import { t } from "../texts/texts.ts";

/** What the panel shows above itself. */
export type Opened = "none" | "search" | "call_back" | "break" | "skip" | "facts" | "sheet" | "sound";
export const opened = signal<Opened>("none");
export const isBusy = signal(false);

/** Run one command at a time; a second press while one is on its way does nothing. */
async function run(act: () => Promise<void>): Promise<void> {
  if (isBusy.value) return;
  isBusy.value = true;
  try {
    await act();
  } catch (error) {
    toastFault(error);
  } finally {
    isBusy.value = false;
  }
}

let lastTurn: Promise<void> = Promise.resolve();

/** Run commands one after the other: none of them is dropped, however fast the keys are. */
function inTurn(act: () => Promise<void>): Promise<void> {
  lastTurn = lastTurn.then(act).catch(toastFault);
  return lastTurn;
}

const toAgent = (path: string, body: unknown = {}): Promise<void> => run(async () => takeAgent(await api.post<AgentView>(path, body)));

function toCall(path: string, body: unknown = {}): Promise<void> {
  const view = call.value;
  if (!view) return Promise.resolve();
  return run(async () => takeCall(await api.post<CallView>(`/calls/${view.attempt_id}/${path}`, body)));
}

const CAN_BE_READY: readonly string[] = ["offline", "break", "lost"];

/** Be ready for calls; in wrap-up the outcome is what leads there. */
export function beReady(): Promise<void> {
  const state = agent.value?.state ?? "";
  if (CAN_BE_READY.includes(state)) return toAgent("/agent/ready");
  if (state === "wrapping_up") toast(t("agent.missing.outcome"));
  return Promise.resolve();
}

export const goOffline = (): Promise<void> => toAgent("/agent/offline");
export const takeBreak = (reason: string): Promise<void> => toAgent("/agent/break", { reason });
export const extend = (): Promise<void> => toAgent("/agent/extend");
export const hangUp = (): Promise<void> => toCall("hang_up");
export const dial = (): Promise<void> => toAgent("/agent/preview/dial", { case_id: call.value?.case_id });
export const skip = (reason: string): Promise<void> => toAgent("/agent/preview/skip", { reason });

export function toggleHold(): Promise<void> {
  return toCall(call.value?.state === "held" ? "resume" : "hold");
}

/** First press ticks everything shown, the second says to the server that the right party is on the line. */
export function verify(): Promise<void> {
  const view = call.value;
  const now = draft.value;
  if (!view || !now || view.verified) return Promise.resolve();
  const all = view.verify.map((item) => item.code);
  if (all.some((code) => !now.verified_items.includes(code))) {
    changeDraft({ verified_items: all }, "chosen");
    return Promise.resolve();
  }
  return toCall("verify", { items: all });
}

/** Mark an outcome; saving it is another press. */
export function mark(code: string): void {
  changeDraft({ disposition: code }, "chosen");
}

export function markDigit(digit: string): void {
  const outcome = agentOutcomes(catalogue.value?.dispositions ?? []).find((each) => each.key === digit);
  if (outcome && call.value) mark(outcome.code);
}

export function keepPromise(promise: NonNullable<Draft["promise"]>): void {
  const view = call.value;
  const all = catalogue.value?.dispositions ?? [];
  const code = view ? promiseOutcome(promise.amount_minor, view, agentOutcomes(all)) : null;
  changeDraft({ promise, ...(code ? { disposition: code } : {}) }, "chosen");
}

export function keepCallback(callback: NonNullable<Draft["callback"]>): void {
  const view = call.value;
  const marked = catalogue.value?.dispositions.find((each) => each.code === draft.value?.disposition);
  const code = view && !marked?.needs_callback ? callbackOutcome(view, agentOutcomes(catalogue.value?.dispositions ?? [])) : null;
  changeDraft({ callback, ...(code ? { disposition: code } : {}) }, "chosen");
}

/** Save the marked outcome, or lead the agent to what is missing for it. */
export function commit(): Promise<void> {
  const view = call.value;
  const now = draft.value;
  if (!view || !now || view.state === "preview") return Promise.resolve();
  const outcome = catalogue.value?.dispositions.find((each) => each.code === now.disposition);
  const lack = missing(outcome, view, now);
  if (lack === null && outcome) return run(() => save(view, outcome.code, now));
  if (lack === "promise") document.getElementById("promise-line")?.focus();
  else if (lack === "callback") opened.value = "call_back";
  toast(t(`agent.missing.${lack ?? "outcome"}`));
  return Promise.resolve();
}

async function save(view: CallView, code: string, now: Draft): Promise<void> {
  dropPending();
  const body: DispositionBody = { command_id: commandId(), disposition: code, note: now.note };
  if (now.reason_code) body.reason_code = now.reason_code;
  const outcome = catalogue.value?.dispositions.find((each) => each.code === code);
  if (outcome?.needs_promise && now.promise) body.promise = now.promise;
  if (outcome?.needs_callback && now.callback) body.callback = now.callback;
  const done = await api.post<DispositionDone>(`/calls/${view.attempt_id}/disposition`, body);
  takeAgent(done.agent);
  offerUndo(view.attempt_id, Date.parse(done.undo_until));
}

function offerUndo(attemptId: string, until: number, fact?: FactShape): void {
  undoable.value?.close();
  const text = fact ? t("facts.recorded", { fact: inLanguage({ en: fact.text_en, zh: fact.text_zh }) }) : t("agent.saved");
  const close = toast(text, { tone: "good", until, action: { label: t("agent.undo"), keyHint: "U", act: () => void undo() } });
  undoable.value = { attemptId, until, close, ...(fact ? { fact } : {}) };
}

/** A little less than the server allows, so that an undo that is offered is accepted. */
const FACT_UNDO_MS = 9_000;

/** Record what the person said in this call; it binds at once, on every channel and in every campaign. */
export function recordFact(fact: Fact): Promise<void> {
  const view = call.value;
  if (!view) return Promise.resolve();
  return inTurn(async () => {
    const kept = await api.post<FactShape>(`/cases/${view.case_id}/facts`, { fact, attempt_id: view.attempt_id });
    const others = recorded.value.filter((each) => each.fact.id !== kept.id).slice(-20);
    recorded.value = [...others, { attemptId: view.attempt_id, caseId: view.case_id, fact: kept }];
    offerUndo(view.attempt_id, serverTime() + FACT_UNDO_MS, kept);
    takeAgent(await api.get<AgentView>("/agent"));
    const closed = call.value?.contact_rules.closed.map((each) => t.coded(`channel.${each}`, each)) ?? [];
    if (closed.length > 0) sayNow(t("agent.closed", { channels: closed.join(", ") }));
  });
}

async function endFact(last: { attemptId: string; close: () => void; fact: FactShape }): Promise<void> {
  const own = recorded.value.find((each) => each.fact.id === last.fact.id);
  if (own) await api.post(`/cases/${own.caseId}/facts/${last.fact.id}/end`, { what: last.fact.what, reason: t("facts.undo_reason") });
  last.close();
  undoable.value = null;
  recorded.value = recorded.value.filter((each) => each.fact.id !== last.fact.id);
  takeAgent(await api.get<AgentView>("/agent"));
  toast(t("facts.undone"));
}

export function undo(): Promise<void> {
  const last = undoable.value;
  if (!last) return Promise.resolve();
  const { fact } = last;
  if (fact) return inTurn(() => endFact({ ...last, fact }));
  return run(async () => {
    const view = await api.post<CallView>(`/calls/${last.attemptId}/undo`, { command_id: commandId() });
    last.close();
    undoable.value = null;
    trustServerDraft();
    takeCall(view);
    takeAgent(await api.get<AgentView>("/agent"));
    toast(t("agent.undone"));
  });
}

export function breakPressed(): void {
  // Asking again takes the wish back: being ready is what comes after the call then.
  if (agent.value?.break_after) void toAgent("/agent/ready");
  else opened.value = "break";
}
