import { Amount } from "@openitem/ui/amount";
import { Link } from "@openitem/ui/link";
import { Section } from "@openitem/ui/page";
import type { AmountPart } from "@openitem/ui/parts-strip";
import { Status } from "@openitem/ui/status";
import { AmountCell, Body, Cell, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { Balance, Home, PaymentBrief } from "../home.server.ts";
import { useCurrencyName } from "./currency-name.tsx";
import { useHeldParts } from "./dispute/held-parts.tsx";
import { PAYMENT_STATES, useMethodWord } from "./payment-words.tsx";
import { rowsHref } from "./rows-href.ts";

/** The parts of an open amount, each with what stands behind it in words and a link to its rows. */
export function useOpenParts({
  underWay,
  disputes,
}: Pick<Home, "underWay" | "disputes">): (balance: Balance) => AmountPart[] {
  const t = useTranslations("home");
  const heldParts = useHeldParts(disputes);
  const format = useFormats();
  const methodWord = useMethodWord();
  const dayToActOn = (day: string) => format.day(day, { weekday: true });

  function flightDetail({ currency, inFlightCount: count }: Balance): string {
    const [only, ...more] = underWay.filter((payment) => payment.currency === currency);
    if (!only || more.length > 0) return t("flightDetail", { count });
    const name = only.startedByName;
    if (!only.expectedOn) return t("flightByNoDay", { name });
    return t("flightBy", { method: methodWord(only), name, day: dayToActOn(only.expectedOn) });
  }

  return (balance) => {
    const { currency, readyCount, oldestDaysLate: days, notDueCount, nextDueOn } = balance;
    const flight: AmountPart = {
      kind: "flight",
      label: t("flight"),
      detail: flightDetail(balance),
      minor: balance.inFlightMinor,
      href: rowsHref(currency, { state: "in_flight" }),
    };
    return [
      {
        kind: "ready",
        label: t("ready"),
        detail: readyCount > 0 ? t("readyDetail", { count: readyCount, days }) : t("readyNone"),
        minor: balance.readyMinor,
        href: rowsHref(currency, { state: "ready" }),
      },
      ...heldParts(balance),
      ...(flight.minor > 0n ? [flight] : []),
      {
        kind: "not-due",
        label: t("notDue"),
        detail:
          notDueCount > 0 && nextDueOn
            ? t("notDueDetail", { count: notDueCount, day: dayToActOn(nextDueOn) })
            : t("notDueNone"),
        minor: balance.notDueMinor,
        href: rowsHref(currency, { state: "not_due" }),
      },
    ];
  };
}

/** Credits stand apart from what is owed: by kind, with a minus, never taken off in silence. */
export function CreditsBox({ balance }: { balance: Balance }) {
  const t = useTranslations("home");
  const { currency, creditMemosMinor, onAccountMinor, unappliedMinor, creditCount } = balance;
  const kinds = [
    { label: t("creditMemos"), minor: creditMemosMinor },
    { label: t("onAccount"), minor: onAccountMinor },
    { label: t("unapplied"), minor: unappliedMinor },
  ].filter(({ minor }) => minor > 0n);
  return (
    <section className="mt-6 grid gap-2 rounded-2 bg-sunk px-4 py-3.5" aria-labelledby="credits">
      <div className="flex items-baseline justify-between gap-4">
        <h2 id="credits" className="text-md">
          {t("credits")}
        </h2>
        <Amount minor={-(creditMemosMinor + onAccountMinor + unappliedMinor)} currency={currency} strong />
      </div>
      {kinds.length > 1 && (
        <ul className="text-md text-ink-2">
          {kinds.map(({ label, minor }) => (
            <li key={label} className="flex justify-between gap-4">
              <span>{label}</span>
              <Amount minor={-minor} currency={currency} />
            </li>
          ))}
        </ul>
      )}
      <p className="oi-hint flex flex-wrap justify-between gap-x-4">
        <span>
          {kinds.length === 1 && kinds[0] && `${kinds[0].label}. `}
          {t("creditsNote")}
        </span>
        <Link href={rowsHref(currency, { state: "credits" })}>{t("seeCredits", { count: creditCount })}</Link>
      </p>
    </section>
  );
}

/** The newest payments of the currency, whatever became of them. */
export function LastPayments({ payments, currency }: { payments: PaymentBrief[]; currency: string | null }) {
  const t = useTranslations("home");
  const format = useFormats();
  const currencyName = useCurrencyName();
  const methodWord = useMethodWord();
  if (payments.length === 0 && !currency) return null;
  const name = currency ? currencyName(currency) : "";
  return (
    <Section title={t("lastPayments")} action={<Link href="/payments">{t("allPayments")}</Link>}>
      {payments.length === 0 ? (
        <p className="text-md text-ink-2">{t("noPayments", { currency: name })}</p>
      ) : (
        <Table caption={t("lastPaymentsCaption", { currency: name })} dense>
          <Body>
            {payments.map((payment) => (
              <Row key={payment.id}>
                <Cell phone="status" quiet className="whitespace-nowrap">
                  {format.day(payment.startedOn)}
                </Cell>
                <Cell phone="lead" heading>
                  <Link href={`/payments/${payment.id}`} className="oi-row-link">
                    {t("byPerson", { method: methodWord(payment), name: payment.startedByName })}
                  </Link>
                </Cell>
                <Cell phone="aside">
                  <PaymentState payment={payment} />
                </Cell>
                <AmountCell
                  minor={payment.amountMinor}
                  currency={payment.currency}
                  showCurrency={currency === null}
                />
              </Row>
            ))}
          </Body>
        </Table>
      )}
    </Section>
  );
}

function PaymentState({ payment: { status, endedOn } }: { payment: PaymentBrief }) {
  const t = useTranslations("home");
  const format = useFormats();
  const state = PAYMENT_STATES[status];
  const label =
    state === "returned" && endedOn
      ? t("returnedOn", { day: format.day(endedOn, { year: false }) })
      : undefined;
  return <Status state={state} label={label} />;
}
