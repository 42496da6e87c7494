import { daysBetween } from "@openitem/ui/formats";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { drawnDays, type Terms } from "./terms.ts";

const WIDTH = 640;
const HEIGHT = 44;
const LEAST = 8;
const BAR = 5;

const DAY_MS = 86_400_000;

/** The ISO day `days` after another. */
const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** The dates on a line from today, each as high as its amount, and how far what stands at once reaches. */
export function DatesAxis({
  terms,
  today,
  daysOut,
  currency,
}: {
  terms: Terms;
  today: string;
  daysOut: number;
  currency: string;
}) {
  const t = useTranslations("promiseForm");
  const format = useFormats();
  const dates = drawnDays(terms)
    .map((date) => ({ ...date, days: daysBetween(today, date.dueOn) }))
    .filter(({ days, amountMinor }) => days >= 0 && amountMinor > 0n);
  const last = dates.reduce<(typeof dates)[number] | null>(
    (latest, date) => (latest && latest.days > date.days ? latest : date),
    null,
  );
  if (!last) return null;
  const span = Math.max(last.days, daysOut);
  const highest = dates.reduce((most, { amountMinor }) => (amountMinor > most ? amountMinor : most), 1n);
  const x = (days: number) => (days / span) * (WIDTH - BAR);
  const limitOn = format.day(dayAfter(today, daysOut), { year: false });
  const isBeyond = last.days > daysOut;
  const label = t("axis", {
    dates: dates
      .map(({ dueOn, amountMinor }) =>
        t("axisDate", {
          day: format.day(dueOn, { year: false }),
          amount: format.amount(amountMinor, currency),
        }),
      )
      .join("; "),
    limit: limitOn,
  });
  return (
    <div className="mt-3">
      <svg
        className="block h-11 w-full"
        viewBox={`0 0 ${WIDTH} ${HEIGHT + 1}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        <rect width={x(daysOut) + BAR} height={HEIGHT} className="fill-promised-soft" />
        <line x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} className="stroke-rule-2" />
        {dates.map(({ dueOn, days, amountMinor }) => {
          const height = LEAST + Number((amountMinor * BigInt(HEIGHT - LEAST - 8)) / highest);
          return (
            <rect
              key={dueOn}
              x={x(days)}
              y={HEIGHT - height}
              width={BAR}
              height={height}
              className={days > daysOut ? "fill-due" : "fill-promised"}
            />
          );
        })}
      </svg>
      <p className="mt-1 flex justify-between gap-3 text-xs text-ink-3" aria-hidden="true">
        <span>{t("axisToday")}</span>
        <span>{t("axisLimit", { day: limitOn })}</span>
        {isBeyond && <span>{format.day(last.dueOn, { year: false })}</span>}
      </p>
    </div>
  );
}
