/** The retry ladder: after which result, how long to wait, which number next and in which part of the day. */
import { Fault } from "../cases/parts.tsx";
import { Button } from "../components/Button.tsx";
import { Select, Tick } from "../components/Field.tsx";
import { NumberField } from "./NumberField.tsx";
import type { Ladder, LadderStep } from "./shapes.ts";
import { t } from "./texts.ts";

/** What a step may follow, in the words of the server's ladder. */
export const AFTER = ["no_answer", "busy", "rejected", "unreachable", "suspended", "bad_number", "failed", "machine", "abandoned", "dropped", "absent", "other"] as const;
const NUMBERS = ["best", "next", "same"] as const;
const SLOTS = ["other", "any", "next_day"] as const;
const LABELS = ["mobile", "home", "work", "other"] as const;
const LONGEST_WAIT_MINUTES = 60 * 24 * 60;

interface Props {
  ladder: Ladder;
  fault: string | null;
  onChange: (ladder: Ladder) => void;
}

export function LadderEditor({ ladder, fault, onChange }: Props) {
  const replace = (at: number, step: LadderStep | null): void =>
    onChange({ ...ladder, steps: ladder.steps.flatMap((each, index) => (index === at ? (step ? [step] : []) : [each])) });
  const free = AFTER.find((after) => !ladder.steps.some((step) => step.after === after));
  return (
    <fieldset class="stack">
      <legend>
        <h3>{t("field.ladder")}</h3>
      </legend>
      <div class="table-frame" tabIndex={0} role="region" aria-label={t("field.ladder")}>
        <table class="table ladder">
          <caption class="unseen">{t("field.ladder")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("ladder.after")}</th>
              <th scope="col">{t("ladder.wait")}</th>
              <th scope="col">{t("ladder.number")}</th>
              <th scope="col">{t("ladder.slot")}</th>
              <th scope="col">
                <span class="unseen">{t("ladder.remove")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {ladder.steps.map((step, at) => (
              <StepRow key={step.after} step={step} taken={ladder.steps.map((each) => each.after)} onChange={(next) => replace(at, next)} />
            ))}
          </tbody>
        </table>
      </div>
      <div class="row end">
        <Button
          disabled={free === undefined}
          onClick={() => free && onChange({ ...ladder, steps: [...ladder.steps, { after: free, wait_minutes: 240, number: "next", slot: "other" }] })}
        >
          + {t("ladder.add")}
        </Button>
        <NumberField label={t("ladder.max_per_day")} value={ladder.max_per_day} min={1} max={7} onChange={(max_per_day) => onChange({ ...ladder, max_per_day })} />
        <fieldset class="field">
          <legend class="label">{t("ladder.numbers")}</legend>
          <div class="row">
            {LABELS.map((label) => (
              <Tick
                key={label}
                checked={ladder.numbers.includes(label)}
                onChange={(isIn) => onChange({ ...ladder, numbers: LABELS.filter((each) => (each === label ? isIn : ladder.numbers.includes(each))) })}
              >
                {t(`label.${label}`)}
              </Tick>
            ))}
          </div>
        </fieldset>
      </div>
      <Fault fault={fault ? new Error(fault) : null} />
    </fieldset>
  );
}

function StepRow({ step, taken, onChange }: { step: LadderStep; taken: string[]; onChange: (step: LadderStep | null) => void }) {
  return (
    <tr>
      <td>
        <Select
          label={t("ladder.after")}
          value={step.after}
          options={AFTER.map((after) => ({ value: after, label: t(`after.${after}`), disabled: after !== step.after && taken.includes(after) }))}
          onChange={(after) => onChange({ ...step, after })}
        />
      </td>
      <td>
        <NumberField label={t("ladder.wait")} value={step.wait_minutes} min={1} max={LONGEST_WAIT_MINUTES} onChange={(wait_minutes) => onChange({ ...step, wait_minutes })} />
      </td>
      <td>
        <Select
          label={t("ladder.number")}
          value={step.number}
          options={NUMBERS.map((number) => ({ value: number, label: t(`number_choice.${number}`) }))}
          onChange={(number) => onChange({ ...step, number })}
        />
      </td>
      <td>
        <Select
          label={t("ladder.slot")}
          value={step.slot}
          options={SLOTS.map((slot) => ({ value: slot, label: t(`slot.${slot}`) }))}
          onChange={(slot) => onChange({ ...step, slot })}
        />
      </td>
      <td>
        <Button kind="plain" label={t("ladder.remove_step", { after: t.coded(`after.${step.after}`, step.after) })} onClick={() => onChange(null)}>
          ✕
        </Button>
      </td>
    </tr>
  );
}
