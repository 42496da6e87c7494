import { Amount } from "@openitem/ui/amount";
import { Button } from "@openitem/ui/button";
import { AmountField, FieldError, fieldId, TextField } from "@openitem/ui/field";
import { Link } from "@openitem/ui/link";
import { StatusMark } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { DisputeLine } from "./dispute-line.tsx";
import { type DraftDocument, fieldName, type How } from "./draft.ts";
import type { DocumentSum } from "./sums.ts";
import type { FormDocument } from "./view.ts";

type Props = {
  document: FormDocument;
  typed: DraftDocument | undefined;
  sum: DocumentSum | undefined;
  currency: string;
  /** the only one of the form: its number stands in the title */
  isOnly: boolean;
  /** what is wrong at a field */
  wordsAt: (name: string) => string | undefined;
};

/** How much of a document is disputed: some of its lines, an amount, or all that can be. */
export function DisputeDocument({ document, typed, sum, currency, isOnly, wordsAt }: Props) {
  const t = useTranslations("disputeForm");
  const format = useFormats();
  const { itemId, number, lines, lineCount, disputableMinor } = document;
  const most = format.amount(disputableMinor, currency);
  const name = fieldName.how(itemId);
  const id = fieldId(name);
  const error = wordsAt(name);
  const hows: { how: How; label: string }[] = [
    ...(lineCount > 0 ? [{ how: "lines" as const, label: t("lines") }] : []),
    { how: "amount", label: t("someAmount") },
    { how: "all", label: t("allOf", { amount: most }) },
  ];
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      className="dispute-document"
      aria-describedby={error === undefined ? undefined : `${id}-error`}
    >
      <legend className={isOnly ? "oi-hidden" : "oi-label flex w-full justify-between gap-4 pb-1"}>
        <span>{isOnly ? t("how", { number }) : number}</span>
        {!isOnly && <Amount minor={sum?.minor ?? 0n} currency={currency} />}
      </legend>
      <input type="hidden" name="item" value={itemId} />
      <Before document={document} currency={currency} />
      <div className="flex flex-wrap gap-x-6">
        {hows.map(({ how, label }) => (
          <label key={how} className="flex min-h-11 items-center gap-2.5 text-md">
            <input
              type="radio"
              className="oi-radio"
              name={name}
              value={how}
              defaultChecked={(typed?.how ?? "all") === how}
            />
            {label}
          </label>
        ))}
      </div>
      <div className="dispute-if-amount mt-2 max-w-xs">
        <AmountField
          name={fieldName.amount(itemId)}
          label={t("amountLabel")}
          currency={currency}
          hint={t("amountHint", { most })}
          defaultValue={typed?.amount}
          error={wordsAt(fieldName.amount(itemId))}
        />
      </div>
      {lineCount > 0 && (
        <div className="dispute-if-lines mt-2">
          <ul className="border-t border-rule-2">
            {lines.map((line) => (
              <DisputeLine
                key={line.lineNo}
                itemId={itemId}
                line={line}
                typed={typed?.lines.find(({ lineNo }) => lineNo === line.lineNo)}
                sum={sum?.lines.find(({ lineNo }) => lineNo === line.lineNo)}
                currency={currency}
                wordsAt={wordsAt}
              />
            ))}
          </ul>
          <FindLines document={document} find={typed?.find ?? ""} />
        </div>
      )}
      {error !== undefined && (
        <div className="mt-2">
          <FieldError id={`${id}-error`}>{error}</FieldError>
        </div>
      )}
    </fieldset>
  );
}

/** What of the document is disputed or being paid already. */
function Before({ document, currency }: { document: FormDocument; currency: string }) {
  const t = useTranslations("disputeForm");
  const format = useFormats();
  const { number, disputes, inFlightMinor } = document;
  return (
    <>
      {disputes.map(({ id, number: name, heldMinor }) => (
        <p key={id} className="mb-1 flex gap-2 text-md text-ink-2">
          <StatusMark state="disputed" />
          <span>
            {t("already", { amount: format.amount(heldMinor, currency), number, dispute: name })}{" "}
            <Link href={`/disputes/${id}`}>{t("add")}</Link>
          </span>
        </p>
      ))}
      {inFlightMinor > 0n && (
        <p className="mb-1 flex gap-2 text-md text-ink-2">
          <StatusMark state="in-flight" />
          <span>{t("inFlight", { amount: format.amount(inFlightMinor, currency), number })}</span>
        </p>
      )}
    </>
  );
}

/** Looks for lines beyond those shown; those ticked stay. */
function FindLines({ document, find }: { document: FormDocument; find: string }) {
  const t = useTranslations("disputeForm");
  const format = useFormats();
  const { itemId, number, lines, lineCount, found } = document;
  if (lineCount <= lines.length && found === null) return null;
  const name = fieldName.find(itemId);
  return (
    <>
      {found !== null && (
        <p role="status" className="mt-3 text-md">
          {found.count === 0
            ? t("foundNone", { query: find })
            : t(found.isMore ? "foundMore" : "found", { count: found.count, query: find })}
        </p>
      )}
      <div className="mt-3 grid grid-cols-[minmax(0,20rem)_auto] items-end justify-start gap-3">
        <TextField
          name={name}
          label={t("find")}
          hint={t("findHint", { shown: format.count(lines.length), count: format.count(lineCount) })}
          optional
          maxLength={60}
          defaultValue={find}
        />
        <Button name="intent" value={name} aria-label={t("findFor", { number })}>
          {t("findButton")}
        </Button>
      </div>
    </>
  );
}
