import { type Definition, DefinitionList } from "@openitem/ui/definition-list";
import { Link } from "@openitem/ui/link";
import { PaneSection } from "@openitem/ui/office-shell";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { useReasonName } from "../disputes/dispute-words.tsx";
import { useDispute } from "./dispute-context.ts";

const DOCUMENTS_SHOWN = 5;

/** What the customer gave as facts, against what stands on the documents; and what this dispute belongs to. */
export function DisputeFacts() {
  const t = useTranslations("dispute");
  const disputes = useTranslations("disputes");
  const format = useFormats();
  const reasonName = useReasonName();
  const { dispute, documents, customer } = useDispute().detail;
  const factName = (code: string) => {
    const key = `facts.${code as "period"}` as const;
    return t.has(key) ? t(key) : code.replaceAll("_", " ");
  };
  const facts: Definition[] = Object.entries(dispute.facts).map(([code, value]) => ({
    term: factName(code),
    value: <span className="split-word">{value}</span>,
  }));
  return (
    <PaneSection title={t("said")}>
      <DefinitionList
        items={[
          { term: disputes("reason"), value: reasonName(dispute.reason) },
          ...facts,
          ...(dispute.product ? [{ term: t("product"), value: dispute.product }] : []),
          ...documents.slice(0, DOCUMENTS_SHOWN).map((document) => ({
            term: t("onDocument", { number: document.number }),
            value: [
              document.poNumber ? t("poOnDocument", { po: document.poNumber }) : t("noPo"),
              document.reference,
              document.terms,
            ]
              .filter(Boolean)
              .join(" · "),
          })),
          {
            term: t("sentBy"),
            value: (
              <>
                {dispute.raisedByName} <span className="oi-unit">{format.moment(dispute.raisedAt)}</span>
              </>
            ),
          },
          {
            term: disputes("customer"),
            value: (
              <>
                <Link href={`/customers/${customer.id}`}>{customer.name}</Link>{" "}
                <span className="oi-unit">{customer.number}</span>
              </>
            ),
          },
        ]}
      />
      <Related />
    </PaneSection>
  );
}

/** Disputes that were merged or split with this one. */
function Related() {
  const t = useTranslations("dispute");
  const { merged, splitFrom, splits } = useDispute().detail;
  const related = [
    ...(splitFrom ? [{ ...splitFrom, says: t("splitFrom", { number: splitFrom.number }) }] : []),
    ...splits.map((each) => ({ ...each, says: t("split", { number: each.number }) })),
    ...merged.map((each) => ({ ...each, says: t("merged", { number: each.number }) })),
  ];
  if (related.length === 0) return null;
  return (
    <ul className="mt-2" aria-label={t("related")}>
      {related.map(({ id, says }) => (
        <li key={id}>
          <Link href={`/disputes/${id}`}>{says}</Link>
        </li>
      ))}
    </ul>
  );
}
