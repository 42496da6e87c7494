import { Amount } from "@openitem/ui/amount";
import { Button } from "@openitem/ui/button";
import { Link } from "@openitem/ui/link";
import { PaneSection } from "@openitem/ui/office-shell";
import { Body, Cell, ColumnHead, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { type DisputedDocument, useDispute } from "./dispute-context.ts";

const LINES_SHOWN = 20;
type Line = DisputedDocument["lines"][number];

/** What was billed against what the customer expects, for each document. */
export function DisputeLines() {
  const t = useTranslations("dispute");
  const { documents } = useDispute().detail;
  return (
    <PaneSection title={t("lines")}>
      <div className="grid gap-4">
        {documents.map((document) => (
          <DocumentLines key={document.itemId} document={document} />
        ))}
      </div>
    </PaneSection>
  );
}

function DocumentLines({ document }: { document: DisputedDocument }) {
  const t = useTranslations("dispute");
  const format = useFormats();
  const { currency } = useDispute().detail.dispute;
  const [all, setAll] = useState(false);
  const shown = all ? document.lines : document.lines.slice(0, LINES_SHOWN);
  const more = document.lines.length - shown.length;
  return (
    <div>
      <p className="mb-1 flex flex-wrap gap-x-3">
        <Link href={`/items/${document.itemId}`} className="oi-document">
          {document.number}
        </Link>
        <span className="oi-unit">
          {t("open", { amount: format.amount(document.openMinor, currency) })}
          {document.dueOn && `, ${t("dueOn", { day: format.day(document.dueOn) })}`}
        </span>
      </p>
      <Table caption={t("linesCaption", { number: document.number, currency })} dense phone="scroll">
        <Head>
          <ColumnHead>
            <span className="oi-hidden">{t("lines")}</span>
          </ColumnHead>
          <ColumnHead align="end">{t("quantity")}</ColumnHead>
          <ColumnHead align="end">{t("price")}</ColumnHead>
          <ColumnHead align="end">{t("lineAmount", { currency })}</ColumnHead>
        </Head>
        <Body>
          {shown.map((line) => (
            <LineRows key={line.lineNo} line={line} document={document} />
          ))}
        </Body>
      </Table>
      {more > 0 && (
        <Button variant="text" onClick={() => setAll(true)}>
          {t("moreLines", { count: more })}
        </Button>
      )}
    </div>
  );
}

/** Three rows of a line: as billed, as the customer has it, and what is disputed of it. */
function LineRows({ line, document }: { line: Line; document: DisputedDocument }) {
  const t = useTranslations("dispute");
  const format = useFormats();
  const { currency } = useDispute().detail.dispute;
  const { billed, expectedQuantity, expectedUnitPrice, disputedMinor } = line;
  const billedMinor = billed?.amountMinor ?? document.amountMinor;
  const number = (text: string | null | undefined) => text != null && format.decimal(text);
  return (
    <>
      <Row joined>
        <Cell heading sub={billed ? periodOf(billed) : undefined}>
          {billed ? `${t("billed")}, ${billed.description}` : t("whole")}
        </Cell>
        <Cell align="end" sub={billed?.unit}>
          {number(billed?.quantity)}
        </Cell>
        <Cell align="end">{number(billed?.unitPrice)}</Cell>
        <Cell align="end">
          <Amount minor={billedMinor} currency={currency} />
        </Cell>
      </Row>
      <Row joined>
        <Cell heading>{t("expected")}</Cell>
        <Cell align="end">{number(expectedQuantity ?? billed?.quantity)}</Cell>
        <Cell align="end">{number(expectedUnitPrice ?? billed?.unitPrice)}</Cell>
        <Cell align="end">
          <Amount minor={billedMinor - disputedMinor} currency={currency} />
        </Cell>
      </Row>
      <Row tone="disputed">
        <Cell heading>
          <b>{t("disputed")}</b>
        </Cell>
        <Cell align="end" />
        <Cell align="end" />
        <Cell align="end" strong>
          <Amount minor={disputedMinor} currency={currency} />
        </Cell>
      </Row>
    </>
  );

  function periodOf({ periodFromOn, periodToOn }: NonNullable<Line["billed"]>): string | undefined {
    if (!periodFromOn || !periodToOn) return undefined;
    return `${format.day(periodFromOn, { year: false })} – ${format.day(periodToOn)}`;
  }
}
