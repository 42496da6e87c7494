import { Button } from "@openitem/ui/button";
import { PaneSection } from "@openitem/ui/office-shell";
import { useToast } from "@openitem/ui/toast";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { useMay } from "../session.ts";
import { ReasonDialog } from "./reason-dialog.tsx";
import { refreshCash } from "./refresh.ts";
import type { Detail } from "./use-match.ts";

/** Says that money is no customer's, and what it is instead. */
export function ElsewhereDialog({ lineId, onClose }: { lineId: string; onClose: (isDone: boolean) => void }) {
  const t = useTranslations("cash");
  const toast = useToast();
  const set = useMutation(
    api.bank.setElsewhere.mutationOptions({
      onSuccess: () => {
        toast({ text: t("elsewhereDone") });
        onClose(true);
      },
      onSettled: refreshCash,
    }),
  );
  return (
    <ReasonDialog
      title={t("elsewhereTitle")}
      text={t("elsewhereText")}
      label={t("elsewhereNote")}
      action={t("notOurs")}
      maxLength={500}
      isPending={set.isPending}
      error={set.error}
      onSend={(note, key) => set.mutate({ key, lineId, note })}
      onClose={() => onClose(false)}
    />
  );
}

/** A line that is no customer's, with the way back. */
export function Elsewhere({ detail: { line } }: { detail: Detail }) {
  const t = useTranslations("cash");
  const toast = useToast();
  const may = useMay("bank.decide");
  const [asking, setAsking] = useState(false);
  const undo = useMutation(
    api.bank.undoElsewhere.mutationOptions({
      onSuccess: () => {
        toast({ text: t("elsewhereUndone") });
        setAsking(false);
      },
      onSettled: refreshCash,
    }),
  );
  return (
    <PaneSection title={t("elsewhereIs")}>
      <p>
        {line.note} <span className="text-ink-3">{line.decidedByName}</span>
      </p>
      {may && <Button onClick={() => setAsking(true)}>{t("elsewhereUndo")}</Button>}
      {asking && (
        <ReasonDialog
          title={t("elsewhereUndo")}
          text={t("elsewhereUndoText")}
          label={t("whyUndo")}
          action={t("elsewhereUndo")}
          maxLength={500}
          isPending={undo.isPending}
          error={undo.error}
          onSend={(reason, key) => undo.mutate({ key, lineId: line.id, reason })}
          onClose={() => setAsking(false)}
        />
      )}
    </PaneSection>
  );
}
