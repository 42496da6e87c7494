import { PaneSection } from "@openitem/ui/office-shell";
import { Status } from "@openitem/ui/status";
import { AmountCell, Body, Cell, ColumnHead, DocumentLink, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { Detail } from "./payment-page.tsx";

/** Settled money that went back, and whether it came to us again. */
export function ReversalTable({ detail: { payment, reversals } }: { detail: Detail }) {
  const t = useTranslations("payment");
  const format = useFormats();
  return (
    <PaneSection title={t("back")}>
      <div className="-mx-4 overflow-x-auto">
        <Table caption={t("backCaption")} edge>
          <Head>
            <ColumnHead>{t("kind")}</ColumnHead>
            <ColumnHead>{t("booked")}</ColumnHead>
            <ColumnHead>{t("reason")}</ColumnHead>
            <ColumnHead align="end">{t("wentBack")}</ColumnHead>
            <ColumnHead>{t("state")}</ColumnHead>
          </Head>
          <Body>
            {reversals.map((each) => (
              <Row key={each.id}>
                <Cell heading phone="lead" sub={<span className="split-word">{each.providerRef}</span>}>
                  <DocumentLink href={`/items/${each.itemId}`}>{t(`kinds.${each.kind}`)}</DocumentLink>
                </Cell>
                <Cell quiet phone="aside">
                  {format.moment(each.bookedAt)}
                </Cell>
                <Cell phone="line">{each.reason}</Cell>
                <AmountCell minor={-each.amountMinor} currency={payment.currency} />
                <Cell phone="status">
                  <Status
                    state={each.state === "booked" ? "returned" : "settled"}
                    label={t(`backStates.${each.state}`)}
                    detail={each.reinstatedAt && format.moment(each.reinstatedAt)}
                  />
                </Cell>
              </Row>
            ))}
          </Body>
        </Table>
      </div>
    </PaneSection>
  );
}
