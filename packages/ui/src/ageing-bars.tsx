import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Amount } from "./amount.tsx";
import { Link } from "./link.tsx";

type AgeingStep = 0 | 1 | 2 | 3 | 4;

const DAYS = { 1: "1–30", 2: "31–60", 3: "61–90" } as const;

/** The words of a bucket: "Not yet due", "1–30", "Over 90". */
function StepWords({ step }: { step: AgeingStep }) {
  const t = useTranslations("ui");
  if (step === 0) return t("notDue");
  return step === 4 ? t("overDays", { days: 90 }) : DAYS[step];
}

export type AgeingBucket = {
  /** 0 not yet due, then 1–30, 31–60, 61–90, over 90 days past due */
  step: AgeingStep;
  /** the words of the catalogue unless given */
  label?: ReactNode;
  /** minor units */
  minor: bigint;
  /** the rows behind it */
  href?: string;
};

/** Width of a bar in per cent of the longest; what is not zero stays visible. */
function barWidth(minor: bigint, longest: bigint): string {
  if (minor <= 0n) return "0";
  return `${Math.max(1, Number((minor * 10_000n) / longest) / 100).toFixed(2)}%`;
}

/** Five buckets by days past due, each with its bar and figure, and the sum under the double rule. Every bucket is shown, at 0.00 too. */
export function AgeingBars({
  buckets,
  currency,
  totalMinor,
  caption,
  after,
}: {
  buckets: readonly AgeingBucket[];
  currency: string;
  /** given, not added here, so that a difference would show */
  totalMinor: bigint;
  /** for screen readers */
  caption: string;
  /** rows between the buckets and the sum, such as credits taken off: `tr` of three cells */
  after?: ReactNode;
}) {
  const longest = buckets.reduce((most, bucket) => (bucket.minor > most ? bucket.minor : most), 0n);
  return (
    <table className="oi-ageing">
      <caption className="oi-hidden">{caption}</caption>
      <tbody>
        {buckets.map((bucket) => (
          <tr key={bucket.step}>
            <th scope="row">
              {bucket.href ? (
                <Link href={bucket.href} className="oi-row-link">
                  <span className="oi-bidi">{bucket.label ?? <StepWords step={bucket.step} />}</span>
                </Link>
              ) : (
                <span className="oi-bidi">{bucket.label ?? <StepWords step={bucket.step} />}</span>
              )}
            </th>
            <td className="oi-ageing-bar">
              <svg width="100%" height={12} aria-hidden="true">
                <rect
                  className={`oi-age-${bucket.step}`}
                  width={barWidth(bucket.minor, longest)}
                  height={12}
                  rx={1}
                />
              </svg>
            </td>
            <td className="oi-number">
              <Amount minor={bucket.minor} currency={currency} />
            </td>
          </tr>
        ))}
        {after}
      </tbody>
      <tfoot>
        <tr className="oi-total">
          <th scope="row">{currency}</th>
          <td />
          <td className="oi-number">
            <Amount minor={totalMinor} currency={currency} />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
