import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Amount } from "./amount.tsx";

/** Count and sum of what is ticked, with what can be done to it; stays at the bottom, on a phone above the tabs. */
export function SelectionBar({
  count,
  minor,
  currency,
  children,
}: {
  count: number;
  /** minor units of the sum; left out where several currencies are ticked */
  minor?: bigint;
  currency?: string;
  /** buttons, the primary one last; a phone shows the primary one alone */
  children: ReactNode;
}) {
  const t = useTranslations("ui");
  return (
    <section className="oi-selection" aria-label={t("selection")}>
      <p aria-live="polite">
        <b>{t("selected", { count })}</b>
        {minor !== undefined && currency && (
          <>
            <span aria-hidden="true"> · </span>
            <span className="oi-unit">{currency}</span> <Amount minor={minor} currency={currency} strong />
          </>
        )}
      </p>
      {children}
    </section>
  );
}
