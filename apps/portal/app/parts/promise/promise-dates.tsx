import { Amount } from "@openitem/ui/amount";
import { Button } from "@openitem/ui/button";
import { AmountField, DateField, FieldError, fieldId } from "@openitem/ui/field";
import { daysBetween } from "@openitem/ui/formats";
import { StatusMark } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { DatesAxis } from "./dates-axis.tsx";
import { type Draft, fieldName } from "./draft.ts";
import { drawnDays, type Terms } from "./terms.ts";
import type { PromiseForm } from "./view.ts";

/** The days with their amounts, what stands at once of them, and their sum. */
export function PromiseDates({
  view,
  now,
  wordsAt,
}: {
  view: PromiseForm;
  now: { draft: Draft; terms: Terms };
  wordsAt: (name: string) => string | undefined;
}) {
  const t = useTranslations("promiseForm");
  const format = useFormats();
  const { currency, draft, standing } = view;
  const { terms } = now;
  const { today, policy } = standing;
  const days = new Map(drawnDays(terms).map(({ dueOn }) => [dueOn, daysBetween(today, dueOn)]));
  const leftMinor = terms.documentsMinor - terms.amountMinor;
  const error = wordsAt("instalments");
  return (
    <div id={fieldId("instalments")} tabIndex={-1}>
      <ol className="border-t border-rule-2">
        {draft.dates.map((date, index) => {
          const no = index + 1;
          const away = days.get(now.draft.dates[index]?.dueOn ?? "");
          return (
            // A date is known by its place: the form is made anew when one comes or goes.
            <li
              key={fieldName.day(no)}
              className="grid grid-cols-[minmax(0,1fr)_7.75rem_2.25rem] items-start gap-x-2 gap-y-1 border-b border-rule py-2.5 md:grid-cols-[1.625rem_minmax(0,1fr)_10.5rem_2.5rem] md:gap-x-3"
            >
              <span className="pt-3 text-md text-ink-3 max-md:hidden">{no}</span>
              <DateField
                name={fieldName.day(no)}
                label={t("date", { no })}
                labelHidden
                min={today}
                defaultValue={date.dueOn}
                error={wordsAt(fieldName.day(no))}
              />
              <AmountField
                name={fieldName.dayAmount(no)}
                label={t("dateAmount", { no })}
                labelHidden
                currency={currency}
                defaultValue={date.amount}
                error={wordsAt(fieldName.dayAmount(no))}
              />
              {draft.dates.length > 1 ? (
                <Button
                  variant="text"
                  size="small"
                  icon="close"
                  name="intent"
                  value={`drop.${no}`}
                  aria-label={t("drop", { no })}
                  title={t("drop", { no })}
                  className="mt-1"
                />
              ) : (
                <span />
              )}
              {away !== undefined && away >= 0 && (
                <p className="col-span-full text-sm text-ink-3 md:col-start-2">
                  {away > policy.daysOut ? (
                    <span className="oi-tone-due">
                      <StatusMark state="waiting-for-you" />{" "}
                      {t("dateBeyond", { days: away, limit: policy.daysOut })}
                    </span>
                  ) : (
                    t("daysAway", { days: away })
                  )}
                </p>
              )}
            </li>
          );
        })}
      </ol>
      <p className="mt-px flex justify-between pe-11 md:ps-[38px] md:pe-[65px] border-double border-t border-b-[3px] border-total py-2 text-md font-semibold">
        <span>{t("sum", { currency })}</span>
        <Amount minor={terms.amountMinor} currency={currency} />
      </p>
      <p className="mt-1 min-h-5 text-sm text-ink-2" role="status">
        {leftMinor > 0n && t("leftOver", { amount: format.amount(leftMinor, currency) })}
        {leftMinor < 0n && t("over", { amount: format.amount(-leftMinor, currency) })}
      </p>
      {error && <FieldError id="instalments-error">{error}</FieldError>}
      <DatesAxis terms={terms} today={today} daysOut={policy.daysOut} currency={currency} />
      <div className="mt-3 flex flex-wrap gap-2.5">
        <Button size="small" name="intent" value="add">
          {t("add")}
        </Button>
        {draft.dates.length > 1 && (
          <Button variant="text" size="small" name="intent" value="split">
            {t("split")}
          </Button>
        )}
      </div>
    </div>
  );
}
