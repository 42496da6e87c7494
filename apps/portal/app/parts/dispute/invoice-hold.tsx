import { Amount } from "@openitem/ui/amount";
import { Link } from "@openitem/ui/link";
import { Section } from "@openitem/ui/page";
import { Status } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { DisputeState } from "./dispute-state.tsx";
import type { InvoiceClaims } from "./invoice-claims.server.ts";

/** Beside a document: what holds some of it, how that stands, and what to do. */
export function InvoiceHolds({ claims, currency }: { claims: InvoiceClaims; currency: string }) {
  const t = useTranslations("claims");
  const format = useFormats();
  const dayToActOn = (day: string) => format.day(day, { weekday: true, year: false });
  return (
    <>
      {claims.disputes.map(({ id, number, status, heldMinor, assigneeName, answerOn }) => {
        const isAsked = status === "waiting_customer";
        return (
          <Section key={id} title={t("heldTitle", { number })} ruled>
            <div className="grid gap-1.5 text-md">
              <p className="flex items-baseline justify-between gap-3">
                <DisputeState status={status} outcome={null} />
                <Amount minor={heldMinor} currency={currency} strong tone="disputed" />
              </p>
              <p className="text-ink-2">
                {isAsked && (assigneeName ? t("asked", { name: assigneeName }) : t("askedSomebody"))}{" "}
                {!isAsked && answerOn && t("answerBy", { day: dayToActOn(answerOn) })} {t("heldBody")}
              </p>
              <p>
                <Link href={`/disputes/${id}`}>{t(isAsked ? "answer" : "follow")}</Link>
              </p>
            </div>
          </Section>
        );
      })}
      {claims.promises.map(({ id, number, heldMinor, nextOn }) => (
        <Section key={id} title={t("promiseTitle", { number })} ruled>
          <div className="grid gap-1.5 text-md">
            <p className="flex items-baseline justify-between gap-3">
              <Status state="promised" />
              <Amount minor={heldMinor} currency={currency} strong tone="promised" />
            </p>
            <p className="text-ink-2">
              {nextOn ? t("promisedBody", { day: dayToActOn(nextOn) }) : t("promisedBodyNoDay")}
            </p>
            <p>
              <Link href={`/promises/${id}`}>{t("follow")}</Link>
            </p>
          </div>
        </Section>
      ))}
    </>
  );
}
