import { applications, items } from "@openitem/db/schema/items";
import { paymentReversals } from "@openitem/db/schema/payments";
import { and, asc, eq, inArray, ne } from "drizzle-orm";
import { dayIn } from "../kernel/business-day.ts";
import { decimal, sum } from "../kernel/money.ts";
import { invariant } from "../kernel/refusal.ts";
import { read, type Tx } from "../kernel/transact.ts";
import type { Payment, Reversal } from "../payments/payment.ts";
import type { GoneBack, LetterKind, LetterProps } from "./letter.ts";
import { listed } from "./listed.ts";
import { type MailingContext, type MailOutcome, skipped } from "./mailing-context.ts";
import { readPaymentFacts } from "./read-payment-facts.ts";
import { sendLetter } from "./send-letter.ts";

/**
 * Writes to the contact who paid about each time that money of the payment went back in one of these ways: one letter
 * for each, so a second refund is told of too. What came to us again meanwhile is not told of.
 */
export async function mailReversals<K extends LetterKind>(
  ctx: MailingContext,
  { paymentId, kinds }: { paymentId: string; kinds: readonly Reversal["kind"][] },
  letterKind: K,
  write: (facts: GoneBack, reversal: Reversal, payment: Payment) => LetterProps[K],
): Promise<MailOutcome[]> {
  const found = await read(ctx, async (tx) => {
    const facts = await readPaymentFacts(tx, ctx, paymentId);
    return typeof facts === "string"
      ? facts
      : { ...facts, gone: await readReversals(tx, ctx, facts.payment) };
  });
  if (typeof found === "string") return [skipped(found)];
  const { payment, to, timeZone, facts, gone } = found;
  const told = gone.filter(({ reversal }) => kinds.includes(reversal.kind) && reversal.state === "booked");
  if (told.length === 0) return [skipped("Nothing of this payment is gone")];

  const { currency, customerId } = payment;
  const outcomes: MailOutcome[] = [];
  for (const { reversal, reopened } of told) {
    const fromAccountMinor = reversal.amountMinor - sum(reopened.map((each) => each.minor));
    const goneBack: GoneBack = {
      ...facts,
      amount: decimal(reversal.amountMinor, currency),
      on: dayIn(reversal.bookedAt, timeZone),
      reason: reversal.reason,
      reopened: listed(reopened, currency, ({ number, dueOn, openMinor }, amount) => {
        invariant(dueOn, "what a payment settles has a due day");
        return { number, amount, dueOn, open: decimal(openMinor, currency) };
      }),
      fromAccount: fromAccountMinor > 0n ? decimal(fromAccountMinor, currency) : null,
    };
    outcomes.push(
      await sendLetter(ctx, {
        kind: letterKind,
        props: write(goneBack, reversal, payment),
        subject: ["payment_reversal", reversal.id],
        timeline: ["payment", payment.id],
        customerId,
        contactId: to.contactId,
        to: to.email,
        locale: to.locale,
      }),
    );
  }
  return outcomes;
}

type Reopened = { number: string; dueOn: string | null; openMinor: bigint; minor: bigint };

/** Every reversal of a payment, oldest first, with what it opened again of which debit. */
async function readReversals(
  tx: Tx,
  ctx: MailingContext,
  payment: Payment,
): Promise<{ reversal: Reversal; reopened: Reopened[] }[]> {
  const reversals = await tx
    .select()
    .from(paymentReversals)
    .where(
      and(
        eq(paymentReversals.organizationId, ctx.organizationId),
        eq(paymentReversals.paymentId, payment.id),
      ),
    )
    .orderBy(asc(paymentReversals.id));
  if (reversals.length === 0 || !payment.receiptId) return [];
  const rows = await tx
    .select({
      id: applications.id,
      at: applications.createdAt,
      debitId: applications.debitId,
      amountMinor: applications.amountMinor,
      number: items.number,
      dueOn: items.dueOn,
      openMinor: items.openMinor,
    })
    .from(applications)
    .innerJoin(
      items,
      and(eq(items.organizationId, applications.organizationId), eq(items.id, applications.debitId)),
    )
    .where(
      and(
        eq(applications.organizationId, ctx.organizationId),
        eq(applications.creditId, payment.receiptId),
        ne(items.kind, "refund"),
        inArray(
          applications.createdAt,
          reversals.map((reversal) => reversal.bookedAt),
        ),
      ),
    )
    .orderBy(asc(applications.id));
  return reversals.map((reversal, index) => {
    // Told apart by ids, which only grow: a booking undoes, applies again what was too much, and writes its row last.
    // What comes before the first undoing is the settlement, when it was booked at the same moment.
    const after = reversals[index - 1]?.id ?? "";
    const sinceLast = rows.filter(
      (row) => row.at.getTime() === reversal.bookedAt.getTime() && row.id > after && row.id < reversal.id,
    );
    const first = sinceLast.findIndex((row) => row.amountMinor < 0n);
    const own = first < 0 ? [] : sinceLast.slice(first);
    const byDebit = new Map<string, Reopened>();
    for (const { debitId, amountMinor, number, dueOn, openMinor } of own) {
      const known = byDebit.get(debitId) ?? { number, dueOn, openMinor, minor: 0n };
      byDebit.set(debitId, { ...known, minor: known.minor - amountMinor });
    }
    return { reversal, reopened: [...byDebit.values()].filter((each) => each.minor > 0n) };
  });
}
