/** Listens to the keyboard for the agent panel and does what the keys mean. */
import { signal } from "@preact/signals";
import * as commands from "./commands.ts";
import { type Act, decide, type Deed, type Mode, takesText } from "./keys.ts";
import { call, changedAt } from "./panel.ts";
import { allowSound, beep } from "./tones.ts";
import { connection, takeOver } from "../api/live.ts";
import { toast } from "../components/Toasts.tsx";
import { preferences } from "../shell/session.ts";
import { t } from "../texts/texts.ts";

/** Hanging up cannot be undone, so its key must be held for so long. */
const HOLD_MS = 300;

export const focusTakesText = signal(false);

export function mode(): Mode {
  if (focusTakesText.value) return "typing";
  return preferences().keys_on === false ? "off" : "keys";
}

let hanging: ReturnType<typeof setTimeout> | undefined;

const DEEDS: Record<Deed, (press: KeyboardEvent) => void> = {
  ready: () => void commands.beReady(),
  verify: () => void commands.verify(),
  commit: () => void commands.commit(),
  search: () => open("search"),
  promise: () => document.getElementById("promise-line")?.focus(),
  call_back: () => open("call_back"),
  note: () => document.querySelector<HTMLElement>(".note textarea")?.focus(),
  hold: () => void commands.toggleHold(),
  hang_up: (press) => (press.altKey ? void commands.hangUp() : startHanging()),
  break: () => commands.breakPressed(),
  facts: () => call.value?.state !== "preview" && open("facts"),
  extend: () => void commands.extend(),
  undo: () => void commands.undo(),
  dial: () => call.value?.state === "preview" && void commands.dial(),
  skip: () => call.value?.state === "preview" && open("skip"),
  take_over: () => undefined,
  sheet: () => open("sheet"),
};

/** Start to hear keys; the answer stops it. */
export function listenToKeys(): () => void {
  const watchFocus = (): void => {
    focusTakesText.value = takesText(document.activeElement as HTMLInputElement | null);
  };
  const up = (event: KeyboardEvent): void => {
    if (event.code !== "KeyX" || hanging === undefined) return;
    clearTimeout(hanging);
    hanging = undefined;
    toast(t("agent.hold_x"));
  };
  document.addEventListener("keydown", press);
  document.addEventListener("keyup", up);
  document.addEventListener("focusin", watchFocus);
  document.addEventListener("focusout", watchFocus);
  watchFocus();
  return () => {
    document.removeEventListener("keydown", press);
    document.removeEventListener("keyup", up);
    document.removeEventListener("focusin", watchFocus);
    document.removeEventListener("focusout", watchFocus);
  };
}

function press(event: KeyboardEvent): void {
  allowSound();
  // An open dialog has keys of its own.
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (connection.value === "elsewhere") {
    if (event.code === "KeyT") takeOver();
    return;
  }
  const target = event.target instanceof HTMLElement ? event.target : null;
  if (event.key === "Escape" && focusTakesText.value) {
    target?.blur();
    return;
  }
  if (isForTheControl(event, target)) return;
  const decision = decide(
    {
      key: event.key,
      code: event.code,
      shift: event.shiftKey,
      alt: event.altKey,
      command: event.ctrlKey || event.metaKey,
      repeat: event.repeat,
    },
    mode(),
    performance.now() - changedAt,
  );
  if (decision.kind === "none") return;
  event.preventDefault();
  if (decision.kind === "guarded") beep("early", preferences().volume ?? 0.5);
  else act(decision.act, event);
}

/** Enter on a focused button or link presses that, except on the outcome that is marked already. */
function isForTheControl(event: KeyboardEvent, target: HTMLElement | null): boolean {
  if (event.key !== "Enter" || event.altKey || !target) return false;
  const control = target.closest("button, a, summary, [role=tab]");
  return control !== null && !(control.classList.contains("outcome") && control.getAttribute("aria-pressed") === "true");
}

function act(what: Act, event: KeyboardEvent): void {
  if (what.deed === "mark") commands.markDigit(what.digit);
  else DEEDS[what.deed](event);
}

function open(what: commands.Opened): void {
  if (what === "sheet" || call.value) commands.opened.value = what;
}

function startHanging(): void {
  if (!call.value || hanging !== undefined) return;
  hanging = setTimeout(() => {
    hanging = undefined;
    void commands.hangUp();
  }, HOLD_MS);
}
