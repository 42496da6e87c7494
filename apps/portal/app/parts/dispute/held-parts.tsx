import type { AmountPart } from "@openitem/ui/parts-strip";
import { useTranslations } from "use-intl";
import type { Balance } from "../../home.server.ts";
import { rowsHref } from "../rows-href.ts";
import type { OpenDispute } from "./home-disputes.server.ts";

/** What of an open amount is disputed and promised, each with what stands behind it and a link to its rows. */
export function useHeldParts(disputes: readonly OpenDispute[]): (balance: Balance) => AmountPart[] {
  const t = useTranslations("claims");
  const states = useTranslations("disputeWords.states");
  return ({ currency, disputedMinor, disputedCount, promisedMinor, promisedCount }) => {
    const [only, ...more] = disputes.filter((dispute) => dispute.currency === currency);
    const isOne = only && more.length === 0 && only.documentCount === 1 && disputedCount === 1;
    const disputed: AmountPart = {
      kind: "disputed",
      label: t("disputed"),
      detail: isOne
        ? only.status === "waiting_customer"
          ? t("homeWaiting", { number: only.document })
          : t("homeChecking", { number: only.document, state: states(only.status) })
        : t("homeDisputed", { count: disputedCount }),
      minor: disputedMinor,
      href: rowsHref(currency, { state: "disputed" }),
    };
    const promised: AmountPart = {
      kind: "promised",
      label: t("promised"),
      detail: t("homePromised", { count: promisedCount }),
      minor: promisedMinor,
      href: rowsHref(currency, { state: "promised" }),
    };
    return [disputed, promised].filter(({ minor }) => minor > 0n);
  };
}
