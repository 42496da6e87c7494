import { PaneSection } from "@openitem/ui/office-shell";
import { Status } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { Answers } from "../api.ts";

export type Weighed = Answers["promises"]["weigh"];

/** The rules with what the typed dates make of each, and what becomes of the promise because of them. */
export function RecordRules({
  weighed,
  kind,
  currency,
}: {
  weighed: Weighed;
  kind: "word" | "plan";
  currency: string;
}) {
  const t = useTranslations("recordPromise");
  const format = useFormats();
  const { rules, beyond, answer } = weighed;
  const day = format.moment(answer.dueAt, { weekday: true, year: false });
  return (
    <PaneSection title={t("rules")}>
      <ul className="grid gap-1.5">
        {rules.map((rule) =>
          // A promise that is made anew was never changed.
          rule.code === "renewals" || (rule.code === "smallest" && rule.limitMinor === 0n) ? null : (
            <li key={rule.code} className="flex flex-wrap justify-between gap-x-3">
              <span>
                {rule.code === "smallest"
                  ? t("rule.smallest", {
                      limit: `${format.amount(rule.limitMinor, currency)} ${currency}`,
                    })
                  : t(`rule.${rule.code}`, { limit: rule.limit })}
              </span>
              <Status state={rule.isMet ? "kept" : "broken"} label={t(rule.isMet ? "met" : "exceeded")} />
            </li>
          ),
        )}
      </ul>
      <p className="mt-3" aria-live="polite">
        {kind === "plan"
          ? t("waits", { day })
          : beyond.length > 0
            ? t("asksFor", { day })
            : t("standsAtOnce")}
      </p>
    </PaneSection>
  );
}
