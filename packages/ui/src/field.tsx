import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes, TextareaHTMLAttributes } from "react";
import { useTranslations } from "use-intl";
import { classNames } from "./class-names.tsx";
import { StatusMark } from "./status.tsx";

/** The id of a field by its name, so that an error summary can link to it. */
export const fieldId = (name: string): string => `field-${name.replace(/[^\w-]/g, "-")}`;

/** The words around a control. */
export type FieldWords = {
  name: string;
  label: ReactNode;
  /** the id of the control; `fieldId(name)` unless given */
  id?: string;
  /** under the label: format, limit, where to find it */
  hint?: ReactNode;
  /** under the control: what is wrong and how to mend it */
  error?: ReactNode;
  /** required is the rule; what is optional says so */
  optional?: boolean;
  /** keeps the label for screen readers only, where a table's head says it */
  labelHidden?: boolean;
};

/** The attributes that tie a control to its label, hint and error. */
export type FieldWiring = {
  id: string;
  name: string;
  required: boolean;
  "aria-invalid": true | undefined;
  "aria-describedby": string | undefined;
};

function wiringOf({ name, id = fieldId(name), hint, error, optional }: FieldWords): FieldWiring {
  const described = [hint != null && `${id}-hint`, error != null && `${id}-error`].filter(Boolean).join(" ");
  return {
    id,
    name,
    required: !optional,
    "aria-invalid": error != null || undefined,
    "aria-describedby": described || undefined,
  };
}

/** The message under a field that was refused. */
export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} className="oi-field-error">
      <StatusMark state="overdue" />
      <span>{children}</span>
    </p>
  );
}

function OptionalMark() {
  return <span className="oi-field-optional">{useTranslations("ui")("optional")}</span>;
}

/** Label, hint, control and error in their order. The control is drawn by `children` from the wiring it is given. */
export function Field({ children, ...words }: FieldWords & { children: (wiring: FieldWiring) => ReactNode }) {
  const wiring = wiringOf(words);
  const { label, hint, error, optional, labelHidden } = words;
  return (
    <div className="oi-field">
      <label htmlFor={wiring.id} className={classNames("oi-label", labelHidden && "oi-hidden")}>
        {label} {optional && <OptionalMark />}
      </label>
      {hint != null && (
        <p id={`${wiring.id}-hint`} className="oi-hint">
          {hint}
        </p>
      )}
      {children(wiring)}
      {error != null && <FieldError id={`${wiring.id}-error`}>{error}</FieldError>}
    </div>
  );
}

function split<T extends FieldWords>(props: T): [FieldWords, Omit<T, keyof FieldWords>] {
  const { name, label, id, hint, error, optional, labelHidden, ...rest } = props;
  return [{ name, label, id, hint, error, optional, labelHidden }, rest];
}

type InputProps = Omit<InputHTMLAttributes<HTMLInputElement>, "name" | "id" | "required">;

export type TextFieldProps = FieldWords & InputProps;

/** One line of text. Uncontrolled: pass `defaultValue`, and what was typed comes back through it. */
export function TextField(props: TextFieldProps) {
  const [words, input] = split(props);
  return (
    <Field {...words}>
      {(wiring) => (
        <input type="text" {...input} {...wiring} className={classNames("oi-input", input.className)} />
      )}
    </Field>
  );
}

export type AmountFieldProps = FieldWords &
  Omit<InputProps, "type"> & {
    /** said in the label unless `labelHidden` */
    currency: string;
  };

/** An amount, typed with either decimal sign. The value is the text as typed; read it with `parseAmount`. */
export function AmountField({ currency, ...props }: AmountFieldProps) {
  const [words, input] = split(props);
  return (
    <Field
      {...words}
      label={
        <>
          {words.label}, {currency}
        </>
      }
    >
      {(wiring) => (
        <input
          type="text"
          inputMode="decimal"
          autoComplete="off"
          {...input}
          {...wiring}
          className={classNames("oi-input", "oi-input-amount", input.className)}
        />
      )}
    </Field>
  );
}

/** A day, typed or picked with the browser's own calendar; its value is ISO "2026-11-27". */
export function DateField(props: TextFieldProps) {
  const [words, input] = split(props);
  return (
    <Field {...words}>
      {(wiring) => (
        <input {...input} type="date" {...wiring} className={classNames("oi-input", input.className)} />
      )}
    </Field>
  );
}

export type SelectFieldProps = FieldWords &
  Omit<SelectHTMLAttributes<HTMLSelectElement>, "name" | "id" | "required"> & {
    options: readonly { value: string; label: string; disabled?: boolean }[];
  };

/** One of a short list. */
export function SelectField({ options, ...props }: SelectFieldProps) {
  const [words, select] = split(props);
  return (
    <Field {...words}>
      {(wiring) => (
        <select {...select} {...wiring} className={classNames("oi-input", "oi-select", select.className)}>
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export type TextAreaProps = FieldWords &
  Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "name" | "id" | "required">;

/** Several lines of text. */
export function TextArea(props: TextAreaProps) {
  const [words, area] = split(props);
  return (
    <Field {...words}>
      {(wiring) => (
        <textarea rows={4} {...area} {...wiring} className={classNames("oi-input", area.className)} />
      )}
    </Field>
  );
}

/** A file. `hint` says which types and sizes are taken before one is chosen. */
export function FileField(props: FieldWords & Omit<InputProps, "type">) {
  const [words, input] = split(props);
  return (
    <Field {...words}>
      {(wiring) => (
        <input {...input} type="file" {...wiring} className={classNames("oi-file", input.className)} />
      )}
    </Field>
  );
}
