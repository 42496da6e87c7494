import { Amount, SumRow } from "@openitem/ui/amount";
import { Button } from "@openitem/ui/button";
import { AmountField, FieldError, fieldId } from "@openitem/ui/field";
import { Section } from "@openitem/ui/page";
import { AmountCell, Body, Cell, ColumnHead, Foot, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { useDistance } from "../distance-words.tsx";
import { fieldName } from "./draft.ts";
import type { FormDocument, PromiseForm } from "./view.ts";

/** The documents with how much of each is promised, and their sum. */
export function PromiseDocuments({
  view,
  totalMinor,
  wordsAt,
}: {
  view: PromiseForm;
  totalMinor: bigint;
  wordsAt: (name: string) => string | undefined;
}) {
  const t = useTranslations("promiseForm");
  const { currency, documents, draft } = view;
  const known = new Map(documents.map((each) => [each.id, each]));
  const rows = draft.documents.flatMap((typed) => {
    const document = known.get(typed.itemId);
    return document ? [{ document, typed }] : [];
  });
  const error = wordsAt("documents");
  return (
    <Section title={t("what")} id={fieldId("documents")}>
      <Table caption={t("caption", { currency })}>
        <Head>
          <ColumnHead>{t("document")}</ColumnHead>
          <ColumnHead>{t("due")}</ColumnHead>
          <ColumnHead align="end">{t("open", { currency })}</ColumnHead>
          <ColumnHead align="end" className="pe-[13px]">
            {t("amount", { currency })}
          </ColumnHead>
          <ColumnHead>
            <span className="oi-hidden">{t("leave", { number: "" })}</span>
          </ColumnHead>
        </Head>
        <Body>
          {rows.map(({ document, typed }) => (
            <DocumentRow
              key={document.id}
              document={document}
              amount={typed.amount}
              currency={currency}
              isOnly={rows.length === 1}
              error={wordsAt(fieldName.amount(document.id))}
            />
          ))}
        </Body>
        <Foot>
          <SumRow label={t("total")}>
            <td className="oi-phone-hidden" />
            <td className="oi-phone-hidden" />
            <Cell align="end" phone="amount" className="pe-[13px]">
              <Amount minor={totalMinor} currency={currency} />
            </Cell>
            <td className="oi-phone-hidden" />
          </SumRow>
        </Foot>
      </Table>
      {error && <FieldError id="documents-error">{error}</FieldError>}
    </Section>
  );
}

function DocumentRow({
  document,
  amount,
  currency,
  isOnly,
  error,
}: {
  document: FormDocument;
  amount: string;
  currency: string;
  isOnly: boolean;
  error: string | undefined;
}) {
  const t = useTranslations("promiseForm");
  const format = useFormats();
  const distance = useDistance();
  const { id, number, about, dueOn, daysLate, openMinor, inFlightMinor, disputedMinor, promisedMinor } =
    document;
  const held = [
    inFlightMinor > 0n && t("inFlight", { amount: format.amount(inFlightMinor, currency) }),
    disputedMinor > 0n && t("disputed", { amount: format.amount(disputedMinor, currency) }),
    promisedMinor > 0n && t("promised", { amount: format.amount(promisedMinor, currency) }),
  ].filter((each) => each !== false);
  const sub = [about, ...held].filter((each) => each !== "").join(" · ");
  const late = daysLate === null ? null : distance(daysLate);
  return (
    <Row>
      <Cell phone="lead" heading className="md:w-full">
        <span className="oi-strong whitespace-nowrap">{number}</span>
        {sub && <small className="oi-sub">{sub}</small>}
        {late && <small className={`${lateLook(daysLate)} md:hidden`}>{late}</small>}
      </Cell>
      <Cell phone="hidden" className="whitespace-nowrap">
        {dueOn && format.day(dueOn)}
        {late && <small className={lateLook(daysLate)}>{late}</small>}
      </Cell>
      <AmountCell minor={openMinor} currency={currency} phone="status" label={t("openLabel")} />
      <Cell phone="amount" className="w-44 min-w-36">
        <AmountField
          name={fieldName.amount(id)}
          label={t("amountFor", { number })}
          labelHidden
          currency={currency}
          defaultValue={amount}
          error={error}
        />
      </Cell>
      <Cell phone="aside" align="end" className="md:w-11">
        {!isOnly && (
          <Button
            variant="text"
            size="small"
            icon="close"
            name="intent"
            value={`leave.${id}`}
            aria-label={t("leave", { number })}
            title={t("leave", { number })}
          />
        )}
      </Cell>
    </Row>
  );
}

const lateLook = (daysLate: number | null): string =>
  daysLate !== null && daysLate > 0 ? "oi-sub oi-tone-overdue" : "oi-sub";
