import { AgeingBars } from "@openitem/ui/ageing-bars";
import { Amount, Figure, SumRow } from "@openitem/ui/amount";
import { Section, TwoColumns } from "@openitem/ui/page";
import { AmountCell, Body, Cell, ColumnHead, DocumentLink, Foot, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { HeldBlock } from "./held-block.tsx";
import type { HeldToday } from "./held-today.server.ts";
import type { ShownRow, ShownSection } from "./shown-statement.server.ts";

/** One currency of a statement: what is open, credits apart, and how it adds up to the balance. */
export function StatementSection({
  section,
  isOnly,
  held,
}: {
  section: ShownSection;
  isOnly: boolean;
  /** what of it is in flight, disputed or promised; not known of earlier days */
  held: HeldToday | undefined;
}) {
  const t = useTranslations("statement");
  const { currency, debits, debitCount, debitsMinor, credits, creditsMinor, balanceMinor } = section;
  return (
    <section className="mt-8">
      {isOnly ? (
        <Figure minor={balanceMinor} currency={currency} label={t("openOn", { currency })} />
      ) : (
        <h2 className="flex flex-wrap justify-between gap-x-6 border-b border-rule-2 pb-2">
          {t("openOn", { currency })} <Amount minor={balanceMinor} currency={currency} />
        </h2>
      )}
      <TwoColumns
        sideLabel={t("ageingCaption", { currency })}
        side={
          <>
            <Section title={t("ageing")}>
              <Ageing section={section} />
            </Section>
            {held && <HeldBlock held={held} />}
          </>
        }
      >
        <Table caption={t("caption", { currency })}>
          <RowsHead currency={currency} />
          <Body>
            {debits.map((row) => (
              <StatementRow key={row.itemId} row={row} currency={currency} sign={1n} />
            ))}
          </Body>
          <Foot>
            <SumRow label={t("documents", { count: debitCount })} labelSpan={4}>
              <AmountCell minor={debitsMinor} currency={currency} />
            </SumRow>
          </Foot>
        </Table>
        {debitCount > debits.length && <More shown={debits.length} count={debitCount} />}
        {credits.length > 0 && (
          <Section title={t("creditsTitle")}>
            <Table caption={t("creditsCaption", { currency })}>
              <RowsHead currency={currency} />
              <Body>
                {credits.map((row) => (
                  <StatementRow key={row.itemId} row={row} currency={currency} sign={-1n} />
                ))}
              </Body>
              <Foot>
                <SumRow label={t("credits")} labelSpan={4}>
                  <AmountCell minor={-creditsMinor} currency={currency} />
                </SumRow>
              </Foot>
            </Table>
            {section.creditCount > credits.length && (
              <More shown={credits.length} count={section.creditCount} />
            )}
          </Section>
        )}
      </TwoColumns>
    </section>
  );
}

function More({ shown, count }: { shown: number; count: number }) {
  const t = useTranslations("statement");
  const format = useFormats();
  return (
    <p className="oi-hint mt-2">{t("more", { shown: format.count(shown), count: format.count(count) })}</p>
  );
}

function RowsHead({ currency }: { currency: string }) {
  const t = useTranslations("statement");
  return (
    <Head>
      <ColumnHead>{t("document")}</ColumnHead>
      <ColumnHead>{t("issued")}</ColumnHead>
      <ColumnHead>{t("due")}</ColumnHead>
      <ColumnHead align="end">{t("amount", { currency })}</ColumnHead>
      <ColumnHead align="end">{t("open", { currency })}</ColumnHead>
    </Head>
  );
}

function StatementRow({ row, currency, sign }: { row: ShownRow; currency: string; sign: 1n | -1n }) {
  const t = useTranslations("statement");
  const format = useFormats();
  const notes = [
    row.kind !== "invoice" && t(`kinds.${row.kind}`),
    row.about,
    row.isPart && sign === 1n && t("partPaid"),
  ].filter(Boolean);
  return (
    <Row>
      <Cell phone="lead" heading sub={notes.length > 0 ? notes.join(" · ") : null}>
        <DocumentLink href={`/invoices/${row.itemId}`}>{row.number}</DocumentLink>
      </Cell>
      <Cell phone="hidden" quiet className="whitespace-nowrap">
        {format.day(row.issuedOn)}
      </Cell>
      <Cell
        phone="status"
        className="whitespace-nowrap"
        sub={row.daysLate > 0 ? t("daysLate", { days: row.daysLate }) : null}
      >
        {row.dueOn && sign === 1n && format.day(row.dueOn)}
      </Cell>
      <AmountCell minor={sign * row.amountMinor} currency={currency} tone="quiet" phone="hidden" />
      <AmountCell
        minor={sign * row.openMinor}
        currency={currency}
        strong
        tone={sign === 1n ? "plain" : "credit"}
      />
    </Row>
  );
}

function Ageing({ section: { currency, ageing, creditsMinor, balanceMinor } }: { section: ShownSection }) {
  const t = useTranslations("statement");
  return (
    <AgeingBars
      currency={currency}
      totalMinor={balanceMinor}
      caption={t("ageingCaption", { currency })}
      buckets={[
        { step: 0, minor: ageing.current },
        { step: 1, minor: ageing["1-30"] },
        { step: 2, minor: ageing["31-60"] },
        { step: 3, minor: ageing["61-90"] },
        { step: 4, minor: ageing["90+"] },
      ]}
      after={
        <tr>
          <th scope="row" colSpan={2} className="whitespace-normal">
            {t("credits")}
          </th>
          <td className="oi-number">
            <Amount minor={-creditsMinor} currency={currency} tone={creditsMinor > 0n ? "credit" : "plain"} />
          </td>
        </tr>
      }
    />
  );
}
