import { Amount, SumRow } from "@openitem/ui/amount";
import { RowCheckbox } from "@openitem/ui/choice";
import { Body, Cell, ColumnHead, DocumentLink, EmptyRows, Foot, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { ReadRecord } from "./record-draft.ts";

/** A document that can be chosen; `freeMinor` is null where only the server knows. */
export type Choosable = { itemId: string; number: string; dueOn: string | null; freeMinor: bigint | null };

/** The open documents with a box each, and what is promised of those that are chosen. */
export function RecordDocuments({
  rows,
  read,
  currency,
  faultOf,
  empty,
  onTick,
  onAmount,
}: {
  rows: readonly Choosable[];
  read: ReadRecord;
  currency: string;
  /** Why a chosen document cannot be promised as typed. */
  faultOf: (itemId: string) => ReactNode;
  empty: ReactNode;
  onTick: (row: Choosable) => void;
  onAmount: (itemId: string, text: string) => void;
}) {
  const t = useTranslations("recordPromise");
  const format = useFormats();
  const chosen = new Map(read.documents.map((each) => [each.itemId, each]));
  return (
    <Table caption={t("caption", { currency })} edge>
      <Head>
        <ColumnHead>
          <span className="oi-hidden">{t("tick")}</span>
        </ColumnHead>
        <ColumnHead>{t("document")}</ColumnHead>
        <ColumnHead>{t("due")}</ColumnHead>
        <ColumnHead align="end">{t("free")}</ColumnHead>
        <ColumnHead align="end">{t("promised")}</ColumnHead>
      </Head>
      <Body>
        {rows.length === 0 && <EmptyRows columns={5}>{empty}</EmptyRows>}
        {rows.map((row) => {
          const { itemId, number, dueOn, freeMinor } = row;
          const typed = chosen.get(itemId);
          const fault = typed && faultOf(itemId);
          return (
            <Row key={itemId}>
              <Cell phone="select">
                <RowCheckbox
                  label={t("tickRow", { number })}
                  checked={typed !== undefined}
                  onChange={() => onTick(row)}
                />
              </Cell>
              <Cell heading phone="lead">
                <DocumentLink href={`/items/${itemId}`}>{number}</DocumentLink>
              </Cell>
              <Cell quiet phone="status">
                {dueOn && format.day(dueOn, { year: false })}
              </Cell>
              <Cell align="end" phone="aside" label={t("free")}>
                {freeMinor !== null && <Amount minor={freeMinor} currency={currency} />}
              </Cell>
              <Cell
                align="end"
                phone="amount"
                {...(fault && {
                  sub: (
                    <span className="text-overdue" role="alert">
                      {fault}
                    </span>
                  ),
                })}
              >
                {typed && (
                  <input
                    className="oi-input oi-input-amount w-32"
                    inputMode="decimal"
                    autoComplete="off"
                    aria-label={t("amountFor", { number })}
                    aria-invalid={fault ? true : undefined}
                    value={typed.amount}
                    onChange={({ target }) => onAmount(itemId, target.value)}
                  />
                )}
              </Cell>
            </Row>
          );
        })}
      </Body>
      <Foot>
        <SumRow label={t("chosen", { count: read.documents.length })} labelSpan={4}>
          <Cell align="end" phone="amount">
            <Amount minor={read.documentsMinor} currency={currency} showCurrency />
          </Cell>
        </SumRow>
      </Foot>
    </Table>
  );
}
