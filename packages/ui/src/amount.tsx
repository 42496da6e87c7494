import type { ReactNode } from "react";
import { useLocale } from "use-intl";
import { classNames } from "./class-names.tsx";
import { decimalOf, formatAmount } from "./formats.ts";

/** Colour of an amount; `plain` unless it says something the words beside it also say. */
export type AmountTone =
  | "plain"
  | "quiet"
  | "credit"
  | "overdue"
  | "due"
  | "flight"
  | "disputed"
  | "promised"
  | "paid";

export type AmountProps = {
  /** minor units */
  minor: bigint;
  /** ISO 4217 code */
  currency: string;
  /** the person's locale unless given */
  locale?: string;
  size?: "inherit" | "sm" | "lg" | "xl";
  /** `always` writes a plus before what adds: movements of a statement */
  sign?: "auto" | "always";
  tone?: AmountTone;
  strong?: boolean;
  /** writes the code before the amount, where no column head says it */
  showCurrency?: boolean;
};

/** An amount: tabular, never broken, zero pale, a true minus. The currency is said elsewhere unless `showCurrency`. */
export function Amount(props: AmountProps) {
  const ownLocale = useLocale();
  return drawAmount(props, props.locale ?? ownLocale);
}

/** The same by a plain call, for the rows of long lists: a component for each would cost the server more than its element. */
export function drawAmount(props: Omit<AmountProps, "locale">, locale: string) {
  const { minor, currency, size = "inherit", sign = "auto", tone = "plain", strong, showCurrency } = props;
  const text = formatAmount(minor, currency, locale);
  return (
    <data
      value={decimalOf(minor, currency)}
      className={classNames(
        "oi-amount",
        size !== "inherit" && `oi-amount-${size}`,
        tone !== "plain" && `oi-tone-${tone}`,
        strong && "oi-strong",
        minor === 0n && "is-zero",
      )}
    >
      {showCurrency && <span className="oi-currency">{currency}</span>}
      {sign === "always" && minor > 0n ? `+${text}` : text}
    </data>
  );
}

// An amount is never cut or wrapped, so a long one is set smaller to stay whole on a phone.
const figureLength = (characters: number) =>
  characters > 19 ? "is-longer" : characters > 14 ? "is-long" : null;

/** The one large figure of a page, with its currency small before it. `label` stands above, `note` below. */
export function Figure({
  minor,
  currency,
  locale,
  label,
  note,
}: {
  minor: bigint;
  currency: string;
  locale?: string;
  label?: ReactNode;
  note?: ReactNode;
}) {
  const ownLocale = useLocale();
  const text = formatAmount(minor, currency, locale ?? ownLocale);
  return (
    <div className="oi-figure-block">
      {label != null && <p className="oi-figure-label">{label}</p>}
      <p className={classNames("oi-figure", figureLength(text.length))}>
        <span className="oi-currency">{currency}</span>
        <data value={decimalOf(minor, currency)} className="oi-amount">
          {text}
        </data>
      </p>
      {note != null && <p className="oi-figure-note">{note}</p>}
    </div>
  );
}

/**
 * The last row of a table that adds up: single rule above, double rule below. `labelSpan` columns hold the label;
 * `children` are the cells after it, empty ones included.
 */
export function SumRow({
  label,
  labelSpan = 1,
  lead,
  children,
}: {
  label: ReactNode;
  labelSpan?: number;
  /** cells before the label, as a column of marks or boxes needs */
  lead?: ReactNode;
  children: ReactNode;
}) {
  return (
    <tr className="oi-total">
      {lead}
      <th scope="row" colSpan={labelSpan} className="oi-phone-lead">
        {label}
      </th>
      {children}
    </tr>
  );
}
