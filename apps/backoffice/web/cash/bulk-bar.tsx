import { Button } from "@openitem/ui/button";
import { SelectionBar } from "@openitem/ui/selection-bar";
import { useToast } from "@openitem/ui/toast";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { useSentence } from "../shell/failure.tsx";
import { refreshCash } from "./refresh.ts";
import { isExact, type ListedLine } from "./use-lines.ts";

type Refused = { name: string; sentence: string };

/** Applies the best proposals of ticked lines, one after the other, those that pay documents to the cent. */
export function BulkBar({
  ticked,
  exact,
  onTickAll,
  onDone,
}: {
  ticked: readonly ListedLine[];
  exact: readonly ListedLine[];
  onTickAll: () => void;
  onDone: () => void;
}) {
  const t = useTranslations("cash");
  const format = useFormats();
  const toast = useToast();
  const sentence = useSentence();
  const [done, setDone] = useState<number | null>(null);
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const confirm = useMutation(api.cash.confirm.mutationOptions());
  const fit = ticked.filter(({ match }) => match !== null && isExact(match));
  const currencies = new Set(fit.map(({ currency }) => currency));
  const [currency] = currencies;
  const applyAll = async () => {
    const failed: Refused[] = [];
    setRefused([]);
    for (const [index, { id, name, match }] of fit.entries()) {
      setDone(index);
      const best = match?.best;
      if (!best) continue;
      try {
        await confirm.mutateAsync({
          key: crypto.randomUUID(),
          lineId: id,
          receiptId: match.receiptId,
          customerId: match.receiptId ? (match.customerId ?? best.customerId) : best.customerId,
          applications: best.applications.map(({ itemId, amountMinor }) => ({ itemId, amountMinor })),
          remittanceId: best.remittanceId,
        });
      } catch (error) {
        failed.push({ name, sentence: sentence(error) });
      }
    }
    setDone(null);
    setRefused(failed);
    if (fit.length > failed.length) toast({ text: t("bulkDone", { count: fit.length - failed.length }) });
    onDone();
    await refreshCash();
  };
  return (
    <>
      {refused.length > 0 && (
        <div role="alert" className="cash-refused">
          <b>{t("bulkRefused", { count: refused.length })}</b>
          <ul>
            {refused.map(({ name, sentence: why }, index) => (
              <li key={`${index} ${name}`}>
                {name}: {why}
              </li>
            ))}
          </ul>
        </div>
      )}
      {ticked.length > 0 ? (
        <SelectionBar
          count={ticked.length}
          {...(currencies.size === 1 &&
            currency && { currency, minor: fit.reduce((sum, line) => sum + line.amountMinor, 0n) })}
        >
          {fit.length < ticked.length && (
            <span className="text-ink-2">{t("bulkNotExact", { count: ticked.length - fit.length })}</span>
          )}
          <Button onClick={onDone}>{t("untick")}</Button>
          <Button
            variant="primary"
            aria-busy={done !== null}
            aria-disabled={fit.length === 0}
            onClick={() => fit.length > 0 && done === null && void applyAll()}
          >
            {done === null
              ? t("bulkApply", { count: fit.length })
              : t("bulkProgress", { done: format.count(done + 1), total: format.count(fit.length) })}
          </Button>
        </SelectionBar>
      ) : (
        exact.length > 1 && (
          <div className="cash-bulk">
            <Button variant="text" onClick={onTickAll}>
              {t("tickExact", { count: exact.length })}
            </Button>
          </div>
        )
      )}
    </>
  );
}
