import type { PromiseDetail } from "@openitem/domain/promises/read-promise";
import { Banner } from "@openitem/ui/banner";
import { Link } from "@openitem/ui/link";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";

/** How a promise stands, in one sentence at the top of its page. */
export function PromiseBanner({ view, now }: { view: PromiseDetail; now: Date }) {
  const t = useTranslations("promises");
  const format = useFormats();
  const { promise, instalments, inFlightMinor, keptMinor, answer, history } = view;
  const { status, currency, endedAt, answeredAt, answerNote, proposedSide } = promise;
  const ended = endedAt ? format.moment(endedAt, { year: false }) : "";
  const flight = inFlightMinor > 0n && t("flight", { amount: format.amount(inFlightMinor, currency) });
  const isLate = answer !== null && answer.dueAt < now;
  const answerDay = answer ? format.moment(answer.dueAt, { weekday: true, year: false }) : "";
  switch (status) {
    case "proposed":
      if (proposedSide === "biller")
        return (
          <Banner
            tone="due"
            state="waiting-for-you"
            title={t(isLate ? "yoursLate" : "yours", { day: answerDay })}
          />
        );
      return (
        <Banner
          tone="promised"
          state="waiting-for-us"
          title={
            isLate
              ? t("waitsLate", { day: answerDay })
              : answer?.name
                ? t("waits", { name: answer.name, day: answerDay })
                : t("waitsUs", { day: answerDay })
          }
        />
      );
    case "active":
      return flight ? (
        <Banner tone="flight" state="in-flight" title={flight} />
      ) : (
        <Banner tone="promised" state="promised" title={t("stands")}>
          {t("standsBody")}
        </Banner>
      );
    case "kept":
      return <Banner tone="paid" state="kept" title={t("kept")} />;
    case "part_kept":
      return (
        <Banner
          tone="overdue"
          state="partly-kept"
          title={t("partKept", {
            kept: format.amount(keptMinor, currency),
            amount: format.amount(promise.amountMinor, currency),
          })}
        >
          {flight}
        </Banner>
      );
    case "broken": {
      const missed = instalments.find(({ state }) => state === "broken") ?? instalments[0];
      return (
        <Banner
          tone="overdue"
          state="broken"
          title={t("broken", { day: missed ? format.day(missed.dueOn, { weekday: true, year: false }) : "" })}
        >
          {flight || t("brokenBody")}
        </Banner>
      );
    }
    case "cancelled":
      return <Banner tone="quiet" state="cancelled" title={t("cancelled", { day: ended })} />;
    case "replaced": {
      const at = history.findIndex(({ id }) => id === promise.id);
      const after = history[at + 1];
      return (
        <Banner
          tone="quiet"
          state="cancelled"
          title={t("replaced", { day: ended })}
          action={after && <Link href={`/promises/${after.id}`}>{t("seeNew")}</Link>}
        />
      );
    }
    case "declined":
      if (proposedSide === "biller")
        return (
          <Banner
            tone="quiet"
            state="rejected"
            title={t("declinedByYou", { day: answeredAt ? format.moment(answeredAt, { year: false }) : "" })}
          />
        );
      return (
        <Banner
          tone="overdue"
          state="rejected"
          title={t("declined", { note: answerNote ? t("because", { reason: answerNote }) : "" })}
        />
      );
  }
}
