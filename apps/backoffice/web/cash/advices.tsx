import { Button } from "@openitem/ui/button";
import { formatAmount } from "@openitem/ui/formats";
import { Link } from "@openitem/ui/link";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { api, queryClient } from "../api.ts";
import { type MatchDraft, newDifference } from "./match-draft.ts";
import type { Detail } from "./use-match.ts";

/** Advices that may speak of this money. One of them can be laid out as what the money pays. */
export function Advices({
  detail,
  change,
  chosen,
}: {
  detail: Detail;
  change: (over: Partial<MatchDraft>) => void;
  /** The advice that goes with what is laid out. */
  chosen: string | null;
}) {
  const t = useTranslations("cash");
  const { amount, day, locale } = useFormats();
  const { currency } = detail.line;
  const waiting = detail.remittances.filter(({ status }) => status === "confirmed");
  if (waiting.length === 0) return null;
  const layOut = async (remittanceId: string) => {
    const { lines, customer } = await queryClient.fetchQuery(
      api.remittances.read.queryOptions({ remittanceId }),
    );
    const named = lines.flatMap((line) => (line.itemId ? [{ ...line, itemId: line.itemId }] : []));
    change({
      ...(customer && !detail.receipt && { customerId: customer.id, customerName: customer.name }),
      remittanceId,
      rows: named.map(({ itemId, netMinor }) => ({
        itemId,
        ticked: true,
        typed: formatAmount(netMinor, currency, locale),
      })),
      differences: Object.fromEntries(
        named.flatMap(({ itemId, discountMinor, deductionMinor, reason }) =>
          discountMinor > 0n
            ? [[itemId, newDifference({ choice: "discount", reason: t("discountReason") })]]
            : deductionMinor > 0n
              ? [[itemId, newDifference({ choice: "deduction", reason: reason ?? "" })]]
              : [],
        ),
      ),
    });
  };
  return (
    <section className="cash-part" aria-label={t("advices")}>
      <h2>{t("advices")}</h2>
      <ul className="cash-found">
        {waiting.map(({ id, number, totalMinor, paidOn, reference }) => (
          <li key={id}>
            <span>
              <Link href={`/remittances?remittance=${id}`}>{number}</Link>{" "}
              {[`${amount(totalMinor, currency)} ${currency}`, paidOn && day(paidOn), reference]
                .filter(Boolean)
                .join(", ")}
            </span>
            {chosen === id ? (
              <span className="text-ink-2">{t("adviceGoes")}</span>
            ) : (
              <Button
                variant="text"
                aria-label={t("layOutNumber", { number })}
                onClick={() => void layOut(id)}
              >
                {t("layOut")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
