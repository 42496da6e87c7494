import type { LetterProps } from "@openitem/domain/messages/letter";
import type { Content } from "../content.ts";
import type { Words } from "../words.ts";
import { openAgain, paymentFacts, paymentFooter, reopenedRows } from "./payment-facts.ts";

/** We sent money back: how much of the payment, where it goes and what is open again because of it. */
export function paymentRefunded(props: LetterProps["payment-refunded"], words: Words): Content {
  const { say, amount, day, reason } = words;
  const { biller, currency, url } = props;
  const payment = props.paymentNumber;
  const back = { amount: amount(props.amount), currency };
  return {
    subject: say("refunded.subject", { ...back, payment }),
    biller,
    title: say("refunded.title", back),
    paragraphs: [
      [
        props.isWhole ? say("refunded.whole", { payment }) : say("refunded.part", { payment }),
        ...(props.reason ? [say("refunded.reason", { reason: reason(props.reason) })] : []),
        ...openAgain(props.reopened, words),
      ].join(" "),
      // Stripe: 5 to 10 business days. Source: docs.stripe.com/refunds.
      say("refunded.arrives", { method: props.method ?? "other" }),
    ],
    table: {
      head: [say("table.document"), say("table.openAgain", { currency })],
      rows: reopenedRows(props.reopened, props.fromAccount, words),
      total: { label: say("table.sentBack"), amount: back.amount },
    },
    facts: [
      { label: say("facts.sentBackOn"), value: day(props.on) },
      ...paymentFacts(props, words, "invoicedBy"),
    ],
    action: { label: say("common.seePayment"), url },
    addressHint: null,
    closing: [],
    footer: paymentFooter(props, words),
  };
}
