import { Link } from "@openitem/ui/link";
import type { TimelineEntry } from "@openitem/ui/timeline";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { Happening } from "../../invoice.server.ts";
import { CLAIM_MARKS } from "./claim-action.ts";
import { useDisputeWords } from "./use-dispute-words.tsx";

/** What happened in a dispute of a document or a promise for it, as its history tells it. */
export function useClaimEntry(currency: string, biller: string) {
  const t = useTranslations("claims");
  const happened = useTranslations("claims.happened");
  const words = useDisputeWords();
  const format = useFormats();

  return (happening: Extract<Happening, { what: "claim" }>): TimelineEntry => {
    const { id, at, on, action, claimId, number, by, isOurs, amountMinor, reason, files } = happening;
    const isDispute = action.startsWith("dispute.");
    const title = happened(action, {
      number,
      mine: isOurs ? "yes" : "no",
      amount: amountMinor === null ? "" : format.amount(amountMinor, currency),
      reason: reason ? words.reason(reason) : "",
    });
    return {
      id,
      mark: { state: CLAIM_MARKS[action] },
      title: files > 0 ? `${title}, ${t("files", { count: files })}` : title,
      at: at ? format.moment(at, { weekday: true }) : format.day(on),
      dateTime: at?.toISOString() ?? on,
      by: isOurs ? t("byUs", { name: by, biller }) : by,
      detail:
        action === "dispute.raised" || action === "promise.made" || action === "promise.requested" ? (
          <Link href={`/${isDispute ? "disputes" : "promises"}/${claimId}`}>{number}</Link>
        ) : undefined,
    };
  };
}
