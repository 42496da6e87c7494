import type { InputHTMLAttributes, ReactNode } from "react";
import { classNames } from "./class-names.tsx";
import { FieldError, fieldId } from "./field.tsx";

type NativeProps = Omit<InputHTMLAttributes<HTMLInputElement>, "type" | "name" | "id">;

export type CheckboxFieldProps = NativeProps & {
  name: string;
  label: ReactNode;
  id?: string;
  /** below the label: what it means, or why it cannot be ticked */
  hint?: ReactNode;
  error?: ReactNode;
};

/** A box to tick, with its words beside it. Several of one name need an `id` each. */
export function CheckboxField({
  name,
  label,
  id = fieldId(name),
  hint,
  error,
  className,
  ...input
}: CheckboxFieldProps) {
  const described = [hint != null && `${id}-hint`, error != null && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className="oi-choice">
      <input
        {...input}
        type="checkbox"
        id={id}
        name={name}
        aria-invalid={error != null || undefined}
        aria-describedby={described || undefined}
        className={classNames("oi-check", className)}
      />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint != null && (
          <p id={`${id}-hint`} className="oi-hint">
            {hint}
          </p>
        )}
        {error != null && <FieldError id={`${id}-error`}>{error}</FieldError>}
      </div>
    </div>
  );
}

/** The box of a table row. `label` is read out: "Select INV-2026-07031". */
export function RowCheckbox({ label, className, ...input }: NativeProps & { label: string; name?: string }) {
  return (
    <input {...input} type="checkbox" aria-label={label} className={classNames("oi-check", className)} />
  );
}

export type Choice = {
  value: string;
  label: ReactNode;
  /** at the end of the line: a fee, an amount */
  side?: ReactNode;
  hint?: ReactNode;
  /** cannot be chosen; the hint says why */
  disabled?: boolean;
};

/** One of a few, each with its explanation: ways to pay, reasons. `legend` is read out and shown unless hidden. */
export function RadioList({
  name,
  legend,
  legendHidden,
  choices,
  defaultValue,
  error,
  onChange,
}: {
  name: string;
  legend: ReactNode;
  legendHidden?: boolean;
  choices: readonly Choice[];
  defaultValue?: string;
  error?: ReactNode;
  onChange?: (value: string) => void;
}) {
  const id = fieldId(name);
  return (
    <fieldset
      className="oi-radios"
      id={id}
      tabIndex={-1}
      aria-describedby={error != null ? `${id}-error` : undefined}
    >
      <legend className={legendHidden ? "oi-hidden" : "oi-label"}>{legend}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className={choice.disabled ? "is-disabled" : undefined}>
          <input
            type="radio"
            className="oi-radio"
            name={name}
            value={choice.value}
            defaultChecked={choice.value === defaultValue}
            disabled={choice.disabled}
            onChange={onChange && (() => onChange(choice.value))}
          />
          <b>{choice.label}</b>
          <span>{choice.side}</span>
          {choice.hint != null && <span className="oi-hint">{choice.hint}</span>}
        </label>
      ))}
      {error != null && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </fieldset>
  );
}
