import type { LetterProps } from "@openitem/domain/messages/letter";
import type { Content, Table } from "../content.ts";
import type { Words } from "../words.ts";
import { openAgain, paymentFacts, paymentFooter, restRow } from "./payment-facts.ts";

type Props = LetterProps["payment-failed"];

/** A card or a bank said no: nothing was charged, and what it was to pay is open again. */
export function paymentFailed(props: Props, words: Words): Content {
  const { say, amount, day } = words;
  const { biller, currency, reason, url } = props;
  const asked = { amount: amount(props.amount), currency };
  return {
    subject: say("failed.subject", { ...asked, payment: props.paymentNumber }),
    biller,
    title: say("failed.title", { method: props.method ?? "other" }),
    paragraphs: [say("failed.lead", asked), [...openAgain(props.open, words), say("failed.again")].join(" ")],
    table: table(props, words),
    facts: [
      { label: say("facts.failedOn"), value: day(props.on) },
      ...(reason ? [{ label: say("facts.reason"), value: reason }] : []),
      ...paymentFacts(props, words, "invoicedBy"),
    ],
    action: { label: say("common.seePayment"), url },
    addressHint: null,
    closing: [],
    footer: paymentFooter(props, words),
  };
}

function table({ open, currency }: Props, { say, amount, day }: Words): Table | null {
  if (open.shown.length === 0) return null;
  return {
    head: [say("table.document"), say("table.open", { currency })],
    rows: [
      ...open.shown.map((document) => ({
        label: document.number,
        note: say("table.due", { day: day(document.dueOn) }),
        amount: amount(document.amount),
      })),
      ...restRow(open.rest, { say, amount }),
    ],
    total: { label: say("table.openTotal"), amount: amount(open.total) },
  };
}
