import type { ReactNode } from "react";
import type { AmountTone } from "./amount.tsx";
import { classNames } from "./class-names.tsx";

export type Definition = { term: string; value: ReactNode };

/** Terms and values: `columns` beside each other between two rules, `rows` under each other, `sides` with values at the end. */
export function DefinitionList({
  items,
  layout = "rows",
}: {
  items: readonly Definition[];
  layout?: "columns" | "rows" | "sides";
}) {
  return (
    <dl className={classNames("oi-facts", `oi-facts-${layout}`)}>
      {items.map((item) => (
        <div key={item.term}>
          <dt>{item.term}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}

export type KeyFigure = { term: string; value: ReactNode; tone?: AmountTone; strong?: boolean };

/** The figures of a record in one line, as at the head of a customer in the back office. */
export function FigureStrip({ figures }: { figures: readonly KeyFigure[] }) {
  return (
    <dl className="oi-figures">
      {figures.map((figure) => (
        <div key={figure.term}>
          <dt>{figure.term}</dt>
          <dd className={classNames(figure.tone && `oi-tone-${figure.tone}`, figure.strong && "oi-strong")}>
            {figure.value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
