import { PAPER_ROWS_MAX, rowCount } from "@openitem/domain/statements/paper-rows";
import { Banner } from "@openitem/ui/banner";
import { Button, LinkButton } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import { DateField } from "@openitem/ui/field";
import { PageHeader } from "@openitem/ui/page";
import { StatusMark } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { Form } from "react-router";
import { useTranslations } from "use-intl";
import { page } from "../answer.ts";
import { viewerContext } from "../context.ts";
import { AccountField } from "../parts/account-field.tsx";
import { readHeldToday } from "../parts/statement/held-today.server.ts";
import { askedDay, openStatement } from "../parts/statement/open-statement.server.ts";
import { shownSections } from "../parts/statement/shown-statement.server.ts";
import { StatementSection } from "../parts/statement/statement-section.tsx";
import type { Route } from "./+types/statement";

export const loader = page(async ({ url, context }: Route.LoaderArgs) => {
  const viewer = context.get(viewerContext);
  const { account, accounts, today, ctx } = viewer;
  const statement = await openStatement(viewer, url.searchParams);
  const { fault } = askedDay(url.searchParams, today);
  return {
    asOf: statement.asOf,
    asked: url.searchParams.get("asOf") ?? today,
    fault,
    today,
    checkedAt: ctx.now,
    number: account?.number ?? "",
    // Said only where several are shown together.
    accountCount: account ? 0 : accounts.length,
    rows: rowCount(statement),
    paperRowsMax: PAPER_ROWS_MAX,
    sections: shownSections(statement, account === null),
    held: await readHeldToday(viewer, statement.asOf),
  };
});

export default function Statement({ loaderData }: Route.ComponentProps) {
  const { asOf, asked, fault, today, checkedAt, number, accountCount, sections, held } = loaderData;
  const t = useTranslations("statement");
  const format = useFormats();
  const day = format.day(asOf);
  return (
    <>
      <title>{t("title")}</title>
      <PageHeader
        title={t("title")}
        note={t("note", { day, accounts: accountCount, number })}
        actions={<Files {...loaderData} />}
      />
      <Form className="mt-5 flex flex-wrap items-end gap-3">
        <AccountField />
        <div className="w-52">
          <DateField
            key={asked}
            name="asOf"
            label={t("asOf")}
            hint={t("asOfHint")}
            defaultValue={asked}
            max={today}
            error={fault ? t(fault) : undefined}
          />
        </div>
        <Button>{t("show")}</Button>
      </Form>
      <TooLong {...loaderData} />
      {sections.length === 0 ? (
        <div className="mt-6">
          <EmptyState title={t("emptyTitle", { day })}>{t("emptyBody")}</EmptyState>
        </div>
      ) : (
        sections.map((section) => (
          <StatementSection
            key={section.currency}
            section={section}
            isOnly={sections.length === 1}
            held={held.find(({ currency }) => currency === section.currency)}
          />
        ))
      )}
      <p className="mt-8 flex gap-2 text-md text-ink-2">
        <StatusMark state="kept" />
        <span>{t("agrees", { moment: format.moment(checkedAt) })}</span>
      </p>
    </>
  );
}

type Data = Route.ComponentProps["loaderData"];

const fileHref = (kind: "pdf" | "csv", asOf: string, currency?: string): string =>
  `/statement.${kind}?${new URLSearchParams({ asOf, ...(currency && { currency }) })}`;

function Files({ asOf, rows, paperRowsMax }: Data) {
  const t = useTranslations("statement");
  return (
    <>
      <LinkButton href={fileHref("csv", asOf)} icon="download" download="">
        {t("csv")}
      </LinkButton>
      {rows <= paperRowsMax && (
        <LinkButton href={fileHref("pdf", asOf)} icon="download" download="">
          {t("pdf")}
        </LinkButton>
      )}
    </>
  );
}

/** Why there is no PDF, and what there is instead. */
function TooLong({ asOf, rows, paperRowsMax, sections }: Data) {
  const t = useTranslations("statement");
  const format = useFormats();
  if (rows <= paperRowsMax) return null;
  const fitting = sections.filter(({ debitCount, creditCount }) => debitCount + creditCount <= paperRowsMax);
  return (
    <div className="mt-5">
      <Banner
        tone="quiet"
        state="held"
        title={t("tooLongTitle")}
        action={
          <div className="flex flex-wrap gap-2">
            {fitting.map(({ currency }) => (
              <LinkButton
                key={currency}
                href={fileHref("pdf", asOf, currency)}
                icon="download"
                size="small"
                download=""
              >
                {t("pdfOf", { currency })}
              </LinkButton>
            ))}
          </div>
        }
      >
        {t("tooLongBody", {
          count: format.count(rows),
          max: format.count(paperRowsMax),
          currencies: fitting.length > 0 ? "yes" : "no",
        })}
      </Banner>
    </div>
  );
}
