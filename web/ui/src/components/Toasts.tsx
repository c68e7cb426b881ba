/** Short messages in a corner, and the two live regions of the page: one polite, one assertive. */
import { signal } from "@preact/signals";
import { ApiError } from "../api/client.ts";
import { now, tick } from "../api/clock.ts";
import { errorsZh } from "../texts/errors.zh.ts";
import { language } from "../texts/language.ts";
import { t } from "../texts/texts.ts";
import { Button } from "./Button.tsx";

interface Toast {
  id: number;
  text: string;
  tone: "plain" | "good" | "bad";
  /** Server time in ms at which it goes away. */
  until: number;
  action?: { label: string; keyHint?: string; act: () => void };
  hasCount: boolean;
}

const SHOWN_MS = 6_000;
const POLITE_GAP_MS = 5_000;

const toasts = signal<Toast[]>([]);
const polite = signal("");
const assertive = signal("");
let nextId = 1;
let saidAt = -POLITE_GAP_MS;

/** Say something calm to screen readers; at most one message in five seconds, the rest is dropped. */
export function sayPolitely(text: string): void {
  if (performance.now() - saidAt < POLITE_GAP_MS) return;
  saidAt = performance.now();
  polite.value = text;
}

/** Interrupt screen readers: a call is connected, the link is lost, time is nearly over. */
export function sayNow(text: string): void {
  // An unchanged text would not be read again, so a repeated one differs by an invisible space.
  assertive.value = assertive.value === text ? `${text}\u00a0` : text;
}

interface ToastOptions {
  tone?: Toast["tone"];
  /** Server time in ms; shown as a count-down. */
  until?: number;
  action?: Toast["action"];
}

/** Show a message; the answer takes it away early. */
export function toast(text: string, options: ToastOptions = {}): () => void {
  tick();
  const id = nextId++;
  const until = options.until ?? now.value + SHOWN_MS;
  const entry: Toast = { id, text, tone: options.tone ?? "plain", until, hasCount: options.until !== undefined };
  if (options.action) entry.action = options.action;
  toasts.value = [...toasts.value.slice(-3), entry];
  polite.value = text;
  const remove = (): void => {
    toasts.value = toasts.value.filter((each) => each.id !== id);
  };
  setTimeout(remove, Math.max(1_000, until - now.value));
  return remove;
}

/** The sentence for something that failed, in the reader's language when we have one for its code. */
export function faultSentence(error: unknown): string {
  if (error instanceof ApiError) return (language.value === "zh" ? errorsZh[error.code] : undefined) ?? error.sentence;
  return error instanceof Error ? error.message : String(error);
}

export function toastFault(error: unknown): void {
  const text = faultSentence(error);
  toast(text, { tone: "bad" });
  sayNow(text);
}

export function Toasts() {
  return (
    <>
      <div class="unseen" role="status" aria-live="polite">
        {polite.value}
      </div>
      <div class="unseen" role="alert" aria-live="assertive">
        {assertive.value}
      </div>
      <section class="toasts" aria-label={t("shell.messages")}>
        {toasts.value.map((each) => (
          <div key={each.id} class={`toast ${each.tone}`}>
            <span>{each.text}</span>
            <span class="row">
              {each.hasCount ? <span class="figures quiet">{Math.max(0, Math.ceil((each.until - now.value) / 1000))}</span> : null}
              {each.action ? (
                <Button keyHint={each.action.keyHint} onClick={each.action.act}>
                  {each.action.label}
                </Button>
              ) : null}
            </span>
          </div>
        ))}
      </section>
    </>
  );
}
