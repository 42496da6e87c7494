import type { LetterProps } from "@openitem/domain/messages/letter";
import type { Content, Table } from "../content.ts";
import type { Words } from "../words.ts";
import { paymentFacts, paymentFooter, restRow } from "./payment-facts.ts";

type Props = LetterProps["payment-receipt"];

/** Money arrived, or credits settled it all: what is paid, what is left, what is on account. */
export function paymentReceipt(props: Props, words: Words): Content {
  const { say, amount, day } = words;
  const { biller, currency, received, receiptNumber, receivedOn, onAccount, hasPdf, url } = props;
  const payment = props.paymentNumber;
  const cash = receiptNumber === null ? null : { amount: amount(received), currency };
  return {
    subject: cash
      ? say("receipt.subject", { ...cash, payment })
      : say("receipt.subjectOfCredits", { payment }),
    biller,
    title: cash ? say("receipt.title", cash) : say("receipt.titleOfCredits"),
    paragraphs: [
      [...settled(props, words), ...(cash ? [] : [say("receipt.nothingCharged")])].join(" "),
      ...(onAccount ? [say("receipt.onAccount", { amount: amount(onAccount) })] : []),
      ...(hasPdf ? [say("receipt.attached")] : []),
    ].filter((paragraph) => paragraph !== ""),
    table: table(props, words),
    facts: [
      { label: cash ? say("facts.receivedOn") : say("facts.settledOn"), value: day(receivedOn) },
      ...paymentFacts(props, words, "paidTo"),
      ...(receiptNumber ? [{ label: say("facts.receipt"), value: receiptNumber }] : []),
    ],
    action: { label: say("common.seePayment"), url },
    addressHint: null,
    closing: [],
    footer: paymentFooter(props, words),
  };
}

function settled({ count, paid }: Props, { say, amount }: Words): string[] {
  const { full, part, kind } = count;
  const [only] = paid.shown;
  if (full + part === 1 && only)
    return [
      only.left
        ? say("receipt.partOne", { number: only.number, left: amount(only.left) })
        : say("receipt.paidOne", { number: only.number }),
    ];
  return [
    ...(full > 0 ? [say("receipt.paidMany", { count: full, kind })] : []),
    ...(part > 0 ? [say("receipt.partMany", { count: part, kind })] : []),
  ];
}

function table(props: Props, { say, amount }: Words): Table {
  const { paid, credits, onAccount, received, receiptNumber, currency } = props;
  return {
    head: [say("table.document"), say("table.paid", { currency })],
    rows: [
      ...paid.shown.map((document) => ({
        label: document.number,
        note: document.left ? say("table.inPart", { left: amount(document.left) }) : say("table.inFull"),
        amount: amount(document.amount),
      })),
      ...restRow(paid.rest, { say, amount }),
      ...(onAccount ? [{ label: say("table.onAccount"), note: null, amount: amount(onAccount) }] : []),
      ...credits.shown.map((credit) => ({
        label: say("table.credit", { number: credit.number }),
        note: say("table.creditNote"),
        amount: amount(`-${credit.amount}`),
      })),
      ...(credits.rest
        ? [
            {
              label: say("table.moreCredits", { count: credits.rest.count }),
              note: say("table.creditNote"),
              amount: amount(`-${credits.rest.amount}`),
            },
          ]
        : []),
    ],
    total: { label: receiptNumber ? say("table.received") : say("table.charged"), amount: amount(received) },
  };
}
