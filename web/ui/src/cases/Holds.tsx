/** Holds: what forbids contact, until when and by what evidence; setting one and lifting one, each with its reason. */
import { useState } from "preact/hooks";
import { api } from "../api/client.ts";
import { Badge } from "../components/Badge.tsx";
import { Button } from "../components/Button.tsx";
import { Dialog } from "../components/Dialog.tsx";
import { Field, Select, TextArea } from "../components/Field.tsx";
import { LocalTime } from "../components/Figures.tsx";
import { toast } from "../components/Toasts.tsx";
import { holdKinds, wordsOf } from "./catalogue.ts";
import { actorText, Block, useCommand } from "./parts.tsx";
import type { Hold } from "./shapes.ts";
import { t } from "./texts.ts";

interface Props {
  caseId: string;
  holds: readonly Hold[];
  mayChange: boolean;
  onChanged: () => void;
}

export function Holds({ caseId, holds, mayChange, onChanged }: Props) {
  const [isSetting, setSetting] = useState(false);
  const [lifted, setLifted] = useState<Hold | null>(null);
  const kinds = holdKinds();
  const nameOf = (kind: string): string => kinds.find((each) => each.value === kind)?.label ?? wordsOf(kind);
  const ordered = [...holds].sort((one, other) => Number(one.lifted_at !== null) - Number(other.lifted_at !== null));
  return (
    <Block title={t("holds.title")} aside={mayChange ? <Button onClick={() => setSetting(true)}>{t("holds.set")}</Button> : undefined}>
      <ul class="stack">
        {ordered.map((hold) => (
          <li key={hold.id} class="hold">
            <div class="row spread">
              <span class="row">
                <Badge tone={hold.lifted_at ? "plain" : "warn"}>{t(hold.lifted_at ? "holds.lifted" : "holds.in_force")}</Badge>
                <strong>{nameOf(hold.kind)}</strong>
                {hold.whole_person ? <span class="small quiet">{t("holds.whole_person")}</span> : null}
              </span>
              {hold.lifted_at || !mayChange ? null : (
                <Button label={t("holds.lift_of", { kind: nameOf(hold.kind) })} onClick={() => setLifted(hold)}>
                  {t("holds.lift")}
                </Button>
              )}
            </div>
            <div class="small quiet">
              <LocalTime at={hold.starts_at} /> –{" "}
              {hold.lifted_at ? <LocalTime at={hold.lifted_at} /> : hold.ends_at ? <LocalTime at={hold.ends_at} /> : t("holds.until_lifted")} · {hold.evidence} · {actorText(hold.actor)}
            </div>
          </li>
        ))}
        {holds.length === 0 ? <li class="quiet">{t("holds.none")}</li> : null}
      </ul>
      {isSetting ? <SetHold caseId={caseId} kinds={kinds} onDone={onChanged} onClose={() => setSetting(false)} /> : null}
      {lifted ? <LiftHold hold={lifted} name={nameOf(lifted.kind)} onDone={onChanged} onClose={() => setLifted(null)} /> : null}
    </Block>
  );
}

interface SetProps {
  caseId: string;
  kinds: { value: string; label: string }[];
  onDone: () => void;
  onClose: () => void;
}

function SetHold({ caseId, kinds, onDone, onClose }: SetProps) {
  const [kind, setKind] = useState(kinds[0]?.value ?? "");
  const [evidence, setEvidence] = useState("");
  const [until, setUntil] = useState("");
  const { isBusy, run } = useCommand();
  const save = (): void =>
    run(async () => {
      const ends_at = until === "" ? null : new Date(until).toISOString();
      await api.post(`/cases/${caseId}/holds`, { kind, evidence: evidence.trim(), ends_at });
      toast(t("holds.was_set"), { tone: "good" });
      onDone();
      onClose();
    });
  return (
    <Dialog
      title={t("holds.set")}
      onClose={onClose}
      footer={
        <Button kind="primary" disabled={isBusy || kind === "" || evidence.trim() === ""} onClick={save}>
          {t("holds.set")}
        </Button>
      }
    >
      <Select label={t("holds.kind")} value={kind} options={kinds} onChange={setKind} />
      <TextArea label={t("holds.evidence")} hint={t("holds.evidence_hint")} value={evidence} onInput={setEvidence} />
      <Field label={t("holds.ends_at")} hint={t("holds.ends_hint")} type="datetime-local" value={until} onInput={setUntil} />
    </Dialog>
  );
}

function LiftHold({ hold, name, onDone, onClose }: { hold: Hold; name: string; onDone: () => void; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const { isBusy, run } = useCommand();
  const lift = (): void =>
    run(async () => {
      await api.post(`/holds/${hold.id}/lift`, { reason: reason.trim() });
      toast(t("holds.was_lifted"), { tone: "good" });
      onDone();
      onClose();
    });
  return (
    <Dialog
      title={t("holds.lift_of", { kind: name })}
      onClose={onClose}
      footer={
        <Button kind="primary" disabled={isBusy || reason.trim() === ""} onClick={lift}>
          {t("holds.lift")}
        </Button>
      }
    >
      <p>{t("holds.lift_text")}</p>
      <Field label={t("holds.reason")} value={reason} onInput={setReason} input={{ maxLength: 200 }} />
    </Dialog>
  );
}
