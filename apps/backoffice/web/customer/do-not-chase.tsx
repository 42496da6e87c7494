import { Amount } from "@openitem/ui/amount";
import { Link } from "@openitem/ui/link";
import { PaneSection } from "@openitem/ui/office-shell";
import { StatusMark, type StatusState } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { useCustomer } from "./customer-context.ts";

/** How many disputes and promises are named; all of them stand in their tabs. */
export const HELD_SHOWN = 5;

type Hold = {
  id: string;
  mark: StatusState;
  href: string;
  says: string;
  minor: bigint;
  currency: string;
};

/** What must not be chased, and why: money under way, what is in question, what is promised. */
export function DoNotChase() {
  const t = useTranslations("customer");
  const disputeWords = useTranslations("disputes");
  const format = useFormats();
  const { customer, underWay } = useCustomer();
  const asked = { customerIds: [customer.id], limit: HELD_SHOWN };
  const disputes = useQuery(api.disputes.list.queryOptions(asked)).data;
  const promises = useQuery(api.promises.list.queryOptions(asked)).data;
  const holds: Hold[] = [
    ...underWay.map((payment) => ({
      id: payment.id,
      mark: "in-flight" as const,
      href: `/payments/${payment.id}`,
      says: t("payingSince", {
        name: payment.startedByName,
        at: format.moment(payment.createdAt, { year: false }),
      }),
      minor: payment.amountMinor,
      currency: payment.currency,
    })),
    ...(disputes?.rows ?? []).map((dispute) => ({
      id: dispute.id,
      mark: "disputed" as const,
      href: `/disputes/${dispute.id}`,
      says: t("disputeHolds", {
        number: dispute.number,
        state: disputeWords(`tellStates.${dispute.status}`),
      }),
      minor: dispute.amountMinor,
      currency: dispute.currency,
    })),
    ...(promises?.rows ?? []).map((promise) => ({
      id: promise.id,
      mark: "promised" as const,
      href: `/promises/${promise.id}`,
      says: t("promiseHolds", {
        number: promise.number,
        hasDay: promise.next ? "yes" : "no",
        day: promise.next ? format.day(promise.next.dueOn, { weekday: true, year: false }) : "",
      }),
      minor: promise.amountMinor - promise.keptMinor,
      currency: promise.currency,
    })),
  ];
  if (holds.length === 0) return null;
  const unnamed =
    (disputes?.counts.open ?? 0) -
    (disputes?.rows.length ?? 0) +
    (promises?.counts.open ?? 0) -
    (promises?.rows.length ?? 0);
  return (
    <PaneSection title={t("doNotChase")}>
      <ul className="grid gap-1.5">
        {holds.map(({ id, mark, href, says, minor, currency }) => (
          <li key={id} className="flex justify-between gap-3">
            <span>
              <StatusMark state={mark} /> <Link href={href}>{says}</Link>
            </span>
            <Amount minor={minor} currency={currency} showCurrency />
          </li>
        ))}
      </ul>
      {unnamed > 0 && <p className="oi-hint mt-1.5">{t("moreHolds", { count: unnamed })}</p>}
    </PaneSection>
  );
}
