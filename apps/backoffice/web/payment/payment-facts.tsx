import { type Definition, DefinitionList } from "@openitem/ui/definition-list";
import { Link } from "@openitem/ui/link";
import { PaneSection } from "@openitem/ui/office-shell";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { useMethodName } from "../payments/payment-status.tsx";
import type { Detail } from "./payment-page.tsx";

/** Who, when and how, and the names of its objects at Stripe. */
export function PaymentFacts({ detail: { payment, customer, receipt } }: { detail: Detail }) {
  const t = useTranslations("payment");
  const format = useFormats();
  const method = useMethodName();
  const moment = (term: string, at: Date | null): Definition[] =>
    at ? [{ term, value: format.moment(at) }] : [];
  const id = (term: string, value: string | null): Definition => ({
    term,
    value: value ? (
      <span className="split-word">{value}</span>
    ) : (
      <span className="text-ink-3">{t("none")}</span>
    ),
  });
  return (
    <>
      <PaneSection title={t("facts")}>
        <DefinitionList
          items={[
            {
              term: t("customer"),
              value: (
                <>
                  <Link href={`/customers/${customer.id}`}>{customer.name}</Link>{" "}
                  <span className="oi-unit">{customer.number}</span>
                </>
              ),
            },
            { term: t("startedBy"), value: payment.startedByName },
            ...moment(t("startedAt"), payment.createdAt),
            ...moment(t("submittedAt"), payment.submittedAt),
            ...moment(t("settledAt"), payment.settledAt),
            ...moment(t("endedAt"), payment.endedAt),
            ...(payment.method ? [{ term: t("method"), value: method(payment.method) }] : []),
            ...(receipt
              ? [{ term: t("receipt"), value: <Link href={`/items/${receipt.id}`}>{receipt.number}</Link> }]
              : []),
          ]}
        />
      </PaneSection>
      <PaneSection title={t("stripe")}>
        <DefinitionList
          items={[
            id(t("checkout"), payment.checkoutId),
            id(t("intent"), payment.intentId),
            id(t("charge"), payment.chargeId),
          ]}
        />
      </PaneSection>
    </>
  );
}
