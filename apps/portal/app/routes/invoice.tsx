import { Figure } from "@openitem/ui/amount";
import { Banner } from "@openitem/ui/banner";
import { LinkButton } from "@openitem/ui/button";
import { DefinitionList } from "@openitem/ui/definition-list";
import { Link } from "@openitem/ui/link";
import { PageHeader, TwoColumns } from "@openitem/ui/page";
import { type AmountPart, PartsLine } from "@openitem/ui/parts-strip";
import { Status } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { page } from "../answer.ts";
import { viewerContext } from "../context.ts";
import { type Invoice, readInvoice } from "../invoice.server.ts";
import { InvoiceHolds } from "../parts/dispute/invoice-hold.tsx";
import { AppliedTable, History } from "../parts/invoice-history.tsx";
import { InvoiceLines } from "../parts/invoice-lines.tsx";
import { useItemStatus } from "../parts/item-status.tsx";
import { readDeclared } from "../parts/remittance/declared.server.ts";
import { InvoiceDeclared } from "../parts/remittance/invoice-declared.tsx";
import type { Route } from "./+types/invoice";

/** Numbers of lines are below this in the books. */
const LINE_NUMBERS = 2 ** 31;

export const loader = page(async ({ url, params, context }: Route.LoaderArgs) => {
  const viewer = context.get(viewerContext);
  const whole = (name: string) => {
    const number = Number(url.searchParams.get(name));
    return Number.isInteger(number) && number > 0 && number < LINE_NUMBERS ? number : 0;
  };
  const asked = { search: (url.searchParams.get("q") ?? "").trim().slice(0, 60), after: whole("after") };
  return {
    invoice: await readInvoice(viewer, params.itemId, asked),
    declared: (await readDeclared(viewer, [params.itemId])).get(params.itemId) ?? [],
    asked: { ...asked, from: whole("from") || asked.after + 1 },
    biller: viewer.biller,
    manyAccounts: viewer.accounts.length > 1,
  };
});

export default function InvoicePage({
  loaderData: { invoice, declared, asked, biller, manyAccounts },
}: Route.ComponentProps) {
  const t = useTranslations("invoice");
  const kinds = useTranslations("invoices");
  const claims = useTranslations("claims");
  const format = useFormats();
  const { id, number, currency, payableMinor, openMinor, kind } = invoice;
  const subject = [kind !== "invoice" && kinds(`kind.${kind}`), invoice.reference]
    .filter(Boolean)
    .join(" · ");
  return (
    <>
      <title>{t("pageTitle", { number, biller })}</title>
      <PageHeader
        back={{ href: "/invoices", label: t("back") }}
        title={number}
        subject={subject || undefined}
        actions={
          <>
            <LinkButton icon="download" href={`/invoices/${id}.pdf`} download>
              {t("pdf")}
            </LinkButton>
            {invoice.claims?.mayDispute && openMinor > invoice.claims.disputedMinor && (
              <LinkButton href={`/disputes/new?item=${id}`}>{claims("dispute")}</LinkButton>
            )}
            {invoice.claims?.mayPromise && payableMinor > invoice.claims.promisedMinor && (
              <LinkButton href={`/promises/new?items=${id}`}>{claims("promiseDate")}</LinkButton>
            )}
            {payableMinor > 0n && (
              <LinkButton variant="primary" href={`/pay?${new URLSearchParams({ item: id, currency })}`}>
                {t("pay", { amount: format.amount(payableMinor, currency) })}
              </LinkButton>
            )}
          </>
        }
      >
        <div className="mt-4">
          <Figure
            minor={invoice.isDebit ? openMinor : -openMinor}
            currency={currency}
            note={<OpenNote invoice={invoice} />}
          />
        </div>
      </PageHeader>
      <Parts invoice={invoice} />
      <UnderWay invoice={invoice} />
      <div className="mt-6">
        <Facts invoice={invoice} manyAccounts={manyAccounts} />
      </div>
      <TwoColumns
        sideLabel={t("history")}
        side={
          <>
            <InvoiceDeclared pauses={declared} currency={currency} />
            {invoice.claims && <InvoiceHolds claims={invoice.claims} currency={currency} />}
            <History happenings={invoice.happenings} currency={currency} biller={biller} />
          </>
        }
      >
        <InvoiceLines invoice={invoice} {...asked} />
        <AppliedTable invoice={invoice} />
      </TwoColumns>
    </>
  );
}

function OpenNote({ invoice }: { invoice: Invoice }) {
  const t = useTranslations("invoice");
  const format = useFormats();
  const statusOf = useItemStatus();
  const { currency, isDebit, openMinor, dueOn, daysLate } = invoice;
  const amount = format.amount(invoice.amountMinor, currency);
  const status = <Status {...statusOf({ ...invoice, payer: null })} detail={undefined} />;
  if (openMinor === 0n)
    return (
      <>
        {t(isDebit ? "paidNote" : "usedNote", { amount })} {status}
      </>
    );
  if (!isDebit)
    return (
      <>
        {t("creditNote", { amount })} {status}
      </>
    );
  return (
    <>
      {t("openOf", { amount })} {dueOn && t("dueOn", { day: format.day(dueOn, { weekday: true }) })}
      {dueOn && daysLate !== null && daysLate > 0 && (
        <>
          , <span className="oi-tone-overdue">{format.distance(dueOn, invoice.today)}</span>
        </>
      )}
    </>
  );
}

/** The parts of what is open; they add up to the figure above. */
function Parts({ invoice }: { invoice: Invoice }) {
  const t = useTranslations("invoice");
  const words = useTranslations("claims");
  const { isDebit, chaseMinor, inFlightMinor, daysLate, currency, openMinor, claims } = invoice;
  if (!isDebit || openMinor === 0n) return null;
  const isLate = daysLate !== null && daysLate > 0;
  const all: AmountPart[] = [
    { kind: isLate ? "ready" : "not-due", label: t(isLate ? "ready" : "notDue"), minor: chaseMinor },
    { kind: "disputed", label: words("disputed"), minor: claims?.disputedMinor ?? 0n },
    { kind: "promised", label: words("promised"), minor: claims?.promisedMinor ?? 0n },
    { kind: "flight", label: t("flight"), minor: inFlightMinor },
  ];
  return (
    <div className="mt-5">
      <PartsLine parts={all.filter(({ minor }) => minor > 0n)} currency={currency} />
    </div>
  );
}

function UnderWay({ invoice: { underWay, currency } }: { invoice: Invoice }) {
  const t = useTranslations("invoice");
  const format = useFormats();
  return underWay.map(({ paymentId, payerName, amountMinor, since, expectedOn }) => {
    const facts = {
      name: payerName ?? t("underWaySomeone"),
      amount: format.amount(amountMinor, currency),
      moment: since ? format.moment(since) : "",
    };
    return (
      <div key={paymentId} className="mt-5">
        <Banner
          tone="flight"
          state="in-flight"
          title={t("underWayTitle")}
          action={payerName && <Link href={`/payments/${paymentId}`}>{t("seePayment")}</Link>}
        >
          {expectedOn
            ? t("underWayExpected", { ...facts, day: format.day(expectedOn, { weekday: true, year: false }) })
            : t("underWay", facts)}
        </Banner>
      </div>
    );
  });
}

function Facts({ invoice, manyAccounts }: { invoice: Invoice; manyAccounts: boolean }) {
  const t = useTranslations("invoice");
  const format = useFormats();
  const { dueOn, poNumber, terms, customer } = invoice;
  return (
    <DefinitionList
      layout="columns"
      items={[
        { term: t("issued"), value: format.day(invoice.issuedOn) },
        ...(dueOn ? [{ term: t("due"), value: format.day(dueOn, { weekday: true }) }] : []),
        ...(poNumber ? [{ term: t("po"), value: poNumber }] : []),
        ...(terms ? [{ term: t("terms"), value: terms }] : []),
        ...(manyAccounts ? [{ term: t("account"), value: `${customer.name}, ${customer.number}` }] : []),
        { term: t("billedBy"), value: invoice.billedBy },
      ]}
    />
  );
}
