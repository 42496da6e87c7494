import type { IconName } from "@openitem/ui/icon";
import type { StatusState } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { Answers } from "../api.ts";
import { useReasonName } from "../disputes/dispute-words.tsx";
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
  "dispute.raised": { state: "disputed" },
  "dispute.taken": { state: "waiting-for-us" },
  "dispute.assigned": { icon: "person" },
  "dispute.asked": { state: "waiting-for-you" },
  "dispute.answered": { icon: "message" },
  "dispute.replied": { icon: "message" },
  "dispute.message_added": { icon: "message" },
  "dispute.noted": { icon: "message" },
  "dispute.mail_parked": { icon: "mail" },
  "dispute.routed": { state: "waiting-for-us" },
  "dispute.returned": { state: "waiting-for-us" },
  "dispute.decided": { state: "accepted" },
  "dispute.contested": { state: "disputed" },
  "dispute.withdrawn": { state: "cancelled" },
  "dispute.agreed": { state: "kept" },
  "dispute.lapsed": { state: "kept" },
  "dispute.merged": { state: "cancelled" },
  "dispute.split": { state: "disputed" },
  "dispute.split_off": { state: "disputed" },
  "approval.requested": { state: "held" },
  "approval.granted": { state: "accepted" },
  "approval.refused": { state: "rejected" },
  "approval.withdrawn": { state: "cancelled" },
  "promise.made": { state: "promised" },
  "promise.requested": { state: "promised" },
  "promise.proposed": { state: "promised" },
  "promise.accepted": { state: "promised" },
  "promise.reopened": { state: "promised" },
  "promise.kept": { state: "kept" },
  "promise.part_kept": { state: "partly-kept" },
  "promise.broken": { state: "broken" },
  "promise.declined": { state: "rejected" },
  "promise.cancelled": { state: "cancelled" },
  "promise.replaced": { state: "cancelled" },
  "task.created": { icon: "list" },
  "task.done": { state: "kept" },
  "task.cancelled": { state: "cancelled" },
  "file.added": { icon: "file" },
  "file.removed": { icon: "file" },
  "charge.failed": { state: "failed" },
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
  const reasonName = useReasonName();
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
      title: text("title"),
      reason: action === "dispute.raised" ? reasonName(text("reason")).toLowerCase() : "",
      into: text("into"),
      other: text("from") || text("replaces"),
      assignee: text("assignee"),
      hasAssignee: text("assignee") ? "yes" : "no",
      team: text("team"),
      outcome: text("outcome"),
      dispute: text("disputeNumber"),
      cause: text("cause"),
      hasCause: text("cause") ? "yes" : "no",
      due: text("dueOn") ? format.day(text("dueOn"), { year: false }) : "",
      credit: text("credit"),
      debit: text("debit"),
      expected: text("expectedOn") ? format.day(text("expectedOn"), { year: false }) : "",
    }).trim();
  };
}
