/** What is said: script and tone, the text message with its wording, and the message to a person for whom no agent is free. */
import { Block, Fault } from "../cases/parts.tsx";
import { Select, TextArea, Tick } from "../components/Field.tsx";
import { useLoaded } from "../components/loading.ts";
import { Badge } from "../components/Badge.tsx";
import type { Form } from "./form.ts";
import { AFTER } from "./LadderEditor.tsx";
import { NumberField } from "./NumberField.tsx";
import type { Campaign, MessageTemplate, SmsPlan, Templates } from "./shapes.ts";
import { t } from "./texts.ts";

/** After these a text message may follow: nobody was spoken to. */
const SMS_AFTER = ["no_answer", "busy", "machine", "unreachable", "rejected", "abandoned"] as const satisfies readonly (typeof AFTER)[number][];

export function SaidBlock({ form, value }: { form: Form; value: Campaign }) {
  const templates = useLoaded<Templates>("/templates");
  const scripts = withOwn(templates.value?.scripts ?? [], value.script);
  const message = templates.value?.messages.find((each) => each.code === value.sms.template);
  const change = (sms: Partial<SmsPlan>): void => form.set({ sms: { ...value.sms, ...sms } });
  return (
    <Block id="said" title={t("block.said")}>
      <div class="form-grid">
        <Select
          label={t("field.script")}
          value={value.script}
          fault={form.faults["script"] ?? null}
          options={scripts.map((code) => ({ value: code, label: code }))}
          onChange={(script) => form.set({ script })}
        />
      </div>
      <TextArea
        label={t("field.abandoned_message")}
        hint={t("said.abandoned_hint")}
        value={value.abandoned_message}
        fault={form.faults["abandoned_message"] ?? null}
        onInput={(abandoned_message) => form.set({ abandoned_message })}
      />
      <fieldset class="stack">
        <legend>
          <h3>{t("field.sms")}</h3>
        </legend>
        <Tick checked={value.sms.enabled} onChange={(enabled) => change({ enabled })}>
          {t("said.sms_enabled")}
        </Tick>
        <div class="row" role="group" aria-label={t("said.sms_after")}>
          <span>{t("said.sms_after")}</span>
          {SMS_AFTER.map((after) => (
            <Tick
              key={after}
              checked={value.sms.after.includes(after)}
              onChange={(isIn) => change({ after: isIn ? [...value.sms.after, after] : value.sms.after.filter((each) => each !== after) })}
            >
              {t(`after.${after}`)}
            </Tick>
          ))}
        </div>
        <div class="form-grid">
          <NumberField label={t("said.delay")} value={value.sms.delay_minutes} min={0} max={1440} onChange={(delay_minutes) => change({ delay_minutes })} />
          <NumberField label={t("said.max_per_week")} value={value.sms.max_per_week} min={1} max={7} onChange={(max_per_week) => change({ max_per_week })} />
          <Select
            label={t("said.template")}
            value={value.sms.template}
            options={withOwn(templates.value?.messages.map((each) => each.code) ?? [], value.sms.template).map((code) => ({ value: code, label: code }))}
            onChange={(template) => change({ template })}
          />
        </div>
        {message ? <Wording message={message} /> : null}
        <Fault fault={form.faults["sms"] ? new Error(form.faults["sms"]) : null} />
      </fieldset>
    </Block>
  );
}

function Wording({ message }: { message: MessageTemplate }) {
  return (
    <div class="stack wording">
      <div class="row">
        <Badge tone={message.mentions_debt ? "warn" : "good"}>{t(message.mentions_debt ? "said.mentions_debt" : "said.neutral")}</Badge>
        <span class="small quiet">{t("said.version", { version: message.version })}</span>
      </div>
      <dl class="facts small">
        {Object.entries(message.texts).map(([language, text]) => (
          <>
            <dt key={`${language}-name`}>{language}</dt>
            <dd key={language} lang={language}>
              {text}
            </dd>
          </>
        ))}
      </dl>
    </div>
  );
}

/** The choices, with the present one among them even when the server no longer lists it. */
function withOwn(choices: readonly string[], own: string): string[] {
  return choices.includes(own) ? [...choices] : [own, ...choices];
}
