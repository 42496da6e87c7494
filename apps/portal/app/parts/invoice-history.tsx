import { Link } from "@openitem/ui/link";
import { Section } from "@openitem/ui/page";
import { AmountCell, Body, Cell, ColumnHead, DocumentLink, Head, Row, Table } from "@openitem/ui/table";
import { Timeline, type TimelineEntry } from "@openitem/ui/timeline";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { Happening, Invoice } from "../invoice.server.ts";
import { useClaimEntry } from "./dispute/claim-entry.tsx";

/** What happened to a document in plain words, the newest first. */
export function History({
  happenings,
  currency,
  biller,
}: {
  happenings: Happening[];
  currency: string;
  biller: string;
}) {
  const t = useTranslations("invoice");
  const format = useFormats();
  const claimEntry = useClaimEntry(currency, biller);

  function told(happening: Exclude<Happening, { what: "claim" }>): Pick<TimelineEntry, "mark" | "title"> {
    if (happening.what === "imported") return { mark: { icon: "file" }, title: t("historyImported") };
    if (happening.what === "due_passed") return { mark: { state: "due-soon" }, title: t("historyDuePassed") };
    const amount = format.amount(happening.amountMinor, currency);
    if (happening.what === "issued")
      return { mark: { state: "open" }, title: t("historyIssued", { amount }) };
    if (happening.what === "under_way") {
      const name = happening.name ?? t("underWaySomeone");
      return { mark: { state: "in-flight" }, title: t("historyUnderWay", { name, amount }) };
    }
    const facts = { amount, number: happening.number ?? t("otherAccount") };
    switch (happening.what) {
      case "paid":
        return { mark: { state: "paid" }, title: t("historyPaid", facts) };
      case "credited":
        return { mark: { state: "credit" }, title: t("historyCredited", facts) };
      case "used":
        return { mark: { state: "on-account" }, title: t("historyUsed", facts) };
      case "undone":
        return { mark: { state: "returned" }, title: t("historyUndone", facts) };
      case "undone_use":
        return { mark: { state: "returned" }, title: t("historyUndoneUse", facts) };
    }
  }

  return (
    <Section title={t("history")}>
      <Timeline
        label={t("history")}
        entries={happenings.map((happening) => {
          if (happening.what === "claim") return claimEntry(happening);
          return {
            id: happening.id,
            ...told(happening),
            at:
              happening.what === "under_way" && happening.at
                ? format.moment(happening.at, { weekday: true })
                : format.day(happening.on, { weekday: true }),
            dateTime: happening.on,
            detail: happening.what === "under_way" && happening.name && (
              <Link href={`/payments/${happening.paymentId}`}>{t("seePayment")}</Link>
            ),
          };
        })}
      />
    </Section>
  );
}

/** What settled a document, or what a credit was used for; what came back stands with a minus. */
export function AppliedTable({ invoice: { number, currency, isDebit, applications } }: { invoice: Invoice }) {
  const t = useTranslations("invoice");
  const kinds = useTranslations("invoices");
  const format = useFormats();
  return (
    <Section title={t(isDebit ? "whatPaid" : "whatItPaid")}>
      {applications.length === 0 ? (
        <p className="text-md text-ink-2">{t("nothingPaid")}</p>
      ) : (
        <Table caption={t("appliedCaption", { number, currency })} dense>
          <Head>
            <ColumnHead>{t("document")}</ColumnHead>
            <ColumnHead>{t("day")}</ColumnHead>
            <ColumnHead align="end">{t("amountIn", { currency })}</ColumnHead>
          </Head>
          <Body>
            {applications.map(({ id, otherId, otherKind, otherNumber, appliedOn, amountMinor }) => (
              <Row key={id}>
                <Cell phone="lead" heading sub={otherKind && kinds(`kind.${otherKind}`)}>
                  {otherId && otherNumber ? (
                    <DocumentLink href={`/invoices/${otherId}`}>{otherNumber}</DocumentLink>
                  ) : (
                    t("otherAccount")
                  )}
                </Cell>
                <Cell quiet phone="status">
                  {format.day(appliedOn)}
                </Cell>
                <AmountCell minor={amountMinor} currency={currency} />
              </Row>
            ))}
          </Body>
        </Table>
      )}
    </Section>
  );
}
