import { PaneSection } from "@openitem/ui/office-shell";
import { AmountCell, Body, Cell, ColumnHead, DocumentLink, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { ItemDetail } from "./item-page.tsx";

/** What settled the document or what it settled, by day; undone rows stay, with what undid them. */
export function AppliedView({ detail: { item, applications } }: { detail: ItemDetail }) {
  const t = useTranslations("item");
  const words = useTranslations("shell");
  const format = useFormats();
  if (applications.length === 0)
    return (
      <PaneSection>
        <p className="text-ink-2">{t("nothingApplied")}</p>
      </PaneSection>
    );
  return (
    <div className="overflow-x-auto">
      <Table caption={t("appliedCaption")} edge>
        <Head>
          <ColumnHead>{t("document")}</ColumnHead>
          <ColumnHead>{t("kind")}</ColumnHead>
          <ColumnHead>{t("on")}</ColumnHead>
          <ColumnHead align="end">{t("appliedAmount", { currency: item.currency })}</ColumnHead>
        </Head>
        <Body>
          {applications.map((each) => (
            <Row key={each.id}>
              <Cell heading phone="lead" sub={each.reversesId && t("undone")}>
                {each.otherId && each.otherNumber ? (
                  <DocumentLink href={`/items/${each.otherId}`}>{each.otherNumber}</DocumentLink>
                ) : (
                  t("elsewhere")
                )}
              </Cell>
              <Cell quiet phone="status">
                {each.otherKind && words(`kinds.${each.otherKind}`)}
              </Cell>
              <Cell quiet phone="aside">
                {format.day(each.appliedOn)}
              </Cell>
              <AmountCell minor={each.amountMinor} currency={item.currency} />
            </Row>
          ))}
        </Body>
      </Table>
    </div>
  );
}
