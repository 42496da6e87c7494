import { RadioList } from "@openitem/ui/choice";
import { useToast } from "@openitem/ui/toast";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { ReasonDialog } from "../cash/reason-dialog.tsx";
import { refreshCash } from "../cash/refresh.ts";
import type { StatementRow } from "./statements-page.tsx";

/** A statement whose figures do not add up: booked as it is, or left out. */
export function DecideHeld({ statement, onClose }: { statement: StatementRow; onClose: () => void }) {
  const t = useTranslations("statements");
  const toast = useToast();
  const { canAccept, heldBecause } = statement;
  const [decision, setDecision] = useState<"accept" | "discard">(canAccept ? "accept" : "discard");
  const decide = useMutation(
    api.bank.decideHeld.mutationOptions({
      onSuccess: ({ new: fresh }) => {
        toast({ text: decision === "accept" ? t("accepted", { count: fresh }) : t("discarded") });
        onClose();
      },
      onSettled: refreshCash,
    }),
  );
  return (
    <ReasonDialog
      title={t("decideTitle", { file: statement.fileName })}
      text={t("decideText")}
      label={t("note")}
      action={t(decision === "accept" ? "accept" : "discard")}
      maxLength={500}
      isPending={decide.isPending}
      error={decide.error}
      onSend={(note, key) => decide.mutate({ key, statementId: statement.id, decision, note })}
      onClose={onClose}
    >
      <ul className="grid gap-1 text-due">
        {heldBecause.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <RadioList
        name="decision"
        legend={t("decide")}
        legendHidden
        defaultValue={decision}
        choices={[
          {
            value: "accept",
            label: t("accept"),
            hint: canAccept ? t("acceptHint") : t("acceptNot"),
            disabled: !canAccept,
          },
          { value: "discard", label: t("discard"), hint: t("discardHint") },
        ]}
        onChange={(value) => setDecision(value === "accept" ? "accept" : "discard")}
      />
    </ReasonDialog>
  );
}
