import { least } from "@openitem/domain/kernel/money";
import { spreadInstalment } from "@openitem/domain/promises/instalment";
import { type PromiseDetail, readPromise } from "@openitem/domain/promises/read-promise";
import { formatAmount } from "@openitem/ui/formats";
import type { Viewer } from "../../context.ts";
import { type Draft, emptyDraft } from "../pay/draft.ts";

/** The reason that is given where an instalment pays less than is open. */
const REASON = "installment";

/** A pay form's draft for one date of a promise: its own amount, spread over the documents, the oldest due first. */
export async function draftOfPromise(
  { ctx, contact }: Viewer,
  promiseId: string,
  date: string | null,
): Promise<{ draft: Draft; currency: string }> {
  const detail = await readPromise(ctx, promiseId);
  const { currency } = detail.promise;
  return {
    currency,
    draft: {
      ...emptyDraft(),
      rows: sharesOf(detail, date).map(({ itemId, amountMinor }) => ({
        itemId,
        amount: formatAmount(amountMinor, currency, contact.locale),
        reason: REASON,
        note: "",
        was: "",
      })),
    },
  };
}

function sharesOf({ instalments, next, documents }: PromiseDetail, date: string | null) {
  const asked = instalments.find(({ no }) => String(no) === date) ?? next;
  const held = asked ? spreadInstalment(documents, asked.leftMinor) : [];
  if (held.length > 0) return held;
  // It stands no more and holds nothing: what of it is open can still be paid.
  return documents.flatMap(({ itemId, amountMinor, openMinor, inFlightMinor }) => {
    const minor = least(amountMinor, openMinor - inFlightMinor);
    return minor > 0n ? [{ itemId, amountMinor: minor }] : [];
  });
}
