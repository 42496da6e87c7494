import { Amount } from "@openitem/ui/amount";
import { Button } from "@openitem/ui/button";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { ReadDraft } from "./match-draft.ts";

/** The sums of what is laid out, and what can be done with it. */
export function MatchSums({
  state,
  receivedMinor,
  currency,
  isBusy,
  hasCustomer,
  isNew,
  onApply,
  onAccount,
  onSkip,
  onElsewhere,
}: {
  state: ReadDraft;
  receivedMinor: bigint;
  currency: string;
  isBusy: boolean;
  hasCustomer: boolean;
  /** Nobody's money yet: it can be taken in without paying anything, or be no customer's. */
  isNew: boolean;
  onApply: () => void;
  onAccount: () => void;
  onSkip: () => void;
  onElsewhere: () => void;
}) {
  const t = useTranslations("cash");
  const { amount } = useFormats();
  const { appliedMinor, leftMinor, staysOpenMinor, ok } = state;
  const figures = [
    { term: t("received"), minor: receivedMinor },
    { term: t("appliedSum"), minor: appliedMinor },
    { term: t("receiptLeft"), minor: leftMinor, loud: leftMinor < 0n ? ("overdue" as const) : null },
    { term: t("invoicesLeft"), minor: staysOpenMinor, loud: staysOpenMinor > 0n ? ("due" as const) : null },
  ];
  const isIdle = !isNew && appliedMinor === 0n;
  const blocked = !hasCustomer
    ? t("payerFirst")
    : leftMinor < 0n
      ? t("tooMuch", { amount: amount(-leftMinor, currency) })
      : isIdle && ok
        ? t("layOutFirst")
        : t("checkAmounts");
  const words =
    appliedMinor > 0n || isIdle
      ? t("apply", { amount: amount(appliedMinor, currency) })
      : t("takeIn", { amount: amount(receivedMinor, currency) });
  return (
    <footer className="cash-foot">
      <dl aria-live="polite">
        {figures.map(({ term, minor, loud }) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>
              <Amount minor={minor} currency={currency} strong {...(loud && { tone: loud })} />
            </dd>
          </div>
        ))}
      </dl>
      <div className="cash-acts">
        {isNew && (
          <Button variant="text" onClick={onElsewhere}>
            {t("notOurs")}
          </Button>
        )}
        <Button keyCap="s" onClick={onSkip}>
          {t("skip")}
        </Button>
        <Button keyCap="o" aria-disabled={!hasCustomer} onClick={onAccount}>
          {t("onAccount")}
        </Button>
        <Button
          variant="primary"
          keyCap="↵"
          aria-busy={isBusy}
          disabledReason={ok && !isIdle ? undefined : blocked}
          onClick={onApply}
        >
          {words}
        </Button>
      </div>
    </footer>
  );
}
