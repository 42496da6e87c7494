import type { Status } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import type { ComponentProps } from "react";
import { useTranslations } from "use-intl";
import type { InvoiceRow } from "../invoices.server.ts";

const DUE_SOON_DAYS = 7;

export type ItemFacts = Pick<
  InvoiceRow,
  "kind" | "isDebit" | "heldAs" | "currency" | "amountMinor" | "openMinor" | "inFlightMinor" | "daysLate"
> & { payer: { name: string; sinceOn: string } | null };

type StatusProps = ComponentProps<typeof Status>;

/** The one word of a document's state, with its reason or amount. Settled money decides; what is under way does not. */
export function useItemStatus(): (item: ItemFacts) => StatusProps {
  const t = useTranslations("invoices");
  const distance = useTranslations("distance");
  const format = useFormats();

  return (item) => {
    const { currency, amountMinor, openMinor, inFlightMinor, daysLate, payer } = item;
    if (!item.isDebit) return creditStatus(item);
    if (openMinor === 0n) return item.kind === "refund" ? { state: "refunded" } : { state: "paid" };
    const by = payer
      ? t("payerDetail", { name: payer.name, day: format.day(payer.sinceOn, { year: false }) })
      : t("flightDetail");
    if (inFlightMinor >= openMinor) return { state: "in-flight", detail: by };
    if (inFlightMinor > 0n)
      return {
        state: "in-flight",
        label: t("partFlight"),
        detail: t("partFlightDetail", { amount: format.amount(inFlightMinor, currency) }),
      };
    const paidMinor = amountMinor - openMinor;
    const detail =
      paidMinor > 0n ? t("partPaidDetail", { amount: format.amount(paidMinor, currency) }) : undefined;
    if (daysLate !== null && daysLate > 0) return { state: "overdue", detail };
    if (daysLate !== null && daysLate > -DUE_SOON_DAYS - 1) {
      const label = daysLate === 0 ? distance("dueToday") : distance("dueIn", { days: -daysLate });
      return { state: "due-soon", label, detail };
    }
    return paidMinor > 0n ? { state: "part-paid", detail } : { state: "open" };
  };

  function creditStatus({ kind, heldAs, openMinor }: ItemFacts): StatusProps {
    if (openMinor === 0n) return { state: "settled", label: t("used") };
    const detail = t("useWhenPaying");
    if (kind === "credit_memo") return { state: "credit", detail };
    if (heldAs === "on_account") return { state: "on-account", detail };
    return { state: "unapplied", label: t("notAssigned"), detail };
  }
}
