/** A promise in one line ("150 fri"): the server reads it, the agent reads it back, Enter takes it. Below it the callback. */
import { useEffect, useRef, useState } from "preact/hooks";
import * as commands from "./commands.ts";
import { call, changeDraft, draft } from "./panel.ts";
import { AMOUNT_CHIPS, DAY_CHIPS, withChip } from "./promise_line.ts";
import { api } from "../api/client.ts";
import type { PromiseRead } from "../api/shapes.ts";
import { Badge } from "../components/Badge.tsx";
import { Button } from "../components/Button.tsx";
import { faultSentence } from "../components/Toasts.tsx";
import { formatClock, formatDay, formatInstant, formatMoney } from "../texts/formats.ts";
import { inLanguage, language } from "../texts/language.ts";
import { t } from "../texts/texts.ts";

const PAUSE_MS = 250;

export function PromiseLine() {
  const view = call.value;
  const isOpen = view?.verified === true;
  const text = draft.value?.promise_text ?? "";
  const { read, fault, readNow } = useReading(view?.attempt_id ?? null, isOpen ? text : "");
  const take = async (): Promise<void> => {
    const done = await readNow();
    if (!done?.amount || !done.due_on || done.problems.length > 0) return;
    commands.keepPromise({ amount_minor: done.amount.minor, due_on: done.due_on, method: done.method ?? "unknown" });
    document.getElementById("promise-line")?.blur();
  };
  const change = (line: string): void => changeDraft({ promise_text: line, promise: null }, "typed");
  return (
    <section class="card promise" aria-labelledby="promise-title">
      <h2 id="promise-title">
        {t("promise.title")} <kbd aria-hidden="true">P</kbd>
      </h2>
      <label class="unseen" for="promise-line">
        {t("promise.label")}
      </label>
      <input
        id="promise-line"
        class="input"
        type="text"
        autocomplete="off"
        maxLength={200}
        disabled={!isOpen}
        placeholder={isOpen ? t("promise.example") : t("promise.closed")}
        value={text}
        aria-describedby="promise-read"
        onInput={(event) => change(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          void take();
        }}
      />
      <div class="row chips" role="group" aria-label={t("promise.chips")}>
        {[...AMOUNT_CHIPS, ...DAY_CHIPS].map((chip) => (
          <Button key={chip} disabled={!isOpen} onClick={() => change(withChip(text, chip))}>
            {t(`promise.chip.${chip}`)}
          </Button>
        ))}
        <Button kind="primary" disabled={!isOpen || text === ""} onClick={() => void take()}>
          {t("promise.take")}
        </Button>
      </div>
      <div id="promise-read" class="promise-read" aria-live="polite">
        <ReadBack read={read} fault={fault} />
      </div>
      <Callback />
    </section>
  );
}

function ReadBack({ read, fault }: { read: PromiseRead | null; fault: string | null }) {
  const kept = draft.value?.promise;
  const past = call.value?.debt?.past_due;
  if (fault) return <span class="fault">{fault}</span>;
  if (read && read.problems.length > 0) {
    return (
      <span class="fault">{read.problems.map(problemText).join(" ")}</span>
    );
  }
  if (!read?.amount) return null;
  return (
    <>
      <q>{inLanguage({ en: read.read_back_en, zh: read.read_back_zh })}</q>{" "}
      <span class="small quiet">
        {past ? t("promise.of", { amount: formatMoney(read.amount), due: formatMoney(past), day: read.due_on ? formatDay(read.due_on) : "–" }) : ""}
      </span>{" "}
      {read.needs_approval ? <Badge tone="warn">{t("promise.approval")}</Badge> : null}{" "}
      {kept ? <Badge tone="good">{t("promise.kept")}</Badge> : <Badge>{t("promise.press_enter")}</Badge>}
    </>
  );
}

/** The server's sentence is in English; its field has a Chinese one. */
function problemText(problem: { field: string; sentence: string }): string {
  return language.value === "en" ? problem.sentence : t.coded(`promise.problem.${problem.field}`, problem.sentence);
}

/** What the server understands, asked again after a pause in typing. */
function useReading(attemptId: string | null, text: string) {
  const [read, setRead] = useState<PromiseRead | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const last = useRef<{ text: string; read: PromiseRead } | null>(null);
  const readNow = async (): Promise<PromiseRead | null> => {
    if (!attemptId || text.trim() === "") return null;
    if (last.current?.text === text) return last.current.read;
    try {
      const done = await api.post<PromiseRead>(`/calls/${attemptId}/promise/parse`, { text });
      last.current = { text, read: done };
      setRead(done);
      setFault(null);
      return done;
    } catch (error) {
      setFault(faultSentence(error));
      return null;
    }
  };
  useEffect(() => {
    if (text.trim() === "") {
      setRead(null);
      setFault(null);
      return undefined;
    }
    const timer = setTimeout(() => void readNow(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [attemptId, text]);
  return { read, fault, readNow };
}

function Callback() {
  const chosen = draft.value?.callback;
  const zone = call.value?.person.zone;
  return (
    <div class="callback-line row spread">
      <span>
        <span class="quiet">{t("callback.title")}: </span>
        {chosen && zone ? (
          <strong>
            {t("callback.chosen", {
              at: formatInstant(chosen.due_at, { weekday: "short", hour: "2-digit", minute: "2-digit" }, zone),
              mine: formatClock(chosen.due_at),
              owner: t(`callback.owner.${chosen.owner}`),
            })}
          </strong>
        ) : (
          <span class="quiet">{t("callback.none")}</span>
        )}
      </span>
      <Button keyHint="C" disabled={!call.value} onClick={() => (commands.opened.value = "call_back")}>
        {t("callback.choose")}
      </Button>
    </div>
  );
}
