import { Amount } from "@openitem/ui/amount";
import { LinkButton } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import { Link } from "@openitem/ui/link";
import { PageHeader } from "@openitem/ui/page";
import { Body, Cell, ColumnHead, Head, Row, Table } from "@openitem/ui/table";
import { useTranslations } from "use-intl";
import { page } from "../answer.ts";
import { viewerContext } from "../context.ts";
import { answerPromiseForm } from "../parts/promise/answer.server.ts";
import { openPromise } from "../parts/promise/open.server.ts";
import { PromiseFormPage } from "../parts/promise/promise-form.tsx";
import type { PromiseChoice } from "../parts/promise/view.ts";
import { readForm } from "../read-form.server.ts";
import type { Route } from "./+types/promise-new";

export const loader = page(async ({ url, context }: Route.LoaderArgs) => {
  const viewer = context.get(viewerContext);
  return { view: await openPromise(viewer, url.searchParams), biller: viewer.biller };
});

export const action = page(async (args: Route.ActionArgs) =>
  answerPromiseForm(args.context.get(viewerContext), await readForm(args), args.url.searchParams),
);

export default function PromiseNew({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("promiseForm");
  const view = actionData ?? loaderData.view;
  if (view.kind === "form") return <PromiseFormPage view={view} biller={loaderData.biller} />;
  if (view.kind === "choose") return <Choice view={view} />;
  return (
    <>
      <title>{t("chooseTitle")}</title>
      <PageHeader back={{ href: "/promises", label: t("back") }} title={t("chooseTitle")} />
      <EmptyState title={t("forbiddenTitle")}>{t("forbiddenBody")}</EmptyState>
    </>
  );
}

/** What there is to promise, one account and one currency at a time. */
function Choice({ view: { choices, severalKinds } }: { view: PromiseChoice }) {
  const t = useTranslations("promiseForm");
  const toList = <LinkButton href="/invoices">{t("choosePart")}</LinkButton>;
  return (
    <>
      <title>{t("chooseTitle")}</title>
      <PageHeader
        back={{ href: "/promises", label: t("back") }}
        title={t("chooseTitle")}
        note={choices.length > 0 && t(severalKinds ? "chooseSeveral" : "chooseBody")}
      />
      <div className="mt-5">
        {choices.length === 0 ? (
          <EmptyState title={t("nothingTitle")} actions={toList}>
            {t("nothingBody")}
          </EmptyState>
        ) : (
          <>
            <Table caption={t("chooseCaption")}>
              <Head>
                <ColumnHead>{t("chooseWhat")}</ColumnHead>
                <ColumnHead align="end">{t("chooseAmount")}</ColumnHead>
                <ColumnHead>
                  <span className="oi-hidden">{t("chooseTitle")}</span>
                </ColumnHead>
              </Head>
              <Body>
                {choices.map((choice) => (
                  <Row key={choice.href}>
                    <Cell heading phone="lead" sub={choice.customerName ?? undefined}>
                      {t(severalKinds ? "chosen" : "overdue", { count: choice.count })}
                    </Cell>
                    <Cell align="end" phone="amount">
                      <Amount minor={choice.minor} currency={choice.currency} showCurrency />
                    </Cell>
                    <Cell align="end" phone="line">
                      <Link href={choice.href}>{t("promiseThese", { currency: choice.currency })}</Link>
                    </Cell>
                  </Row>
                ))}
              </Body>
            </Table>
            <div className="mt-4">{toList}</div>
          </>
        )}
      </div>
    </>
  );
}
