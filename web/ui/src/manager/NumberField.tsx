/** A whole or decimal number with its unit in the label and its bounds in the hint; half-typed text is kept until it is a number. */
import { useEffect, useState } from "preact/hooks";
import { Field } from "../components/Field.tsx";
import { t } from "./texts.ts";

interface Props {
  label: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  fault?: string | null;
  onChange: (value: number) => void;
}

export function NumberField({ label, value, min, max, step = 1, fault, onChange }: Props) {
  const [typed, setTyped] = useState(String(value));
  useEffect(() => {
    if (Number(typed) !== value) setTyped(String(value));
  }, [value]);
  const isFit = (text: string): boolean => text.trim() !== "" && Number(text) >= min && Number(text) <= max;
  return (
    <Field
      label={label}
      type="number"
      value={typed}
      hint={t("number.between", { min, max })}
      fault={isFit(typed) ? (fault ?? null) : t("number.wrong", { min, max })}
      input={{ min, max, step, inputMode: step === 1 ? "numeric" : "decimal" }}
      onInput={(text) => {
        setTyped(text);
        if (isFit(text)) onChange(Number(text));
      }}
    />
  );
}
