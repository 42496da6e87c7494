import type { InputHTMLAttributes } from "react";
import { classNames } from "./class-names.tsx";
import { fieldId } from "./field.tsx";
import { Icon } from "./icon.tsx";
import { KeyCap } from "./key-cap.tsx";

/** A search; put it in a form with method GET and it works before script. The label is read out, the placeholder shows what can be sought. */
export function SearchField({
  label,
  name,
  keyCap,
  className,
  ...input
}: Omit<InputHTMLAttributes<HTMLInputElement>, "type" | "id"> & {
  label: string;
  name: string;
  keyCap?: string;
}) {
  const id = fieldId(name);
  return (
    <div className={classNames("oi-search", className)}>
      <Icon name="search" />
      <label htmlFor={id} className="oi-hidden">
        {label}
      </label>
      <input {...input} type="search" id={id} name={name} className="oi-input" aria-keyshortcuts={keyCap} />
      {keyCap && <KeyCap>{keyCap}</KeyCap>}
    </div>
  );
}
