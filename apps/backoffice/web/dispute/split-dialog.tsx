import { Button } from "@openitem/ui/button";
import { Dialog } from "@openitem/ui/dialog";
import { AmountField, SelectField } from "@openitem/ui/field";
import { parseAmount } from "@openitem/ui/formats";
import { useToast } from "@openitem/ui/toast";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { useReasonName } from "../disputes/dispute-words.tsx";
import { useDraft } from "../drafts.ts";
import { useSentence } from "../shell/failure.tsx";
import { useDispute } from "./dispute-context.ts";
import { refreshDisputes } from "./refresh.ts";

type Typed = { amounts: Readonly<Record<string, string>>; reason: string; id: string };

/** Puts lines, or parts of their amounts, into a dispute of their own. */
export function SplitDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("dispute");
  const words = useTranslations("shell");
  const format = useFormats();
  const reasonName = useReasonName();
  const toast = useToast();
  const sentence = useSentence();
  const { detail, rules } = useDispute();
  const { dispute, documents } = detail;
  const { currency } = dispute;
  const [typed, change, forget] = useDraft<Typed>(`split ${dispute.id}`, () => ({
    amounts: {},
    reason: dispute.reason,
    id: crypto.randomUUID(),
  }));
  const [tried, setTried] = useState(false);
  const lines = documents.flatMap(({ itemId, number, lines }) =>
    lines.map((line) => ({ ...line, itemId, number, name: `split-${itemId}-${line.lineNo}` })),
  );
  const read = lines
    .filter(({ name }) => (typed.amounts[name] ?? "").trim() !== "")
    .map((line) => ({
      line,
      parsed: parseAmount(typed.amounts[line.name] ?? "", currency, format.locale),
    }));
  const items = read.flatMap(({ line: { itemId, lineNo }, parsed }) =>
    parsed.ok ? [{ itemId, lineNo, amountMinor: parsed.minor }] : [],
  );
  const sum = items.reduce((total, item) => total + item.amountMinor, 0n);
  const split = useMutation(
    api.disputes.split.mutationOptions({
      onSuccess: ({ number }) => {
        toast({ text: t("splitDone", { number }) });
        forget();
        onClose();
      },
      onError: (error) => error.data?.refusal && change({ id: crypto.randomUUID() }),
      onSettled: refreshDisputes,
    }),
  );
  return (
    <Dialog
      open
      title={t("splitTitle", { number: dispute.number })}
      onClose={onClose}
      safe={<Button onClick={onClose}>{words("cancel")}</Button>}
      action={
        <Button
          variant="danger"
          aria-busy={split.isPending}
          onClick={() => {
            setTried(true);
            if (items.length === 0 || items.length < read.length) return;
            split.mutate({ disputeId: dispute.id, newDisputeId: typed.id, items, reason: typed.reason });
          }}
        >
          {sum > 0n
            ? t("splitAction", { amount: `${format.amount(sum, currency)} ${currency}` })
            : t("splitBare")}
        </Button>
      }
    >
      <div className="grid max-h-[60vh] gap-3 overflow-y-auto">
        <p>{t("splitText")}</p>
        {lines.map(({ name, number, lineNo, disputedMinor }) => {
          const parsed = read.find(({ line }) => line.name === name)?.parsed;
          return (
            <AmountField
              key={name}
              name={name}
              label={lineNo === 0 ? t("splitWhole", { number }) : t("splitAmount", { number, line: lineNo })}
              hint={t("splitHint", { amount: format.amount(disputedMinor, currency) })}
              currency={currency}
              optional
              value={typed.amounts[name] ?? ""}
              error={tried && parsed && !parsed.ok ? format.amountFault(parsed.reason, currency) : undefined}
              onChange={({ target }) =>
                change((now) => ({ amounts: { ...now.amounts, [name]: target.value } }))
              }
            />
          );
        })}
        <SelectField
          name="split-reason"
          label={t("splitReason")}
          value={typed.reason}
          options={rules.reasons.map(({ code }) => ({ value: code, label: reasonName(code) }))}
          onChange={(event) => change({ reason: event.target.value })}
        />
        {tried && read.length === 0 && (
          <p role="alert" className="text-overdue">
            {t("splitNone")}
          </p>
        )}
        {split.isError && (
          <p role="alert" className="text-overdue">
            {sentence(split.error)}
          </p>
        )}
      </div>
    </Dialog>
  );
}
