import { SumRow } from "@openitem/ui/amount";
import { Section } from "@openitem/ui/page";
import { AmountCell, Body, Cell, ColumnHead, DocumentLink, Foot, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { PaymentView } from "./payment-view.server.ts";

/** What a payment was for: what was meant, and once it settled what it paid and what it left open. */
export function PaymentDocuments({ payment }: { payment: PaymentView }) {
  const t = useTranslations("payment");
  const tReasons = useTranslations("pay.reasons");
  const format = useFormats();
  const { documents, documentCount, documentsMinor, currency } = payment;
  if (documentCount === 0) return null;
  const isSettled = payment.settledAt !== null;
  const noteOf = (document: PaymentView["documents"][number]): string | null => {
    const { shortReason, shortNote, paidMinor, plannedMinor } = document;
    const notes: string[] = [];
    if (paidMinor !== null && paidMinor !== plannedMinor)
      notes.push(t("planned", { amount: format.amount(plannedMinor, currency) }));
    if (shortReason) {
      const key = shortReason as Parameters<typeof tReasons>[0];
      const reason = tReasons.has(key) ? tReasons(key) : shortReason.replaceAll("_", " ");
      notes.push(t("shortFor", { reason: shortNote ? `${reason}, ${shortNote}` : reason }));
    }
    return notes.length > 0 ? notes.join(". ") : null;
  };
  return (
    <Section title={t("documents")}>
      <Table caption={t("documentsCaption", { currency })}>
        <Head>
          <ColumnHead>{t("document")}</ColumnHead>
          {isSettled && <ColumnHead align="end">{t("openAfter", { currency })}</ColumnHead>}
          <ColumnHead align="end">{t(isSettled ? "paid" : "inThis", { currency })}</ColumnHead>
        </Head>
        <Body>
          {documents.map((document) => (
            <Row key={document.itemId}>
              <Cell phone="lead" heading sub={noteOf(document)}>
                <DocumentLink href={`/invoices/${document.itemId}`}>{document.number}</DocumentLink>
              </Cell>
              {isSettled && (
                <AmountCell
                  minor={document.openAfterMinor}
                  currency={currency}
                  tone="quiet"
                  phone="line"
                  label={t("openAfter", { currency })}
                />
              )}
              <AmountCell minor={document.paidMinor ?? document.plannedMinor} currency={currency} />
            </Row>
          ))}
        </Body>
        <Foot>
          <SumRow label={t("sum")} labelSpan={isSettled ? 2 : 1}>
            <AmountCell minor={documentsMinor} currency={currency} />
          </SumRow>
        </Foot>
      </Table>
      {documentCount > documents.length && (
        <p className="oi-hint mt-2">{t("more", { count: documentCount - documents.length })}</p>
      )}
    </Section>
  );
}
