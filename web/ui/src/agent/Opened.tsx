/** The dialogs of the agent panel: outcome search, callback, break, skip, keys, sound. */
import { useLayoutEffect, useState } from "preact/hooks";
import * as commands from "./commands.ts";
import { agentOutcomes, barred } from "./outcomes.ts";
import { agent, call, catalogue, changeDraft, draft } from "./panel.ts";
import { byDay, SLOT_CHIPS, slotFor } from "./slots.ts";
import { beep } from "./tones.ts";
import { serverTime } from "../api/clock.ts";
import type { CallbackSlot, CallbackSlots } from "../api/shapes.ts";
import { Button } from "../components/Button.tsx";
import { Dialog } from "../components/Dialog.tsx";
import { Field, Tick } from "../components/Field.tsx";
import { KeySheet } from "../components/KeySheet.tsx";
import { useLoaded } from "../components/loading.ts";
import { Chooser } from "../components/Palette.tsx";
import { faultSentence, toastFault } from "../components/Toasts.tsx";
import { prefer, preferences } from "../shell/session.ts";
import { formatClock, formatDay } from "../texts/formats.ts";
import { inLanguage } from "../texts/language.ts";
import { t } from "../texts/texts.ts";

function close(): void {
  commands.opened.value = "none";
}

/** Digits choose among the first ten things of a dialog, 0 the tenth; heard from the moment the dialog stands. */
export function useDigits(choose: (index: number) => void): void {
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1];
      if (!digit || event.ctrlKey || event.metaKey || event.repeat) return;
      event.preventDefault();
      choose((Number(digit) + 9) % 10);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  });
}

export function OutcomeSearch() {
  const view = call.value;
  const options = agentOutcomes(catalogue.value?.dispositions ?? []).map((each) => {
    const bar = view ? barred(each, view) : null;
    const group = inLanguage({ en: each.group_en, zh: each.group_zh });
    const title = `${inLanguage(each)} · ${group}`;
    return { code: each.code, title: bar ? t("agent.barred_title", { title, why: t(`agent.missing.${bar}`) }) : title, keyHint: each.key ?? each.code };
  });
  return (
    <Dialog title={t("agent.search_title")} onClose={close}>
      <Chooser
        label={t("agent.search_hint")}
        options={options}
        onChoose={(option) => {
          close();
          commands.mark(option.code);
        }}
      />
    </Dialog>
  );
}

export function BreakMenu() {
  const reasons = catalogue.value?.break_reasons ?? [];
  const take = (index: number): void => {
    const reason = reasons[index];
    if (!reason) return;
    close();
    void commands.takeBreak(reason.code);
  };
  useDigits(take);
  return (
    <Dialog title={call.value ? t("agent.break_after") : t("agent.break")} onClose={close}>
      {call.value ? <p class="quiet">{t("agent.break_after_text")}</p> : null}
      <div class="stack choices">
        {reasons.map((reason, index) => (
          <Button key={reason.code} onClick={() => take(index)} keyHint={String(index + 1)}>
            {inLanguage(reason)}
          </Button>
        ))}
      </div>
    </Dialog>
  );
}

export function SkipDialog() {
  const [reason, setReason] = useState("");
  const skip = (event: Event): void => {
    event.preventDefault();
    if (reason.trim() === "") return;
    close();
    void commands.skip(reason.trim());
  };
  return (
    <Dialog title={t("agent.skip")} onClose={close}>
      <form class="stack" onSubmit={skip}>
        <Field label={t("agent.skip_reason")} value={reason} onInput={setReason} input={{ maxLength: 200, required: true }} />
        <Button kind="primary" type="submit" disabled={reason.trim() === ""}>
          {t("agent.skip")}
        </Button>
      </form>
    </Dialog>
  );
}

export function CallBackDialog() {
  const view = call.value;
  const { value, fault } = useLoaded<CallbackSlots>(view ? `/calls/${view.attempt_id}/callback-slots?days=3` : null);
  const [owner, setOwner] = useState<"me" | "team">(draft.value?.callback?.owner ?? "team");
  const take = (slot: CallbackSlot | null): void => {
    if (!slot?.allowed) return;
    close();
    commands.keepCallback({ due_at: slot.at, contact_point_id: null, owner });
  };
  const chips = SLOT_CHIPS.map((chip) => ({ chip, slot: value ? slotFor(chip, value.slots, serverTime(), value.zone) : null }));
  useDigits((index) => take(chips[index]?.slot ?? null));
  return (
    <Dialog title={t("callback.choose")} isWide onClose={close}>
      {fault ? <p role="alert">{faultSentence(fault)}</p> : null}
      <p class="quiet">{value ? t("callback.zone", { zone: value.zone }) : t("shell.loading")}</p>
      <div class="row">
        {chips.map(({ chip, slot }, index) => (
          <Button key={chip} keyHint={String(index + 1)} disabled={!slot} onClick={() => take(slot)}>
            {t(`callback.chip.${chip}`)} {slot ? <span class="quiet">{slot.local}</span> : null}
          </Button>
        ))}
        <Tick checked={owner === "me"} onChange={(isMine) => setOwner(isMine ? "me" : "team")}>
          {t("callback.mine")}
        </Tick>
      </div>
      {value ? byDay(value.slots, value.zone).map(([day, slots]) => <Day key={day} day={day} slots={slots} onTake={take} />) : null}
      {draft.value?.callback ? (
        <div>
          <Button
            onClick={() => {
              close();
              changeDraft({ callback: null }, "chosen");
            }}
          >
            {t("callback.remove")}
          </Button>
        </div>
      ) : null}
    </Dialog>
  );
}

function Day({ day, slots, onTake }: { day: string; slots: CallbackSlot[]; onTake: (slot: CallbackSlot) => void }) {
  const reasons = [...new Set(slots.filter((slot) => !slot.allowed && slot.why).map((slot) => whyNot(slot)))];
  return (
    <section class="stack" aria-label={formatDay(day)}>
      <h3>{formatDay(day)}</h3>
      <div class="slots">
        {slots.map((slot) => (
          <button
            key={slot.at}
            type="button"
            class={`button slot ${slot.allowed ? "" : "closed"}`}
            aria-disabled={slot.allowed ? undefined : "true"}
            aria-label={slot.allowed ? slot.local : t("callback.slot_closed", { at: slot.local, why: whyNot(slot) })}
            title={slot.allowed ? t("callback.my_time", { time: formatClock(slot.at) }) : whyNot(slot)}
            onClick={() => onTake(slot)}
          >
            <span class="figures">{slot.local.split(" ").at(-1)}</span>
          </button>
        ))}
      </div>
      {reasons.length > 0 ? <p class="small quiet">{t("callback.closed_because", { why: reasons.join(" · ") })}</p> : null}
    </section>
  );
}

function whyNot(slot: CallbackSlot): string {
  return slot.why ?? slot.rule ?? t("callback.closed");
}

export function Sheet() {
  const lines = ["R", "V", "1–9", "Enter", "/", "P", "C", "N", "H", "X", "B", "F", "+", "U", "D", "K", "Esc", "?", "Ctrl K"] as const;
  return (
    <KeySheet
      lines={[...lines.map((keys) => ({ keys, text: t(`key.${keys}`) })), { keys: "Alt + …", text: t("key.alt") }]}
      onClose={close}
    />
  );
}

export function SoundDialog() {
  const volume = preferences().volume ?? 0.5;
  return (
    <Dialog title={t("agent.sound")} onClose={close}>
      <div class="field">
        <label for="volume">{t("agent.volume")}</label>
        <input
          id="volume"
          type="range"
          min="0"
          max="1"
          step="0.1"
          value={String(volume)}
          onChange={(event) => {
            const next = Number(event.currentTarget.value);
            beep("connect", next);
            void prefer({ volume: next }).catch(toastFault);
          }}
        />
      </div>
      <Tick checked={preferences().keys_on !== false} onChange={(keys_on) => void prefer({ keys_on }).catch(toastFault)}>
        {t("agent.keys_switch")}
      </Tick>
      <p class="small quiet">{t("agent.numbers", { ...(agent.value?.numbers ?? { calls: 0, contacts: 0, promises: 0 }) })}</p>
    </Dialog>
  );
}
