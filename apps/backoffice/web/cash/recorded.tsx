import { Banner } from "@openitem/ui/banner";
import { Button } from "@openitem/ui/button";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { useSentence } from "../shell/failure.tsx";
import { refreshCash } from "./refresh.ts";
import type { Detail } from "./use-match.ts";

/** Receipts that were recorded before the money came, and that this line may be. */
export function Recorded({ detail: { line, recorded } }: { detail: Detail }) {
  const t = useTranslations("cash");
  const format = useFormats();
  const sentence = useSentence();
  const tie = useMutation(api.bank.tieReceipt.mutationOptions({ onSettled: refreshCash }));
  return recorded.map(({ receiptId, number, valueOn }) => (
    <Banner
      key={receiptId}
      tone="due"
      state="held"
      title={t("recordedTitle", { number })}
      action={
        <Button
          variant="text"
          aria-busy={tie.isPending}
          onClick={() => tie.mutate({ key: crypto.randomUUID(), lineId: line.id, itemId: receiptId })}
        >
          {t("recordedTie")}
        </Button>
      }
    >
      {tie.isError ? sentence(tie.error) : t("recordedText", { day: format.day(valueOn) })}
    </Banner>
  ));
}
