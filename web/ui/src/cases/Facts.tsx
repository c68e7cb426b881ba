/** Everything on record of the person for or against contact: by whom, on what it rests, until when; record one, end one. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../api/client.ts";
import { Badge, type Tone } from "../components/Badge.tsx";
import { Button } from "../components/Button.tsx";
import { Dialog } from "../components/Dialog.tsx";
import { TextArea, Tick } from "../components/Field.tsx";
import { LocalTime } from "../components/Figures.tsx";
import { useLoaded } from "../components/loading.ts";
import { toast } from "../components/Toasts.tsx";
import { inLanguage } from "../texts/language.ts";
import { sourceText } from "./catalogue.ts";
import { actorText, Block, CallLink, Fault, useCommand } from "./parts.tsx";
import { RecordFact } from "./RecordFact.tsx";
import type { CaseView, KnownFact } from "./shapes.ts";
import { t } from "./texts.ts";

const TONES: Record<KnownFact["effect"], Tone> = { restricts: "warn", loosens: "good", informs: "note" };

interface Props {
  view: CaseView;
  round: number;
  mayChange: boolean;
  onChanged: () => void;
}

export function Facts({ view, round, mayChange, onChanged }: Props) {
  const caseId = view.case.id;
  const loaded = useLoaded<{ rows: KnownFact[] }>(`/cases/${caseId}/facts`);
  const [isRecording, setRecording] = useState(false);
  const [showsEnded, setShowsEnded] = useState(false);
  const [ended, setEnded] = useState<KnownFact | null>(null);
  useEffect(() => {
    if (round > 0) loaded.reload();
  }, [round]);
  const all = loaded.value?.rows ?? [];
  const past = all.filter((fact) => !fact.in_force);
  const shown = showsEnded ? all : all.filter((fact) => fact.in_force);
  return (
    <Block id="facts" title={t("facts.title")} aside={mayChange ? <Button onClick={() => setRecording(true)}>{t("facts.record")}</Button> : undefined}>
      <Fault fault={loaded.fault} onRetry={loaded.reload} />
      <ul class="stack">
        {shown.map((fact) => (
          <FactLine key={fact.id} fact={fact} onEnd={() => setEnded(fact)} />
        ))}
        {loaded.value && shown.length === 0 ? <li class="quiet">{t("facts.none")}</li> : null}
      </ul>
      {past.length > 0 ? (
        <Tick checked={showsEnded} onChange={setShowsEnded}>
          {t("facts.show_ended", { n: past.length })}
        </Tick>
      ) : null}
      {isRecording ? <RecordFact view={view} holds={all.filter((fact) => fact.what === "hold" && fact.in_force)} onDone={onChanged} onClose={() => setRecording(false)} /> : null}
      {ended ? <EndFact caseId={caseId} fact={ended} onDone={onChanged} onClose={() => setEnded(null)} /> : null}
    </Block>
  );
}

function FactLine({ fact, onEnd }: { fact: KnownFact; onEnd: () => void }) {
  const text = inLanguage({ en: fact.text_en, zh: fact.text_zh });
  const until = fact.ended_at ?? fact.until;
  return (
    <li class={`fact ${fact.in_force ? "" : "over"}`}>
      <div class="row spread">
        <span class="row">
          <Badge tone={fact.in_force ? TONES[fact.effect] : "plain"}>{t(fact.in_force ? `facts.effect.${fact.effect}` : "facts.ended")}</Badge>
          <strong>{text}</strong>
          {fact.number ? <span class="mono small">{fact.number}</span> : null}
        </span>
        {fact.may_end ? (
          <Button label={t("facts.end_of", { fact: text })} onClick={onEnd}>
            {t("facts.end")}
          </Button>
        ) : null}
      </div>
      <div class="small quiet wrapped">
        <LocalTime at={fact.since} /> – {until ? <LocalTime at={until} /> : t("facts.until_ended")} {fact.actor ? <> · {actorText(fact.actor)}</> : null} · <Evidence fact={fact} />
      </div>
    </li>
  );
}

/** What a fact rests on: the call it was said in as a link, and the words that were written. */
function Evidence({ fact }: { fact: KnownFact }) {
  const words = fact.evidence
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("attempt:"))
    .map((line) => (line.startsWith("import:") ? sourceText(line) : line))
    .join("; ");
  return (
    <>
      {fact.attempt_id ? <CallLink attemptId={fact.attempt_id} /> : null} {words || (fact.attempt_id ? "" : t("facts.no_evidence"))}
    </>
  );
}

function EndFact({ caseId, fact, onDone, onClose }: { caseId: string; fact: KnownFact; onDone: () => void; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const { isBusy, run } = useCommand();
  const end = (): void =>
    run(async () => {
      await api.post(`/cases/${caseId}/facts/${fact.id}/end`, { what: fact.what, reason: reason.trim() });
      toast(t("facts.was_ended"), { tone: "good" });
      onDone();
      onClose();
    });
  return (
    <Dialog
      title={t("facts.end_of", { fact: inLanguage({ en: fact.text_en, zh: fact.text_zh }) })}
      onClose={onClose}
      footer={
        <Button kind="primary" disabled={isBusy || reason.trim() === ""} onClick={end}>
          {t("facts.end")}
        </Button>
      }
    >
      <p class="quiet">{t(fact.effect === "loosens" ? "facts.end_consent_text" : "facts.end_text")}</p>
      <TextArea label={t("facts.reason")} value={reason} onInput={setReason} />
    </Dialog>
  );
}
