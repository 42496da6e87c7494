import { AgeingBars } from "@openitem/ui/ageing-bars";
import { Amount } from "@openitem/ui/amount";
import { Link } from "@openitem/ui/link";
import { Section } from "@openitem/ui/page";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { Balance, PaymentBrief } from "../home.server.ts";
import { useCurrencyName } from "./currency-name.tsx";
import type { OpenDispute } from "./dispute/home-disputes.server.ts";
import { Notice } from "./notice.tsx";
import { HomeCaseNotices } from "./promise/home-case-notices.tsx";
import type { HomeCases } from "./promise/home-cases.server.ts";
import { rowsHref } from "./rows-href.ts";

/** What needs attention: what is overdue, what came back or failed lately, what is under way. */
export function Notices({
  balance,
  payments,
  questions,
  cases,
}: {
  balance: Balance | null;
  payments: PaymentBrief[];
  questions: OpenDispute[];
  cases: HomeCases;
}) {
  const t = useTranslations("home");
  const claims = useTranslations("claims");
  const format = useFormats();
  const isOverdue = balance !== null && balance.overdueCount > 0;
  return (
    <Section title={t("waiting")}>
      {!isOverdue && payments.length + questions.length + cases.count === 0 && (
        <p className="text-md text-ink-2">{t("nothingWaits")}</p>
      )}
      <ul className="grid">
        {questions.map(({ id, number, amountMinor, currency, document }) => (
          <Notice
            key={id}
            state="waiting-for-you"
            title={claims("questionTitle")}
            link={<Link href={`/disputes/${id}`}>{claims("questionLink")}</Link>}
          >
            {claims("questionBody", {
              number,
              amount: format.amount(amountMinor, currency),
              currency,
              document,
            })}
          </Notice>
        ))}
        <HomeCaseNotices cases={cases} />
        {isOverdue && (
          <Notice
            state="overdue"
            title={t("overdueTitle", { count: balance.overdueCount })}
            link={<Link href={rowsHref(balance.currency, { state: "overdue" })}>{t("overdueLink")}</Link>}
          >
            {t("overdueBody", {
              amount: format.amount(balance.overdueMinor, balance.currency),
              currency: balance.currency,
              days: balance.oldestDaysLate,
            })}
          </Notice>
        )}
        {payments.map((payment) => (
          <PaymentNotice key={payment.id} payment={payment} />
        ))}
      </ul>
    </Section>
  );
}

function PaymentNotice({ payment }: { payment: PaymentBrief }) {
  const t = useTranslations("home");
  const format = useFormats();
  const { id, status, currency, startedByName: name, expectedOn, startedOn, endedOn, failure } = payment;
  const amount = format.amount(payment.amountMinor, currency);
  const link = <Link href={`/payments/${id}`}>{t("seePayment")}</Link>;
  const toActOn = (day: string) => format.day(day, { weekday: true, year: false });
  if (status === "failed")
    return (
      <Notice state="failed" title={t("failedTitle")} link={link}>
        {t("failedBody", { amount, currency, day: toActOn(startedOn), reason: failure ? ` ${failure}` : "" })}
      </Notice>
    );
  if (endedOn)
    return (
      <Notice state="returned" title={t("returnedTitle")} link={link}>
        {t("returnedBody", {
          amount,
          currency,
          day: toActOn(endedOn),
          reason: failure ? `: ${failure}` : "",
        })}
      </Notice>
    );
  return (
    <Notice state="in-flight" title={t("underWayTitle")} link={link}>
      {expectedOn
        ? t("underWayBody", { amount, currency, name, day: toActOn(expectedOn) })
        : t("underWayBodyNoDay", { amount, currency, name })}
    </Notice>
  );
}

/** What is open by age; each bar leads to its rows. */
export function Ageing({ balance: { ageing, currency, openMinor } }: { balance: Balance }) {
  const t = useTranslations("home");
  const currencyName = useCurrencyName();
  const href = (bucket: string) => rowsHref(currency, { bucket });
  return (
    <Section title={t("ageing")}>
      <AgeingBars
        currency={currency}
        totalMinor={openMinor}
        caption={t("ageingCaption", { currency: currencyName(currency) })}
        buckets={[
          { step: 0, label: t("bucketCurrent"), minor: ageing.current, href: href("current") },
          { step: 1, label: "1–30", minor: ageing["1-30"], href: href("1-30") },
          { step: 2, label: "31–60", minor: ageing["31-60"], href: href("31-60") },
          { step: 3, label: "61–90", minor: ageing["61-90"], href: href("61-90") },
          { step: 4, label: t("bucketOver", { days: 90 }), minor: ageing["90+"], href: href("90+") },
        ]}
      />
    </Section>
  );
}

/** The same page in another currency. */
export function OtherCurrencies({ balances }: { balances: Balance[] }) {
  const t = useTranslations("home");
  const currencyName = useCurrencyName();
  return (
    <Section title={t("others", { count: balances.length })}>
      <ul className="grid gap-3 border-t border-rule-2 pt-3">
        {balances.map((balance) => (
          <li key={balance.currency} className="flex justify-between gap-3 text-md">
            <div>
              <Link
                href={`/?${new URLSearchParams({ currency: balance.currency })}`}
                className="inline-block first-letter:uppercase"
              >
                {currencyName(balance.currency)}
              </Link>
              <small className="oi-sub">
                {t("otherDetail", { count: balance.openCount, overdue: balance.overdueCount })}
              </small>
            </div>
            <div className="text-end">
              <Amount minor={balance.openMinor} currency={balance.currency} strong />
              <small className="oi-sub">{balance.currency}</small>
            </div>
          </li>
        ))}
      </ul>
      <p className="oi-hint mt-2">{t("neverAdded")}</p>
    </Section>
  );
}
