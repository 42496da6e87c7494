import { type ReactNode, useEffect, useRef } from "react";

export type FieldFault = {
  /** id of the control: `fieldId(name)` */
  fieldId: string;
  message: ReactNode;
};

/** What was refused on sending: takes the focus, links to each field, and says that nothing typed is lost. */
export function ErrorSummary({
  title,
  faults,
  note,
}: {
  /** "Not sent. Two things to look at:" */
  title: ReactNode;
  faults: readonly FieldFault[];
  /** "Everything you typed is still here." */
  note?: ReactNode;
}) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Each refusal is a new array, and each takes the focus.
    if (faults.length > 0) box.current?.focus();
  }, [faults]);
  return (
    <div ref={box} className="oi-error-summary" role="alert" tabIndex={-1}>
      <p className="oi-strong">{title}</p>
      <ol>
        {faults.map((fault) => (
          <li key={fault.fieldId}>
            <a href={`#${fault.fieldId}`}>{fault.message}</a>
          </li>
        ))}
      </ol>
      {note != null && <p className="oi-hint">{note}</p>}
    </div>
  );
}
