import { Amount } from "@openitem/ui/amount";
import { FieldError, fieldId, TextField } from "@openitem/ui/field";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { type DraftLine, fieldName } from "./draft.ts";
import type { LineSum } from "./sums.ts";
import type { FormDocument } from "./view.ts";

/** A line to tick, and once it is ticked what is expected of it. */
export function DisputeLine({
  itemId,
  line,
  typed,
  sum,
  currency,
  wordsAt,
}: {
  itemId: string;
  line: FormDocument["lines"][number];
  typed: DraftLine | undefined;
  sum: LineSum | undefined;
  currency: string;
  wordsAt: (name: string) => string | undefined;
}) {
  const t = useTranslations("disputeForm");
  const format = useFormats();
  const { lineNo, description, unit, periodFromOn, periodToOn, amountMinor, disputableMinor } = line;
  const [quantity, price] = [format.decimal(line.quantity), format.decimal(line.unitPrice)];
  const name = fieldName.line(itemId, lineNo);
  const id = fieldId(name);
  const error = wordsAt(name);
  const isTaken = disputableMinor === 0n && amountMinor > 0n;
  const period =
    periodFromOn && periodToOn
      ? t("period", { from: format.day(periodFromOn, { year: false }), to: format.day(periodToOn) })
      : null;
  const about = [
    `${t("billed", { quantity, price })}${unit ? ` ${unit}` : ""}`,
    period,
    isTaken && t("lineTaken"),
  ];
  return (
    <li className="dispute-line">
      <label className="grid cursor-pointer grid-cols-[28px_minmax(0,1fr)_auto] gap-x-1.5 py-2.5 text-md">
        <input
          type="checkbox"
          id={id}
          className="oi-check"
          name={name}
          value="on"
          autoComplete="off"
          defaultChecked={typed?.isOn}
          disabled={isTaken || amountMinor <= 0n}
          aria-describedby={error === undefined ? undefined : `${id}-error`}
        />
        <span className="min-w-0 wrap-anywhere">
          {description}
          <small className="oi-sub">{about.filter(Boolean).join(" · ")}</small>
        </span>
        <Amount minor={amountMinor} currency={currency} />
      </label>
      {error !== undefined && <FieldError id={`${id}-error`}>{error}</FieldError>}
      <div className="dispute-if-ticked pb-4 md:ps-[34px]">
        <div className="grid grid-cols-2 items-start gap-4 md:max-w-md">
          <TextField
            name={fieldName.quantity(itemId, lineNo)}
            label={t("quantity")}
            hint={t("quantityHint", { quantity })}
            inputMode="decimal"
            autoComplete="off"
            className="oi-input-amount"
            defaultValue={typed?.quantity}
            error={wordsAt(fieldName.quantity(itemId, lineNo))}
          />
          <TextField
            name={fieldName.unitPrice(itemId, lineNo)}
            label={t("price")}
            hint={t("priceHint", { price })}
            inputMode="decimal"
            autoComplete="off"
            className="oi-input-amount"
            defaultValue={typed?.unitPrice}
            error={wordsAt(fieldName.unitPrice(itemId, lineNo))}
          />
        </div>
        <p className="oi-hint mt-1.5">{t("lineNote")}</p>
        {sum && sum.minor !== null && (
          <p className="mt-1 flex justify-between gap-4 border-y border-rule-2 py-2 text-md font-semibold">
            <span>{t("lineSum")}</span>
            <Amount minor={sum.minor} currency={currency} />
          </p>
        )}
      </div>
    </li>
  );
}
