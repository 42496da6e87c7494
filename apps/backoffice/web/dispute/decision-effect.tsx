import { Amount } from "@openitem/ui/amount";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { useSentence } from "../shell/failure.tsx";
import type { Preview } from "./decide-preview.ts";

/** What a decision does to the documents, and what is booked; or why it cannot be made so. */
export function DecisionEffect({
  preview: { data, error, isPlaceholderData },
}: {
  preview: { data: Preview | undefined; error: unknown; isPlaceholderData: boolean };
}) {
  const t = useTranslations("dispute");
  const sentence = useSentence();
  // What is missing is said, not blamed: the person may still be typing.
  if (error) return <p className="text-due">{sentence(error)}</p>;
  if (!data) return <p className="text-ink-2">{t("computing")}</p>;
  return (
    <div className={isPlaceholderData ? "opacity-60" : undefined} aria-live="polite">
      <EffectTable plan={data} />
    </div>
  );
}

type Plan = Omit<Preview, "approvers">;

/** Now and after, summed over the documents of a plan, and its journal. */
export function EffectTable({ plan, currency: given }: { plan: Plan; currency?: string }) {
  const t = useTranslations("dispute");
  const format = useFormats();
  const currency = given ?? plan.documents[0]?.item.currency ?? "";
  const total = (of: (document: Plan["documents"][number]) => bigint) =>
    plan.documents.reduce((sum, document) => sum + of(document), 0n);
  const rows = [
    {
      label: t("invoiceOpen"),
      now: total((d) => d.before.openMinor),
      after: total((d) => d.after.openMinor),
    },
    { label: t("held"), now: total((d) => d.before.heldMinor), after: total((d) => d.after.heldMinor) },
    { label: t("toChase"), now: total((d) => d.before.chaseMinor), after: total((d) => d.after.chaseMinor) },
  ];
  return (
    <>
      <table className="effect">
        <caption className="oi-hidden">{t("effectCaption", { currency })}</caption>
        <thead>
          <tr>
            <th scope="col" className="effect-cell effect-head">
              {currency}
            </th>
            <th scope="col" className="effect-cell effect-head oi-number">
              {t("now")}
            </th>
            <th scope="col" className="effect-cell effect-head oi-number">
              {t("after")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, now, after }) => (
            <tr key={label}>
              <th scope="row" className="effect-cell">
                {label}
              </th>
              <td className="effect-cell oi-number">
                <Amount minor={now} currency={currency} />
              </td>
              <td className="effect-cell oi-number">
                <Amount minor={after} currency={currency} strong={after !== now} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {plan.taxMinor > 0n && (
        <p className="oi-hint">
          {t("taxWithin")} {format.amount(plan.taxMinor, currency)}
        </p>
      )}
      {plan.onAccountMinor > 0n && (
        <p className="text-due">
          {t("onAccount", { amount: `${format.amount(plan.onAccountMinor, currency)} ${currency}` })}
        </p>
      )}
      <Journal plan={plan} currency={currency} />
    </>
  );
}

type AccountName = "receivable" | "revenue" | "credits_granted" | "write_off";
const NAMED: readonly string[] = ["receivable", "revenue", "credits_granted", "write_off"];

function Journal({ plan, currency }: { plan: Plan; currency: string }) {
  const t = useTranslations("dispute");
  const lines = plan.documents.flatMap(({ item, journal }) => journal.map((line) => ({ item, line })));
  const account = (name: string, number: string) =>
    t(NAMED.includes(name) ? `accounts.${name as AccountName}` : "accounts.other", { number });
  if (lines.length === 0) return <p className="oi-hint mt-2">{t("nothingBooked")}</p>;
  return (
    <table className="effect mt-2">
      <caption className="oi-hidden">{t("journalCaption", { currency })}</caption>
      <thead>
        <tr>
          <th scope="col" className="effect-cell effect-head">
            {t("journal")}
          </th>
          <th scope="col" className="effect-cell effect-head">
            {t("journalTo")}
          </th>
          <th scope="col" className="effect-cell effect-head oi-number">
            {currency}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ item, line }) => (
          <tr key={`${item.id} ${line.debit} ${line.credit}`}>
            <td className="effect-cell">{account(line.debit, item.number)}</td>
            <td className="effect-cell text-ink-2">{account(line.credit, item.number)}</td>
            <td className="effect-cell oi-number">
              <Amount minor={line.amountMinor} currency={currency} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
