import type { PromiseDetail } from "@openitem/domain/promises/read-promise";
import { Amount, SumRow } from "@openitem/ui/amount";
import { Link } from "@openitem/ui/link";
import { Section } from "@openitem/ui/page";
import { Status, type StatusProps } from "@openitem/ui/status";
import { AmountCell, Body, Cell, ColumnHead, DocumentLink, Foot, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";

type Instalment = PromiseDetail["instalments"][number];

const GONE = ["cancelled", "replaced", "declined"];

/** The dates with what has arrived for each, and a way to pay it. */
export function PromisedDates({
  view: { promise, instalments, keptMinor },
  mayPay,
}: {
  view: PromiseDetail;
  mayPay: boolean;
}) {
  const t = useTranslations("promises");
  const format = useFormats();
  const { currency, id, status } = promise;
  const isGone = GONE.includes(status);
  const stateOf = (each: Instalment): StatusProps => {
    if (isGone) return { state: "cancelled", label: t("notAny") };
    if (each.state === "kept" || each.state === "broken") return { state: each.state };
    if (each.state === "part_kept") return { state: "partly-kept" };
    if (each.state === "pending") return { state: "in-flight" };
    if (each.daysLeft < 0)
      return { state: "due-soon", label: t("grace", { day: format.day(each.graceOn, { year: false }) }) };
    return { state: "promised", label: t("in", { days: each.daysLeft }) };
  };
  const canPay = ({ state, leftMinor }: Instalment) =>
    mayPay && status === "active" && state === "waiting" && leftMinor > 0n;
  const payLabel = (each: Instalment) =>
    t("payOf", {
      amount: format.amount(each.leftMinor, currency),
      day: format.day(each.dueOn, { year: false }),
    });
  return (
    <Section title={t("dates")}>
      <Table caption={t("datesCaption", { currency })}>
        <Head>
          <ColumnHead>{t("date")}</ColumnHead>
          <ColumnHead>{t("state")}</ColumnHead>
          <ColumnHead align="end">{t("keptSoFar", { currency })}</ColumnHead>
          <ColumnHead align="end">{t("promised", { currency })}</ColumnHead>
        </Head>
        <Body>
          {instalments.map((each) => (
            <Row key={each.no}>
              <Cell
                heading
                phone="lead"
                className="whitespace-nowrap"
                sub={
                  canPay(each) && (
                    <Link
                      href={`/pay?${new URLSearchParams({ promise: id, date: String(each.no) })}`}
                      aria-label={payLabel(each)}
                    >
                      {t("pay")}
                    </Link>
                  )
                }
              >
                {format.day(each.dueOn, { weekday: true })}
              </Cell>
              <Cell phone="status">
                <Status {...stateOf(each)} />
              </Cell>
              <AmountCell minor={each.keptMinor} currency={currency} phone="aside" label={t("keptLabel")} />
              <AmountCell minor={each.amountMinor} currency={currency} strong />
            </Row>
          ))}
        </Body>
        {instalments.length > 1 && (
          <Foot>
            <SumRow label={t("total")}>
              <td className="oi-phone-hidden" />
              <Cell align="end" phone="hidden">
                <Amount minor={keptMinor} currency={currency} />
              </Cell>
              <Cell align="end" phone="amount">
                <Amount minor={promise.amountMinor} currency={currency} />
              </Cell>
            </SumRow>
          </Foot>
        )}
      </Table>
    </Section>
  );
}

/** The documents with how much of each is promised and what is open of it now. */
export function PromisedDocuments({ view: { promise, documents } }: { view: PromiseDetail }) {
  const t = useTranslations("promises");
  const format = useFormats();
  const { currency } = promise;
  return (
    <Section title={t("documents")}>
      <Table caption={t("documentsCaption", { currency })}>
        <Head>
          <ColumnHead>{t("document")}</ColumnHead>
          <ColumnHead align="end">{t("openNow", { currency })}</ColumnHead>
          <ColumnHead align="end">{t("ofIt", { currency })}</ColumnHead>
        </Head>
        <Body>
          {documents.map((document) => {
            const { inFlightMinor, disputedMinor, dueOn } = document;
            const facts = [
              dueOn && t("due", { day: format.day(dueOn) }),
              inFlightMinor > 0n && t("inFlight", { amount: format.amount(inFlightMinor, currency) }),
              disputedMinor > 0n && t("disputed", { amount: format.amount(disputedMinor, currency) }),
            ].filter(Boolean);
            return (
              <Row key={document.itemId}>
                <Cell heading phone="lead" sub={facts.join(" · ")}>
                  <DocumentLink href={`/invoices/${document.itemId}`}>{document.number}</DocumentLink>
                </Cell>
                <AmountCell
                  minor={document.openMinor}
                  currency={currency}
                  phone="aside"
                  label={t("openLabel")}
                />
                <AmountCell minor={document.amountMinor} currency={currency} strong />
              </Row>
            );
          })}
        </Body>
        {documents.length > 1 && (
          <Foot>
            <SumRow label={t("total")}>
              <td className="oi-phone-hidden" />
              <Cell align="end" phone="amount">
                <Amount minor={promise.amountMinor} currency={currency} />
              </Cell>
            </SumRow>
          </Foot>
        )}
      </Table>
    </Section>
  );
}
