import type { PreparedDetail } from "@openitem/domain/payments/list-prepared";
import { Amount, SumRow } from "@openitem/ui/amount";
import { Section } from "@openitem/ui/page";
import { AmountCell, Body, Cell, ColumnHead, DocumentLink, Foot, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";

/** What is to be paid with what, beside what is open of it now. */
export function PreparedDocuments({ view }: { view: PreparedDetail }) {
  const t = useTranslations("prepared");
  const format = useFormats();
  const { prepared, debits, credits, onAccountMinor } = view;
  const { currency } = prepared;
  return (
    <Section title={t("documents")}>
      <Table caption={t("documentsCaption", { currency })}>
        <Head>
          <ColumnHead>{t("document")}</ColumnHead>
          <ColumnHead align="end">{t("open", { currency })}</ColumnHead>
          <ColumnHead align="end">{t("pays", { currency })}</ColumnHead>
        </Head>
        <Body>
          {debits.map(({ itemId, number, dueOn, openMinor, amountMinor }) => (
            <Row key={itemId}>
              <Cell
                heading
                phone="lead"
                sub={
                  amountMinor > openMinor ? (
                    <span className="oi-tone-overdue">
                      {t("less", { open: format.amount(openMinor, currency) })}
                    </span>
                  ) : (
                    dueOn && t("due", { day: format.day(dueOn) })
                  )
                }
              >
                <DocumentLink href={`/invoices/${itemId}`}>{number}</DocumentLink>
              </Cell>
              <AmountCell minor={openMinor} currency={currency} phone="aside" label={t("openLabel")} />
              <AmountCell minor={amountMinor} currency={currency} strong />
            </Row>
          ))}
          {credits.map(({ itemId, number, openMinor, amountMinor }) => (
            <Row key={itemId}>
              <Cell heading phone="lead" sub={t("credits")}>
                {number}
              </Cell>
              <AmountCell minor={-openMinor} currency={currency} phone="aside" label={t("openLabel")} />
              <AmountCell minor={-amountMinor} currency={currency} tone="credit" />
            </Row>
          ))}
          {onAccountMinor > 0n && (
            <Row>
              <Cell heading phone="lead">
                {t("onAccount")}
              </Cell>
              <Cell phone="hidden" />
              <AmountCell minor={onAccountMinor} currency={currency} />
            </Row>
          )}
        </Body>
        <Foot>
          <SumRow label={t("total")}>
            <td className="oi-phone-hidden" />
            <Cell align="end" phone="amount">
              <Amount minor={prepared.amountMinor} currency={currency} />
            </Cell>
          </SumRow>
        </Foot>
      </Table>
    </Section>
  );
}
