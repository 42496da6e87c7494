import { Amount, SumRow } from "@openitem/ui/amount";
import { RowCheckbox } from "@openitem/ui/choice";
import { Link } from "@openitem/ui/link";
import { Body, Cell, ColumnHead, EmptyRows, Foot, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { MatchDraft, ReadDraft, ReadRow } from "./match-draft.ts";

type Change = (over: Partial<MatchDraft> | ((before: MatchDraft) => Partial<MatchDraft>)) => void;

/** The documents that the money pays, with what it pays of each. */
export function MatchRows({
  heading,
  rule,
  draft,
  change,
  state,
  currency,
  cursor,
}: {
  heading: string;
  rule: string | null;
  draft: MatchDraft;
  change: Change;
  state: ReadDraft;
  currency: string;
  /** The row that the keyboard ticks. */
  cursor: number;
}) {
  const t = useTranslations("cash");
  const format = useFormats();
  const alter = (itemId: string, over: Partial<MatchDraft["rows"][number]>) =>
    change((now) => ({ rows: now.rows.map((row) => (row.itemId === itemId ? { ...row, ...over } : row)) }));
  const ticked = state.rows.filter((row) => row.ticked);
  const openMinor = ticked.reduce((sum, { document }) => sum + (document?.freeMinor ?? 0n), 0n);
  return (
    <section className="cash-part">
      <div className="cash-head-line">
        <h2>{heading}</h2>
        {rule && <span className="text-ink-3">{t("ruleIs", { rule })}</span>}
      </div>
      <Table caption={t("applyCaption", { currency })}>
        <Head>
          <ColumnHead>
            <span className="oi-hidden">{t("tick")}</span>
          </ColumnHead>
          <ColumnHead>{t("document")}</ColumnHead>
          <ColumnHead>{t("due")}</ColumnHead>
          <ColumnHead align="end">{t("openIn", { currency })}</ColumnHead>
          <ColumnHead align="end">{t("applyIn", { currency })}</ColumnHead>
          <ColumnHead align="end">{t("left")}</ColumnHead>
        </Head>
        <Body>
          {state.rows.length === 0 && (
            <EmptyRows columns={6}>
              <p className="text-ink-2">{draft.customerId ? t("noRows") : t("noRowsNoPayer")}</p>
            </EmptyRows>
          )}
          {state.rows.map((row, index) => (
            <Row key={row.itemId} current={index === cursor && state.rows.length > 1}>
              <Cell phone="select">
                <RowCheckbox
                  label={t("tickRow", { number: row.document?.number ?? "" })}
                  checked={row.ticked}
                  onChange={() => alter(row.itemId, { ticked: !row.ticked })}
                />
              </Cell>
              <Cell heading phone="lead" sub={customerOf(row, draft)}>
                <Link href={`/items/${row.itemId}`}>{row.document?.number ?? "…"}</Link>
              </Cell>
              <Cell quiet phone="status">
                {row.document?.dueOn && format.day(row.document.dueOn, { year: false })}
              </Cell>
              <Cell align="end" phone="hidden">
                {row.document && <Amount minor={row.document.freeMinor} currency={currency} />}
              </Cell>
              <Cell align="end" phone="amount" sub={<RowFault row={row} currency={currency} />}>
                <input
                  className="oi-input oi-input-amount cash-apply"
                  inputMode="decimal"
                  autoComplete="off"
                  aria-label={t("amountFor", { number: row.document?.number ?? "" })}
                  aria-invalid={row.fault !== null || undefined}
                  value={row.typed}
                  onChange={({ target }) => alter(row.itemId, { typed: target.value, ticked: true })}
                />
              </Cell>
              <Cell align="end" phone="aside">
                {row.leftMinor !== null && row.leftMinor >= 0n && (
                  <Amount
                    minor={row.leftMinor}
                    currency={currency}
                    {...(row.leftMinor > 0n && row.ticked && { tone: "due" as const, strong: true })}
                  />
                )}
              </Cell>
            </Row>
          ))}
        </Body>
        {ticked.length > 0 && (
          <Foot>
            <SumRow label={t("documents", { count: ticked.length })} labelSpan={3}>
              <Cell align="end" phone="hidden">
                <Amount minor={openMinor} currency={currency} />
              </Cell>
              <Cell align="end" phone="amount">
                <Amount minor={state.appliedMinor} currency={currency} />
              </Cell>
              <Cell align="end" phone="aside">
                <Amount minor={state.invoicesLeftMinor} currency={currency} />
              </Cell>
            </SumRow>
          </Foot>
        )}
      </Table>
    </section>
  );
}

/** Whose the document is, where it is not the payer's own. */
const customerOf = ({ document }: ReadRow, { customerId }: MatchDraft): string | undefined =>
  document && document.customerId !== customerId ? document.customerName : undefined;

function RowFault({ row, currency }: { row: ReadRow; currency: string }) {
  const t = useTranslations("cash");
  const format = useFormats();
  if (row.fault === null || !row.ticked) return null;
  const open = format.amount(row.document?.freeMinor ?? 0n, currency);
  return (
    <span className="text-overdue">
      {row.fault === "over-open"
        ? t("overOpen", { open })
        : row.fault === "not-above-zero"
          ? t("aboveZero")
          : format.amountFault(row.fault, currency)}
    </span>
  );
}
