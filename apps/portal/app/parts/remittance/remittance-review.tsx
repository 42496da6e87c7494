import { PAYMENT_METHODS } from "@openitem/domain/remittances/remittance";
import { SumRow } from "@openitem/ui/amount";
import { Button } from "@openitem/ui/button";
import { ErrorSummary } from "@openitem/ui/error-summary";
import { AmountField, DateField, fieldId, SelectField, TextField } from "@openitem/ui/field";
import { formatAmount, parseAmount } from "@openitem/ui/formats";
import { Section } from "@openitem/ui/page";
import { StatusMark } from "@openitem/ui/status";
import { AmountCell, Body, Cell, ColumnHead, Foot, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useState } from "react";
import { Form, useLocation } from "react-router";
import { useLocale, useTranslations } from "use-intl";
import { ProblemBanner, useProblemSentence } from "../problem.tsx";
import { fieldName } from "./field-names.ts";
import { LineFilter, LinePages } from "./line-pages.tsx";
import type { RemittanceView } from "./remittance-view.server.ts";
import type { Unsaved } from "./review-answer.server.ts";
import { ReviewLine } from "./review-line.tsx";
import { useTyped } from "./use-typed.ts";

/** What was read, beside the paper: corrected line by line, and proved by its sum. It works before script. */
export function RemittanceReview({ view, unsaved }: { view: RemittanceView; unsaved: Unsaved | undefined }) {
  const { pathname, search } = useLocation();
  const filled = useFilled(view, unsaved);
  const live = useTyped(view.key, filled);
  const errorOf = useErrors(view, unsaved);
  const t = useTranslations("remittances");
  return (
    <>
      <Notices view={view} unsaved={unsaved} />
      <Form
        ref={live.form}
        method="post"
        action={`${pathname}${search}`}
        noValidate
        preventScrollReset
        onInput={live.onInput}
      >
        {/* Enter in a field presses the first button: this one only saves and adds up. */}
        <button
          type="submit"
          name="intent"
          value="preview"
          className="oi-hidden"
          tabIndex={-1}
          aria-hidden="true"
        />
        <input type="hidden" name="key" value={view.key} />
        <input type="hidden" name="seen" value={view.seen} />
        <HeadFields view={view} filled={filled} errorOf={errorOf} />
        <div
          className={
            view.file?.isImage
              ? "grid items-start gap-x-11 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]"
              : "mt-3"
          }
        >
          {view.file?.isImage && (
            <figure className="mt-7 min-w-0">
              <img
                src={`/files/${view.file.id}`}
                alt={t("preview")}
                className="w-full border border-rule-2 bg-page"
              />
              <figcaption className="oi-hint mt-2">{t("preview")}</figcaption>
            </figure>
          )}
          <Lines view={view} filled={filled} typed={live.typed} errorOf={errorOf} />
        </div>
      </Form>
    </>
  );
}

type Filled = Readonly<Record<string, string>>;
type ErrorOf = (name: string) => string | undefined;

/** What the fields are filled with: what was typed and not kept, else what is saved. */
function useFilled(view: RemittanceView, unsaved: Unsaved | undefined): Filled {
  const locale = useLocale();
  if (unsaved) return unsaved.typed;
  const written = (minor: bigint | null) =>
    minor === null ? "" : formatAmount(minor, view.currency, locale);
  return {
    [fieldName.paidOn]: view.paidOn ?? "",
    [fieldName.total]: written(view.totalMinor),
    [fieldName.reference]: view.reference ?? "",
    [fieldName.method]: view.method ?? "",
  };
}

function useErrors(view: RemittanceView, unsaved: Unsaved | undefined): ErrorOf {
  const t = useTranslations("remittances.fault");
  const format = useFormats();
  const sentenceOf = useProblemSentence();
  return (name) => {
    const fault = unsaved?.faults[name];
    if (fault) return fault === "day" ? t("day") : format.amountFault(fault, view.currency);
    if (!view.isTried) return undefined;
    const code = HEAD_LACKS[name];
    const lack = view.lacks.find((each) => each.lineNo === null && code?.includes(each.code));
    return lack && sentenceOf(lack);
  };
}

const HEAD_LACKS: Readonly<Record<string, readonly string[]>> = {
  [fieldName.paidOn]: ["remittance.day_missing", "remittance.day"],
  [fieldName.total]: ["remittance.total_missing", "remittance.total_not_positive"],
};

const LACKS_SHOWN = 8;

function Notices({ view, unsaved }: { view: RemittanceView; unsaved: Unsaved | undefined }) {
  const t = useTranslations("remittances");
  const sentenceOf = useProblemSentence();
  // One list per answer of the server, so that it takes the focus once.
  const [faults] = useState(() =>
    view.lacks.slice(0, LACKS_SHOWN).map((lack) => ({
      fieldId: lack.lineNo === null ? fieldId(fieldOf(lack.code)) : `line-${lack.lineNo}`,
      message: sentenceOf(lack),
    })),
  );
  const more = view.lacks.length - faults.length;
  return (
    <div className="mt-4 grid gap-3 empty:hidden">
      {unsaved?.problem && <ProblemBanner problem={unsaved.problem} />}
      {!unsaved && view.isTried && faults.length > 0 && (
        <ErrorSummary
          title={t("notConfirmed", { count: view.lacks.length })}
          faults={faults}
          note={more > 0 ? `${t("moreLacks", { count: more })}. ${t("savedNote")}` : t("savedNote")}
        />
      )}
    </div>
  );
}

const fieldOf = (code: string): string =>
  code.startsWith("remittance.day") ? fieldName.paidOn : fieldName.total;

function HeadFields({ view, filled, errorOf }: { view: RemittanceView; filled: Filled; errorOf: ErrorOf }) {
  const t = useTranslations("remittances");
  return (
    <div className="mt-6 grid grid-cols-1 gap-x-5 gap-y-4 md:grid-cols-2 lg:grid-cols-4">
      <DateField
        name={fieldName.paidOn}
        label={t("paidOn")}
        defaultValue={filled[fieldName.paidOn]}
        error={errorOf(fieldName.paidOn)}
      />
      <AmountField
        name={fieldName.total}
        label={t("total")}
        currency={view.currency}
        defaultValue={filled[fieldName.total]}
        error={errorOf(fieldName.total)}
      />
      <TextField
        name={fieldName.reference}
        label={t("reference")}
        optional
        maxLength={140}
        defaultValue={filled[fieldName.reference]}
      />
      <SelectField
        name={fieldName.method}
        label={t("method")}
        optional
        defaultValue={filled[fieldName.method]}
        options={[
          { value: "", label: "–" },
          ...PAYMENT_METHODS.map((each) => ({ value: each, label: t(`methods.${each}`) })),
        ]}
      />
    </div>
  );
}

type LinesProps = { view: RemittanceView; filled: Filled; typed: Filled; errorOf: ErrorOf };

function Lines({ view, filled, typed, errorOf }: LinesProps) {
  const t = useTranslations("remittances");
  const { lines, currency, lineCount, sums, warnings, editing } = view;
  const netMinor = useLiveNet(view, typed);
  const isAdding = editing === "new" || typed[fieldName.newNumber] !== undefined || lineCount === 0;
  return (
    <Section title={t("linesTitle")} className="min-w-0">
      <LineFilter view={view} />
      <Table caption={t("linesCaption", { currency })}>
        <Head>
          <ColumnHead>{t("invoice")}</ColumnHead>
          <ColumnHead align="end">{t("gross")}</ColumnHead>
          <ColumnHead align="end">{t("deducted")}</ColumnHead>
          <ColumnHead align="end">{t("paidIn", { currency })}</ColumnHead>
          <ColumnHead>
            <span className="oi-hidden">{t("change")}</span>
          </ColumnHead>
        </Head>
        <Body>
          {lines.map((line) => (
            <ReviewLine
              key={line.lineNo}
              line={line}
              lack={view.lacks.find(({ lineNo }) => lineNo === line.lineNo) ?? null}
              isEditing={editing === String(line.lineNo)}
              reasons={view.reasons}
              currency={currency}
              filled={filled}
              errorOf={errorOf}
            />
          ))}
          {isAdding && (
            <NewLine currency={currency} filled={filled} errorOf={errorOf} isOnly={lineCount === 0} />
          )}
        </Body>
        <Foot>
          <SumRow label={t("totalLines", { count: lineCount })}>
            <AmountCell minor={sums.grossMinor} currency={currency} phone="hidden" />
            <AmountCell minor={-sums.deductedMinor} currency={currency} phone="hidden" />
            <AmountCell minor={netMinor} currency={currency} />
            <td className="oi-phone-hidden" />
          </SumRow>
        </Foot>
      </Table>
      <LinePages view={view} />
      <div className="mt-2 flex flex-wrap gap-x-4">
        {!isAdding && (
          <Button variant="text" name="intent" value="add">
            {t("addLine")}
          </Button>
        )}
      </div>
      <Proof view={view} typed={typed} />
      <div className="mt-5">
        <div className="oi-button-row">
          <Button variant="primary" name="intent" value="confirm" aria-describedby="settle">
            {t("confirm")}
          </Button>
          <Button name="intent" value="save">
            {t("save")}
          </Button>
          <noscript>
            <Button variant="text" name="intent" value="preview">
              {t("recalculate")}
            </Button>
          </noscript>
        </div>
        {view.lacks.length > 0 && (
          <p id="settle" className="oi-hint mt-2">
            {t("settle", { count: view.lacks.length })}
          </p>
        )}
      </div>
      {warnings.length > 0 && (
        <details className="mt-6 text-md text-ink-2">
          <summary className="cursor-pointer">{t("warnings", { count: warnings.length })}</summary>
          <ul className="mt-2 grid gap-1 ps-5">
            {[...new Set(warnings)].map((warning) => (
              <li key={warning} className="list-disc wrap-anywhere">
                {warning}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}

/** The sum of what is paid, with what is being typed in place of what is saved. */
function useLiveNet({ sums, lines, currency }: RemittanceView, typed: Filled): bigint {
  const locale = useLocale();
  const read = (name: string): bigint | null => {
    const parsed = parseAmount(typed[name] ?? "", currency, locale);
    return parsed.ok ? parsed.minor : null;
  };
  let net = sums.netMinor + (read(fieldName.newNet) ?? 0n);
  for (const { lineNo, netMinor } of lines) {
    const now = typed[fieldName.net(lineNo)] === undefined ? null : read(fieldName.net(lineNo));
    if (now !== null) net += now - netMinor;
  }
  return net;
}

function Proof({ view, typed }: { view: RemittanceView; typed: Filled }) {
  const t = useTranslations("remittances");
  const format = useFormats();
  const locale = useLocale();
  const { currency, lineCount } = view;
  const netMinor = useLiveNet(view, typed);
  const parsed = parseAmount(typed[fieldName.total] ?? "", currency, locale);
  if (lineCount === 0 && netMinor === 0n) return <p className="oi-hint mt-3">{t("noLines")}</p>;
  if (!parsed.ok) return null;
  const difference = parsed.minor - netMinor;
  const amount = (minor: bigint) => format.amount(minor < 0n ? -minor : minor, currency);
  return (
    <p className="mt-3 flex items-start gap-2 text-sm text-ink-2" role="status">
      <StatusMark state={difference === 0n ? "kept" : "waiting-for-you"} />
      <span>
        {difference === 0n
          ? t("addsUp", { amount: amount(parsed.minor) })
          : t("differs", {
              lines: format.amount(netMinor, currency),
              total: format.amount(parsed.minor, currency),
              difference: amount(difference),
              way: difference > 0n ? "less" : "more",
            })}
      </span>
    </p>
  );
}

function NewLine({
  currency,
  filled,
  errorOf,
  isOnly,
}: {
  currency: string;
  filled: Filled;
  errorOf: ErrorOf;
  isOnly: boolean;
}) {
  const t = useTranslations("remittances");
  return (
    <Row id="line-new">
      <Cell phone="lead">
        <TextField
          name={fieldName.newNumber}
          label={t("newNumber")}
          hint={t("newNumberHint")}
          optional
          maxLength={200}
          autoFocus={!isOnly}
          defaultValue={filled[fieldName.newNumber]}
          error={errorOf(fieldName.newNumber)}
        />
      </Cell>
      <Cell phone="hidden" />
      <Cell phone="hidden" />
      <Cell phone="line" align="end">
        <AmountField
          name={fieldName.newNet}
          label={t("newNet")}
          currency={currency}
          optional
          defaultValue={filled[fieldName.newNet]}
          error={errorOf(fieldName.newNet)}
        />
      </Cell>
      <Cell phone="hidden" />
    </Row>
  );
}
