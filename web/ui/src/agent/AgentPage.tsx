/** The agent panel: a fixed layout in which nothing moves when a call arrives, worked by single keys. */
import { useEffect } from "preact/hooks";
import { Again, Timeline } from "./Again.tsx";
import { opened } from "./commands.ts";
import { keepBeforeLeaving } from "./drafts.ts";
import { FactsDialog } from "./Facts.tsx";
import { Elsewhere } from "./Elsewhere.tsx";
import { listenToKeys } from "./listening.ts";
import { Note } from "./Note.tsx";
import { BreakMenu, CallBackDialog, OutcomeSearch, Sheet, SkipDialog, SoundDialog } from "./Opened.tsx";
import { Outcome } from "./Outcome.tsx";
import { call, followServer } from "./panel.ts";
import { PromiseLine } from "./PromiseLine.tsx";
import { SayNow } from "./SayNow.tsx";
import { StateBar } from "./StateBar.tsx";
import { Tour } from "./Tour.tsx";
import { Verify } from "./Verify.tsx";
import "../styles/agent.css";
import { connection } from "../api/live.ts";
import type { PageProps } from "../routes.tsx";
import { t } from "../texts/texts.ts";

const DIALOGS = {
  none: () => null,
  search: OutcomeSearch,
  call_back: CallBackDialog,
  break: BreakMenu,
  skip: SkipDialog,
  facts: FactsDialog,
  sheet: Sheet,
  sound: SoundDialog,
} as const;

export function AgentPage(_props: PageProps) {
  useEffect(() => {
    const stops = [followServer(), listenToKeys()];
    addEventListener("pagehide", keepBeforeLeaving);
    return () => {
      removeEventListener("pagehide", keepBeforeLeaving);
      for (const stop of stops) stop();
    };
  }, []);
  if (connection.value === "elsewhere") return <Elsewhere />;
  const Shown = DIALOGS[opened.value];
  return (
    <div class="page agent">
      <h1 class="unseen">{t("nav.agent")}</h1>
      <StateBar />
      <Tour />
      <div class="agent-top">
        <SayNow />
        <Verify />
        <Outcome />
      </div>
      <Again />
      <div class="agent-low" key={call.value?.attempt_id ?? "none"}>
        <Timeline />
        <PromiseLine />
        <Note />
      </div>
      <Shown />
    </div>
  );
}
