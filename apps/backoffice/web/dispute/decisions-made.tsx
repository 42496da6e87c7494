import { Amount } from "@openitem/ui/amount";
import { Banner } from "@openitem/ui/banner";
import { Button } from "@openitem/ui/button";
import { Dialog } from "@openitem/ui/dialog";
import { TextField } from "@openitem/ui/field";
import { Link } from "@openitem/ui/link";
import { PaneSection } from "@openitem/ui/office-shell";
import { useToast } from "@openitem/ui/toast";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { markOfOutcome } from "../disputes/dispute-words.tsx";
import { useMay } from "../session.ts";
import { useSentence } from "../shell/failure.tsx";
import { useDispute } from "./dispute-context.ts";
import { refreshDisputes } from "./refresh.ts";

/** In place of the form: why nothing is to be decided now. */
export function Standing() {
  const t = useTranslations("dispute");
  const disputes = useTranslations("disputes");
  const format = useFormats();
  const mayDecide = useMay("dispute.decide");
  const { detail } = useDispute();
  const { dispute, outcome, decision, decisions } = detail;
  const pending = decisions.find(({ status }) => status === "pending");
  return (
    <PaneSection title={t("decide")}>
      {pending?.approvalId ? (
        <Waiting approvalId={pending.approvalId} />
      ) : outcome && decision ? (
        <Banner
          tone={outcome === "accepted" ? "paid" : outcome === "rejected" ? "overdue" : "quiet"}
          state={markOfOutcome(outcome)}
          title={disputes(`outcomes.${outcome}`)}
        >
          {dispute.contestUntil &&
            dispute.status === outcome &&
            outcome !== "accepted" &&
            t("contestUntil", { day: format.moment(dispute.contestUntil) })}
        </Banner>
      ) : (
        <p className="text-ink-2">{mayDecide ? t("cannotDecide.ended") : t("cannotDecide.role")}</p>
      )}
    </PaneSection>
  );
}

function Waiting({ approvalId }: { approvalId: string }) {
  const t = useTranslations("dispute");
  const [open, setOpen] = useState(false);
  const { data } = useQuery(api.approvals.read.queryOptions({ approvalId }));
  return (
    <>
      <Banner
        tone="due"
        state="held"
        title={t("cannotDecide.awaiting_approval")}
        action={<Link href={`/approvals/${approvalId}`}>{t("toApproval")}</Link>}
      />
      {data?.hindrance === "own" && (
        <div className="mt-2">
          <Button onClick={() => setOpen(true)}>{t("takeBack")}</Button>
        </div>
      )}
      {open && <TakeBack approvalId={approvalId} onClose={() => setOpen(false)} />}
    </>
  );
}

/** Takes one's own request back, with the reason. */
export function TakeBack({ approvalId, onClose }: { approvalId: string; onClose: () => void }) {
  const t = useTranslations("dispute");
  const toast = useToast();
  const sentence = useSentence();
  const [key] = useState(() => crypto.randomUUID());
  const [reason, setReason] = useState("");
  const take = useMutation(
    api.approvals.withdraw.mutationOptions({
      onSuccess: () => {
        toast({ text: t("takenBack") });
        onClose();
      },
      onSettled: refreshDisputes,
    }),
  );
  return (
    <Dialog
      open
      title={t("takeBackTitle")}
      onClose={onClose}
      safe={<Button onClick={onClose}>{t("keepRequest")}</Button>}
      action={
        <Button
          variant="danger"
          aria-busy={take.isPending}
          onClick={() => take.mutate({ key, approvalId, reason: reason.trim() })}
        >
          {t("takeBack")}
        </Button>
      }
    >
      <div className="grid gap-3">
        <p>{t("takeBackText")}</p>
        <TextField
          name="take-back-reason"
          label={t("takeBackWhy")}
          maxLength={500}
          value={reason}
          error={take.error?.data?.faults.find(({ field }) => field === "reason")?.message}
          onChange={(event) => setReason(event.target.value)}
        />
        {take.isError && (
          <p role="alert" className="text-overdue">
            {sentence(take.error)}
          </p>
        )}
      </div>
    </Dialog>
  );
}

/** Every decision on this dispute, the last first, with the documents it made. */
export function DecisionsMade() {
  const t = useTranslations("dispute");
  const format = useFormats();
  const { decisions, dispute } = useDispute().detail;
  if (decisions.length === 0) return null;
  return (
    <PaneSection title={t("decisions")}>
      <ol className="thread">
        {[...decisions].reverse().map((decision) => (
          <li key={decision.id}>
            <b>{t(`outcomes.${decision.outcome}`)}</b>{" "}
            {decision.outcome !== "reject" && (
              <Amount minor={decision.amountMinor} currency={dispute.currency} showCurrency />
            )}
            <span className="oi-unit block">
              {t(`decisionStates.${decision.status}`)},{" "}
              {t("decidedBy", { name: decision.decidedByName, at: format.moment(decision.decidedAt) })}
            </span>
            {decision.reason && <p>{decision.reason}</p>}
            {decision.grounds && <p className="said">{decision.grounds}</p>}
            <ul>
              {decision.items.map(({ itemId, number, credit, rebill }) => (
                <li key={itemId}>
                  {number}
                  {credit && (
                    <>
                      {" → "}
                      <Link href={`/items/${credit.id}`}>{credit.number}</Link>
                    </>
                  )}
                  {rebill && (
                    <>
                      {", "}
                      <Link href={`/items/${rebill.id}`}>{rebill.number}</Link>
                    </>
                  )}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </PaneSection>
  );
}
