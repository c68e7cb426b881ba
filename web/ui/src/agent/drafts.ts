/** Keeps the draft of a call at the server: typing within a second, ticks and marks at once, again after a failure. */
import { signal } from "@preact/signals";
import { api, ApiError } from "../api/client.ts";
import type { Draft } from "../api/shapes.ts";

export type Kept = "kept" | "waiting" | "failed";

const TYPING_MS = 900;
const RETRY_MS = 2_000;

export const kept = signal<Kept>("kept");

let pending: { attemptId: string; draft: Draft } | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let isSending = false;

/** Keep a draft. While one waits a newer one takes its place, and continuous typing is saved each second all the same. */
export function keep(attemptId: string, draft: Draft, how: "typed" | "chosen"): void {
  pending = { attemptId, draft };
  kept.value = "waiting";
  if (how === "chosen") {
    clearTimeout(timer);
    timer = undefined;
    void send();
  } else schedule(TYPING_MS);
}

/** Forget what waits: the outcome that is being saved carries it. */
export function dropPending(): void {
  pending = null;
  clearTimeout(timer);
  timer = undefined;
  kept.value = "kept";
}

/** Say the last word while the page goes away. */
export function keepBeforeLeaving(): void {
  if (pending) api.putLast(`/calls/${pending.attemptId}/draft`, pending.draft);
  pending = null;
}

function schedule(ms: number): void {
  timer ??= setTimeout(() => {
    timer = undefined;
    void send();
  }, ms);
}

async function send(): Promise<void> {
  if (!pending) return;
  if (isSending) {
    schedule(100);
    return;
  }
  const { attemptId, draft } = pending;
  pending = null;
  isSending = true;
  try {
    await api.put(`/calls/${attemptId}/draft`, draft);
    if (!pending) kept.value = "kept";
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const isRefused = error.status >= 400 && error.status < 500;
    if (!pending && !isRefused) pending = { attemptId, draft };
    kept.value = "failed";
    if (pending) schedule(RETRY_MS);
  } finally {
    isSending = false;
  }
}
