import { SumRow } from "@openitem/ui/amount";
import { LinkButton } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import { Link } from "@openitem/ui/link";
import { Section } from "@openitem/ui/page";
import { Pagination } from "@openitem/ui/pagination";
import { SearchField } from "@openitem/ui/search-field";
import { AmountCell, Body, Cell, ColumnHead, EmptyRows, Foot, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { Form } from "react-router";
import { useTranslations } from "use-intl";
import type { Invoice, InvoiceLineRow } from "../invoice.server.ts";
import { AccountField } from "./account-field.tsx";
import { LineHold } from "./dispute/line-hold.tsx";

/** From this many lines on a search is offered. */
const SEARCH_FROM = 20;

type Props = {
  invoice: Invoice;
  search: string;
  after: number;
  /** 1-based position of the first line shown */
  from: number;
};

/** What a document is made of: a page of its lines, searchable, with the total of all. */
export function InvoiceLines({ invoice, search, after, from }: Props) {
  const t = useTranslations("invoice");
  const { id, number, currency, lines, lineCount, amountMinor } = invoice;
  if (lineCount === 0)
    return (
      <Section title={t("lines")}>
        <p className="text-md text-ink-2">{t("noLines")}</p>
      </Section>
    );
  return (
    <Section
      title={t("lines")}
      id="lines"
      action={
        <Link href={`/invoices/${id}/lines.csv`} download className="text-md">
          {t("linesCsv", { count: lineCount })}
        </Link>
      }
    >
      {lineCount >= SEARCH_FROM && (
        <Form action={`/invoices/${id}`} role="search" className="my-3 max-w-sm" preventScrollReset>
          <AccountField />
          <SearchField
            key={search}
            name="q"
            label={t("searchLines")}
            placeholder={t("searchLines")}
            defaultValue={search}
            maxLength={60}
          />
        </Form>
      )}
      <Table caption={t("linesCaption", { number, currency })}>
        <Head>
          <ColumnHead>{t("service")}</ColumnHead>
          <ColumnHead align="end">{t("quantity")}</ColumnHead>
          <ColumnHead align="end">{t("unitPrice")}</ColumnHead>
          <ColumnHead align="end">{t("amountIn", { currency })}</ColumnHead>
        </Head>
        <Body>
          {lines.length === 0 && (
            <EmptyRows columns={4}>
              <EmptyState
                title={t("noLineFound", { query: search })}
                actions={<LinkButton href={`/invoices/${id}#lines`}>{t("allLines")}</LinkButton>}
              />
            </EmptyRows>
          )}
          {lines.map((line) => (
            <Line key={line.lineNo} line={line} invoice={invoice} />
          ))}
        </Body>
        {!search && lines.length > 0 && (
          <Foot>
            <SumRow label={t("total")} labelSpan={3}>
              <AmountCell minor={amountMinor} currency={currency} />
            </SumRow>
          </Foot>
        )}
      </Table>
      <LinePages invoice={invoice} search={search} after={after} from={from} />
    </Section>
  );
}

function Line({ line, invoice }: { line: InvoiceLineRow; invoice: Invoice }) {
  const t = useTranslations("invoice");
  const format = useFormats();
  const { currency } = invoice;
  const { description, quantity, unit, unitPrice, periodFromOn, periodToOn } = line;
  const amounts = { quantity: format.decimal(quantity), price: format.decimal(unitPrice) };
  const period =
    periodFromOn && periodToOn
      ? t("period", { from: format.day(periodFromOn, { year: false }), to: format.day(periodToOn) })
      : null;
  return (
    <Row>
      <Cell phone="lead" sub={[unit, period].filter(Boolean).join(", ") || undefined}>
        {description}
        <LineHold line={line} invoice={invoice} />
      </Cell>
      <Cell align="end" quiet phone="hidden">
        {amounts.quantity}
      </Cell>
      <Cell align="end" quiet phone="status">
        <span className="max-md:hidden">{amounts.price}</span>
        <span className="text-sm md:hidden">{t("quantityAt", amounts)}</span>
      </Cell>
      <AmountCell minor={line.amountMinor} currency={currency} />
    </Row>
  );
}

function LinePages({ invoice: { id, lines, lineCount, nextLine }, search, after, from }: Props) {
  const t = useTranslations("invoice");
  if (lines.length === 0 || (after === 0 && nextLine === null)) return null;
  const to = from + lines.length - 1;
  const href = (params: Record<string, string>) => {
    const query = new URLSearchParams({ ...(search && { q: search }), ...params }).toString();
    return `/invoices/${id}${query && `?${query}`}#lines`;
  };
  // Lines are read forwards only; what is before is begun anew.
  return (
    <Pagination
      from={from}
      to={to}
      note={t("linesNote")}
      {...(!search && { total: lineCount })}
      {...(after > 0 && { previousHref: href({}) })}
      {...(nextLine !== null && { nextHref: href({ after: String(nextLine), from: String(to + 1) }) })}
    />
  );
}
