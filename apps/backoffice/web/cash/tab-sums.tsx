import { Amount } from "@openitem/ui/amount";
import { useTranslations } from "use-intl";
import type { TabTotal } from "./use-tab-totals.ts";

/** What a tab holds in all, by currency. */
export function TabSums({ sums }: { sums: TabTotal["sums"] }) {
  const t = useTranslations("cash");
  if (sums.length === 0) return null;
  return (
    <dl className="cash-sums">
      {sums.map(({ currency, count, minor }) => (
        <div key={currency}>
          <dt>{t("sumOf", { count, currency })}</dt>
          <dd>
            <Amount minor={minor} currency={currency} strong />
          </dd>
        </div>
      ))}
    </dl>
  );
}
