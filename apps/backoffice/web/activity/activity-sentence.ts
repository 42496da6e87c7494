import type { IconName } from "@openitem/ui/icon";
import type { StatusState } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { Answers } from "../api.ts";
import type { timelineMessages } from "../messages/en/timeline.ts";

type Row = Answers["activity"]["list"]["rows"][number];
type Known = keyof (typeof timelineMessages)["actions"];
type Mark = { state: StatusState } | { icon: IconName };

/** Dots in a catalogue's keys mean nesting, so actions stand there with a blank instead: "payment settled". */
const keyOf = (action: string) => action.replaceAll(/[._]/g, " ");

const MARKS: Readonly<Record<string, Mark>> = {
  "payment.started": { state: "open" },
  "payment.submitted": { state: "in-flight" },
  "payment.processing": { state: "in-flight" },
  "payment.settled": { state: "settled" },
  "payment.failed": { state: "failed" },
  "payment.expired": { state: "expired" },
  "payment.cancelled": { state: "cancelled" },
  "payment.refund_requested": { state: "refunded" },
  "payment.refunded": { state: "refunded" },
  "payment.returned": { state: "returned" },
  "payment.charged_back": { state: "returned" },
  "payment.reinstated": { state: "settled" },
  "credit.applied": { state: "credit" },
  "receipt.recorded": { state: "on-account" },
  "application.undone": { state: "returned" },
  "invoice.issued": { icon: "file" },
  "debit_memo.issued": { icon: "file" },
  "credit_memo.issued": { state: "credit" },
  "contact.invited": { icon: "mail" },
  "message.sent": { icon: "mail" },
  "message.failed": { icon: "mail" },
};

export function markOf(action: string): Mark {
  const known = MARKS[action];
  if (known) return known;
  return {
    icon: /^(contact|access|invitation|sign_in|sign_out|staff|totp)/.test(action) ? "person" : "list",
  };
}

/** What an entry of the audit trail says, in a sentence; of an action without words of its own, its name. */
export function useActivitySentence(): (row: Row) => string {
  const t = useTranslations("timeline");
  const format = useFormats();
  return ({ action, data }) => {
    const key = `actions.${keyOf(action) as Known}` as const;
    if (!t.has(key)) return `${keyOf(action).charAt(0).toUpperCase()}${keyOf(action).slice(1)}`;
    const { amountMinor, currency } = data;
    const hasAmount = typeof amountMinor === "string" && typeof currency === "string";
    const text = (name: string) => (typeof data[name] === "string" ? String(data[name]) : "");
    return t(key, {
      amount: hasAmount ? `${format.amount(BigInt(amountMinor), currency)} ${currency}` : "",
      hasExpected: text("expectedOn") ? "yes" : "no",
      number: text("number"),
      name: text("name") || text("email"),
      email: text("email"),
      to: text("to"),
      role: text("role"),
      credit: text("credit"),
      debit: text("debit"),
      expected: text("expectedOn") ? format.day(text("expectedOn"), { year: false }) : "",
    }).trim();
  };
}
