import { Amount } from "@openitem/ui/amount";
import { AmountField, DateField, TextField } from "@openitem/ui/field";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { DecideFields } from "./decide-amounts.tsx";
import {
  amountBefore,
  type CorrectedTyped,
  editableLines,
  type LinesOf,
  type LineTyped,
  lineBefore,
  type Subject,
  wishOf,
} from "./decision-draft.ts";
import { useDispute } from "./dispute-context.ts";

const UNTOUCHED: Omit<CorrectedTyped, "amount"> = { dueOn: "", poNumber: "", lines: {} };

/** What each document in question should have been: its lines as the customer has them, to be changed where they differ. */
export function CorrectedFields({ linesOf, ...fields }: DecideFields & { linesOf: LinesOf }) {
  return fields.subjects
    .filter(({ leftMinor }) => leftMinor > 0n)
    .map((subject) => (
      <CorrectedDocument key={subject.itemId} subject={subject} linesOf={linesOf} {...fields} />
    ));
}

function CorrectedDocument({
  subject,
  linesOf,
  draft,
  change,
  subjects,
  faultOf,
  onLeave,
}: DecideFields & { subject: Subject; linesOf: LinesOf }) {
  const t = useTranslations("dispute");
  const format = useFormats();
  const { currency } = useDispute().detail.dispute;
  const { itemId, number, amountMinor, leftMinor, dueOn, poNumber } = subject;
  const writing = { currency, locale: format.locale };
  const billed = linesOf(itemId);
  const typed = draft.corrected[itemId];
  const set = (over: Partial<CorrectedTyped>) =>
    change((now) => {
      const before = now.corrected[itemId] ?? { ...UNTOUCHED, amount: amountBefore(subject, writing) };
      return { corrected: { ...now.corrected, [itemId]: { ...before, ...over } } };
    });
  const { documents } = wishOf(draft, subjects, { ...writing, linesOf });
  const sumMinor = documents.find((each) => each.itemId === itemId)?.corrected?.amountMinor ?? 0n;
  return (
    <fieldset className="grid gap-2">
      <legend className="oi-label">{t(billed ? "correctedLines" : "correctedAmount", { number })}</legend>
      {billed ? (
        <>
          <p className="oi-unit grid grid-cols-3 gap-1.5 text-end" aria-hidden="true">
            <span>{t("quantity")}</span>
            <span>{t("price")}</span>
            <span>{t("lineAmount", { currency })}</span>
          </p>
          {editableLines(subject, billed).map((line) => (
            <CorrectedLine
              key={line.lineNo}
              no={line.lineNo}
              description={line.description}
              typed={typed?.lines[line.lineNo] ?? lineBefore(subject, line, writing)}
              name={`line-${itemId}-${line.lineNo}`}
              error={faultOf(`line-${itemId}-${line.lineNo}`)}
              onLeave={onLeave}
              onChange={(next) => set({ lines: { ...typed?.lines, [line.lineNo]: next } })}
            />
          ))}
          <Unchanged count={billed.length - editableLines(subject, billed).length} />
          <p className="flex justify-between gap-3">
            <span>{t("correctedSum")}</span>
            <Amount minor={sumMinor} currency={currency} showCurrency strong />
          </p>
        </>
      ) : (
        <AmountField
          name={`corrected-${itemId}`}
          label={t("correctedAmount", { number })}
          labelHidden
          currency={currency}
          hint={t("correctedHint", {
            billed: format.amount(amountMinor, currency),
            least: format.amount(amountMinor - leftMinor, currency),
          })}
          value={typed?.amount ?? amountBefore(subject, writing)}
          error={faultOf(`corrected-${itemId}`)}
          onBlur={() => onLeave(`corrected-${itemId}`)}
          onChange={(event) => set({ amount: event.target.value })}
        />
      )}
      <div className="grid grid-cols-2 gap-2">
        <DateField
          name={`due-${itemId}`}
          label={t("newDue")}
          optional
          value={typed?.dueOn || (dueOn ?? "")}
          onChange={(event) => set({ dueOn: event.target.value })}
        />
        <TextField
          name={`po-${itemId}`}
          label={t("newPo")}
          optional
          maxLength={60}
          value={typed?.poNumber || (poNumber ?? "")}
          onChange={(event) => set({ poNumber: event.target.value })}
        />
      </div>
    </fieldset>
  );
}

function Unchanged({ count }: { count: number }) {
  const t = useTranslations("dispute");
  return count > 0 && <p className="oi-hint">{t("unchanged", { count })}</p>;
}

function CorrectedLine({
  no,
  description,
  typed,
  name,
  error,
  onLeave,
  onChange,
}: {
  no: number;
  description: string;
  typed: LineTyped;
  name: string;
  error: string | undefined;
  onLeave: (field: string) => void;
  onChange: (next: LineTyped) => void;
}) {
  const t = useTranslations("dispute");
  const { currency } = useDispute().detail.dispute;
  return (
    <div>
      <p className="oi-unit">{description}</p>
      <div className="grid grid-cols-3 gap-1.5">
        <TextField
          name={`${name}-quantity`}
          label={t("lineQuantity", { no })}
          labelHidden
          inputMode="decimal"
          className="oi-input-amount"
          autoComplete="off"
          value={typed.quantity}
          onChange={(event) => onChange({ ...typed, quantity: event.target.value })}
        />
        <TextField
          name={`${name}-price`}
          label={t("linePrice", { no })}
          labelHidden
          inputMode="decimal"
          className="oi-input-amount"
          autoComplete="off"
          value={typed.unitPrice}
          onChange={(event) => onChange({ ...typed, unitPrice: event.target.value })}
        />
        <AmountField
          name={name}
          label={t("lineTotal", { no })}
          labelHidden
          currency={currency}
          value={typed.amount}
          error={error}
          onBlur={() => onLeave(name)}
          onChange={(event) => onChange({ ...typed, amount: event.target.value })}
        />
      </div>
    </div>
  );
}
