import { Banner } from "@openitem/ui/banner";
import { LinkButton } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import { Link } from "@openitem/ui/link";
import { PageHeader } from "@openitem/ui/page";
import { AmountCell, Body, Cell, ColumnHead, Head, Row, Table } from "@openitem/ui/table";
import { useTranslations } from "use-intl";
import type { PayChoice } from "./view.ts";

/** What may be paid, one currency at a time. */
export function PayChoicePage({ view }: { view: PayChoice }) {
  const t = useTranslations("pay");
  const { choices, severalCurrencies, onAccount } = view;
  return (
    <>
      <title>{t("title")}</title>
      <PageHeader title={t("chooseTitle")} />
      <div className="mt-4 grid gap-4">
        {severalCurrencies && (
          <Banner tone="due" state="waiting-for-you" title={t("chooseSeveral")}>
            {t("chooseSeveralBody")}
          </Banner>
        )}
        {choices.length === 0 ? (
          <EmptyState title={t("chooseNothing")}>{t("chooseNothingBody")}</EmptyState>
        ) : (
          <Table caption={t("choiceCaption")}>
            <Head>
              <ColumnHead>{t("choiceWhat")}</ColumnHead>
              <ColumnHead align="end">{t("choiceAmount")}</ColumnHead>
              <ColumnHead>
                <span className="oi-hidden">{t("title")}</span>
              </ColumnHead>
            </Head>
            <Body>
              {choices.map(({ currency, count, minor, what, href }) => (
                <Row key={href}>
                  <Cell phone="lead" heading strong>
                    {t(what, { count })}
                  </Cell>
                  <AmountCell minor={minor} currency={currency} showCurrency />
                  <Cell phone="line" align="end">
                    <LinkButton href={href} size="small">
                      {t("payThese", { currency })}
                    </LinkButton>
                  </Cell>
                </Row>
              ))}
            </Body>
          </Table>
        )}
        <p className="text-md">
          <Link href="/invoices">{t("choosePart")}</Link>
        </p>
        {onAccount.length > 0 && (
          <p className="text-md text-ink-2">
            {t("onAccountOnly")}{" "}
            {onAccount.map(({ currency, href }, index) => (
              <span key={currency}>
                {index > 0 && ", "}
                <Link href={href}>{currency}</Link>
              </span>
            ))}
          </p>
        )}
      </div>
    </>
  );
}
