import type { Listed, PaymentFacts, ReopenedDocument } from "@openitem/domain/messages/letter";
import type { Fact, Row } from "../content.ts";
import type { Words } from "../words.ts";

/** Which payment, of whom, how and to whom: the same in every letter about a payment. */
export function paymentFacts(
  facts: PaymentFacts,
  { say, method }: Words,
  entity: "paidTo" | "invoicedBy",
): Fact[] {
  return [
    { label: say("facts.payment"), value: facts.paymentNumber },
    { label: say("facts.account"), value: say("facts.accountNamed", facts.account) },
    ...(facts.method ? [{ label: say("facts.method"), value: method(facts.method) }] : []),
    { label: say(`facts.${entity}`), value: facts.legalEntity },
  ];
}

/** Why this letter came to this reader. */
export const paymentFooter = ({ reader, paymentNumber, biller }: PaymentFacts, { say }: Words): string =>
  say("common.sentToPayer", { reader, payment: paymentNumber, biller });

/** One sentence on what is open again, with its old due day; none when nothing is. */
export function openAgain(
  { shown, rest }: Listed<{ number: string; dueOn: string }>,
  { say, day }: Words,
): string[] {
  const [only, second] = shown;
  if (!only) return [];
  if (!second) return [say("common.openAgainOne", { number: only.number, day: day(only.dueOn) })];
  return [say("common.openAgainMany", { count: shown.length + (rest?.count ?? 0) })];
}

/** Rows of documents that money which went back had paid. */
export function reopenedRows(
  reopened: Listed<ReopenedDocument>,
  fromAccount: string | null,
  { say, amount, day }: Words,
): Row[] {
  return [
    ...reopened.shown.map((document) => ({
      label: document.number,
      note:
        document.open === document.amount
          ? say("table.dueAsBefore", { day: day(document.dueOn) })
          : say("table.dueAsBeforeOfMore", { day: day(document.dueOn), open: amount(document.open) }),
      amount: amount(document.amount),
    })),
    ...restRow(reopened.rest, { say, amount }),
    ...(fromAccount ? [{ label: say("table.fromAccount"), note: null, amount: amount(fromAccount) }] : []),
  ];
}

/** The row for documents beyond those that are named. */
export const restRow = (
  rest: Listed<unknown>["rest"],
  { say, amount }: Pick<Words, "say" | "amount">,
): Row[] =>
  rest ? [{ label: say("table.more", { count: rest.count }), note: null, amount: amount(rest.amount) }] : [];
