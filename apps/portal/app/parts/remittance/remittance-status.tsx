import { SumRow } from "@openitem/ui/amount";
import { Banner } from "@openitem/ui/banner";
import { LinkButton } from "@openitem/ui/button";
import { DefinitionList } from "@openitem/ui/definition-list";
import { Link } from "@openitem/ui/link";
import { Section, TwoColumns } from "@openitem/ui/page";
import { AmountCell, Body, Cell, ColumnHead, DocumentLink, Foot, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { useDisputeWords } from "../dispute/use-dispute-words.tsx";
import { LinePages } from "./line-pages.tsx";
import type { RemittanceView } from "./remittance-view.server.ts";

/** A remittance that was sent: whether its money was found, how long chasing pauses, and what it covers. */
export function RemittanceStatus({ view }: { view: RemittanceView }) {
  const t = useTranslations("remittances");
  return (
    <>
      <div className="mt-5">
        <Happened view={view} />
      </div>
      <TwoColumns sideLabel={t("facts")} side={<Facts view={view} />}>
        <Covered view={view} />
      </TwoColumns>
    </>
  );
}

function Happened({ view }: { view: RemittanceView }) {
  const t = useTranslations("remittances");
  const format = useFormats();
  const { status, receipt, pausedUntilOn, isPaused, done, endedOn } = view;
  if (status === "tied")
    return (
      <Banner
        tone="paid"
        state="settled"
        title={t("tiedTitle")}
        action={
          receipt && (
            <Link href={`/invoices/${receipt.id}`}>{t("seeReceipt", { number: receipt.number })}</Link>
          )
        }
      >
        {receipt
          ? t("tiedBody", { day: format.day(receipt.issuedOn), number: receipt.number })
          : t("tiedPlain")}
      </Banner>
    );
  if (status === "withdrawn")
    return (
      <Banner
        tone="quiet"
        state="cancelled"
        live={done === "withdrawn"}
        title={t("withdrawnTitle", { day: endedOn ? format.day(endedOn) : "" })}
      />
    );
  if (status !== "confirmed") return null;
  const day = pausedUntilOn ? format.day(pausedUntilOn, { weekday: true }) : "";
  return (
    <Banner tone="flight" state="in-flight" live={done !== null} title={t("confirmedTitle")}>
      {isPaused ? t("confirmedBody", { day }) : t("confirmedOver", { day })}
    </Banner>
  );
}

function Facts({ view }: { view: RemittanceView }) {
  const t = useTranslations("remittances");
  const format = useFormats();
  const { reference, method, paidOn, createdByName, createdAt, confirmedByName, confirmedAt } = view;
  const { customer, manyAccounts, status } = view;
  const by = { name: confirmedByName ?? createdByName, moment: format.moment(confirmedAt ?? createdAt) };
  return (
    <Section title={t("facts")} ruled>
      <DefinitionList
        items={[
          ...(paidOn ? [{ term: t("factPaidOn"), value: format.day(paidOn, { weekday: true }) }] : []),
          ...(method ? [{ term: t("factMethod"), value: t(`methods.${method}`) }] : []),
          ...(reference
            ? [{ term: t("factReference"), value: <span className="wrap-anywhere">{reference}</span> }]
            : []),
          ...(manyAccounts && customer
            ? [{ term: t("factAccount"), value: `${customer.name}, ${customer.number}` }]
            : []),
          { term: t("factBy"), value: t("factByOn", by) },
        ]}
      />
      {status === "confirmed" && (
        <div className="mt-4">
          <LinkButton href="/bank-details">{t("bank")}</LinkButton>
        </div>
      )}
    </Section>
  );
}

function Covered({ view }: { view: RemittanceView }) {
  const t = useTranslations("remittances");
  const words = useDisputeWords();
  const { lines, currency, sums, lineCount, totalMinor } = view;
  const hasDeductions = sums.deductedMinor !== 0n;
  return (
    <Section title={t("what")}>
      <Table caption={t("whatCaption", { currency })}>
        <Head>
          <ColumnHead>{t("invoice")}</ColumnHead>
          {hasDeductions && <ColumnHead align="end">{t("deducted")}</ColumnHead>}
          <ColumnHead align="end">{t("paidIn", { currency })}</ColumnHead>
        </Head>
        <Body>
          {lines.map(
            ({ lineNo, document, written, settled, netMinor, deductionMinor, discountMinor, reason }) => (
              <Row key={lineNo}>
                <Cell
                  phone="lead"
                  heading
                  className="wrap-anywhere"
                  sub={reason ? t("deductedFor", { reason: words.reason(reason) }) : undefined}
                >
                  {document ? (
                    <DocumentLink href={`/invoices/${document.itemId}`}>{document.number}</DocumentLink>
                  ) : settled === "on_account" ? (
                    t("lineOnAccount")
                  ) : (
                    (written ?? t("line", { no: lineNo }))
                  )}
                </Cell>
                {hasDeductions && (
                  <AmountCell
                    minor={deductionMinor + discountMinor === 0n ? null : -(deductionMinor + discountMinor)}
                    currency={currency}
                    phone="status"
                    label={t("deductedLabel")}
                  />
                )}
                <AmountCell minor={netMinor} currency={currency} strong />
              </Row>
            ),
          )}
        </Body>
        <Foot>
          <SumRow label={t("totalLines", { count: lineCount })}>
            {hasDeductions && <AmountCell minor={-sums.deductedMinor} currency={currency} phone="hidden" />}
            <AmountCell minor={totalMinor ?? sums.netMinor} currency={currency} />
          </SumRow>
        </Foot>
      </Table>
      <LinePages view={view} />
    </Section>
  );
}
