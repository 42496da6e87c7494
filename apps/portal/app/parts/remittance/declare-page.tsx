import { PAYMENT_METHODS } from "@openitem/domain/remittances/remittance";
import { Amount } from "@openitem/ui/amount";
import { Button, LinkButton } from "@openitem/ui/button";
import { ErrorSummary } from "@openitem/ui/error-summary";
import { AmountField, DateField, fieldId, SelectField, TextField } from "@openitem/ui/field";
import { Link } from "@openitem/ui/link";
import { PageHeader, Section, SummaryBox, TwoColumns } from "@openitem/ui/page";
import { SumList } from "@openitem/ui/sum-list";
import { Body, Cell, ColumnHead, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useState } from "react";
import { Form, useLocation, useNavigation } from "react-router";
import { useLocale, useTranslations } from "use-intl";
import { ProblemBanner } from "../problem.tsx";
import type { DeclareView } from "./declare.server.ts";
import { type DeclareFaults, readDeclaration, type Sums } from "./declare-form.ts";
import { fieldName } from "./field-names.ts";
import { useTyped } from "./use-typed.ts";

/** "I paid by wire or cheque". It works as it comes from the server; with script the sums follow each key. */
export function DeclarePage({ view }: { view: DeclareView }) {
  const t = useTranslations("remittances");
  const locale = useLocale();
  const { search } = useLocation();
  const live = useTyped(view.stamp, view.typed);
  const { currency, documents, customer } = view;
  const { sums } = readDeclaration(live.typed, { currency, locale, documents });
  const faultWords = useFaultWords(currency);
  const errorOf = (name: string) => {
    const fault = view.faults[name];
    return fault && faultWords(fault);
  };
  return (
    <>
      <title>{t("declareTitle")}</title>
      <PageHeader
        back={{ href: "/remittances", label: t("back") }}
        title={t("declareTitle")}
        note={t("declareLead", { name: customer.name })}
      />
      <Notices key={view.stamp} view={view} />
      <Form
        key={view.stamp}
        ref={live.form}
        method="post"
        action={`/remittances/declare${search}`}
        noValidate
        preventScrollReset
        onInput={live.onInput}
      >
        {/* Enter in a field presses the first button: this one only adds up. */}
        <button
          type="submit"
          name="intent"
          value="preview"
          className="oi-hidden"
          tabIndex={-1}
          aria-hidden="true"
        />
        <input type="hidden" name="remittanceId" value={view.remittanceId} />
        <input type="hidden" name="customerId" value={customer.id} />
        <input type="hidden" name="currency" value={currency} />
        <input
          type="hidden"
          name="items"
          value={view.isChosen ? documents.map(({ id }) => id).join(",") : ""}
        />
        <TwoColumns sideLabel={t("totalSent")} side={<Side view={view} sums={sums} />}>
          <div className="mt-6 grid max-w-2xl gap-4 md:grid-cols-2">
            <DateField
              name={fieldName.paidOn}
              label={t("paidOn")}
              defaultValue={view.typed[fieldName.paidOn]}
              error={errorOf(fieldName.paidOn)}
            />
            <AmountField
              name={fieldName.total}
              label={t("total")}
              currency={currency}
              defaultValue={view.typed[fieldName.total]}
              error={errorOf(fieldName.total)}
            />
            <SelectField
              name={fieldName.method}
              label={t("method")}
              defaultValue={view.typed[fieldName.method]}
              options={PAYMENT_METHODS.map((each) => ({ value: each, label: t(`methods.${each}`) }))}
            />
            <TextField
              name={fieldName.reference}
              label={t("reference")}
              hint={t("referenceHint")}
              optional
              maxLength={140}
              defaultValue={view.typed[fieldName.reference]}
            />
          </div>
          <Documents view={view} errorOf={errorOf} />
        </TwoColumns>
      </Form>
    </>
  );
}

function useFaultWords(currency: string) {
  const t = useTranslations("remittances.fault");
  const format = useFormats();
  return (fault: DeclareFaults[string]): string =>
    fault === "day" || fault === "not-positive" || fault === "over-open"
      ? t(fault)
      : format.amountFault(fault, currency);
}

function Notices({ view }: { view: DeclareView }) {
  const t = useTranslations("remittances");
  const faultWords = useFaultWords(view.currency);
  const { faults, problem, documents, leftOut } = view;
  const labels = new Map([
    [fieldName.paidOn, t("paidOn")],
    [fieldName.total, t("total")],
    ...documents.map(({ id, number }) => [fieldName.amount(id), number] as const),
  ]);
  // One list per answer of the server, so that it takes the focus once.
  const [listed] = useState(() =>
    Object.entries(faults).map(([name, fault]) => ({
      fieldId: fieldId(name),
      message: `${labels.get(name) ?? ""}: ${faultWords(fault)}`,
    })),
  );
  return (
    <div className="mt-4 grid gap-3 empty:hidden">
      {listed.length > 0 && (
        <ErrorSummary title={t("notSent", { count: listed.length })} faults={listed} note={t("allHere")} />
      )}
      {problem && <ProblemBanner problem={problem} />}
      {leftOut > 0 && <p className="oi-hint">{t("leftOut", { count: leftOut })}</p>}
    </div>
  );
}

function Documents({ view, errorOf }: { view: DeclareView; errorOf: (name: string) => string | undefined }) {
  const t = useTranslations("remittances");
  const format = useFormats();
  const { documents, currency, typed, notListed } = view;
  return (
    <Section title={t("covers")} action={<Link href="/invoices">{t("toInvoices")}</Link>}>
      {documents.length === 0 ? (
        <p className="text-md text-ink-2">{t("noDocuments", { currency })}</p>
      ) : (
        <>
          <p className="oi-hint">{t("coversNote")}</p>
          <Table caption={t("documentsCaption", { currency })}>
            <Head>
              <ColumnHead>{t("document")}</ColumnHead>
              <ColumnHead>{t("due")}</ColumnHead>
              <ColumnHead align="end">{t("open", { currency })}</ColumnHead>
              <ColumnHead align="end">{t("paid", { currency })}</ColumnHead>
            </Head>
            <Body>
              {documents.map(({ id, number, about, dueOn, openMinor }) => (
                <Row key={id}>
                  <Cell phone="lead" heading className="wrap-anywhere" sub={about || undefined}>
                    <span className="oi-strong">{number}</span>
                  </Cell>
                  <Cell phone="hidden" className="whitespace-nowrap">
                    {dueOn && format.day(dueOn)}
                  </Cell>
                  <Cell align="end" phone="status" label={t("openLabel")}>
                    <Amount minor={openMinor} currency={currency} />
                  </Cell>
                  <Cell align="end" phone="amount" className="w-44 max-w-44 min-w-36 whitespace-normal">
                    <AmountField
                      name={fieldName.amount(id)}
                      label={t("amountFor", { number })}
                      labelHidden
                      optional
                      currency={currency}
                      defaultValue={typed[fieldName.amount(id)]}
                      error={errorOf(fieldName.amount(id))}
                    />
                  </Cell>
                </Row>
              ))}
            </Body>
          </Table>
          {notListed > 0 && <p className="oi-hint mt-2">{t("notListed", { count: notListed })}</p>}
        </>
      )}
    </Section>
  );
}

function Side({ view: { currency }, sums }: { view: DeclareView; sums: Sums }) {
  const t = useTranslations("remittances");
  const format = useFormats();
  const isBusy = useNavigation().formData?.get("intent") === "send";
  const { totalMinor, linesMinor, restMinor } = sums;
  const isOver = restMinor !== null && restMinor < 0n;
  return (
    <SummaryBox label={t("totalSent")} sticky>
      <SumList
        currency={currency}
        lines={[
          { id: "lines", label: t("allocated"), minor: linesMinor },
          {
            id: "rest",
            label: isOver ? t("over") : t("onAccount"),
            minor: restMinor ?? 0n,
            ...(isOver && { tone: "overdue" as const }),
          },
        ]}
        total={{ label: t("totalSent"), minor: totalMinor ?? 0n, large: true }}
      />
      <div className="mt-5 grid gap-3">
        <Button variant="primary" wide name="intent" value="send" aria-busy={isBusy || undefined}>
          {totalMinor && totalMinor > 0n
            ? t("declareSendOf", { amount: format.amount(totalMinor, currency) })
            : t("declareSend")}
        </Button>
        <noscript>
          <Button wide name="intent" value="preview">
            {t("recalculate")}
          </Button>
        </noscript>
        <LinkButton variant="text" href="/bank-details">
          {t("bank")}
        </LinkButton>
      </div>
    </SummaryBox>
  );
}
