import { AgeingBars } from "@openitem/ui/ageing-bars";
import { Amount, SumRow } from "@openitem/ui/amount";
import { LinkButton } from "@openitem/ui/button";
import { CheckboxField } from "@openitem/ui/choice";
import { EmptyState } from "@openitem/ui/empty-state";
import { DateField } from "@openitem/ui/field";
import { FilterChips } from "@openitem/ui/filter-chips";
import { PaneSection, Panes } from "@openitem/ui/office-shell";
import { SumList } from "@openitem/ui/sum-list";
import { Cell } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { type Answers, api } from "../api.ts";
import { DataList } from "../lists/data-list.tsx";
import { useSignedIn } from "../session.ts";
import { address } from "../shell/address.ts";
import { useCustomer } from "./customer-context.ts";
import type { StatementSearch } from "./customer-search.ts";
import { useStatementColumns } from "./statement-columns.tsx";

const route = getRouteApi("/customers/$customerId/statement");
type Section = Answers["customers"]["statement"]["sections"][number];

/** The statement of open items as the customer sees it, as of any day, one currency at a time. */
export function StatementTab() {
  const t = useTranslations("customer");
  const format = useFormats();
  const { customer, children } = useCustomer();
  const { today } = useSignedIn();
  const asked = route.useSearch();
  const navigate = useNavigate();
  const asOf = asked.asOf || today;
  const { data, isPending, error, refetch } = useQuery(
    api.customers.statement.queryOptions(
      { customerId: customer.id, asOf, withSubsidiaries: asked.withSubsidiaries },
      { placeholderData: keepPreviousData },
    ),
  );
  const sections = data?.sections ?? [];
  const section = sections.find(({ currency }) => currency === asked.currency) ?? sections[0];
  const go = (over: Partial<StatementSearch>) =>
    navigate({
      to: "/customers/$customerId/statement",
      params: { customerId: customer.id },
      search: { ...asked, ...over },
    });
  return (
    <Panes side={section && <StatementSums section={section} />} sideLabel={t("ageing")}>
      <div className="toolbar">
        <DateField
          name="as-of"
          label={t("asOf")}
          labelHidden
          value={asOf}
          onChange={(event) => event.target.value && go({ asOf: event.target.value })}
        />
        {children.length > 0 && (
          <CheckboxField
            name="with-subsidiaries"
            label={t("withSubsidiaries")}
            checked={asked.withSubsidiaries}
            onChange={(event) => go({ withSubsidiaries: event.target.checked })}
          />
        )}
        {sections.length > 1 && (
          <FilterChips
            label={t("currency")}
            filters={sections.map(({ currency }) => ({
              href: address(`/customers/${customer.id}/statement`, { ...asked, currency }),
              label: currency,
              current: currency === section?.currency,
            }))}
          />
        )}
        <StatementFiles
          of={{ customer: customer.id, asOf, withSubsidiaries: asked.withSubsidiaries || null }}
        />
        <p className="oi-hint">{t("statementNote")}</p>
      </div>
      <StatementList
        section={section}
        asOf={asOf}
        isPending={isPending}
        error={error}
        onRetry={() => refetch()}
        emptyText={t("statementEmpty", { day: format.day(asOf) })}
        withNames={asked.withSubsidiaries}
      />
    </Panes>
  );
}

/** The statement to take away, in all its currencies. */
function StatementFiles({
  of,
}: {
  of: { customer: string; asOf: string; withSubsidiaries: boolean | null };
}) {
  const t = useTranslations("customer");
  return (
    <>
      <LinkButton icon="download" href={address("/files/statement.pdf", of)}>
        {t("statementPdf")}
      </LinkButton>
      <LinkButton icon="download" href={address("/files/statement.csv", of)}>
        {t("statementCsv")}
      </LinkButton>
    </>
  );
}

function StatementList({
  section,
  asOf,
  isPending,
  error,
  onRetry,
  emptyText,
  withNames,
}: {
  section: Section | undefined;
  asOf: string;
  isPending: boolean;
  error: unknown;
  onRetry: () => void;
  emptyText: string;
  withNames: boolean;
}) {
  const t = useTranslations("customer");
  const format = useFormats();
  const currency = section?.currency ?? "";
  const columns = useStatementColumns(currency, withNames);
  const rows = useMemo(() => (section ? [...section.debits, ...section.credits] : []), [section]);
  return (
    <DataList
      caption={t("statementCaption", { currency, day: format.day(asOf) })}
      columns={columns}
      rows={rows}
      rowId={(row) => row.itemId}
      rowHref={(row) => `/items/${row.itemId}`}
      count={rows.length}
      isPending={isPending}
      error={error}
      onRetry={onRetry}
      empty={<EmptyState title={emptyText} />}
      foot={
        section && (
          <SumRow label={t("itemsTotal", { count: rows.length, currency })} labelSpan={withNames ? 6 : 5}>
            <Cell align="end" phone="amount">
              <Amount minor={section.balanceMinor} currency={currency} />
            </Cell>
          </SumRow>
        )
      }
    />
  );
}

function StatementSums({ section }: { section: Section }) {
  const t = useTranslations("customer");
  const ui = useTranslations("ui");
  const { currency, ageing, debitsMinor, creditsMinor, balanceMinor } = section;
  return (
    <>
      <PaneSection title={t("ageing")}>
        <AgeingBars
          caption={t("ageingCaption", { currency })}
          currency={currency}
          totalMinor={debitsMinor}
          buckets={[
            { step: 0, label: ui("notDue"), minor: ageing.current },
            { step: 1, label: "1–30", minor: ageing["1-30"] },
            { step: 2, label: "31–60", minor: ageing["31-60"] },
            { step: 3, label: "61–90", minor: ageing["61-90"] },
            { step: 4, label: ui("overDays", { days: 90 }), minor: ageing["90+"] },
          ]}
        />
      </PaneSection>
      <PaneSection>
        <SumList
          currency={currency}
          lines={[
            { id: "debits", label: t("debits"), minor: debitsMinor },
            { id: "credits", label: t("creditsTaken"), minor: -creditsMinor, tone: "credit" },
          ]}
          total={{ label: t("balance"), minor: balanceMinor }}
        />
      </PaneSection>
    </>
  );
}
