/** Limits of one's own: how many contacts, within what, for each whom, by which channels; what each comes to is said in a sentence. */
import { useState } from "preact/hooks";
import { Button } from "../components/Button.tsx";
import { Field, Select } from "../components/Field.tsx";
import { NumberField } from "../manager/NumberField.tsx";
import type { Caps } from "./shapes.ts";
import { FIRST_CAP, freeName } from "./terms.ts";
import { t } from "./texts.ts";
import { type Cap, capSentence, code, listed } from "./words.ts";

/** Kinds of window to the longest length the gate looks back; 0: it has no length. */
const LENGTHS: Record<string, number> = { local_calendar_days: 31, rolling_hours: 744, rolling_minutes: 1440, calendar_week: 0, calendar_month: 0 };
const PER = [["party"], ["number"], ["debt"], ["debt", "party"], ["creditor", "party"]] as const;
const CHANNELS = [["phone"], ["sms"], ["phone", "sms"], ["letter"], ["visit"], ["email", "letter", "phone", "sms", "visit"]] as const;
const NAME = /^[a-z][a-z0-9_]{0,31}$/;

interface Props {
  caps: Caps;
  onChange: (caps: Caps) => void;
}

export function CapsEditor({ caps, onChange }: Props) {
  const entries = Object.entries(caps);
  const replace = (at: number, entry: [string, Cap] | null): void =>
    onChange(Object.fromEntries(entries.flatMap((each, index) => (index === at ? (entry ? [entry] : []) : [each]))));
  return (
    <>
      {entries.map(([name, cap], at) => (
        <CapRow key={at} name={name} cap={cap} taken={entries.map(([each]) => each)} onChange={(entry) => replace(at, entry)} />
      ))}
      <div>
        <Button onClick={() => onChange({ ...caps, [freeName(caps)]: FIRST_CAP })}>+ {t("terms.add_cap")}</Button>
      </div>
    </>
  );
}

interface RowProps {
  name: string;
  cap: Cap;
  taken: readonly string[];
  onChange: (entry: [string, Cap] | null) => void;
}

function CapRow({ name, cap, taken, onChange }: RowProps) {
  const longest = LENGTHS[cap.window.type] ?? 0;
  const put = (changes: Partial<Cap>): void => onChange([name, { ...cap, ...changes }]);
  const chooseWindow = (type: string): void => put({ window: (LENGTHS[type] ?? 0) > 0 ? { type, n: Math.min(cap.window.n ?? 1, LENGTHS[type] ?? 1) } : { type } });
  return (
    <div class="cap stack">
      <div class="cap-row">
        <NameField name={name} taken={taken} onChange={(next) => onChange([next, cap])} />
        <NumberField label={t("cap.limit")} value={cap.limit} min={1} max={100} onChange={(limit) => put({ limit })} />
        <Select
          label={t("cap.window")}
          value={cap.window.type}
          options={Object.keys(LENGTHS).map((type) => ({ value: type, label: t.coded(`type.${type}`, type) }))}
          onChange={chooseWindow}
        />
        {longest > 0 ? (
          <NumberField key={cap.window.type} label={t("cap.length")} value={cap.window.n ?? 1} min={1} max={longest} onChange={(n) => put({ window: { type: cap.window.type, n } })} />
        ) : null}
        <Several label={t("cap.per")} value={cap.per ?? ["party"]} choices={PER} onChange={(per) => put({ per })} />
        <Several label={t("cap.channels")} value={cap.channels ?? ["phone"]} choices={CHANNELS} onChange={(channels) => put({ channels })} />
      </div>
      <div class="row spread">
        <span class="quiet small">{capSentence(cap)}</span>
        <Button label={t("cap.remove", { name })} onClick={() => onChange(null)}>
          ✕
        </Button>
      </div>
    </div>
  );
}

/** A name is taken over only once it is one, so that two limits never share one while it is typed. */
function NameField({ name, taken, onChange }: { name: string; taken: readonly string[]; onChange: (name: string) => void }) {
  const [typed, setTyped] = useState(name);
  const fault = !NAME.test(typed) ? t("cap.name_wrong") : typed !== name && taken.includes(typed) ? t("cap.name_taken") : null;
  return (
    <Field
      label={t("cap.name")}
      value={typed}
      fault={fault}
      input={{ spellcheck: false, autocomplete: "off" }}
      onInput={(text) => {
        setTyped(text);
        if (NAME.test(text) && (text === name || !taken.includes(text))) onChange(text);
      }}
    />
  );
}

/** One of the usual combinations; an unusual one that is stored stands among them. */
function Several({ label, value, choices, onChange }: { label: string; value: readonly string[]; choices: readonly (readonly string[])[]; onChange: (value: string[]) => void }) {
  const key = (values: readonly string[]): string => [...values].sort().join(" ");
  const all = choices.some((choice) => key(choice) === key(value)) ? choices : [value, ...choices];
  return (
    <Select
      label={label}
      value={key(value)}
      options={all.map((choice) => ({ value: key(choice), label: listed(choice.map(code)) }))}
      onChange={(next) => onChange(next.split(" "))}
    />
  );
}
