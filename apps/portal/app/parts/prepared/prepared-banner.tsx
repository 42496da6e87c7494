import type { PreparedDetail } from "@openitem/domain/payments/list-prepared";
import { Banner } from "@openitem/ui/banner";
import { Link } from "@openitem/ui/link";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";

/** How a prepared payment stands, and what has changed since so that it can no longer be paid as it is. */
export function PreparedBanner({ view }: { view: PreparedDetail }) {
  const t = useTranslations("prepared");
  const format = useFormats();
  const { prepared, can, debits, credits } = view;
  const { status, decidedByName, decidedAt, decisionNote, paymentId, preparedByName, currency } = prepared;
  const decider = decidedByName ?? "";
  if (status === "released")
    return (
      <Banner
        tone="paid"
        state="accepted"
        title={t("released", {
          name: decider,
          moment: decidedAt ? format.moment(decidedAt, { year: false }) : "",
        })}
        action={paymentId && <Link href={`/payments/${paymentId}`}>{t("seePayment")}</Link>}
      />
    );
  if (status === "declined")
    return (
      <Banner
        tone="overdue"
        state="rejected"
        title={t("declined", { name: decider, note: decisionNote ?? "" })}
      />
    );
  if (status === "withdrawn")
    return <Banner tone="quiet" state="cancelled" title={t("withdrawn", { name: decider })} />;
  const changed = [...debits, ...credits].filter(({ amountMinor, openMinor }) => amountMinor > openMinor);
  return (
    <>
      <Banner
        tone="due"
        state={can.decide ? "waiting-for-you" : "waiting-for-us"}
        title={
          can.decide ? t("waitsForYou", { name: preparedByName }) : t(can.withdraw ? "waitsOwn" : "waits")
        }
      >
        {can.decide && changed.length === 0 && t("waitsBody")}
      </Banner>
      {changed.length > 0 && (
        <Banner tone="overdue" state="overdue" title={t("stale")}>
          {t("changed", { count: changed.length })}{" "}
          {changed
            .map(({ number, amountMinor, openMinor }) =>
              t("changedOf", {
                number,
                pays: format.amount(amountMinor, currency),
                open: format.amount(openMinor, currency),
              }),
            )
            .join("; ")}
        </Banner>
      )}
    </>
  );
}
