import type { Pause } from "@openitem/domain/remittances/read-pauses";
import { Amount } from "@openitem/ui/amount";
import { Link } from "@openitem/ui/link";
import { Section } from "@openitem/ui/page";
import { Status } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";

/** Beside a document: what was said to be paid of it, and until when nobody is reminded. */
export function InvoiceDeclared({ pauses, currency }: { pauses: readonly Pause[]; currency: string }) {
  const t = useTranslations("remittances");
  const format = useFormats();
  return pauses.map(({ remittanceId, number, amountMinor, pausedUntilOn }) => (
    <Section key={remittanceId} title={t("invoiceTitle")} ruled>
      <div className="grid gap-1.5 text-md">
        <p className="flex items-baseline justify-between gap-3">
          <Status state="in-flight" label={t("states.confirmed")} />
          <Amount minor={amountMinor} currency={currency} strong tone="flight" />
        </p>
        <p className="text-ink-2">{t("invoiceBody", { day: format.day(pausedUntilOn) })}</p>
        <p>
          <Link href={`/remittances/${remittanceId}`}>{t("seeKnown", { number })}</Link>
        </p>
      </div>
    </Section>
  ));
}
