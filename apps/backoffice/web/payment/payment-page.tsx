import { Amount } from "@openitem/ui/amount";
import { Banner, type BannerTone } from "@openitem/ui/banner";
import { FigureStrip } from "@openitem/ui/definition-list";
import { Link } from "@openitem/ui/link";
import { OfficeHeader, PaneSection, Panes } from "@openitem/ui/office-shell";
import { useFormats } from "@openitem/ui/use-formats";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { ActivityTimeline } from "../activity/activity-timeline.tsx";
import { type Answers, api } from "../api.ts";
import { useRecordKeys } from "../lists/record-keys.ts";
import { EventTable } from "../payments/event-table.tsx";
import { isUnderWay, markOfPayment, type PaymentState, PaymentStatus } from "../payments/payment-status.tsx";
import { Failed, FailedPage } from "../shell/failure.tsx";
import { useTitle } from "../shell/title.ts";
import { AppliedTable, settledBy } from "./applied-table.tsx";
import { CallTable } from "./call-table.tsx";
import { PaymentActions } from "./payment-actions.tsx";
import { PaymentFacts } from "./payment-facts.tsx";
import { ReversalTable } from "./reversal-table.tsx";
import { ShareTable } from "./share-table.tsx";

const BUSY_MS = 5_000;
const route = getRouteApi("/payments/$paymentId");
export type Detail = Answers["payments"]["read"];

/** One payment: where it stands in words, what it was to do and did, and what Stripe says of it. */
export function PaymentPage() {
  const { paymentId } = route.useParams();
  const t = useTranslations("payment");
  useRecordKeys();
  const { data, error, refetch } = useQuery(
    api.payments.read.queryOptions(
      { paymentId },
      { refetchInterval: ({ state }) => (state.data && isBusy(state.data) ? BUSY_MS : false) },
    ),
  );
  useTitle(data ? t("title", { number: data.payment.number }) : t("timeline"));
  if (error) return <FailedPage error={error} onRetry={() => refetch()} />;
  if (!data) return null;
  const { payment, customer } = data;
  const busy = isBusy(data);
  return (
    <>
      <OfficeHeader
        title={t("title", { number: payment.number })}
        note={<Link href={`/customers/${customer.id}`}>{customer.name}</Link>}
        actions={<PaymentActions detail={data} />}
      />
      <Figures detail={data} />
      <Panes
        sideLabel={t("side")}
        side={
          <>
            <PaymentFacts detail={data} />
            <PaneSection title={t("timeline")}>
              <ActivityTimeline
                of={{ subject: { kind: "payment", id: payment.id } }}
                label={t("timeline")}
                key={payment.status}
              />
            </PaneSection>
          </>
        }
      >
        <Story detail={data} />
        <ShareTable detail={data} />
        <AppliedTable detail={data} />
        {data.reversals.length > 0 && <ReversalTable detail={data} />}
        {data.calls.length > 0 && <CallTable detail={data} />}
        <Events paymentId={payment.id} busy={busy} />
      </Panes>
    </>
  );
}

/** Whether something is still to come: money under way, or a call whose end is not known. */
const isBusy = ({ payment, calls }: Detail): boolean =>
  isUnderWay(payment.status) || calls.some((call) => call.status === "pending" || call.status === "unknown");

function Figures({ detail }: { detail: Detail }) {
  const t = useTranslations("payment");
  const { payment, applications } = detail;
  const amount = (minor: bigint) => <Amount minor={minor} currency={payment.currency} />;
  const appliedMinor = settledBy(applications).reduce((sum, each) => sum + each.amountMinor, 0n);
  return (
    <FigureStrip
      figures={[
        {
          term: t("amount", { currency: payment.currency }),
          value: amount(payment.amountMinor),
          strong: true,
        },
        { term: t("applied"), value: amount(appliedMinor) },
        { term: t("onAccount"), value: amount(payment.onAccountMinor) },
        {
          term: t("wentBack"),
          value: amount(-payment.refundedMinor),
          ...(payment.refundedMinor > 0n && { tone: "credit" as const }),
        },
        {
          term: t("state"),
          value: <PaymentStatus status={payment.status} expectedOn={payment.expectedOn} />,
        },
      ]}
    />
  );
}

const TONES: Readonly<Record<PaymentState, BannerTone>> = {
  created: "quiet",
  submitted: "flight",
  processing: "flight",
  settled: "paid",
  failed: "overdue",
  expired: "quiet",
  cancelled: "quiet",
  part_refunded: "credit",
  refunded: "credit",
  returned: "overdue",
  charged_back: "overdue",
};

function Story({ detail: { payment } }: { detail: Detail }) {
  const t = useTranslations("payment");
  const format = useFormats();
  const written = (minor: bigint) => `${format.amount(minor, payment.currency)} ${payment.currency}`;
  const { status, amountMinor, refundedMinor, failure, expectedOn } = payment;
  const byCredits = status === "settled" && amountMinor === 0n;
  return (
    <Banner
      tone={TONES[status]}
      state={markOfPayment(status)}
      title={t(byCredits ? "story.settledByCredits" : `story.${status}`, {
        name: payment.startedByName,
        amount: written(amountMinor),
        back: written(refundedMinor),
        expires: format.moment(payment.expiresAt),
        hasExpected: expectedOn ? "yes" : "no",
        expected: expectedOn ? format.day(expectedOn, { weekday: true, year: false }) : "",
        hasFailure: failure ? "yes" : "no",
        failure: failure ?? "",
      })}
      live
    />
  );
}

function Events({ paymentId, busy }: { paymentId: string; busy: boolean }) {
  const t = useTranslations("payment");
  const { data, error, refetch } = useQuery(
    api.payments.events.queryOptions({ paymentId, limit: 200 }, { refetchInterval: busy ? BUSY_MS : false }),
  );
  return (
    <PaneSection title={t("events")}>
      {error && <Failed error={error} onRetry={() => refetch()} />}
      {data?.length === 0 && <p className="text-ink-2">{t("noEvents")}</p>}
      {data && data.length > 0 && (
        <div className="-mx-4">
          <EventTable events={data} caption={t("eventsCaption")} />
        </div>
      )}
    </PaneSection>
  );
}
