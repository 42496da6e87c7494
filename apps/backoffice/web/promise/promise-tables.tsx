import { PaneSection } from "@openitem/ui/office-shell";
import { Status, type StatusState } from "@openitem/ui/status";
import { AmountCell, Body, Cell, ColumnHead, DocumentLink, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { PromiseDetail } from "./promise-page.tsx";

type DateState = PromiseDetail["instalments"][number]["state"];

const MARKS: Readonly<Record<DateState, StatusState>> = {
  waiting: "promised",
  pending: "in-flight",
  kept: "kept",
  part_kept: "partly-kept",
  broken: "broken",
};

/** When how much is to come and what came of it; rules that are not met stand below. */
export function PromiseDates({ detail: { promise, instalments, rules } }: { detail: PromiseDetail }) {
  const t = useTranslations("promise");
  const format = useFormats();
  const { currency, number, beyond } = promise;
  const exceeded = rules.filter(({ code }) => beyond.includes(code));
  const written = (minor: bigint) => `${format.amount(minor, currency)} ${currency}`;
  return (
    <PaneSection title={t("dates")}>
      <Table caption={t("datesCaption", { number, currency })} dense>
        <Head>
          <ColumnHead>{t("date")}</ColumnHead>
          <ColumnHead align="end">{t("amount")}</ColumnHead>
          <ColumnHead align="end">{t("kept")}</ColumnHead>
          <ColumnHead>{t("dateState")}</ColumnHead>
        </Head>
        <Body>
          {instalments.map(({ no, dueOn, amountMinor, keptMinor, state }) => (
            <Row key={no}>
              <Cell phone="lead" heading>
                {format.day(dueOn, { weekday: true })}
              </Cell>
              <AmountCell minor={amountMinor} currency={currency} label={t("amount")} />
              <AmountCell minor={keptMinor} currency={currency} phone="hidden" label={t("kept")} />
              <Cell phone="status">
                <Status state={MARKS[state]} label={t(`dateStates.${state}`)} />
              </Cell>
            </Row>
          ))}
        </Body>
      </Table>
      {exceeded.length > 0 && (
        <>
          <h3 className="mt-4">{t("beyond")}</h3>
          <ul className="mt-1 grid gap-1">
            {exceeded.map((rule) => (
              <li key={rule.code}>
                {rule.code === "smallest"
                  ? t("rules.smallest", {
                      actual: written(rule.actualMinor),
                      limit: written(rule.limitMinor),
                    })
                  : t(`rules.${rule.code}`, { actual: rule.actual, limit: rule.limit })}
              </li>
            ))}
          </ul>
        </>
      )}
    </PaneSection>
  );
}

/** How much is promised of which document, and what of it is kept from being chased. */
export function PromiseDocuments({ detail: { promise, documents } }: { detail: PromiseDetail }) {
  const t = useTranslations("promise");
  const format = useFormats();
  const { currency, number } = promise;
  return (
    <PaneSection title={t("documents")}>
      <Table caption={t("documentsCaption", { number, currency })} dense>
        <Head>
          <ColumnHead>{t("document")}</ColumnHead>
          <ColumnHead>{t("due")}</ColumnHead>
          <ColumnHead align="end">{t("promised")}</ColumnHead>
          <ColumnHead align="end">{t("open")}</ColumnHead>
          <ColumnHead align="end">{t("held")}</ColumnHead>
        </Head>
        <Body>
          {documents.map((document) => (
            <Row key={document.itemId}>
              <Cell phone="lead" heading>
                <DocumentLink href={`/items/${document.itemId}`}>{document.number}</DocumentLink>
              </Cell>
              <Cell phone="line">{document.dueOn && format.day(document.dueOn)}</Cell>
              <AmountCell minor={document.amountMinor} currency={currency} label={t("promised")} />
              <AmountCell minor={document.openMinor} currency={currency} phone="hidden" label={t("open")} />
              <AmountCell minor={document.heldMinor} currency={currency} phone="hidden" label={t("held")} />
            </Row>
          ))}
        </Body>
      </Table>
    </PaneSection>
  );
}
