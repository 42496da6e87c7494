import { Link } from "@openitem/ui/link";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { Notice } from "../notice.tsx";
import type { HomeCases } from "./home-cases.server.ts";

/** Promises that are due, broken or to be answered, payments to release, and charges that failed. */
export function HomeCaseNotices({ cases }: { cases: HomeCases }) {
  const t = useTranslations("promises.home");
  const format = useFormats();
  const toActOn = (day: string) => format.day(day, { weekday: true, year: false });
  const { due, toAnswer, missed, toRelease, failed } = cases;
  return (
    <>
      {toRelease.map(({ id, currency, amountMinor, preparedByName: name }) => (
        <Notice
          key={id}
          state="waiting-for-you"
          title={t("releaseTitle")}
          link={<Link href={`/prepared-payments/${id}`}>{t("release")}</Link>}
        >
          {t("releaseBody", { amount: format.amount(amountMinor, currency), currency, name })}
        </Notice>
      ))}
      {toAnswer.map(({ id, currency, leftMinor, instalmentCount: count }) => (
        <Notice
          key={id}
          state="waiting-for-you"
          title={t("answerTitle")}
          link={<Link href={`/promises/${id}#answer`}>{t("answer")}</Link>}
        >
          {t("answerBody", { amount: format.amount(leftMinor, currency), currency, count })}
        </Notice>
      ))}
      {failed.map(({ id, currency, amountMinor, chargeOn, failure }) => (
        <Notice
          key={id}
          state="failed"
          title={t("chargeTitle")}
          link={<Link href={`/charges/${id}`}>{t("see")}</Link>}
        >
          {t("chargeBody", {
            amount: format.amount(amountMinor, currency),
            currency,
            day: toActOn(chargeOn),
            reason: failure ?? "",
          })}
        </Notice>
      ))}
      {missed.map(({ id, number, currency, leftMinor }) => (
        <Notice
          key={id}
          state="broken"
          title={t("brokenTitle")}
          link={<Link href={`/promises/${id}`}>{t("see")}</Link>}
        >
          {t("brokenBody", { amount: format.amount(leftMinor, currency), currency, number })}
        </Notice>
      ))}
      {due.flatMap(({ id, number, currency, next }) =>
        next
          ? [
              <Notice
                key={id}
                state="promised"
                title={next.daysLeft < 0 ? t("lateTitle") : t("dueTitle", { days: next.daysLeft })}
                link={
                  <>
                    <Link href={`/pay?${new URLSearchParams({ promise: id })}`}>{t("pay")}</Link> {t("or")}{" "}
                    <Link href={`/promises/${id}`}>{t("change")}</Link>
                  </>
                }
              >
                {t("dueBody", {
                  amount: format.amount(next.leftMinor, currency),
                  currency,
                  day: toActOn(next.dueOn),
                  number,
                })}
              </Notice>,
            ]
          : [],
      )}
    </>
  );
}
