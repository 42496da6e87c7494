import { Banner } from "@openitem/ui/banner";
import { ErrorSummary } from "@openitem/ui/error-summary";
import { fieldId } from "@openitem/ui/field";
import { Link } from "@openitem/ui/link";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useNumbers } from "../pay/pay-notices.tsx";
import { ProblemBanner } from "../problem.tsx";
import { useFaultWords } from "./fault-words.tsx";
import type { PromiseForm } from "./view.ts";

const REASONS = ["promised", "disputed", "in_flight", "paid"] as const;

/** What stands above the form: what was refused, and what is not in the promise and why. */
export function PromiseNotices({ view }: { view: PromiseForm }) {
  const t = useTranslations("promiseForm");
  const numbers = useNumbers();
  const { notSent, leftOut, unknownCount } = view;
  return (
    <div className="mt-4 grid gap-3 empty:hidden">
      {notSent?.why === "faults" && <Faults key={view.stamp} view={view} />}
      {notSent?.why === "beyond" && (
        <Banner tone="due" state="waiting-for-you" live title={t("beyond")}>
          {t("beyondBody")}
        </Banner>
      )}
      {notSent?.why === "refused" && <ProblemBanner problem={notSent.problem} />}
      {REASONS.map((reason) => {
        const documents = leftOut.filter(({ code }) => code === reason).map(({ number }) => number);
        if (documents.length === 0) return null;
        return (
          <Banner
            key={reason}
            tone="quiet"
            state="held"
            title={t(`leftOut.${reason}`, { documents: numbers(documents), count: documents.length })}
            action={reason === "promised" && <Link href="/promises">{t("seePromises")}</Link>}
          />
        );
      })}
      {unknownCount > 0 && (
        <Banner tone="quiet" state="cancelled" title={t("unknown", { count: unknownCount })} />
      )}
    </div>
  );
}

function Faults({ view }: { view: PromiseForm }) {
  const t = useTranslations("promiseForm");
  const wordsOf = useFaultWords(view);
  // One list per answer of the server, so that it takes the focus once.
  const [listed] = useState(() =>
    view.terms.faults.map((fault) => ({ fieldId: fieldId(fault.name), message: wordsOf(fault, false) })),
  );
  return <ErrorSummary title={t("notSent", { count: listed.length })} faults={listed} note={t("allHere")} />;
}
