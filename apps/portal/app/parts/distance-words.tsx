import { useLocale, useTranslations } from "use-intl";

/** By locale and days: no more than documents have ages, and the same for everybody. */
const said = new Map<string, string>();

/** How far a due day is from today, by the days that are past since: "80 days overdue", "Due in 3 days". */
export function useDistance(): (daysLate: number) => string {
  const locale = useLocale();
  const words = useTranslations("distance");
  const say = (daysLate: number) => {
    if (daysLate > 0) return words("overdue", { days: daysLate });
    return daysLate === 0 ? words("dueToday") : words("dueIn", { days: -daysLate });
  };
  return (daysLate) => {
    const key = `${locale} ${daysLate}`;
    const text = said.get(key) ?? say(daysLate);
    said.set(key, text);
    return text;
  };
}
