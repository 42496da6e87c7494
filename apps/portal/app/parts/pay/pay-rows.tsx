import { Amount, SumRow } from "@openitem/ui/amount";
import { Button } from "@openitem/ui/button";
import { AmountField, SelectField, TextField } from "@openitem/ui/field";
import { Link } from "@openitem/ui/link";
import { StatusMark } from "@openitem/ui/status";
import { AmountCell, Body, Cell, ColumnHead, Foot, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { memo, useState } from "react";
import { useTranslations } from "use-intl";
import { type DraftRow, fieldName } from "./draft.ts";
import type { Sums } from "./sums.ts";
import type { PayForm, PayRow } from "./view.ts";

const NOTE_MAX = 500;

/** The chosen documents with a field each, a reason below those that are paid short, and their sum. */
export function PayRows({
  view,
  sums,
  totalMinor,
  wordsAt,
  biller,
}: {
  view: PayForm;
  /** as of leaving a field */
  sums: Sums;
  /** as of the last key */
  totalMinor: bigint;
  /** what is wrong at a field */
  wordsAt: (name: string) => string | undefined;
  biller: string;
}) {
  const t = useTranslations("pay");
  const { currency, rows, draft, rules } = view;
  const makeWords = useRowWords(view, biller);
  // The form is made anew for each answer, and these with it.
  const [words] = useState(makeWords);
  const typed = new Map(draft.rows.map((row) => [row.itemId, row]));
  const sumOf = new Map(sums.rows.map((row) => [row.itemId, row]));
  return (
    <Table caption={t("caption", { currency })}>
      <Head>
        <ColumnHead>{t("document")}</ColumnHead>
        <ColumnHead align="end">{t("open", { currency })}</ColumnHead>
        <ColumnHead align="end" className="pe-[13px]">
          {t("pay", { currency })}
        </ColumnHead>
        <ColumnHead>
          <span className="oi-hidden">{t("remove", { number: "" })}</span>
        </ColumnHead>
      </Head>
      <Body>
        {rows.map((row) => {
          const sum = sumOf.get(row.id);
          return (
            <DocumentRow
              key={row.id}
              row={row}
              typed={typed.get(row.id)}
              currency={currency}
              words={words}
              shortMinor={rules.partAllowed ? (sum?.shortMinor ?? 0n) : 0n}
              overMinor={sum?.overMinor ?? 0n}
              error={wordsAt(fieldName.amount(row.id))}
              reasonError={wordsAt(fieldName.reason(row.id))}
            />
          );
        })}
      </Body>
      <Foot>
        <SumRow label={t("sum")}>
          <td className="oi-phone-hidden" />
          <Cell align="end" phone="amount" className="pe-[13px]">
            <Amount minor={totalMinor} currency={currency} />
          </Cell>
          <td className="oi-phone-hidden" />
        </SumRow>
      </Foot>
    </Table>
  );
}

/** The words of a row, to be made once for a thousand of them. */
function useRowWords({ currency, rules, mayDispute }: PayForm, biller: string) {
  const t = useTranslations("pay");
  const tReasons = useTranslations("pay.reasons");
  const format = useFormats();
  const amount = (minor: bigint) => format.amount(minor, currency);
  return () => ({
    open: t("openLabel"),
    note: t("note", { biller }),
    amountFor: (number: string) => t("amountFor", { number }),
    remove: (number: string) => t("remove", { number }),
    due: (day: string) => t("due", { day: format.day(day) }),
    inFlight: (minor: bigint, name: string | null) =>
      name
        ? t("inFlightPartBy", { amount: amount(minor), name })
        : t("inFlightPart", { amount: amount(minor) }),
    disputed: (minor: bigint) => t("disputedPart", { amount: amount(minor) }),
    putIn: (minor: bigint) => t("putIn", { amount: amount(minor) }),
    whyShort: (minor: bigint) => t("whyShort", { amount: amount(minor) }),
    staysOpen: t("staysOpen"),
    disputeInstead: mayDispute ? t("disputeInstead") : null,
    over: (enteredMinor: bigint, openMinor: bigint) => {
      const facts = { entered: amount(enteredMinor), open: amount(openMinor) };
      return rules.onAccountAllowed
        ? t("over", { ...facts, rest: amount(enteredMinor - openMinor) })
        : t("overShort", facts);
    },
    cap: (minor: bigint) => t("cap", { amount: amount(minor) }),
    move: rules.onAccountAllowed ? (minor: bigint) => t("move", { amount: amount(minor) }) : null,
    reasons: [
      { value: "", label: t("chooseReason") },
      ...rules.shortReasons.map((value) => {
        const key = value as Parameters<typeof tReasons>[0];
        return { value, label: tReasons.has(key) ? tReasons(key) : value.replaceAll("_", " ") };
      }),
    ],
  });
}

type RowWords = ReturnType<ReturnType<typeof useRowWords>>;

const DocumentRow = memo(function DocumentRow({
  row,
  typed,
  currency,
  words,
  shortMinor,
  overMinor,
  error,
  reasonError,
}: {
  row: PayRow;
  typed: DraftRow | undefined;
  currency: string;
  words: RowWords;
  shortMinor: bigint;
  overMinor: bigint;
  error: string | undefined;
  reasonError: string | undefined;
}) {
  const { id, number, about, dueOn, openMinor, freeMinor, readyMinor, disputes, heldBy } = row;
  const heldMinor = openMinor - freeMinor;
  const disputedMinor = freeMinor - readyMinor;
  const [dispute] = disputes;
  const isShort = shortMinor > 0n;
  const isOver = overMinor > 0n;
  return (
    <>
      <Row joined={isShort || isOver}>
        <Cell phone="lead" heading className="md:w-full">
          <span className="oi-strong whitespace-nowrap">{number}</span>
          {about && <small className="oi-sub">{about}</small>}
          {dueOn && <small className="oi-sub">{words.due(dueOn)}</small>}
          {heldMinor > 0n && heldBy && (
            <small className="oi-sub">
              <StatusMark state="in-flight" />{" "}
              <Link href={`/payments/${heldBy.paymentId}`}>{words.inFlight(heldMinor, heldBy.name)}</Link>
            </small>
          )}
          {disputedMinor > 0n && dispute && (
            <small className="oi-sub">
              <StatusMark state="disputed" />{" "}
              <Link href={`/disputes/${dispute.id}`}>{words.disputed(disputedMinor)}</Link>{" "}
              <Button variant="text" size="small" name="intent" value={`put.${id}`}>
                {words.putIn(freeMinor)}
              </Button>
            </small>
          )}
        </Cell>
        <AmountCell minor={openMinor} currency={currency} tone="quiet" phone="status" label={words.open} />
        <Cell phone="amount" className="w-44 min-w-36">
          <AmountField
            name={fieldName.amount(id)}
            label={words.amountFor(number)}
            currency={currency}
            labelHidden
            defaultValue={typed?.amount}
            error={error}
          />
          <input type="hidden" name={fieldName.was(id)} value={String(freeMinor)} />
        </Cell>
        <Cell phone="aside" align="end" className="md:w-11">
          <Button
            variant="text"
            size="small"
            icon="close"
            name="intent"
            value={`remove.${id}`}
            aria-label={words.remove(number)}
            title={words.remove(number)}
          />
        </Cell>
      </Row>
      {isOver && (
        <Row tone="overdue">
          <Cell colSpan={4} phone="line">
            <p>{words.over(freeMinor + overMinor, freeMinor)}</p>
            <div className="mt-2 flex flex-wrap gap-2">
              <Button size="small" name="intent" value={`cap.${id}`}>
                {words.cap(freeMinor)}
              </Button>
              {words.move && (
                <Button size="small" name="intent" value={`move.${id}`}>
                  {words.move(overMinor)}
                </Button>
              )}
            </div>
          </Cell>
        </Row>
      )}
      {isShort && (
        <Row tone="due">
          <Cell colSpan={4} phone="line">
            <div className="grid gap-3 md:grid-cols-2">
              <SelectField
                name={fieldName.reason(id)}
                label={words.whyShort(shortMinor)}
                defaultValue={typed?.reason}
                options={words.reasons}
                error={reasonError}
                hint={
                  <>
                    {words.staysOpen}{" "}
                    {words.disputeInstead && (
                      <Button variant="text" size="small" name="intent" value={`dispute.${id}`}>
                        {words.disputeInstead}
                      </Button>
                    )}
                  </>
                }
              />
              <TextField
                name={fieldName.note(id)}
                label={words.note}
                optional
                maxLength={NOTE_MAX}
                defaultValue={typed?.note}
              />
            </div>
          </Cell>
        </Row>
      )}
    </>
  );
});
