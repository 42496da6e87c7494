import { Amount } from "@openitem/ui/amount";
import { LinkButton } from "@openitem/ui/button";
import { FigureStrip } from "@openitem/ui/definition-list";
import { OfficeHeader } from "@openitem/ui/office-shell";
import { Tabs } from "@openitem/ui/tabs";
import { useFormats } from "@openitem/ui/use-formats";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Outlet, useRouterState } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { type Answers, api } from "../api.ts";
import { useRecordKeys } from "../lists/record-keys.ts";
import { useMay } from "../session.ts";
import { FailedPage } from "../shell/failure.tsx";
import { useTitle } from "../shell/title.ts";
import { CustomerProvider } from "./customer-context.ts";
import { HELD_SHOWN } from "./do-not-chase.tsx";
import { usePaymentsUnderWay } from "./live-payments.ts";

const route = getRouteApi("/customers/$customerId");
type Balance = Answers["customers"]["read"]["balances"][number];

/** A customer: what it owes per currency at the head, and its views below. */
export function CustomerPage() {
  const { customerId } = route.useParams();
  const t = useTranslations("customer");
  const promise = useTranslations("recordPromise");
  useRecordKeys();
  const live = usePaymentsUnderWay(customerId);
  const { data, error, refetch } = useQuery(api.customers.read.queryOptions({ customerId }));
  const mayInvite = useMay("contact.invite");
  const mayPromise = useMay("promise.make");
  useTitle(data?.customer.name ?? t("loading"));
  if (error) return <FailedPage error={error} onRetry={() => refetch()} />;
  if (!data) return null;
  const { customer, balances } = data;
  const facts = [customer.number, t("terms", { days: customer.termsDays }), customer.country];
  return (
    <CustomerProvider key={customerId} value={{ ...data, underWay: live }}>
      <OfficeHeader
        title={customer.name}
        note={[...facts, balances.map((balance) => balance.currency).join(", ")].filter(Boolean).join(" · ")}
        actions={
          <>
            {mayPromise && balances.some(({ openMinor }) => openMinor > 0n) && (
              <LinkButton href={`/customers/${customerId}/promises/new`}>{promise("link")}</LinkButton>
            )}
            {mayInvite && (
              <LinkButton href={`/customers/${customerId}/contacts#invite`}>{t("invite")}</LinkButton>
            )}
          </>
        }
      />
      {balances.length === 0 && (
        <p className="border-b border-rule px-4 py-2 text-ink-2">{t("owesNothing")}</p>
      )}
      <div className="balances">
        {balances.map((balance) => (
          <BalanceStrip key={balance.currency} balance={balance} among={balances} />
        ))}
      </div>
      <CustomerTabs customerId={customerId} />
      <Outlet />
    </CustomerProvider>
  );
}

/** Credits and holds that no currency has are left out, so that the figures of all currencies stay in columns. */
function BalanceStrip({ balance, among }: { balance: Balance; among: readonly Balance[] }) {
  const t = useTranslations("customer");
  const { currency } = balance;
  const amount = (minor: bigint) => <Amount minor={minor} currency={currency} />;
  const tone = <T extends string>(minor: bigint, name: T) => (minor === 0n ? undefined : name);
  const credit = (term: string, minorOf: (each: Balance) => bigint, name: "credit" | "due") =>
    among.some((each) => minorOf(each) > 0n)
      ? [{ term, value: amount(-minorOf(balance)), tone: tone(minorOf(balance), name) }]
      : [];
  const held = (term: string, minorOf: (each: Balance) => bigint, name: "disputed" | "promised") =>
    among.some((each) => minorOf(each) > 0n)
      ? [{ term, value: amount(minorOf(balance)), tone: tone(minorOf(balance), name) }]
      : [];
  return (
    <FigureStrip
      figures={[
        { term: t("open", { currency }), value: amount(balance.openMinor), strong: true },
        {
          term: t("overdue"),
          value: amount(balance.overdueMinor),
          tone: tone(balance.overdueMinor, "overdue"),
        },
        {
          term: t("inFlight"),
          value: amount(balance.inFlightMinor),
          tone: tone(balance.inFlightMinor, "flight"),
        },
        ...held(t("disputed"), (each) => each.disputedMinor, "disputed"),
        ...held(t("promised"), (each) => each.promisedMinor, "promised"),
        { term: t("notDue"), value: amount(balance.notDueMinor) },
        { term: t("toChase"), value: amount(balance.readyMinor), strong: true },
        ...credit(t("credits"), (each) => each.creditMemosMinor, "credit"),
        ...credit(t("onAccount"), (each) => each.onAccountMinor, "credit"),
        ...credit(t("unapplied"), (each) => each.unappliedMinor, "due"),
      ]}
    />
  );
}

function CustomerTabs({ customerId }: { customerId: string }) {
  const t = useTranslations("customer");
  const payers = useTranslations("payers");
  const format = useFormats();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const open = useQuery(api.items.totals.queryOptions({ customerIds: [customerId], state: "open" }));
  const count = open.data?.reduce((sum, total) => sum + total.count, 0);
  const disputes = useQuery(api.disputes.list.queryOptions({ customerIds: [customerId], limit: HELD_SHOWN }));
  const promises = useQuery(api.promises.list.queryOptions({ customerIds: [customerId], limit: HELD_SHOWN }));
  const base = `/customers/${customerId}`;
  const counted = (count: number | undefined) =>
    count !== undefined && count > 0 && { count: format.count(count) };
  const tab = (href: string, label: string) => ({ href, label, current: path.replace(/\/$/, "") === href });
  return (
    <Tabs
      label={t("tabs")}
      tabs={[
        { ...tab(base, t("tabItems")), ...(count !== undefined && { count: format.count(count) }) },
        tab(`${base}/payments`, t("tabPayments")),
        { ...tab(`${base}/disputes`, t("tabDisputes")), ...counted(disputes.data?.counts.open) },
        { ...tab(`${base}/promises`, t("tabPromises")), ...counted(promises.data?.counts.open) },
        tab(`${base}/statement`, t("tabStatement")),
        tab(`${base}/payers`, payers("tab")),
        tab(`${base}/contacts`, t("tabContacts")),
        tab(`${base}/timeline`, t("tabTimeline")),
      ]}
    />
  );
}
