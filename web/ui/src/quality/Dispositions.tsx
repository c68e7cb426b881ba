/** The outcomes of a call in order, and the correction of the last one: choose, see what it changes, save as a superseding entry. */
import { useEffect, useState } from "preact/hooks";
import { api, commandId } from "../api/client.ts";
import { dispositionName, readCatalogue } from "../cases/catalogue.ts";
import { actorText, Block, Fault, useCommand } from "../cases/parts.tsx";
import { Badge } from "../components/Badge.tsx";
import { Button } from "../components/Button.tsx";
import { Dialog } from "../components/Dialog.tsx";
import { Field, Select } from "../components/Field.tsx";
import { LocalTime } from "../components/Figures.tsx";
import { toast } from "../components/Toasts.tsx";
import { inLanguage } from "../texts/language.ts";
import type { DispositionEntry, Effect } from "./shapes.ts";
import { t } from "./texts.ts";

interface Props {
  attemptId: string;
  entries: readonly DispositionEntry[];
  onChange: (entries: DispositionEntry[]) => void;
}

export function Dispositions({ attemptId, entries, onChange }: Props) {
  const [isCorrecting, setCorrecting] = useState(false);
  const current = entries.find((entry) => !entry.superseded);
  return (
    <Block
      title={t("trail.title")}
      aside={
        current ? (
          <Button onClick={() => setCorrecting(true)}>
            {t("trail.correct")}
          </Button>
        ) : undefined
      }
    >
      <ol class="stack">
        {entries.map((entry, at) => (
          <li key={`${entry.at}-${at}`}>
            <div class="row">
              <Badge tone={entry.superseded ? "plain" : "good"}>{t(entry.superseded ? "trail.superseded" : "trail.current")}</Badge>
              {entry.superseded ? <del>{dispositionName(entry.code)}</del> : <strong>{dispositionName(entry.code)}</strong>}
              <span class="small quiet">
                {actorText(entry.actor)} <LocalTime at={entry.at} />
              </span>
            </div>
            {entry.correction_reason ? <p class="small">{t("trail.because", { reason: entry.correction_reason })}</p> : null}
          </li>
        ))}
        {entries.length === 0 ? <li class="quiet">{t("trail.none")}</li> : null}
      </ol>
      {isCorrecting && current ? (
        <Correction attemptId={attemptId} current={current.code} onDone={onChange} onClose={() => setCorrecting(false)} />
      ) : null}
    </Block>
  );
}

interface CorrectionProps {
  attemptId: string;
  current: string;
  onDone: (entries: DispositionEntry[]) => void;
  onClose: () => void;
}

function Correction({ attemptId, current, onDone, onClose }: CorrectionProps) {
  const [chosen, setChosen] = useState("");
  const [reason, setReason] = useState("");
  const [effects, setEffects] = useState<Effect[] | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  // One id for this correction: pressing twice or trying again after a lost answer corrects once.
  const [id] = useState(commandId);
  const { isBusy, run } = useCommand();
  useEffect(() => {
    let isCurrent = true;
    setEffects(null);
    setFault(null);
    if (chosen === "") return undefined;
    api.post<{ effects: Effect[] }>(`/reviews/${attemptId}/correction/preview`, { disposition: chosen }).then(
      (found) => isCurrent && setEffects(found.effects),
      (error: unknown) => isCurrent && setFault(error),
    );
    return () => {
      isCurrent = false;
    };
  }, [chosen]);
  const save = (): void =>
    run(async () => {
      const done = await api.post<{ dispositions: DispositionEntry[] }>(`/reviews/${attemptId}/correction`, {
        command_id: id,
        disposition: chosen,
        reason: reason.trim(),
      });
      onDone(done.dispositions);
      toast(t("correction.saved"), { tone: "good" });
      onClose();
    });
  const choices = (readCatalogue()?.dispositions ?? []).filter((each) => each.code !== current);
  return (
    <Dialog
      title={t("trail.correct")}
      isWide
      onClose={onClose}
      footer={
        <Button kind="primary" disabled={isBusy || effects === null || reason.trim() === ""} onClick={save}>
          {t("correction.save")}
        </Button>
      }
    >
      <p>{t("correction.now", { name: dispositionName(current) })}</p>
      <Select
        label={t("correction.new")}
        value={chosen}
        options={[
          { value: "", label: t("correction.choose") },
          ...choices.map((each) => ({ value: each.code, label: `${each.code} ${inLanguage(each)}` })),
        ]}
        onChange={setChosen}
      />
      <Field label={t("correction.reason")} value={reason} onInput={setReason} input={{ maxLength: 200 }} />
      <section class="effects" aria-label={t("correction.effects")} aria-live="polite">
        <h3>{t("correction.effects")}</h3>
        <Fault fault={fault} />
        {effects === null ? (
          <p class="quiet">{t(chosen === "" ? "correction.choose_first" : "correction.judging")}</p>
        ) : effects.length === 0 ? (
          <p>{t("correction.no_effects")}</p>
        ) : (
          <ul class="stack">
            {effects.map((effect, at) => (
              <li key={`${effect.code}-${at}`}>{inLanguage(effect)}</li>
            ))}
          </ul>
        )}
      </section>
    </Dialog>
  );
}
