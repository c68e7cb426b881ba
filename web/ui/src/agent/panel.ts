/** What the agent panel knows: the agent, the call, the draft, the undo; and how each of them changes. */
import { computed, signal } from "@preact/signals";
import { dropPending, keep } from "./drafts.ts";
import { beep } from "./tones.ts";
import { api } from "../api/client.ts";
import { isOvertaken, learnServerTime, tick } from "../api/clock.ts";
import { connection, hear } from "../api/live.ts";
import type { AgentView, CallView, Catalogue, Draft, FactShape } from "../api/shapes.ts";
import { sayNow, toast } from "../components/Toasts.tsx";
import { preferences } from "../shell/session.ts";
import { inLanguage, language } from "../texts/language.ts";
import { t } from "../texts/texts.ts";

export const agent = signal<AgentView | null>(null);
export const call = computed<CallView | null>(() => agent.value?.call ?? null);
export const draft = signal<Draft | null>(null);
export const catalogue = signal<Catalogue | null>(null);
/** The last outcome or fact, while it can be taken back. */
export const undoable = signal<{ attemptId: string; until: number; close: () => void; fact?: FactShape } | null>(null);
/** What was recorded of persons from this window, by the call it was said in. */
export const recorded = signal<{ attemptId: string; caseId: string; fact: FactShape }[]>([]);
/** Counts connects, so that the flash is shown anew for each. */
export const connects = signal(0);
/** When the screen last changed under the agent's fingers, in `performance.now()` ms. */
export let changedAt = -1_000;

let draftOf: string | null = null;

/** Take the agent's state from the server; an older answer that arrives late is dropped. */
export function takeAgent(next: AgentView): void {
  const before = agent.value;
  if (before && isOvertaken(next.server_now, before.server_now)) return;
  if (before?.state !== next.state || before.call?.attempt_id !== next.call?.attempt_id) changedAt = performance.now();
  learnServerTime(next.server_now);
  tick();
  agent.value = next;
  followCall(before?.call ?? null, next.call);
}

export function takeCall(next: CallView): void {
  const current = agent.value;
  if (!current) return;
  if (current.call && current.call.attempt_id !== next.attempt_id && next.state === "ended") return;
  if (current.call?.attempt_id !== next.attempt_id || current.call.state !== next.state) changedAt = performance.now();
  agent.value = { ...current, call: next };
  followCall(current.call, next);
}

function followCall(before: CallView | null, next: CallView | null): void {
  if (next?.attempt_id !== draftOf) {
    draftOf = next?.attempt_id ?? null;
    draft.value = next?.draft ?? null;
  }
  const volume = preferences().volume ?? 0.5;
  const wasUp = before?.attempt_id === next?.attempt_id && isUp(before);
  if (isUp(next) && !wasUp && next) {
    connects.value += 1;
    beep("connect", volume);
    sayNow(connectedText(next));
  } else if (!isUp(next) && wasUp) {
    beep("end", volume);
    sayNow(t("agent.said_ended"));
  }
}

function isUp(view: CallView | null): boolean {
  return view?.state === "bridged" || view?.state === "held";
}

function connectedText(view: CallView): string {
  const warnings = view.person.warnings.map(inLanguage).join(", ");
  const text = t("agent.said_connected", { name: view.person.name, language: languageName(view.person.language) });
  return warnings === "" ? text : `${text} ${warnings}`;
}

function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames([language.value], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag; // Not a language tag.
  }
}

/** Change the draft and keep it at the server. */
export function changeDraft(changes: Partial<Draft>, how: "typed" | "chosen"): void {
  const view = call.value;
  if (!draft.value || !view || view.state === "preview") return;
  draft.value = { ...draft.value, ...changes };
  keep(view.attempt_id, draft.value, how);
}

/** After an undo or a take-over the server's draft is the newer one. */
export function trustServerDraft(): void {
  dropPending();
  draftOf = null;
}

/** Follow the server while the panel is shown; the answer stops it. */
export function followServer(): () => void {
  const stops = [
    hear<AgentView>("agent", takeAgent),
    hear<CallView>("call", takeCall),
    hear<{ text?: string; from?: string }>("message", (body) => {
      const text = t("agent.message", { text: body.text ?? "" });
      toast(text);
      sayNow(text);
    }),
    connection.subscribe((state) => {
      if (state === "elsewhere") trustServerDraft();
      if (state === "lost") sayNow(t("agent.said_link_lost"));
    }),
  ];
  void api.get<AgentView>("/agent").then(takeAgent, () => undefined);
  void api.get<Catalogue>("/catalogue").then(
    (all) => {
      catalogue.value = all;
    },
    () => undefined,
  );
  return () => {
    for (const stop of stops) stop();
  };
}
