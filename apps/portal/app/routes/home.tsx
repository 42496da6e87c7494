import { Figure } from "@openitem/ui/amount";
import { LinkButton } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import { PageHeader, TwoColumns } from "@openitem/ui/page";
import { PartsTable } from "@openitem/ui/parts-strip";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { page } from "../answer.ts";
import { viewerContext } from "../context.ts";
import { readHome } from "../home.server.ts";
import { useCurrencyName } from "../parts/currency-name.tsx";
import { Ageing, Notices, OtherCurrencies } from "../parts/home-aside.tsx";
import { CreditsBox, LastPayments, useOpenParts } from "../parts/home-main.tsx";
import type { Route } from "./+types/home";

export const loader = page(async ({ url, context }: Route.LoaderArgs) => {
  const viewer = context.get(viewerContext);
  return {
    ...(await readHome(viewer, url.searchParams.get("currency"))),
    now: viewer.ctx.now,
    biller: viewer.biller,
    // Said only where several are shown together.
    accountCount: viewer.account ? null : viewer.accounts.length,
  };
});

export default function HomePage({ loaderData }: Route.ComponentProps) {
  const { balance, biller, now, accountCount, others, last, notices, disputes, cases, mayPay } = loaderData;
  const t = useTranslations("home");
  const format = useFormats();
  const currencyName = useCurrencyName();
  const partsOf = useOpenParts(loaderData);
  const moment = format.moment(now, { weekday: true });
  const note = accountCount === null ? t("asOf", { moment }) : t("asOfAll", { moment, count: accountCount });
  return (
    <>
      <title>{t("pageTitle", { biller })}</title>
      <PageHeader title={t("title", { biller })} note={note} />
      <TwoColumns
        sideLabel={t("beside")}
        side={
          <>
            <Notices
              balance={balance}
              payments={notices}
              questions={disputes.filter(({ status }) => status === "waiting_customer")}
              cases={cases}
            />
            {balance && balance.openMinor > 0n && <Ageing balance={balance} />}
            {others.length > 0 && <OtherCurrencies balances={others} />}
          </>
        }
      >
        {balance && balance.openMinor > 0n ? (
          <>
            <div className="mb-4 flex flex-wrap items-end justify-between gap-4">
              <Figure
                minor={balance.openMinor}
                currency={balance.currency}
                label={t("openOn", { count: balance.openCount, currency: currencyName(balance.currency) })}
              />
              <div className="grid w-full gap-2 md:flex md:w-auto md:flex-wrap">
                {mayPay && balance.readyMinor > 0n && (
                  <LinkButton
                    variant="primary"
                    href={`/pay?${new URLSearchParams({ all: "overdue", currency: balance.currency })}`}
                  >
                    {t("payOverdue", { amount: format.amount(balance.readyMinor, balance.currency) })}
                  </LinkButton>
                )}
                <LinkButton href={`/invoices?${new URLSearchParams({ currency: balance.currency })}`}>
                  {t("choose")}
                </LinkButton>
              </div>
            </div>
            <PartsTable
              parts={partsOf(balance)}
              currency={balance.currency}
              caption={t("partsCaption", { currency: currencyName(balance.currency) })}
              totalLabel={t("open")}
              totalMinor={balance.openMinor}
            />
          </>
        ) : (
          <EmptyState
            title={t("emptyTitle")}
            actions={<LinkButton href="/invoices?state=paid">{t("seePaid")}</LinkButton>}
          >
            {t("emptyBody")}
          </EmptyState>
        )}
        {balance && balance.creditCount > 0 && <CreditsBox balance={balance} />}
        <LastPayments payments={last} currency={balance?.currency ?? null} />
      </TwoColumns>
    </>
  );
}
