import { Amount, SumRow } from "@openitem/ui/amount";
import { DefinitionList } from "@openitem/ui/definition-list";
import { Section } from "@openitem/ui/page";
import { AmountCell, Body, Cell, ColumnHead, DocumentLink, Foot, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { DisputeView } from "./dispute-view.server.ts";
import { useDisputeWords } from "./use-dispute-words.tsx";

/** The documents and lines in question, as billed and as expected, and what was said with the reason. */
export function DisputeWhat({ dispute }: { dispute: DisputeView }) {
  const t = useTranslations("disputePage");
  const words = useDisputeWords();
  const format = useFormats();
  const { documents, currency, amountMinor, facts } = dispute;
  const said = Object.entries(facts);
  const pair = (quantity: string | null, price: string | null) =>
    quantity !== null && price !== null
      ? t("at", { quantity: number(quantity), price: number(price) })
      : null;
  const number = (text: string) => (/^-?\d+(\.\d+)?$/.test(text) ? format.decimal(text) : text);
  return (
    <Section title={t("what")}>
      <Table caption={t("whatCaption", { currency })}>
        <Head>
          <ColumnHead>{t("document")}</ColumnHead>
          <ColumnHead align="end">{t("billed")}</ColumnHead>
          <ColumnHead align="end">{t("expected")}</ColumnHead>
          <ColumnHead align="end">{t("asked", { currency })}</ColumnHead>
        </Head>
        <Body>
          {documents.flatMap(({ itemId, number: document, lines }) =>
            lines.map((line) => {
              const isExpected = line.expectedQuantity !== null || line.expectedUnitPrice !== null;
              const expected = isExpected
                ? pair(line.expectedQuantity ?? line.quantity, line.expectedUnitPrice ?? line.unitPrice)
                : null;
              return (
                <Row key={`${itemId}.${line.lineNo}`}>
                  <Cell phone="lead" heading sub={line.description ?? t("wholeDocument")}>
                    <DocumentLink href={`/invoices/${itemId}`}>{document}</DocumentLink>
                  </Cell>
                  <Cell align="end" quiet phone="status">
                    {pair(line.quantity, line.unitPrice)}
                  </Cell>
                  <Cell align="end" phone={expected ? "line" : "hidden"} label={t("expected")}>
                    {expected}
                  </Cell>
                  <AmountCell minor={line.disputedMinor} currency={currency} />
                </Row>
              );
            }),
          )}
        </Body>
        <Foot>
          <SumRow label={t("sum")} labelSpan={3}>
            <Cell align="end" phone="amount">
              <Amount minor={amountMinor} currency={currency} />
            </Cell>
          </SumRow>
        </Foot>
      </Table>
      {said.length > 0 && (
        <div className="mt-5">
          <h3 className="mb-1.5">{t("facts")}</h3>
          <DefinitionList
            items={said.map(([field, value]) => ({ term: words.fact(field), value: number(value) }))}
          />
        </div>
      )}
    </Section>
  );
}
