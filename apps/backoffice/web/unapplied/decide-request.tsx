import { RadioList } from "@openitem/ui/choice";
import { useToast } from "@openitem/ui/toast";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { type Answers, api } from "../api.ts";
import { ReasonDialog } from "../cash/reason-dialog.tsx";
import { refreshCash } from "../cash/refresh.ts";
import { useMay } from "../session.ts";

type Row = Answers["cash"]["decisions"]["rows"][number];
const WAYS = ["grant", "refuse", "withdraw"] as const;

/** A request about money: granted or refused by somebody with the authority, or taken back by who asked. */
export function DecideRequest({ row, onClose }: { row: Row; onClose: () => void }) {
  const t = useTranslations("unapplied");
  const cash = useTranslations("cash");
  const format = useFormats();
  const toast = useToast();
  const mayDecide = useMay("approval.decide");
  const ways = WAYS.filter((each) => each === "withdraw" || mayDecide);
  const [way, setWay] = useState<(typeof WAYS)[number]>(ways[0] ?? "withdraw");
  const onSuccess = () => {
    toast({ text: t(`requestDone.${way}`) });
    onClose();
  };
  const decide = useMutation(api.approvals.decide.mutationOptions({ onSuccess, onSettled: refreshCash }));
  const withdraw = useMutation(api.approvals.withdraw.mutationOptions({ onSuccess, onSettled: refreshCash }));
  const { approvalId } = row;
  if (!approvalId) return null;
  return (
    <ReasonDialog
      title={t("requestTitle", {
        kind: t(`kinds.${row.kind}`),
        amount: `${format.amount(row.amountMinor, row.currency)} ${row.currency}`,
      })}
      text={t("requestText", { name: row.decidedByName, customer: row.customerName, reason: row.reason })}
      label={cash("whyUndo")}
      action={t(`requestWays.${way}`)}
      maxLength={500}
      isPending={decide.isPending || withdraw.isPending}
      error={decide.error ?? withdraw.error}
      onSend={(reason, key) =>
        way === "withdraw"
          ? withdraw.mutate({ key, approvalId, reason })
          : decide.mutate({ key, approvalId, grant: way === "grant", note: reason })
      }
      onClose={onClose}
    >
      <RadioList
        name="request"
        legend={t("requestLegend")}
        legendHidden
        defaultValue={way}
        choices={ways.map((value) => ({ value, label: t(`requestWays.${value}`) }))}
        onChange={(value) => setWay(WAYS.find((each) => each === value) ?? way)}
      />
    </ReasonDialog>
  );
}
