import { Banner } from "@openitem/ui/banner";
import { ErrorSummary } from "@openitem/ui/error-summary";
import { fieldId } from "@openitem/ui/field";
import { Link } from "@openitem/ui/link";
import { useFormats } from "@openitem/ui/use-formats";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Problem } from "../../answer.ts";
import { useProblemSentence } from "../problem.tsx";
import { useFaultWords } from "./fault-words.tsx";
import type { DisputeFault } from "./faults.ts";
import type { DisputeForm, ShutDocument } from "./view.ts";

/** What stands above the form: why it was not sent, and what of the choice cannot be disputed. */
export function DisputeNotices({
  view,
  faults,
  totalMinor,
}: {
  view: DisputeForm;
  faults: readonly DisputeFault[];
  totalMinor: bigint;
}) {
  const t = useTranslations("disputeForm");
  const format = useFormats();
  const { notSent, shut, currency } = view;
  return (
    <div className="mt-4 grid gap-3 empty:hidden">
      {faults.length > 0 && <Faults key={view.stamp} view={view} faults={faults} />}
      {notSent?.why === "faults" && faults.length === 0 && (
        <Banner tone="due" state="waiting-for-you" title={t("left")} live />
      )}
      {notSent?.why === "sum" && (
        <Banner
          tone="due"
          state="waiting-for-you"
          live
          title={t("sumTitle", { amount: format.amount(totalMinor, currency) })}
        >
          {t("sumBody")}
        </Banner>
      )}
      {notSent?.why === "refused" && <Refused problem={notSent.problem} />}
      {shut.map((document) => (
        <ShutBanner key={document.itemId} document={document} />
      ))}
    </div>
  );
}

function Faults({ view, faults }: { view: DisputeForm; faults: readonly DisputeFault[] }) {
  const t = useTranslations("disputeForm");
  const wordsOf = useFaultWords(view.currency, view.filesMax);
  // One list per answer of the server, so that it takes the focus once.
  const [listed] = useState(() =>
    faults.map((fault) => ({ fieldId: fieldId(fault.name), message: wordsOf(fault, false) })),
  );
  return <ErrorSummary title={t("notSent", { count: listed.length })} faults={listed} note={t("allHere")} />;
}

/** A refusal that another dispute is the reason for leads to that one. */
function Refused({ problem }: { problem: Problem }) {
  const t = useTranslations("disputeForm");
  const sentenceOf = useProblemSentence();
  const { disputeId, number } = problem.facts;
  return (
    <Banner
      tone="overdue"
      state="overdue"
      live
      title={sentenceOf(problem)}
      action={
        disputeId &&
        number && <Link href={`/disputes/${disputeId}`}>{t("seeDispute", { number: String(number) })}</Link>
      }
    >
      {t("allHere")}
    </Banner>
  );
}

/** A document of which nothing can be disputed, why, and the dispute that it is in. */
function ShutBanner({ document }: { document: ShutDocument }) {
  const t = useTranslations("disputeForm");
  const format = useFormats();
  const { itemId, number, why, until, dispute } = document;
  const isDisputed = why === "disputed";
  return (
    <Banner
      tone={isDisputed ? "disputed" : "quiet"}
      state={isDisputed ? "disputed" : "held"}
      title={t("shutTitle")}
      action={
        isDisputed && dispute ? (
          <Link href={`/disputes/${dispute.id}`}>{t("seeDispute", { number: dispute.number })}</Link>
        ) : (
          <Link href={`/invoices/${itemId}`}>{t("seeInvoice", { number })}</Link>
        )
      }
    >
      {t(`shut.${why}`, { number, day: format.day(until), dispute: dispute?.number ?? "" })}
    </Banner>
  );
}
