import { Button } from "@openitem/ui/button";
import { AmountField, DateField } from "@openitem/ui/field";
import { PaneSection } from "@openitem/ui/office-shell";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { type ReadRecord, splitEqually, type TypedDate, withDate } from "./record-draft.ts";
import type { Weighed } from "./record-rules.tsx";

/** Dates and amounts with their sum beside that of the documents; what is wrong with one stands below it. */
export function RecordDates({
  read,
  currency,
  weighed,
  tried,
  onDates,
}: {
  read: ReadRecord;
  currency: string;
  weighed: Weighed | undefined;
  /** Whether it was sent once: only then is asked for what is missing. */
  tried: boolean;
  onDates: (dates: TypedDate[]) => void;
}) {
  const t = useTranslations("recordPromise");
  const format = useFormats();
  const { dates, places, datesMinor, documentsMinor } = read;
  const typed = dates.map(({ day, text, isRest }): TypedDate => ({ day, amount: isRest ? null : text }));
  const set = (index: number, over: Partial<TypedDate>) =>
    onDates(typed.map((date, at) => (at === index ? { ...date, ...over } : date)));
  /** What the rules of dates say of the one in this place. */
  const refusalAt = (index: number, isAmount: boolean) =>
    weighed?.problems.find(
      ({ at, code }) =>
        at.part === "date" &&
        places[at.no - 1] === index &&
        (code === "promise.amount") === isAmount &&
        (tried || documentsMinor > 0n),
    )?.sentence;
  const sums = {
    dates: format.amount(datesMinor, currency),
    documents: format.amount(documentsMinor, currency),
    currency,
  };
  return (
    <PaneSection title={t("dates")}>
      <div className="grid gap-3">
        {dates.map(({ day, text, parsed, isRest }, index) => {
          const no = index + 1;
          return (
            <div key={no} className="grid grid-cols-2 gap-2">
              <DateField
                name={`record-day-${no}`}
                label={t("dateNo", { no })}
                min={weighed?.today}
                value={day}
                error={
                  tried && !places.includes(index) && parsed.ok ? t("dayMissing") : refusalAt(index, false)
                }
                onChange={({ target }) => set(index, { day: target.value })}
              />
              <AmountField
                name={`record-amount-${no}`}
                label={t("amountNo", { no })}
                currency={currency}
                value={text}
                title={isRest ? t("restHint") : undefined}
                error={parsed.ok ? refusalAt(index, true) : format.amountFault(parsed.reason, currency)}
                onChange={({ target }) => set(index, { amount: target.value })}
              />
            </div>
          );
        })}
        <div className="flex flex-wrap gap-2">
          <Button size="small" onClick={() => onDates(withDate(read))}>
            {t("addDate")}
          </Button>
          {dates.length > 1 && (
            <>
              <Button size="small" onClick={() => onDates(splitEqually(read, currency, format.locale))}>
                {t("even")}
              </Button>
              <Button size="small" onClick={() => onDates(typed.slice(0, -1))}>
                {t("dropDate")}
              </Button>
            </>
          )}
        </div>
        {datesMinor === documentsMinor ? (
          <p aria-live="polite">{t("total", sums)}</p>
        ) : (
          <p role={tried ? "alert" : undefined} aria-live="polite" className="text-overdue">
            {t("unequal", sums)}
          </p>
        )}
      </div>
    </PaneSection>
  );
}
