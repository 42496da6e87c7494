import { Button } from "@openitem/ui/button";
import { CheckboxField } from "@openitem/ui/choice";
import { DateField, SelectField } from "@openitem/ui/field";
import { Section } from "@openitem/ui/page";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { useMethodName } from "./method-words.tsx";
import type { Later, ScheduleOffer } from "./schedule.ts";

const DAYS_AHEAD = 180;

/** The other way of a pay form: the documents are charged on a day that is chosen here, from a saved method. */
export function PaySchedule({
  offer,
  later,
  documentsMinor,
  currency,
  isOpen,
}: {
  offer: ScheduleOffer;
  later: Later;
  documentsMinor: bigint;
  currency: string;
  /** it was asked for, and not done */
  isOpen: boolean;
}) {
  const t = useTranslations("autopay");
  const tFields = useTranslations("autopay.fields");
  const format = useFormats();
  const methodName = useMethodName();
  return (
    <Section title={t("schedule")}>
      <details open={isOpen} className="border-t border-rule-2 pt-3">
        <summary className="cursor-pointer text-md">{t("scheduleOpen")}</summary>
        <div className="mt-4 grid max-w-md gap-4">
          <p className="oi-hint">{t("scheduleHint")}</p>
          <DateField
            name="chargeOn"
            label={t("scheduleDay")}
            hint={t("scheduleDayHint", { days: DAYS_AHEAD })}
            optional
            defaultValue={later.chargeOn}
          />
          <SelectField
            name="methodId"
            label={tFields("method")}
            optional
            defaultValue={later.methodId || offer.methods[0]?.id}
            options={offer.methods.map((method) => ({ value: method.id, label: methodName(method) }))}
          />
          <CheckboxField
            name="agreed"
            value={offer.words.version}
            label={t("scheduleAgree")}
            hint={offer.words.text}
            defaultChecked={later.agreed !== ""}
          />
          <div>
            <Button name="intent" value="schedule">
              {t("scheduleButton", { amount: format.amount(documentsMinor, currency) })}
            </Button>
          </div>
        </div>
      </details>
    </Section>
  );
}
