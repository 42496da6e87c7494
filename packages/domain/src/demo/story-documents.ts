import { minorDigits } from "../kernel/money.ts";
import { CUSTOMERS, customerOf } from "./customers.ts";
import { type DemoDocument, invoiceNumber } from "./documents.ts";
import type { Stage } from "./stage.ts";
import { feeLine, usageLines } from "./usage.ts";

/* Invoices that a dispute, a promise or a charge is told about: each story has its own, so none disturbs another. */

export type StoryDocument = {
  customer: string;
  name: string;
  issued: number;
  /** In whole units of the customer's currency. */
  amount: number;
  about: string;
  /** Days until it is due; the customer's terms when not given. */
  terms?: number;
  poNumber?: string;
  /** Usage lines, or one line when not given. */
  lines?: number | NonNullable<DemoDocument["lines"]>;
};

export type StoryDocuments = {
  /** Makes one more; the story names it by the key in the answer. */
  add(document: StoryDocument): DemoDocument;
  all: readonly DemoDocument[];
};

/** In minor units of the customer's currency. */
export const minorOf = (customer: string, amount: number): bigint => {
  const digits = minorDigits(customerOf(customer).currency);
  return BigInt(Math.round(amount * 10 ** digits));
};

/** Beyond those of usage and payments; numbers follow the order in which documents are added. */
const FIRST_SERIAL = 40_000;
const PER_CUSTOMER = 60;

export function storyDocuments(stage: Stage): StoryDocuments {
  const all: DemoDocument[] = [];
  const counts = new Map<string, number>();
  return {
    all,
    add({ customer: key, name, issued, amount, about, terms, poNumber, lines }) {
      const customer = customerOf(key);
      const count = counts.get(key) ?? 0;
      counts.set(key, count + 1);
      const serial = FIRST_SERIAL + CUSTOMERS.indexOf(customer) * PER_CUSTOMER + count;
      const { day } = stage.calendar;
      const { currency, entity, termsDays } = customer;
      const amountMinor = minorOf(key, amount);
      const document: DemoDocument = {
        key: `${key}:${name}`,
        customer: key,
        number: invoiceNumber(entity, day(issued), serial),
        issued,
        due: issued + (terms ?? termsDays),
        amountMinor,
        about,
        ...(poNumber ? { poNumber } : {}),
        lines:
          typeof lines === "function"
            ? lines
            : () =>
                lines === undefined
                  ? [feeLine(about, amountMinor, currency)]
                  : usageLines({
                      name: `${key}:${name}`,
                      totalMinor: amountMinor,
                      currency,
                      lines,
                      fromOn: day(issued - 29),
                      toOn: day(issued),
                    }),
      };
      all.push(document);
      return document;
    },
  };
}
