/** The settings of a forecast: one, or two to compare; what is not touched is as the campaign stands. */
import { Field, Select, Tick } from "../components/Field.tsx";
import type { Choice } from "./forecast.ts";
import type { Outlook } from "./forecast_shapes.ts";
import { NumberField } from "./NumberField.tsx";
import type { Campaign } from "./shapes.ts";
import { t } from "./texts.ts";

const METHODS = ["predictive", "progressive", "ratio_2", "ratio_3", "vicidial_hard", "vicidial_average", "vicidial_tapered"] as const;
const KINDS = ["hard", "statistical"] as const;

interface Props {
  campaign: Campaign | null;
  choices: readonly Choice[];
  /** What the server took for the first setting, to show what "as it stands" is. */
  stood: Outlook | null;
  workHours: number;
  wanted: number | null;
  onChoice: (place: number, choice: Choice) => void;
  onCompare: (isOn: boolean) => void;
  onWorkHours: (hours: number) => void;
  onWanted: (wanted: number | null) => void;
}

export function ForecastForm({ campaign, choices, stood, workHours, wanted, onChoice, onCompare, onWorkHours, onWanted }: Props) {
  return (
    <>
      {choices.map((choice, place) => (
        <fieldset key={place} class="stack">
          <legend class="label">
            {choices.length > 1 ? <span class={`forecast-key key-${place}`} aria-hidden="true" /> : null}
            {choices.length > 1 ? t("forecast.setting", { n: place + 1 }) : t("forecast.settings")}
          </legend>
          <Setting campaign={campaign} choice={choice} stood={stood} onChange={(next) => onChoice(place, next)} />
        </fieldset>
      ))}
      <Tick checked={choices.length > 1} onChange={onCompare}>
        {t("forecast.compare")}
      </Tick>
      <NumberField label={t("forecast.work_hours")} value={workHours} min={1} max={16} onChange={onWorkHours} />
      <Field
        label={t("forecast.wanted")}
        type="number"
        value={wanted === null ? "" : String(wanted)}
        hint={t("forecast.wanted_hint")}
        input={{ min: 1, max: 1_000_000, inputMode: "numeric" }}
        onInput={(text) => onWanted(/^[1-9]\d{0,5}$/.test(text) ? Number(text) : null)}
      />
    </>
  );
}

function Setting({ campaign, choice, stood, onChange }: { campaign: Campaign | null; choice: Choice; stood: Outlook | null; onChange: (choice: Choice) => void }) {
  const standing = campaign?.mode === "predictive" ? "predictive" : "progressive";
  const method = choice.method ?? standing;
  return (
    <>
      <NumberField label={t("forecast.agents")} value={choice.agents ?? stood?.agents ?? 1} min={1} max={1000} onChange={(agents) => onChange({ ...choice, agents })} />
      <Select
        label={t("forecast.method")}
        value={method}
        hint={t(`method_hint.${method}` as "method_hint.predictive")}
        options={METHODS.map((each) => ({ value: each, label: t(`method.${each}`) }))}
        onChange={(next) => onChange({ ...choice, method: next })}
      />
      {method === "predictive" ? (
        <Select
          label={t("forecast.ceiling_kind")}
          value={choice.ceiling_kind ?? stood?.ceiling_kind ?? "hard"}
          hint={t("forecast.ceiling_kind_hint")}
          options={KINDS.map((each) => ({ value: each, label: t(`forecast_kind.${each}`) }))}
          onChange={(kind) => onChange({ ...choice, ceiling_kind: kind === "hard" ? "hard" : "statistical" })}
        />
      ) : null}
      <NumberField
        label={t("forecast.ceiling")}
        value={Math.round((choice.ceiling_share ?? campaign?.ceiling_share ?? 0.03) * 10_000) / 100}
        min={0.1}
        max={5}
        step={0.1}
        onChange={(percent) => onChange({ ...choice, ceiling_share: Math.round(percent * 100) / 10_000 })}
      />
      <NumberField
        label={t("forecast.ring")}
        value={choice.ring_timeout_s ?? campaign?.ring_timeout_s ?? 25}
        min={5}
        max={60}
        onChange={(ring_timeout_s) => onChange({ ...choice, ring_timeout_s })}
      />
    </>
  );
}
