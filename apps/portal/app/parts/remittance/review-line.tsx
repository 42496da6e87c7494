import type { Lack } from "@openitem/domain/remittances/readiness";
import { Button } from "@openitem/ui/button";
import { AmountField, FieldError, SelectField, TextField } from "@openitem/ui/field";
import { Link } from "@openitem/ui/link";
import { StatusMark, type StatusState } from "@openitem/ui/status";
import { AmountCell, Cell, Row } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useDisputeWords } from "../dispute/use-dispute-words.tsx";
import { useProblemSentence } from "../problem.tsx";
import { fieldName, PAYS_PART } from "./field-names.ts";
import type { ShownLine } from "./remittance-view.server.ts";

type LineProps = {
  line: ShownLine;
  /** What keeps it from being confirmed. */
  lack: Lack | null;
  isEditing: boolean;
  reasons: readonly string[];
  currency: string;
  filled: Readonly<Record<string, string>>;
  errorOf: (name: string) => string | undefined;
};

/** Faults that a choice mends; all others are amounts and numbers that are written anew. */
const MENDED_BY_CHOICE: readonly string[] = ["remittance.line_open", "remittance.line_reason"];

/** A line as it was read, what it is taken for, and what there is to choose while it is not settled. */
export function ReviewLine(props: LineProps) {
  const t = useTranslations("remittances");
  const { line, lack, currency, isEditing, filled } = props;
  const { lineNo, document, settled, grossMinor, discountMinor, deductionMinor, netMinor } = line;
  const isTyped = filled[fieldName.net(lineNo)] !== undefined;
  const isOpen = isEditing || isTyped || (lack !== null && !MENDED_BY_CHOICE.includes(lack.code));
  const deducted = discountMinor + deductionMinor;
  const name =
    document?.number ??
    line.written ??
    (settled === "on_account" ? t("lineOnAccount") : t("line", { no: lineNo }));
  return (
    <Row id={`line-${lineNo}`} tone={lack ? toneOf(lack) : undefined}>
      <Cell phone="lead" heading className="md:w-full">
        <span className="flex items-start gap-2">
          <StatusMark state={lack ? markOf(lack) : "kept"} label={t(lack ? "lineToSettle" : "lineSettled")} />
          <span className="min-w-0 flex-1 wrap-anywhere">
            {document ? (
              <Link href={`/invoices/${document.itemId}`} className="oi-document">
                {name}
              </Link>
            ) : (
              <span className="oi-strong">{name}</span>
            )}
            <About {...props} />
            {lack?.code === "remittance.line_reason" && <Reason {...props} name={name} />}
            {settled === "open" && <Choices {...props} />}
            {isOpen && <Fields {...props} />}
          </span>
        </span>
      </Cell>
      <AmountCell minor={grossMinor ?? netMinor + deducted} currency={currency} phone="hidden" tone="quiet" />
      <AmountCell minor={-deducted} currency={currency} phone="hidden" tone="quiet" />
      <AmountCell minor={netMinor} currency={currency} strong />
      <Cell align="end" phone="aside" className="md:w-16">
        {!isOpen && (
          <Button
            variant="text"
            size="small"
            name="intent"
            value={`edit.${lineNo}`}
            aria-label={t("changeLine", { no: lineNo })}
            className="-my-1.5"
          >
            {t("change")}
          </Button>
        )}
      </Cell>
    </Row>
  );
}

const toneOf = ({ code }: Lack): "due" | "overdue" => (code === "remittance.line_reason" ? "due" : "overdue");
const markOf = ({ code }: Lack): StatusState =>
  code === "remittance.line_reason" ? "waiting-for-you" : "overdue";

/** The second line: how the document was found, what is left of it, and why something was deducted. */
function About({ line, lack, currency }: LineProps) {
  const t = useTranslations("remittances");
  const words = useDisputeWords();
  const sentenceOf = useProblemSentence();
  const format = useFormats();
  const { document, settled, written, readAs, netMinor, discountMinor, deductionMinor, reason } = line;
  const parts: ReactNode[] = [];
  if (document) {
    const open = format.amount(document.openMinor, currency);
    const by = FOUND.find((each) => each === readAs.found);
    parts.push(by ? t(`found.${by}`, { written: written ?? "", open }) : t("matches", { open }));
    const rest = document.openMinor - netMinor - discountMinor - deductionMinor;
    if (document.openMinor > 0n && netMinor > 0n && rest < 0n)
      parts.push(t("moreThanOpen", { rest: format.amount(-rest, currency) }));
    if (netMinor > 0n && rest > 0n) parts.push(t("part", { rest: format.amount(rest, currency) }));
  }
  if (settled === "on_account" && written) parts.push(`${t("lineOnAccount")}, ${t("wrote", { written })}`);
  if (reason) parts.push(t("deductedFor", { reason: words.reason(reason) }));
  const isSaid = lack !== null && !MENDED_BY_CHOICE.includes(lack.code);
  return (
    <>
      {parts.length > 0 && <small className="oi-sub">{parts.map((part) => part).join(", ")}</small>}
      {isSaid && <FieldError>{sentenceOf(lack)}</FieldError>}
    </>
  );
}

const FOUND = ["letters", "zeros", "prefix", "chosen"] as const;

/** What was deducted for: the code stands on the paper, the reason is chosen here. */
function Reason({ line, currency, reasons, filled, errorOf, name }: LineProps & { name: string }) {
  const t = useTranslations("remittances");
  const words = useDisputeWords();
  const format = useFormats();
  const { lineNo, deductionMinor, netMinor, reasonCode, reason, document } = line;
  const amount = format.amount(deductionMinor === 0n ? -netMinor : deductionMinor, currency);
  const field = fieldName.reason(lineNo);
  return (
    <span className="mt-1 block max-w-xs">
      <small className="oi-sub mb-1.5">
        {reasonCode ? t("deductedCode", { amount, code: reasonCode }) : t("deductedPlain", { amount })}
      </small>
      <SelectField
        name={field}
        label={t("reasonFor", { name })}
        labelHidden
        defaultValue={filled[field] ?? reason ?? ""}
        error={errorOf(field)}
        options={[
          { value: "", label: t("chooseReason") },
          ...reasons.map((code) => ({ value: code, label: words.reason(code) })),
          ...(document && deductionMinor > 0n ? [{ value: PAYS_PART, label: t("paysPart") }] : []),
        ]}
      />
    </span>
  );
}

/** The ways to settle a line that names no document, or several. */
function Choices({ line, filled, errorOf }: LineProps) {
  const t = useTranslations("remittances");
  const { lineNo, proposed, readAs, written, netMinor } = line;
  const field = fieldName.number(lineNo);
  const why = readAs.typed
    ? t("typedUnknown", { number: readAs.typed })
    : readAs.found === "several"
      ? t("several")
      : readAs.found === "currency"
        ? t("otherCurrency", { number: readAs.number ?? written ?? "" })
        : written
          ? t("unknown")
          : t("withoutNumber");
  return (
    <>
      <small className="oi-sub">
        {why} {proposed.length > 0 && readAs.found !== "several" && t("fits", { count: proposed.length })}
      </small>
      <span className="mt-2 flex flex-wrap items-center gap-2">
        {proposed.map(({ itemId, number }) => (
          <Button key={itemId} size="small" name="intent" value={`use.${lineNo}.${itemId}`}>
            {t("use", { number })}
          </Button>
        ))}
        {netMinor !== 0n && (
          <Button variant="text" size="small" name="intent" value={`account.${lineNo}`}>
            {t("putOnAccount")}
          </Button>
        )}
        <Button variant="text" size="small" name="intent" value={`remove.${lineNo}`}>
          {t("remove")}
        </Button>
      </span>
      <span className="mt-2 block max-w-xs">
        <TextField
          name={field}
          label={t("numberOf", { no: lineNo })}
          optional
          maxLength={200}
          defaultValue={filled[field] ?? readAs.typed ?? ""}
          error={errorOf(field)}
        />
      </span>
    </>
  );
}

/** A line written anew: its number, what is paid and what is deducted. */
function Fields({ line, lack, currency, filled, errorOf }: LineProps) {
  const t = useTranslations("remittances");
  const format = useFormats();
  const { lineNo, document, settled, readAs, netMinor, deductionMinor } = line;
  const net = fieldName.net(lineNo);
  const deduction = fieldName.deduction(lineNo);
  const number = fieldName.number(lineNo);
  const written = (minor: bigint) => (readAs.amount ? "" : format.amount(minor, currency));
  return (
    <span className="mt-2 grid max-w-md gap-3 md:grid-cols-2">
      {settled !== "open" && (
        <span className="md:col-span-2">
          <TextField
            name={number}
            label={t("numberOf", { no: lineNo })}
            optional
            maxLength={200}
            defaultValue={filled[number] ?? document?.number ?? ""}
            error={errorOf(number)}
          />
        </span>
      )}
      <AmountField
        name={net}
        label={t("netOf", { no: lineNo })}
        currency={currency}
        defaultValue={filled[net] ?? written(netMinor)}
        error={errorOf(net)}
      />
      <AmountField
        name={deduction}
        label={t("deductionOf", { no: lineNo })}
        currency={currency}
        optional
        defaultValue={filled[deduction] ?? (deductionMinor === 0n ? "" : written(deductionMinor))}
        error={errorOf(deduction)}
      />
      {settled !== "open" && (
        <span className="flex flex-wrap gap-2 md:col-span-2">
          <Button size="small" name="intent" value="preview">
            {t("recalculate")}
          </Button>
          {settled === "document" && lack?.code !== "remittance.line_reason" && (
            <Button variant="text" size="small" name="intent" value={`account.${lineNo}`}>
              {t("putOnAccount")}
            </Button>
          )}
          <Button variant="text" size="small" name="intent" value={`remove.${lineNo}`}>
            {t("remove")}
          </Button>
        </span>
      )}
    </span>
  );
}
