import type { ReactNode } from "react";
import { Amount, type AmountTone } from "./amount.tsx";

export type SumLine = {
  id: string;
  label: ReactNode;
  minor: bigint;
  tone?: AmountTone;
  /** indented under the line before: a part of it */
  part?: boolean;
};

/** Lines that add up to a total outside a table, as in a payment's summary: parts, then the sum under its rules. */
export function SumList({
  lines,
  currency,
  total,
}: {
  lines: readonly SumLine[];
  currency: string;
  /** the sum below the rule; `large` for the one that is decided on */
  total?: { label: ReactNode; minor: bigint; large?: boolean };
}) {
  return (
    <dl className="oi-sums">
      {lines.map((line) => (
        <div key={line.id} className={line.part ? "is-part" : undefined}>
          <dt>{line.label}</dt>
          <dd>
            <Amount minor={line.minor} currency={currency} tone={line.tone} />
          </dd>
        </div>
      ))}
      {total && (
        <div className="oi-sums-total">
          <dt>
            {total.label} <span className="oi-unit">{currency}</span>
          </dt>
          <dd>
            <Amount minor={total.minor} currency={currency} size={total.large ? "xl" : "inherit"} strong />
          </dd>
        </div>
      )}
    </dl>
  );
}
