/** Recording a fact of the person: its kind, what it is about, until when, and what it rests on. */
import { useState } from "preact/hooks";
import { api } from "../api/client.ts";
import { Button } from "../components/Button.tsx";
import { Dialog } from "../components/Dialog.tsx";
import { Field, Select, TextArea, Tick } from "../components/Field.tsx";
import { toast } from "../components/Toasts.tsx";
import { inLanguage } from "../texts/language.ts";
import { holdKinds } from "./catalogue.ts";
import { EMPTY, FACT_KINDS, type FactForm, type FactKind, factOfForm, KINDS } from "./fact_form.ts";
import { useCommand } from "./parts.tsx";
import type { CaseView, KnownFact } from "./shapes.ts";
import { t } from "./texts.ts";

const CHANNELS = ["phone", "sms", "email", "letter", "visit"] as const;
const DAYS = [0, 1, 2, 3, 4, 5, 6] as const;
/** Which further fields a kind has. */
const HAS: Record<FactKind, readonly (keyof FactForm)[]> = {
  hold: ["kind", "channel", "point", "scope", "until"],
  opt_out: ["channel", "point"],
  stated_time: ["days", "channel", "until"],
  number: ["kind", "point"],
  zone: ["zone"],
  consent: ["kind", "channel", "point", "scope", "until"],
  relation: ["kind", "relation"],
  notice: ["kind"],
  lifting_fact: ["kind", "hold"],
};

interface Props {
  view: CaseView;
  holds: readonly KnownFact[];
  onDone: () => void;
  onClose: () => void;
}

export function RecordFact({ view, holds, onDone, onClose }: Props) {
  const [chosen, setForm] = useState<FactForm>(EMPTY);
  // Kinds of holds come with the catalogue, which may arrive after the dialog.
  const form = { ...chosen, kind: chosen.kind || (kindsOf(chosen.what)[0]?.value ?? "") };
  const [evidence, setEvidence] = useState("");
  const { isBusy, run } = useCommand();
  const change = (changes: Partial<FactForm>): void => setForm({ ...form, ...changes });
  const fact = factOfForm(form);
  const save = (): void =>
    run(async () => {
      await api.post(`/cases/${view.case.id}/facts`, { fact, evidence: evidence.trim() });
      toast(t("facts.was_recorded"), { tone: "good" });
      onDone();
      onClose();
    });
  return (
    <Dialog
      title={t("facts.record")}
      onClose={onClose}
      footer={
        <Button kind="primary" disabled={isBusy || !fact || evidence.trim() === ""} onClick={save}>
          {t("facts.record")}
        </Button>
      }
    >
      <Select
        label={t("facts.what")}
        value={form.what}
        options={FACT_KINDS.map((each) => ({ value: each, label: t(`facts.what.${each}`) }))}
        onChange={(what) => setForm({ ...EMPTY, what: what as FactKind, channel: what === "opt_out" ? "phone" : "" })}
      />
      <About view={view} holds={holds} form={form} change={change} />
      <TextArea label={t("facts.evidence")} hint={t("facts.evidence_hint")} value={evidence} onInput={setEvidence} />
    </Dialog>
  );
}

function kindsOf(what: FactKind): { value: string; label: string }[] {
  if (what === "hold") return holdKinds();
  return what in KINDS ? KINDS[what as keyof typeof KINDS].map((each) => ({ value: each, label: t(`facts.kind.${each}`) })) : [];
}

function About({ view, holds, form, change }: { view: CaseView; holds: readonly KnownFact[]; form: FactForm; change: (changes: Partial<FactForm>) => void }) {
  const has = (field: keyof FactForm): boolean => HAS[form.what].includes(field);
  const any = { value: "", label: t("facts.any") };
  const points = view.contact_points.map((each) => ({ value: each.id, label: each.value }));
  return (
    <>
      {has("kind") ? <Select label={t("facts.kind")} value={form.kind} options={kindsOf(form.what)} onChange={(kind) => change({ kind })} /> : null}
      {has("hold") ? (
        <Select
          label={t("facts.which_hold")}
          value={form.hold}
          options={[{ value: "", label: "–" }, ...holds.map((each) => ({ value: each.id, label: inLanguage({ en: each.text_en, zh: each.text_zh }) }))]}
          onChange={(hold) => change({ hold })}
        />
      ) : null}
      {has("relation") ? (
        <Select
          label={t("related.title")}
          value={form.relation}
          options={[{ value: "", label: "–" }, ...view.relations.map((each) => ({ value: each.id, label: each.name }))]}
          onChange={(relation) => change({ relation })}
        />
      ) : null}
      {has("zone") ? <Field label={t("facts.zone")} hint={t("facts.zone_hint")} value={form.zone} onInput={(zone) => change({ zone })} /> : null}
      {has("days") ? <Times form={form} change={change} /> : null}
      {has("channel") ? (
        <Select
          label={t("facts.channel")}
          value={form.channel}
          options={[...(form.what === "opt_out" ? [] : [any]), ...CHANNELS.map((each) => ({ value: each, label: t(`channel.${each}`) }))]}
          onChange={(channel) => change({ channel })}
        />
      ) : null}
      {has("point") ? <Select label={t("facts.number")} value={form.point} options={[any, ...points]} onChange={(point) => change({ point })} /> : null}
      {has("scope") ? (
        <Select
          label={t("facts.scope")}
          value={form.scope}
          options={(["", "person", "case"] as const).map((each) => ({ value: each, label: t(`facts.scope.${each || "usual"}`) }))}
          onChange={(scope) => change({ scope: scope as FactForm["scope"] })}
        />
      ) : null}
      {has("until") ? <Field label={t("facts.ends_at")} hint={t("facts.ends_hint")} type="datetime-local" value={form.until} onInput={(until) => change({ until })} /> : null}
    </>
  );
}

function Times({ form, change }: { form: FactForm; change: (changes: Partial<FactForm>) => void }) {
  const toggle = (day: number, isOn: boolean): void => change({ days: isOn ? [...form.days, day].sort() : form.days.filter((each) => each !== day) });
  return (
    <fieldset class="row">
      <legend>{t("facts.times")}</legend>
      {DAYS.map((day) => (
        <Tick key={day} checked={form.days.includes(day)} onChange={(isOn) => toggle(day, isOn)}>
          {t(`day.${day}`)}
        </Tick>
      ))}
      <Field label={t("facts.from")} type="time" value={form.start} onInput={(start) => change({ start })} />
      <Field label={t("facts.to")} type="time" value={form.end} onInput={(end) => change({ end })} />
    </fieldset>
  );
}
