/** The strip at the top: state and its time, who or what changed it, the person, the case, recording, the link, and the keys for all that. */
import { useEffect, useState } from "preact/hooks";
import { signal } from "@preact/signals";
import * as commands from "./commands.ts";
import { focusTakesText, mode } from "./listening.ts";
import { agent, call, catalogue, connects } from "./panel.ts";
import { lastRoundTripMs } from "../api/client.ts";
import { now, secondsLeft } from "../api/clock.ts";
import { connection, lastHeardAt } from "../api/live.ts";
import type { AgentView } from "../api/shapes.ts";
import { Badge, type Tone } from "../components/Badge.tsx";
import { Button } from "../components/Button.tsx";
import { Countdown, Elapsed } from "../components/Figures.tsx";
import { sayNow, toastFault } from "../components/Toasts.tsx";
import { prefer, preferences } from "../shell/session.ts";
import { inLanguage } from "../texts/language.ts";
import { t } from "../texts/texts.ts";

/** Count-downs are read out at these seconds only. */
const SAID_AT = [30, 10, 5];
const FLASH_MS = 900;
/** The server pings each 5 s; a little more than that is silence. */
const SILENT_S = 7;

export function StateBar() {
  const view = agent.value;
  const [isFlashing, setFlashing] = useState(false);
  useEffect(() => {
    if (connects.value === 0) return undefined;
    setFlashing(true);
    const timer = setTimeout(() => setFlashing(false), FLASH_MS);
    return () => clearTimeout(timer);
  }, [connects.value]);
  return (
    <section class={`state-bar ${view?.state ?? "offline"} ${isFlashing ? "flash" : ""}`} aria-label={t("agent.state")}>
      <div class="state-now">
        <strong class="state-word">{stateWord(view)}</strong>
        <span class="state-time">{view?.until ? <WrapUpLeft until={view.until} /> : view ? <Elapsed since={since(view)} /> : null}</span>
        <span class="small cause">{view ? causeText(view) : ""}</span>
      </div>
      <Person />
      <Link />
      <Acts />
    </section>
  );
}

function stateWord(view: AgentView | null): string {
  if (!view) return t("shell.loading");
  if (view.call?.state === "held") return t("agent.held");
  if (view.state === "talking" && view.call?.state === "joining") return t("agent.joining");
  if (view.state === "break" && view.break_reason) {
    const reason = catalogue.value?.break_reasons.find((each) => each.code === view.break_reason);
    return t("agent.break_of", { reason: reason ? inLanguage(reason) : view.break_reason });
  }
  return t.coded(`state.${view.state}`, view.state);
}

function since(view: AgentView): string {
  return view.state === "talking" ? (view.call?.bridged_at ?? view.since) : view.since;
}

function causeText(view: AgentView): string {
  const after = view.break_after ? t("agent.break_after_set") : "";
  return [t.coded(`cause.${view.cause}`, view.cause.replaceAll("_", " ")), after].filter(Boolean).join(" · ");
}

const said = signal("");

function WrapUpLeft({ until }: { until: string }) {
  const left = secondsLeft(until, now.value);
  useEffect(() => {
    const mark = `${until} ${left}`;
    if (!SAID_AT.includes(left) || said.value === mark) return;
    said.value = mark;
    sayNow(t("agent.said_left", { n: left }));
  }, [left]);
  return <Countdown until={until} />;
}

function Person() {
  const view = call.value;
  return (
    <div class="state-person">
      {view ? (
        <>
          <strong>{view.person.name}</strong>
          <a class="small" href={`/cases/${view.case_id}`}>
            {t("agent.case")}
          </a>
          {view.campaign ? <span class="small quiet">{view.campaign.name}</span> : null}
          {view.person.warnings.map((warning) => (
            <Badge key={warning.code} tone="warn">
              {inLanguage(warning)}
            </Badge>
          ))}
        </>
      ) : (
        <span class="quiet">{t("agent.nobody")}</span>
      )}
    </div>
  );
}

function Link() {
  const isRecording = call.value?.recording === true && call.value.state !== "ended";
  void now.value;
  const silent = lastHeardAt.value === 0 ? 0 : Math.floor((performance.now() - lastHeardAt.value) / 1000);
  const isLost = connection.value === "lost" || silent > SILENT_S;
  const current = mode();
  const keyText = { keys: t("agent.keys_on"), typing: t("agent.typing"), off: t("agent.keys_off") }[current];
  const tone: Tone = current === "keys" ? "accent" : "plain";
  return (
    <div class="state-link">
      <span class="slot-rec">{isRecording ? <Badge tone="bad" sign="●">{t("agent.recording")}</Badge> : null}</span>
      <span class="slot-link">
        {isLost ? (
          <Badge tone="bad">{t("agent.link_lost", { n: silent })}</Badge>
        ) : (
          <span class="small quiet figures">{t("agent.link", { ms: lastRoundTripMs.value ?? 0 })}</span>
        )}
      </span>
      <button
        type="button"
        class="key-badge"
        aria-pressed={preferences().keys_on !== false}
        title={t("agent.keys_switch")}
        disabled={focusTakesText.value}
        onClick={() => void prefer({ keys_on: preferences().keys_on === false }).catch(toastFault)}
      >
        <Badge tone={tone} sign="⌨">
          {keyText}
        </Badge>
      </button>
    </div>
  );
}

function Acts() {
  const view = agent.value;
  const state = view?.state ?? "offline";
  const onCall = call.value !== null && ["bridged", "held"].includes(call.value.state);
  const busy = commands.isBusy.value;
  const canBeReady = ["offline", "break", "lost"].includes(state);
  return (
    <div class="state-acts" role="group" aria-label={t("agent.acts")}>
      {state === "preview" ? (
        <>
          <Button kind="primary" keyHint="D" onClick={() => void commands.dial()} disabled={busy}>
            {t("agent.dial")}
          </Button>
          <Button keyHint="K" onClick={() => (commands.opened.value = "skip")}>
            {t("agent.skip")}
          </Button>
        </>
      ) : (
        <Button kind={canBeReady ? "primary" : undefined} keyHint="R" disabled={!canBeReady || busy} onClick={() => void commands.beReady()}>
          {t("agent.ready")}
        </Button>
      )}
      <Button keyHint="H" disabled={!onCall} onClick={() => void commands.toggleHold()}>
        {call.value?.state === "held" ? t("agent.resume") : t("agent.hold")}
      </Button>
      <Button keyHint="X" disabled={!onCall} onClick={() => void commands.hangUp()}>
        {t("agent.hang_up")}
      </Button>
      <Button keyHint="B" pressed={Boolean(view?.break_after)} onClick={commands.breakPressed}>
        {call.value ? t("agent.break_after") : t("agent.break")}
      </Button>
      <Button keyHint="+" disabled={state !== "wrapping_up"} onClick={() => void commands.extend()}>
        {t("agent.extend")}
      </Button>
      <Button disabled={!["ready", "break", "lost"].includes(state)} onClick={() => void commands.goOffline()}>
        {t("agent.offline")}
      </Button>
      <Button label={t("agent.sound")} title={t("agent.sound")} onClick={() => (commands.opened.value = "sound")}>
        ♪
      </Button>
      <Button label={t("shell.keys")} title={t("shell.keys")} keyHint="?" onClick={() => (commands.opened.value = "sheet")}>
        {t("shell.keys")}
      </Button>
    </div>
  );
}
