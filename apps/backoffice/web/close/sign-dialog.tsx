import { Button } from "@openitem/ui/button";
import { Dialog } from "@openitem/ui/dialog";
import { useToast } from "@openitem/ui/toast";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { useSentence } from "../shell/failure.tsx";
import { type Check, refreshClose } from "./close-words.ts";

/** Signs a check at the figure that stands in the question; another one by then is refused. */
export function SignDialog({
  periodId,
  check: { check, figure, items, amounts, note },
  onClose,
}: {
  periodId: string;
  check: Check;
  onClose: () => void;
}) {
  const t = useTranslations("close");
  const words = useTranslations("shell");
  const format = useFormats();
  const toast = useToast();
  const sentence = useSentence();
  const [key] = useState(() => crypto.randomUUID());
  const sign = useMutation(
    api.close.sign.mutationOptions({
      onSuccess: () => {
        toast({ text: t("signedToast") });
        onClose();
      },
      onSettled: refreshClose,
    }),
  );
  const sums = amounts.map(({ minor, currency }) => `${format.amount(minor, currency)} ${currency}`);
  return (
    <Dialog
      open
      title={t("signTitle", { check: t(`short.${check}`) })}
      onClose={onClose}
      safe={<Button onClick={onClose}>{words("cancel")}</Button>}
      action={
        <Button
          variant="primary"
          aria-busy={sign.isPending}
          onClick={() => sign.mutate({ key, periodId, check, figure })}
        >
          {t("sign")}
        </Button>
      }
    >
      <div className="grid gap-2">
        <p>{t("signFigure", { items, amounts: sums.length > 0 ? sums.join(", ") : t("noAmount") })}</p>
        {note && <p className="said text-ink-2">{note}</p>}
        <p className="text-ink-2">{t("signText")}</p>
        {sign.isError && (
          <p role="alert" className="text-overdue">
            {sentence(sign.error)}
          </p>
        )}
      </div>
    </Dialog>
  );
}
