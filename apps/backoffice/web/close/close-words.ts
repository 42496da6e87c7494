import type { StatusState } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { type Answers, api, queryClient } from "../api.ts";

export type CloseView = Answers["close"]["read"];
export type Check = CloseView["checks"][number];
export type CheckCode = Check["check"];

/** The mark of each state of a check. */
export const CHECK_MARKS: Readonly<Record<Check["state"], StatusState>> = {
  done: "kept",
  blocks: "overdue",
  needs_note: "waiting-for-you",
  to_sign: "open",
};

/** Where the things behind a check are worked on. */
export const CHECK_PLACES: Readonly<Partial<Record<CheckCode, string>>> = {
  events_posted: "/events",
  bank_lines_matched: "/cash",
  statements_complete: "/statements",
  payouts_tied: "/payouts",
  provider_money_explained: "/payouts",
  unapplied_cash: "/unapplied",
  payments_in_flight: "/payments?group=under_way",
  large_disputes: "/disputes?tab=open",
  subledger_control: "/books",
  ageing_control: "/books",
  write_offs_approved: "/approvals?view=decided",
};

/** Writes a month, "2026-10", in words: "October 2026". */
export function useMonthName(): (month: string) => string {
  const { locale } = useFormats();
  const format = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" });
  return (month) => format.format(new Date(`${month}-01T00:00:00Z`));
}

/** Reads the close anew, and what depends on it: where receipts post. */
export const refreshClose = async (): Promise<void> => {
  await Promise.all(
    [api.close, api.activity, api.books].map((each) => queryClient.invalidateQueries(each.pathFilter())),
  );
};
