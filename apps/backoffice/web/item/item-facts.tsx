import { type Definition, DefinitionList } from "@openitem/ui/definition-list";
import { Link } from "@openitem/ui/link";
import { PaneSection } from "@openitem/ui/office-shell";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { ItemDetail } from "./item-page.tsx";

/** Whose document it is, its days, and what others call it. */
export function ItemFacts({ detail: { item, customer, legalEntity, daysLate } }: { detail: ItemDetail }) {
  const t = useTranslations("item");
  const format = useFormats();
  const text = (term: string, value: string | null): Definition[] => (value ? [{ term, value }] : []);
  const due =
    item.dueOn &&
    (item.openMinor > 0n && daysLate !== null && daysLate > 0
      ? t("overdueBy", { day: format.day(item.dueOn), days: daysLate })
      : format.day(item.dueOn, { weekday: item.openMinor > 0n }));
  return (
    <PaneSection title={t("facts")}>
      <DefinitionList
        items={[
          {
            term: t("customer"),
            value: (
              <>
                <Link href={`/customers/${customer.id}`}>{customer.name}</Link>{" "}
                <span className="oi-unit">{customer.number}</span>
              </>
            ),
          },
          { term: t("legalEntity"), value: `${legalEntity.name} (${legalEntity.code})` },
          { term: t("issued"), value: format.day(item.issuedOn) },
          ...text(t("due"), due),
          ...(item.postedOn !== item.issuedOn ? text(t("posted"), format.day(item.postedOn)) : []),
          ...text(t("po"), item.poNumber),
          ...text(t("reference"), item.reference),
          ...text(t("terms"), item.terms),
          ...text(t("note"), item.note),
        ]}
      />
    </PaneSection>
  );
}
