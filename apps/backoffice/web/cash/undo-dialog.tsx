import { CheckboxField } from "@openitem/ui/choice";
import { useToast } from "@openitem/ui/toast";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { useSignedIn } from "../session.ts";
import { ReasonDialog } from "./reason-dialog.tsx";
import { refreshCash } from "./refresh.ts";

/** Undoes chosen applications of a line's receipt and no others; of one that pays nothing, the receipt itself. */
export function UndoDialog({ lineId, onClose }: { lineId: string; onClose: () => void }) {
  const t = useTranslations("cash");
  const format = useFormats();
  const toast = useToast();
  const { today } = useSignedIn();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  // Of each application its own, so that a second try undoes only what was not undone.
  const [keys] = useState(() => new Map<string, string>());
  const { data: detail } = useQuery(api.cash.line.queryOptions({ lineId }));
  const one = useMutation(api.cash.undoApplication.mutationOptions());
  const whole = useMutation(
    api.cash.undoReceipt.mutationOptions({
      onSuccess: () => {
        toast({ text: t("receiptUndone") });
        onClose();
      },
      onSettled: refreshCash,
    }),
  );
  if (!detail?.receipt) return null;
  const { applications, receipt, line } = detail;
  const amountOf = (minor: bigint) => `${format.amount(minor, line.currency)} ${line.currency}`;
  const [only] = applications;
  const wanted = applications.length === 1 && only ? [only] : applications.filter(({ id }) => chosen.has(id));
  const undoChosen = async (reason: string) => {
    try {
      for (const { id } of wanted) {
        const key = keys.get(id) ?? crypto.randomUUID();
        keys.set(id, key);
        await one.mutateAsync({ key, applicationId: id, appliedOn: today, reason });
      }
      toast({ text: t("undone", { documents: wanted.map(({ number }) => number).join(", ") }) });
      onClose();
    } catch {
      // The sentence of what was refused stands in the dialog.
    } finally {
      await refreshCash();
    }
  };
  if (applications.length === 0)
    return (
      <ReasonDialog
        title={t("undoReceiptTitle", { number: receipt.number })}
        text={t("undoReceiptText")}
        label={t("whyUndo")}
        action={t("undoReceipt")}
        isPending={whole.isPending}
        error={whole.error}
        onSend={(reason, key) => whole.mutate({ key, lineId, reason })}
        onClose={onClose}
      />
    );
  return (
    <ReasonDialog
      title={t("undoTitle", { number: receipt.number })}
      text={t("undoText")}
      label={t("whyUndo")}
      action={t("undoCount", { count: wanted.length })}
      isPending={one.isPending}
      error={one.error}
      onSend={(reason) => wanted.length > 0 && void undoChosen(reason)}
      onClose={onClose}
    >
      {applications.map(({ id, number, amountMinor }) => (
        <CheckboxField
          key={id}
          name="undo"
          id={`undo-${id}`}
          label={`${number}, ${amountOf(amountMinor)}`}
          checked={wanted.some((each) => each.id === id)}
          readOnly={applications.length === 1}
          onChange={({ target }) =>
            setChosen((before) => {
              const after = new Set(before);
              if (target.checked) after.add(id);
              else after.delete(id);
              return after;
            })
          }
        />
      ))}
    </ReasonDialog>
  );
}
