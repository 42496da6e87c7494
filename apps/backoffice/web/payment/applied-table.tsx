import { SumRow } from "@openitem/ui/amount";
import { PaneSection } from "@openitem/ui/office-shell";
import { AmountCell, Body, Cell, ColumnHead, DocumentLink, Foot, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { Detail } from "./payment-page.tsx";

type Applied = Detail["applications"];

/** Without what was used to pay money back: that stands among what went back. */
export const settledBy = (applications: Applied): Applied =>
  applications.filter((each) => each.debitKind !== "refund");

/** What the payment did: which credit went to which document, and what of it was undone. */
export function AppliedTable({ detail: { payment, ...detail } }: { detail: Detail }) {
  const applications = settledBy(detail.applications);
  const t = useTranslations("payment");
  const format = useFormats();
  const { currency } = payment;
  if (applications.length === 0)
    return (
      <PaneSection title={t("did")}>
        <p className="text-ink-2">{t("nothingYet")}</p>
      </PaneSection>
    );
  const document = (id: string, number: string | null) =>
    number === null ? t("elsewhere") : <DocumentLink href={`/items/${id}`}>{number}</DocumentLink>;
  return (
    <PaneSection title={t("did")}>
      <div className="-mx-4 overflow-x-auto">
        <Table caption={t("didCaption")} edge>
          <Head>
            <ColumnHead>{t("to")}</ColumnHead>
            <ColumnHead>{t("from")}</ColumnHead>
            <ColumnHead>{t("on")}</ColumnHead>
            <ColumnHead align="end">{t("applied")}</ColumnHead>
          </Head>
          <Body>
            {applications.map((each) => (
              <Row key={each.id}>
                <Cell heading phone="lead" sub={each.reversesId && t("undone")}>
                  {document(each.debitId, each.debitNumber)}
                </Cell>
                <Cell phone="status">{document(each.creditId, each.creditNumber)}</Cell>
                <Cell quiet phone="aside">
                  {format.day(each.appliedOn)}
                </Cell>
                <AmountCell minor={each.amountMinor} currency={currency} />
              </Row>
            ))}
          </Body>
          <Foot>
            <SumRow label={currency} labelSpan={3}>
              <AmountCell
                minor={applications.reduce((sum, each) => sum + each.amountMinor, 0n)}
                currency={currency}
              />
            </SumRow>
          </Foot>
        </Table>
      </div>
    </PaneSection>
  );
}
