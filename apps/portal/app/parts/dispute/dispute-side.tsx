import { Amount } from "@openitem/ui/amount";
import { Link } from "@openitem/ui/link";
import { Section } from "@openitem/ui/page";
import { type SumLine, SumList } from "@openitem/ui/sum-list";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { DisputeState } from "./dispute-state.tsx";
import type { DisputeView } from "./dispute-view.server.ts";

/** What is held, earlier disputes of the account, and who is told by mail. */
export function DisputeSide({ dispute }: { dispute: DisputeView }) {
  const t = useTranslations("disputePage");
  const { earlier, mail } = dispute;
  return (
    <>
      {dispute.documents.length > 0 && (
        <Section title={t("held")} ruled>
          <Held dispute={dispute} />
        </Section>
      )}
      {earlier.length > 0 && (
        <Section title={t("earlier")} ruled>
          <ul className="grid gap-4">
            {earlier.map((each) => (
              <Earlier key={each.id} dispute={each} />
            ))}
          </ul>
        </Section>
      )}
      <Section title={t("mail")}>
        <p className="text-md text-ink-2 wrap-anywhere">
          {t(`mailChoice.${mail.choice}`, { address: mail.address })}{" "}
          <Link href="/settings#mail">{t("change")}</Link>
        </p>
      </Section>
    </>
  );
}

function Held({ dispute: { holds, currency, documents, isHeld } }: { dispute: DisputeView }) {
  const t = useTranslations("disputePage");
  const lines: SumLine[] = [
    { id: "open", label: t("invoiceOpen", { count: documents.length }), minor: holds.openMinor },
    { id: "flight", label: t("inFlight"), minor: -holds.inFlightMinor },
    { id: "this", label: t("heldByThis"), minor: -holds.heldMinor, tone: "disputed" as const },
    { id: "others", label: t("heldByOthers"), minor: holds.heldMinor - holds.disputedMinor },
  ].filter(({ id, minor }) => minor !== 0n || id === "open");
  return (
    <>
      <SumList lines={lines} currency={currency} total={{ label: t("ready"), minor: holds.readyMinor }} />
      <p className="oi-hint mt-2.5">{t(isHeld ? "heldNote" : "nothingHeld")}</p>
    </>
  );
}

function Earlier({ dispute }: { dispute: DisputeView["earlier"][number] }) {
  const t = useTranslations("disputePage");
  const format = useFormats();
  const { id, number, status, outcome, grounds, credit, amountMinor, creditedMinor, currency } = dispute;
  return (
    <li className="text-md">
      <div className="flex items-baseline justify-between gap-3">
        <DisputeState status={status} outcome={outcome} />
        <Amount minor={outcome ? creditedMinor : amountMinor} currency={currency} showCurrency />
      </div>
      <p className="text-ink-2 wrap-anywhere">
        <Link href={`/disputes/${id}`}>{number}</Link>.{" "}
        {outcome && t("earlierAsked", { amount: format.amount(amountMinor, currency) })} {grounds}
      </p>
      {credit && (
        <p>
          {t("credit")} <Link href={`/invoices/${credit.id}`}>{credit.number}</Link>
        </p>
      )}
    </li>
  );
}
