import type { ReactNode } from "react";

export type PathStep = {
  id: string;
  /** `skipped`: it will not come any more */
  state: "done" | "now" | "next" | "skipped";
  title: ReactNode;
  /** since when, by whom, by when */
  detail?: ReactNode;
};

/** How far something has come: beside each other, on a phone below each other. */
export function StepPath({ label, steps }: { label: string; steps: readonly PathStep[] }) {
  return (
    <ol className="oi-path" aria-label={label}>
      {steps.map(({ id, state, title, detail }) => (
        <li key={id} className={`is-${state}`} aria-current={state === "now" ? "step" : undefined}>
          <b>{title}</b>
          {detail != null && <span>{detail}</span>}
        </li>
      ))}
    </ol>
  );
}
