import type { PromiseSide, PromiseStatus } from "@openitem/domain/promises/promise";
import { Status, type StatusProps } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";

type Facts = {
  status: PromiseStatus;
  proposedSide: PromiseSide;
  /** The date that is to come. */
  nextOn: string | null;
  dateCount: number;
  /** How many dates are kept, where that is known. */
  keptCount?: number;
};

/** The one word of a promise's state. */
export function PromiseState(facts: Facts) {
  const t = useTranslations("promises");
  const format = useFormats();
  return <Status {...propsOf()} />;

  function propsOf(): StatusProps {
    const { status, proposedSide, nextOn, dateCount, keptCount } = facts;
    switch (status) {
      case "proposed":
        return { state: proposedSide === "customer" ? "waiting-for-us" : "waiting-for-you" };
      case "active":
        if (dateCount > 1)
          return {
            state: "plan",
            label:
              keptCount === undefined
                ? t("planOf", { count: dateCount })
                : t("plan", { kept: keptCount, count: dateCount }),
          };
        return nextOn
          ? {
              state: "promised",
              label: t("promisedFor", { day: format.day(nextOn, { weekday: true, year: false }) }),
            }
          : { state: "promised" };
      case "part_kept":
        return { state: "partly-kept" };
      case "declined":
        return { state: "rejected" };
      case "replaced":
      case "cancelled":
        return {
          state: "cancelled",
          label: status === "replaced" ? t("stateReplaced") : t("stateCancelled"),
        };
      default:
        return { state: status };
    }
  }
}
