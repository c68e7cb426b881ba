/** Fields: a label, a control, a hint and a place for the fault, tied together for screen readers. */
import type { ComponentChildren, PartialInputHTMLAttributes, Ref } from "preact";
import { useId } from "preact/hooks";

interface Common {
  label: string;
  hint?: string | undefined;
  fault?: string | null | undefined;
  /** Keep the line of the fault even when empty, so that nothing jumps. */
  holdsFault?: boolean | undefined;
}

interface InputProps extends Common {
  value: string;
  onInput: (value: string) => void;
  type?: "text" | "password" | "search" | "number" | "date" | "time" | "datetime-local" | "email" | undefined;
  inputRef?: Ref<HTMLInputElement> | undefined;
  input?: Omit<PartialInputHTMLAttributes<HTMLInputElement>, "role" | "type"> | undefined;
}

export function Field({ label, hint, fault, holdsFault, value, onInput, type = "text", inputRef, input }: InputProps) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hint={hint} fault={fault} holdsFault={holdsFault}>
      <input
        {...input}
        ref={inputRef ?? null}
        id={id}
        type={type as "text"}
        value={value}
        aria-invalid={fault ? "true" : undefined}
        aria-describedby={describedBy(id, hint, fault)}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </FieldFrame>
  );
}

interface AreaProps extends Common {
  value: string;
  onInput: (value: string) => void;
  rows?: number | undefined;
  areaRef?: Ref<HTMLTextAreaElement> | undefined;
}

export function TextArea({ label, hint, fault, holdsFault, value, onInput, rows = 3, areaRef }: AreaProps) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hint={hint} fault={fault} holdsFault={holdsFault}>
      <textarea
        ref={areaRef ?? null}
        id={id}
        rows={rows}
        value={value}
        aria-invalid={fault ? "true" : undefined}
        aria-describedby={describedBy(id, hint, fault)}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </FieldFrame>
  );
}

interface SelectProps extends Common {
  value: string;
  options: readonly { value: string; label: string; disabled?: boolean }[];
  onChange: (value: string) => void;
  disabled?: boolean | undefined;
}

export function Select({ label, hint, fault, holdsFault, value, options, onChange, disabled }: SelectProps) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} hint={hint} fault={fault} holdsFault={holdsFault}>
      <select
        id={id}
        value={value}
        disabled={disabled}
        aria-invalid={fault ? "true" : undefined}
        aria-describedby={describedBy(id, hint, fault)}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

interface TickProps {
  children: ComponentChildren;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean | undefined;
}

export function Tick({ children, checked, onChange, disabled }: TickProps) {
  return (
    <label class="tick">
      <input type="checkbox" checked={checked} disabled={disabled} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>{children}</span>
    </label>
  );
}

function FieldFrame({ id, label, hint, fault, holdsFault, children }: Common & { id: string; children: ComponentChildren }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      {hint ? (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      ) : null}
      {fault || holdsFault ? (
        <span class="fault" id={`${id}-fault`}>
          {fault ?? ""}
        </span>
      ) : null}
    </div>
  );
}

function describedBy(id: string, hint?: string, fault?: string | null): string | undefined {
  return [hint ? `${id}-hint` : "", fault ? `${id}-fault` : ""].filter(Boolean).join(" ") || undefined;
}
