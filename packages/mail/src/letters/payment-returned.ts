import type { LetterProps } from "@openitem/domain/messages/letter";
import type { Content } from "../content.ts";
import type { Words } from "../words.ts";
import { openAgain, paymentFacts, paymentFooter, reopenedRows } from "./payment-facts.ts";

/** A bank took settled money back: why, and what is open again since its old due day. */
export function paymentReturned(props: LetterProps["payment-returned"], words: Words): Content {
  const { say, amount, day, reason } = words;
  const { biller, currency, kind, url } = props;
  const back = { kind, amount: amount(props.amount), currency };
  return {
    subject: say("returned.subject", { ...back, payment: props.paymentNumber }),
    biller,
    title: say("returned.title", back),
    paragraphs: [
      [
        ...(props.reason ? [say("returned.reason", { reason: reason(props.reason) })] : []),
        say("returned.notPaid"),
        ...openAgain(props.reopened, words),
      ].join(" "),
      ...(props.pausesAutopay ? [say("returned.autopay")] : []),
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
    closing: [say("returned.ask")],
    footer: paymentFooter(props, words),
  };
}
