import { Banner } from "@openitem/ui/banner";
import { Button } from "@openitem/ui/button";
import { ErrorSummary } from "@openitem/ui/error-summary";
import { fieldId } from "@openitem/ui/field";
import { Link } from "@openitem/ui/link";
import { useFormats } from "@openitem/ui/use-formats";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { ProblemBanner } from "../problem.tsx";
import { useFaultWords } from "./fault-words.tsx";
import type { PayFault } from "./faults.ts";
import type { HeldPayment, PayForm } from "./view.ts";

const NUMBERS_SHOWN = 3;

/** The id of the form, for its buttons that stand above it. */
export const PAY_FORM = "pay-form";

/** The first few numbers as a phrase, and how many more. */
export function useNumbers(): (numbers: readonly string[]) => string {
  const t = useTranslations("pay");
  const locale = useLocale();
  return (numbers) =>
    numbers.length > NUMBERS_SHOWN
      ? t("numbers", {
          first: numbers.slice(0, NUMBERS_SHOWN).join(", "),
          more: numbers.length - NUMBERS_SHOWN,
        })
      : new Intl.ListFormat(locale, { type: "conjunction" }).format(numbers);
}

/** What stands above the form: what was refused, what is not in the payment and why. */
export function PayNotices({
  view,
  faults,
  cashMinor,
}: {
  view: PayForm;
  faults: readonly PayFault[];
  cashMinor: bigint;
}) {
  const t = useTranslations("pay");
  const format = useFormats();
  const numbers = useNumbers();
  const { passedOver, held, disputed, gone, goneUnknown, forbidden, taken, notSent, currency, rules } = view;
  return (
    <div className="mt-4 grid gap-3 empty:hidden">
      {notSent?.why === "faults" && <Faults key={view.stamp} view={view} faults={faults} />}
      {notSent?.why === "sum" && (
        <Banner
          tone="due"
          state="waiting-for-you"
          live
          title={t("sumChanged", {
            amount: format.amount(cashMinor, currency),
            shown: notSent.shown === "" ? "–" : format.decimal(notSent.shown),
          })}
        >
          {t("sumChangedBody")}
        </Banner>
      )}
      {notSent?.why === "refused" && <ProblemBanner problem={notSent.problem} />}
      {held.map((payment) => (
        <HeldBanner key={payment.paymentId} payment={payment} currency={currency} />
      ))}
      {disputed.map(({ id, number, minor, dispute }) => (
        <Banner
          key={id}
          tone="disputed"
          state="disputed"
          title={t("disputedAll", { number })}
          action={
            <Button form={PAY_FORM} size="small" name="intent" value={`put.${id}`}>
              {t("putInAll")}
            </Button>
          }
        >
          {t("disputedAllBody", { amount: format.amount(minor, currency) })}{" "}
          {dispute && <Link href={`/disputes/${dispute.id}`}>{dispute.number}</Link>}
        </Banner>
      ))}
      {passedOver && (
        <Banner
          tone="flight"
          state="in-flight"
          title={t("inFlight", { count: passedOver.count })}
          action={<Link href="/payments?state=under_way">{t("seeThem")}</Link>}
        >
          {t("inFlightBody", { amount: format.amount(passedOver.minor, currency) })}
        </Banner>
      )}
      {gone.length > 0 && (
        <Banner tone="quiet" state="paid" title={t("gone", { documents: numbers(gone), count: gone.length })}>
          {t("goneBody")}
        </Banner>
      )}
      {goneUnknown > 0 && (
        <Banner tone="quiet" state="cancelled" title={t("goneUnknown", { count: goneUnknown })}>
          {t("goneUnknownBody")}
        </Banner>
      )}
      {forbidden.length > 0 && (
        <Banner tone="quiet" state="held" title={t("mayNot", { documents: numbers(forbidden) })}>
          {t("mayNotBody")}
        </Banner>
      )}
      {taken && (
        <Banner
          tone="quiet"
          state="held"
          title={t("taken", { max: format.count(rules.itemsMax) })}
          action={<Link href={`/invoices?${new URLSearchParams({ currency })}`}>{t("choosePart")}</Link>}
        >
          {t("takenBody", { count: format.count(taken.count), max: format.count(rules.itemsMax) })}
        </Banner>
      )}
    </div>
  );
}

function Faults({ view, faults }: { view: PayForm; faults: readonly PayFault[] }) {
  const t = useTranslations("pay");
  const wordsOf = useFaultWords(view.currency, view.rules.itemsMax);
  // One list per answer of the server, so that it takes the focus once.
  const [listed] = useState(() =>
    faults.map((fault) => ({ fieldId: fieldId(fault.name), message: wordsOf(fault, false) })),
  );
  return <ErrorSummary title={t("notSent", { count: listed.length })} faults={listed} note={t("allHere")} />;
}

function HeldBanner({ payment, currency }: { payment: HeldPayment; currency: string }) {
  const t = useTranslations("pay");
  const format = useFormats();
  const documents = useNumbers()(payment.numbers);
  const { paymentId, payerName, isOwn, since, expectedOn, minor } = payment;
  const title = isOwn
    ? t("heldByYou", { documents })
    : payerName
      ? t("heldBy", { name: payerName, documents })
      : t("heldBySomebody", { documents });
  return (
    <Banner
      tone="flight"
      state="in-flight"
      title={title}
      action={payerName && <Link href={`/payments/${paymentId}`}>{isOwn ? t("goOn") : t("seeIt")}</Link>}
    >
      {t("heldBody", {
        amount: format.amount(minor, currency),
        since: since ? format.moment(since, { year: false }) : "none",
      })}{" "}
      {expectedOn && t("heldExpected", { day: format.day(expectedOn, { weekday: true, year: false }) })}
    </Banner>
  );
}
