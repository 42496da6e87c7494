import { Button } from "@openitem/ui/button";
import { SelectionBar } from "@openitem/ui/selection-bar";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { SELECTED_MAX, type Selection } from "./use-selection.tsx";

/** What is ticked and its sum, with the buttons that go on to pay, dispute or promise it; before script, the buttons alone. */
export function PayBar({
  selection,
  shownIds,
  mayDispute,
  mayPromise,
}: {
  selection: Selection;
  shownIds: ReadonlySet<string>;
  mayDispute: boolean;
  mayPromise: boolean;
}) {
  const t = useTranslations("invoices");
  const format = useFormats();
  const { rows, currency, sumMinor, hasDebit } = selection;
  if (rows.length === 0)
    return (
      <noscript>
        <div className="mt-4 flex flex-wrap gap-2.5">
          <Button variant="primary">{t("paySelected")}</Button>
          {mayDispute && <Button formAction="/disputes/new">{t("dispute")}</Button>}
          {mayPromise && <Button formAction="/promises/new">{t("promiseDate")}</Button>}
        </div>
      </noscript>
    );
  const reason = !currency
    ? t("otherCurrency")
    : !hasDebit
      ? t("onlyCredits")
      : rows.length > SELECTED_MAX
        ? t("tooMany", { most: SELECTED_MAX })
        : undefined;
  const amount = currency && sumMinor > 0n ? format.amount(sumMinor, currency) : null;
  return (
    <SelectionBar count={rows.length} {...(currency && { minor: sumMinor, currency })}>
      {rows
        .filter(({ id }) => !shownIds.has(id))
        .map(({ id }) => (
          <input key={id} type="hidden" name="item" value={id} />
        ))}
      {currency && <input type="hidden" name="currency" value={currency} />}
      <Button variant="text" onClick={selection.clear}>
        {t("clearSelection")}
      </Button>
      {mayDispute && currency && rows.every((row) => row.isDebit) && (
        <Button formAction="/disputes/new">{t("dispute")}</Button>
      )}
      {mayPromise && currency && rows.every((row) => row.isDebit) && (
        <Button formAction="/promises/new">{t("promiseDate")}</Button>
      )}
      <Button variant="primary" disabledReason={reason}>
        {amount ? t("pay", { amount }) : t("paySelected")}
      </Button>
    </SelectionBar>
  );
}
