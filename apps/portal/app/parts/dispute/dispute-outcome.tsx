import { Button } from "@openitem/ui/button";
import { Link } from "@openitem/ui/link";
import { Section } from "@openitem/ui/page";
import { StatusMark } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { Form, useLocation } from "react-router";
import { useTranslations } from "use-intl";
import { withAccount } from "../account-address.ts";
import type { Unsent } from "./answer-page.server.ts";
import { markOf } from "./dispute-status.ts";
import type { DisputeView } from "./dispute-view.server.ts";
import { DisputeWrite, Refused } from "./dispute-write.tsx";

type Decision = DisputeView["decisions"][number];

/** What was decided and why, what came of it, and what can be said to it. */
export function DisputeOutcome({ dispute, unsent }: { dispute: DisputeView; unsent: Unsent | undefined }) {
  const t = useTranslations("disputePage");
  const { search } = useLocation();
  const { decisions, outcome, can, currency, contestUntilOn, status } = dispute;
  const last = decisions.at(-1);
  const format = useFormats();
  if (!last || !outcome) return null;
  const before = decisions.slice(0, -1).toReversed();
  const creditedMinor = decisions.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  return (
    <Section title={t("outcome")} id="outcome">
      <div className="grid gap-3 rounded-3 border border-rule-2 p-4">
        <p className="grid grid-cols-[22px_1fr] text-lg font-semibold">
          <StatusMark state={markOf(outcome, outcome)} />
          {t(`outcomeTitle.${outcome}`, {
            amount: format.amount(outcome === "accepted" ? creditedMinor : last.amountMinor, currency),
            asked: format.amount(dispute.amountMinor, currency),
          })}
        </p>
        <DecisionText decision={last} currency={currency} />
        {can.contest && contestUntilOn && (
          <p className="text-md text-ink-2">
            {t("contestUntil", { day: format.day(contestUntilOn, { weekday: true }) })}
          </p>
        )}
        {unsent?.form === "agree" && <Refused unsent={unsent} />}
        {can.agree && (
          <Form method="post" action={withAccount(`/disputes/${dispute.id}`, search)} className="grid gap-1">
            <input type="hidden" name="entryId" value={dispute.entryId} />
            <input type="hidden" name="seen" value={status} />
            <div>
              <Button name="intent" value="agree">
                {t("agree")}
              </Button>
            </div>
            <p className="oi-hint">{t("agreeNote")}</p>
          </Form>
        )}
        {can.contest && (
          <details open={unsent?.form === "contest"}>
            <summary className="min-h-8 cursor-pointer text-md text-action">{t("contest")}</summary>
            <div className="mt-2">
              <DisputeWrite
                dispute={dispute}
                verb="contest"
                label={t("contestLabel")}
                hint={t("contestHint")}
                button={t("contestSend")}
                unsent={unsent?.form === "contest" ? unsent : undefined}
              />
            </div>
          </details>
        )}
        {dispute.contestedOn && !can.contest && (
          <p className="text-md text-ink-2">
            {t("contestedBefore", { day: format.day(dispute.contestedOn) })}
          </p>
        )}
      </div>
      {before.map((decision) => (
        <div key={decision.id} className="mt-4 text-ink-2">
          <h3>{t("earlierOutcome")}</h3>
          <DecisionText decision={decision} currency={currency} />
        </div>
      ))}
    </Section>
  );
}

function DecisionText({ decision, currency }: { decision: Decision; currency: string }) {
  const t = useTranslations("disputePage");
  const format = useFormats();
  const { grounds, credits, rebills, onAccountMinor, taxMinor, decidedByName: name, on } = decision;
  return (
    <div className="grid gap-2 text-md">
      <p className="whitespace-pre-wrap wrap-anywhere">{grounds}</p>
      {credits.map(({ id, number }) => (
        <p key={id}>
          {t("credit")} <Link href={`/invoices/${id}`}>{number}</Link> (
          <Link href={`/invoices/${id}.pdf`} download="" aria-label={t("creditPdfOf", { number })}>
            {t("creditPdf")}
          </Link>
          ){taxMinor > 0n && <> {t("taxOf", { amount: format.amount(taxMinor, currency) })}</>}
        </p>
      ))}
      {rebills.map(({ id, number }) => (
        <p key={id}>
          {t("rebill")} <Link href={`/invoices/${id}`}>{number}</Link>
        </p>
      ))}
      {onAccountMinor > 0n && <p>{t("onAccount", { amount: format.amount(onAccountMinor, currency) })}</p>}
      <p className="text-sm text-ink-3">{t("decidedBy", { day: format.day(on, { weekday: true }), name })}</p>
    </div>
  );
}
