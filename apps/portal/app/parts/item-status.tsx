import type { StatusProps } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { InvoiceRow } from "../invoices.server.ts";
import { useDistance } from "./distance-words.tsx";

const DUE_SOON_DAYS = 7;

export type ItemFacts = Pick<
  InvoiceRow,
  | "kind"
  | "isDebit"
  | "currency"
  | "amountMinor"
  | "openMinor"
  | "inFlightMinor"
  | "disputedMinor"
  | "promised"
  | "declaredUntilOn"
  | "daysLate"
> & {
  heldAs?: "unapplied" | "on_account" | null;
  payer?: { name: string; sinceOn: string } | null;
};

/** The one word of a document's state, with its reason or amount. Settled money decides; what is under way does not. */
export function useItemStatus(): (item: ItemFacts) => StatusProps {
  const t = useTranslations("invoices");
  const distance = useDistance();
  const format = useFormats();

  return (item) => {
    const { currency, amountMinor, openMinor, inFlightMinor = 0n, daysLate, payer } = item;
    const { disputedMinor = 0n, promised } = item;
    if (!item.isDebit) return creditStatus(item);
    if (openMinor === 0n) return item.kind === "refund" ? { state: "refunded" } : { state: "paid" };
    if (inFlightMinor >= openMinor) {
      const detail = payer
        ? t("payerDetail", { name: payer.name, day: format.day(payer.sinceOn, { year: false }) })
        : t("flightDetail");
      return { state: "in-flight", detail };
    }
    if (inFlightMinor > 0n)
      return {
        state: "in-flight",
        label: t("partFlight"),
        detail: t("partFlightDetail", { amount: format.amount(inFlightMinor, currency) }),
      };
    if (disputedMinor >= openMinor) return { state: "disputed", detail: t("disputedDetail") };
    if (disputedMinor > 0n)
      return {
        state: "part-disputed",
        detail: t("partDisputedDetail", { amount: format.amount(disputedMinor, currency) }),
      };
    if (item.declaredUntilOn)
      return {
        state: "in-flight",
        label: t("declaredPaid"),
        detail: t("declaredDetail", { day: format.day(item.declaredUntilOn, { year: false }) }),
      };
    if (promised)
      return {
        state: "promised",
        label: t("promisedFor", { day: format.day(promised.nextOn, { year: false }) }),
        detail:
          promised.minor < openMinor
            ? t("partPromisedDetail", { amount: format.amount(promised.minor, currency) })
            : undefined,
      };
    const paidMinor = amountMinor - openMinor;
    const detail =
      paidMinor > 0n ? t("partPaidDetail", { amount: format.amount(paidMinor, currency) }) : undefined;
    if (daysLate !== null && daysLate > 0) return { state: "overdue", detail };
    if (daysLate !== null && daysLate > -DUE_SOON_DAYS - 1)
      return { state: "due-soon", label: distance(daysLate), detail };
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
