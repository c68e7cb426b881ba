/** How calls are placed: mode and ceiling, caller id, times, the retry ladder and the text message that follows a missed call. */
import { Block } from "../cases/parts.tsx";
import { Field, Select, Tick } from "../components/Field.tsx";
import type { Form } from "./form.ts";
import { LadderEditor } from "./LadderEditor.tsx";
import { NumberField } from "./NumberField.tsx";
import type { Campaign, CeilingKind, Mode } from "./shapes.ts";
import { t } from "./texts.ts";

const MODES: readonly Mode[] = ["preview", "progressive", "predictive"];
const CEILING_KINDS: readonly CeilingKind[] = ["hard", "statistical"];
const CEILINGS = [
  { field: "ceiling_share", most: 5 },
  { field: "day_ceiling_share", most: 5 },
  { field: "half_hour_ceiling_share", most: 20 },
] as const;

export function HowBlock({ form, value }: { form: Form; value: Campaign }) {
  const fault = (field: string): string | null => form.faults[field] ?? null;
  return (
    <Block id="how" title={t("block.how")}>
      <div class="form-grid">
        <Select
          label={t("field.mode")}
          value={value.mode}
          hint={t(`mode_hint.${value.mode}`)}
          options={MODES.map((mode) => ({ value: mode, label: t(`mode.${mode}`) }))}
          onChange={(mode) => form.set({ mode: mode as Mode })}
        />
        {value.mode === "predictive" ? (
          <Select
            label={t("field.ceiling_kind")}
            value={value.ceiling_kind}
            hint={t(`ceiling_hint.${value.ceiling_kind}`)}
            options={CEILING_KINDS.map((kind) => ({ value: kind, label: t(`ceiling_kind.${kind}`) }))}
            onChange={(kind) => form.set({ ceiling_kind: kind as CeilingKind })}
          />
        ) : null}
        {(value.mode === "predictive" ? CEILINGS : CEILINGS.slice(0, 1)).map(({ field, most }) => (
          <NumberField
            key={field}
            label={t(`how.${field}`)}
            value={Math.round(value[field] * 10_000) / 100}
            min={0.1}
            max={most}
            step={0.1}
            fault={fault(field)}
            onChange={(percent) => form.set({ [field]: Math.round(percent * 100) / 10_000 })}
          />
        ))}
        <Field label={t("field.caller_id")} value={value.caller_id} fault={fault("caller_id")} onInput={(caller_id) => form.set({ caller_id })} input={{ inputMode: "tel" }} />
        <Field label={t("field.sms_sender")} value={value.sms_sender} fault={fault("sms_sender")} onInput={(sms_sender) => form.set({ sms_sender })} input={{ inputMode: "tel" }} />
        <NumberField label={t("how.ring_timeout")} value={value.ring_timeout_s} min={15} max={60} fault={fault("ring_timeout_s")} onChange={(ring_timeout_s) => form.set({ ring_timeout_s })} />
        <NumberField label={t("how.wrap_up")} value={value.wrap_up_s} min={5} max={600} fault={fault("wrap_up_s")} onChange={(wrap_up_s) => form.set({ wrap_up_s })} />
      </div>
      <div class="row">
        <Tick checked={value.detect_machine} onChange={(detect_machine) => form.set({ detect_machine })}>
          {t("field.detect_machine")}
        </Tick>
        <Tick checked={value.record_calls} onChange={(record_calls) => form.set({ record_calls })}>
          {t("field.record_calls")}
        </Tick>
      </div>
      <LadderEditor ladder={value.ladder} fault={fault("ladder")} onChange={(ladder) => form.set({ ladder })} />
    </Block>
  );
}
