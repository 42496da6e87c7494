import { type ReactNode, useId } from "react";
import { Amount, SumRow } from "./amount.tsx";
import { Icon } from "./icon.tsx";
import { Link } from "./link.tsx";
import { type PartKind, PartPattern, partFill } from "./part-fill.tsx";

export type AmountPart = {
  kind: PartKind;
  label: ReactNode;
  /** the reason or date below the label */
  detail?: ReactNode;
  /** minor units, not negative: credits stand apart */
  minor: bigint;
  /** the rows behind it */
  href?: string;
};

/** The least width of a part that is not zero, in hundredths of a per cent: still seen on a phone. */
const LEAST = 80;

function spans(parts: readonly AmountPart[]): { part: AmountPart; from: number; width: number }[] {
  const shown = parts.filter((part) => part.minor > 0n);
  const total = shown.reduce((sum, part) => sum + part.minor, 0n);
  const widths = shown.map((part) => Math.max(LEAST, Number((part.minor * 10_000n) / total)));
  const all = widths.reduce((sum, width) => sum + width, 0);
  let from = 0;
  return shown.map((part, index) => {
    const width = (widths[index]! / all) * 100;
    from += width;
    return { part, from: from - width, width };
  });
}

/** The swatch of a part, for legends. */
export function PartSwatch({ kind }: { kind: PartKind }) {
  const id = `swatch${useId().replace(/[^\w]/g, "")}`;
  return (
    <svg className="oi-swatch" viewBox="0 0 14 10" aria-hidden="true">
      <PartPattern kind={kind} id={id} />
      <rect className={`oi-part-${kind}`} width={14} height={10} rx={2} fill={partFill(kind, id)} />
    </svg>
  );
}

/** One strip of parts, without words: always beside a list that says the same, such as `PartsTable`. */
export function PartsStrip({ parts }: { parts: readonly AmountPart[] }) {
  const base = useId().replace(/[^\w]/g, "");
  const pieces = spans(parts);
  return (
    <svg className="oi-strip" width="100%" height={12} aria-hidden="true">
      {pieces.map(({ part }) => (
        <PartPattern key={part.kind} kind={part.kind} id={`${base}${part.kind}`} />
      ))}
      {pieces.map(({ part, from, width }) => (
        <rect
          key={part.kind}
          className={`oi-part-${part.kind}`}
          x={`${from.toFixed(2)}%`}
          width={`${width.toFixed(2)}%`}
          height={12}
          fill={partFill(part.kind, `${base}${part.kind}`)}
        />
      ))}
      {pieces.slice(1).map(({ part, from }) => {
        const x = `${from.toFixed(2)}%`;
        return <line key={part.kind} className="oi-strip-gap" x1={x} x2={x} y1={0} y2={12} />;
      })}
    </svg>
  );
}

/** The strip and its legend: a row per part, each a link to its rows where it has any, and the sum under the double rule. */
export function PartsTable({
  parts,
  currency,
  caption,
  totalLabel,
  totalMinor,
}: {
  parts: readonly AmountPart[];
  currency: string;
  /** for screen readers: what the amount consists of and its currency */
  caption: string;
  totalLabel: ReactNode;
  /** the sum of the parts; given, not added here, so that a difference would show */
  totalMinor: bigint;
}) {
  return (
    <>
      <PartsStrip parts={parts} />
      <table className="oi-parts">
        <caption className="oi-hidden">{caption}</caption>
        <tbody>
          {parts.map((part) => (
            <tr key={part.kind}>
              <td className="oi-parts-mark">
                <PartSwatch kind={part.kind} />
              </td>
              <th scope="row">
                {part.href ? (
                  <Link href={part.href} className="oi-row-link">
                    {part.label}
                  </Link>
                ) : (
                  part.label
                )}
                {part.detail != null && <small className="oi-sub">{part.detail}</small>}
              </th>
              <td className="oi-number">
                <Amount minor={part.minor} currency={currency} />
              </td>
              <td className="oi-parts-go">{part.href && <Icon name="forward" />}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <SumRow label={totalLabel} lead={<td />}>
            <td className="oi-number">
              <Amount minor={totalMinor} currency={currency} />
            </td>
            <td />
          </SumRow>
        </tfoot>
      </table>
    </>
  );
}

/** The strip with a one-line legend, where the parts need no rows of their own (the head of an invoice). */
export function PartsLine({ parts, currency }: { parts: readonly AmountPart[]; currency: string }) {
  return (
    <>
      <PartsStrip parts={parts} />
      <ul className="oi-parts-line">
        {parts.map((part) => (
          <li key={part.kind}>
            <PartSwatch kind={part.kind} />
            <span>{part.label}</span>
            <Amount minor={part.minor} currency={currency} strong />
          </li>
        ))}
      </ul>
    </>
  );
}
