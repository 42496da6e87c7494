import { Button } from "@openitem/ui/button";
import { CheckboxField } from "@openitem/ui/choice";
import { Dialog } from "@openitem/ui/dialog";
import { useToast } from "@openitem/ui/toast";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { useReasonName } from "../disputes/dispute-words.tsx";
import { useSentence } from "../shell/failure.tsx";
import { useDispute } from "./dispute-context.ts";
import { refreshDisputes } from "./refresh.ts";

/** Chooses other open disputes of the same customer and currency that are about the same thing. */
export function MergeDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("dispute");
  const words = useTranslations("shell");
  const format = useFormats();
  const reasonName = useReasonName();
  const toast = useToast();
  const sentence = useSentence();
  const { dispute, customer } = useDispute().detail;
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const { data } = useQuery(
    api.disputes.list.queryOptions({ customerIds: [customer.id], tab: "open", limit: 100 }),
  );
  const others = data?.rows.filter(({ id, currency }) => id !== dispute.id && currency === dispute.currency);
  const merge = useMutation(
    api.disputes.merge.mutationOptions({
      onSuccess: () => {
        toast({ text: t("mergedDone", { number: dispute.number }) });
        onClose();
      },
      onSettled: refreshDisputes,
    }),
  );
  return (
    <Dialog
      open
      title={t("mergeTitle", { number: dispute.number })}
      onClose={onClose}
      safe={<Button onClick={onClose}>{words("cancel")}</Button>}
      action={
        <Button
          variant="danger"
          aria-busy={merge.isPending}
          onClick={() => chosen.length > 0 && merge.mutate({ intoId: dispute.id, otherIds: [...chosen] })}
        >
          {t("mergeAction", { count: chosen.length })}
        </Button>
      }
    >
      <div className="grid gap-2">
        <p>{t("mergeText")}</p>
        {others?.length === 0 && (
          <p className="text-ink-2">{t("mergeNone", { currency: dispute.currency })}</p>
        )}
        {others?.map((other) => (
          <CheckboxField
            key={other.id}
            name="merge"
            id={`merge-${other.id}`}
            label={`${other.number}, ${reasonName(other.reason)}, ${format.amount(other.amountMinor, other.currency)} ${other.currency}`}
            hint={other.document?.number}
            checked={chosen.includes(other.id)}
            onChange={({ target }) =>
              setChosen((before) =>
                target.checked ? [...before, other.id] : before.filter((id) => id !== other.id),
              )
            }
          />
        ))}
        {merge.isError && (
          <p role="alert" className="text-overdue">
            {sentence(merge.error)}
          </p>
        )}
      </div>
    </Dialog>
  );
}
