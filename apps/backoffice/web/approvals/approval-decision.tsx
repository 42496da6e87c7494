import { Button } from "@openitem/ui/button";
import { TextArea } from "@openitem/ui/field";
import { PaneSection } from "@openitem/ui/office-shell";
import { useToast } from "@openitem/ui/toast";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { TakeBack } from "../dispute/decisions-made.tsx";
import { refreshDisputes } from "../dispute/refresh.ts";
import { useDraft } from "../drafts.ts";
import { useMay } from "../session.ts";
import { useSentence } from "../shell/failure.tsx";
import type { Request } from "./approval-page.tsx";

/** Grants or refuses with a note; to whom it is not, it says why. */
export function ApprovalDecision({ request }: { request: Request }) {
  const t = useTranslations("approvals");
  const format = useFormats();
  const mayDecide = useMay("approval.decide");
  const { approval, hindrance, limitMinor } = request;
  const [takingBack, setTakingBack] = useState(false);
  const limit = `${format.amount(limitMinor, approval.currency)} ${approval.currency}`;
  // A limit is of interest only to whose role has one.
  const hinders =
    hindrance === "over_limit" && !mayDecide ? "role" : (hindrance ?? (mayDecide ? null : "role"));
  const why = hinders && t(`hindrances.${hinders}`, { limit });
  if (why === null) return <DecisionForm request={request} />;
  return (
    <PaneSection title={t("decide")}>
      <p className="text-ink-2">{why}</p>
      {hindrance === "own" && (
        <div className="mt-2">
          <Button onClick={() => setTakingBack(true)}>{t("takeBack")}</Button>
        </div>
      )}
      {takingBack && <TakeBack approvalId={approval.id} onClose={() => setTakingBack(false)} />}
    </PaneSection>
  );
}

function DecisionForm({ request: { approval, preview } }: { request: Request }) {
  const t = useTranslations("approvals");
  const format = useFormats();
  const toast = useToast();
  const sentence = useSentence();
  const [draft, change, forget] = useDraft(`approval ${approval.id}`, () => ({
    note: "",
    key: crypto.randomUUID(),
  }));
  const [fault, setFault] = useState(false);
  const decide = useMutation(
    api.approvals.decide.mutationOptions({
      onSuccess: ({ status, credits }) => {
        const names = credits.map(({ creditNumber }) => creditNumber).join(", ");
        toast({
          text:
            status === "refused" ? t("refused") : names ? t("grantedWith", { credits: names }) : t("granted"),
        });
        forget();
      },
      onError: (error) => error.data?.refusal && change({ key: crypto.randomUUID() }),
      onSettled: refreshDisputes,
    }),
  );
  const note = draft.note.trim() || null;
  const send = (grant: boolean) => {
    setFault(!grant && note === null);
    if (grant || note !== null) decide.mutate({ key: draft.key, approvalId: approval.id, grant, note });
  };
  return (
    <PaneSection title={t("decide")}>
      <div className="grid gap-2.5">
        <TextArea
          name="approval-note"
          label={t("yourNote")}
          hint={t("noteHint")}
          rows={3}
          maxLength={1_000}
          optional
          value={draft.note}
          error={fault ? t("noteMissing") : undefined}
          onChange={(event) => change({ note: event.target.value })}
        />
        {decide.isError && (
          <p role="alert" className="text-overdue">
            {sentence(decide.error)}
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          {!preview?.problem && (
            <Button variant="primary" aria-busy={decide.isPending} onClick={() => send(true)}>
              {t("grant", {
                amount: `${format.amount(approval.amountMinor, approval.currency)} ${approval.currency}`,
              })}
            </Button>
          )}
          <Button aria-busy={decide.isPending} onClick={() => send(false)}>
            {t("refuse")}
          </Button>
        </div>
      </div>
    </PaneSection>
  );
}
