import { applications, items } from "@openitem/db/schema/items";
import { paymentReversals, paymentShares } from "@openitem/db/schema/payments";
import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { dayIn } from "../kernel/business-day.ts";
import { decimal } from "../kernel/money.ts";
import { read, type Tx } from "../kernel/transact.ts";
import type { Payment } from "../payments/payment.ts";
import { permit } from "../policies/permissions.ts";
import type { LetterProps } from "./letter.ts";
import { listed } from "./listed.ts";
import type { Attachment } from "./mailer.ts";
import { type MailingContext, type MailOutcome, skipped } from "./mailing-context.ts";
import { type PaymentLetterFacts, readPaymentFacts } from "./read-payment-facts.ts";
import { sendLetter } from "./send-letter.ts";

export const mailReceiptInput = z.object({ paymentId: z.uuid() });

type Receipt = PaymentLetterFacts & { props: Omit<LetterProps["payment-receipt"], "hasPdf"> };

/** Tells the contact who paid that the money arrived, and what it settled, as the books say now. */
export async function mailReceipt(
  ctx: MailingContext,
  { paymentId }: z.infer<typeof mailReceiptInput>,
): Promise<MailOutcome> {
  permit(ctx.actor, "message.send");
  const found = await read(ctx, (tx) => readReceipt(tx, ctx, paymentId));
  if (typeof found === "string") return skipped(found);
  const { payment, to, props } = found;
  const attachments = await receiptFile(ctx, payment, props.receiptNumber);
  return sendLetter(ctx, {
    kind: "payment-receipt",
    props: { ...props, hasPdf: attachments.length > 0 },
    subject: ["payment", payment.id],
    customerId: payment.customerId,
    contactId: to.contactId,
    to: to.email,
    locale: to.locale,
    ...(attachments.length > 0 ? { attachments } : {}),
  });
}

async function receiptFile(
  ctx: MailingContext,
  payment: Payment,
  number: string | null,
): Promise<Attachment[]> {
  if (!ctx.receiptPdf || !number) return [];
  const content = await ctx.receiptPdf(payment.id);
  // Too long for paper: the mail goes without, and the portal shows it all.
  if (!content) return [];
  return [{ filename: `${number}.pdf`, content, contentType: "application/pdf" }];
}

async function readReceipt(tx: Tx, ctx: MailingContext, paymentId: string): Promise<Receipt | string> {
  const found = await readPaymentFacts(tx, ctx, paymentId);
  if (typeof found === "string") return found;
  const { payment, timeZone, facts } = found;
  const { currency, settledAt } = payment;
  // A receipt that comes late must not say that money is there when it went back meanwhile.
  if (payment.status !== "settled" || !settledAt)
    return `The payment is ${payment.status.replaceAll("_", " ")}`;
  const [reversal] = await tx
    .select({ id: paymentReversals.id })
    .from(paymentReversals)
    .where(
      and(eq(paymentReversals.organizationId, ctx.organizationId), eq(paymentReversals.paymentId, paymentId)),
    )
    .limit(1);
  if (reversal) return "Money of this payment went back and came again";

  const { debits, uses } = await readUses(tx, ctx, paymentId);
  const sources = await readCredits(tx, ctx, [
    ...new Set([...uses.map((use) => use.creditId), ...(payment.receiptId ? [payment.receiptId] : [])]),
  ]);
  const receipt = sources.find((source) => source.id === payment.receiptId);
  const used = new Map<string, bigint>();
  for (const { creditId, debitId, amountMinor } of uses)
    for (const id of [creditId, debitId]) used.set(id, (used.get(id) ?? 0n) + amountMinor);
  const usedOf = (id: string) => used.get(id) ?? 0n;
  const paid = debits
    .map((debit) => ({ ...debit, minor: usedOf(debit.id) }))
    .filter(({ minor }) => minor > 0n);
  const credits = sources
    .filter((source) => source !== receipt)
    .map((source) => ({ ...source, minor: usedOf(source.id) }));
  const onAccountMinor = receipt ? receipt.amountMinor - usedOf(receipt.id) : 0n;
  const full = paid.filter((debit) => debit.openMinor === 0n).length;
  return {
    ...found,
    props: {
      ...facts,
      received: decimal(receipt?.amountMinor ?? 0n, currency),
      receivedOn: receipt?.issuedOn ?? dayIn(settledAt, timeZone),
      receiptNumber: receipt?.number ?? null,
      count: {
        full,
        part: paid.length - full,
        kind: paid.every((debit) => debit.kind === "invoice") ? "invoice" : "document",
      },
      paid: listed(paid, currency, ({ number, openMinor }, amount) => ({
        number,
        amount,
        left: openMinor > 0n ? decimal(openMinor, currency) : null,
      })),
      credits: listed(credits, currency, ({ number }, amount) => ({ number, amount })),
      onAccount: onAccountMinor > 0n ? decimal(onAccountMinor, currency) : null,
    },
  };
}

/** The debits the payment was for, and what it put on each from where. */
async function readUses(tx: Tx, ctx: MailingContext, paymentId: string) {
  const debits = await tx
    .select({ id: items.id, number: items.number, kind: items.kind, openMinor: items.openMinor })
    .from(paymentShares)
    .innerJoin(
      items,
      and(eq(items.organizationId, paymentShares.organizationId), eq(items.id, paymentShares.itemId)),
    )
    .where(
      and(
        eq(paymentShares.organizationId, ctx.organizationId),
        eq(paymentShares.paymentId, paymentId),
        eq(paymentShares.side, "debit"),
      ),
    );
  if (debits.length === 0) return { debits, uses: [] };
  const { creditId, debitId, amountMinor } = applications;
  const uses = await tx
    .select({ creditId, debitId, amountMinor })
    .from(applications)
    .where(
      and(
        eq(applications.organizationId, ctx.organizationId),
        inArray(
          applications.debitId,
          debits.map((debit) => debit.id),
        ),
        eq(applications.causeKind, "payment"),
        eq(applications.causeId, paymentId),
      ),
    );
  return { debits, uses };
}

async function readCredits(tx: Tx, ctx: MailingContext, ids: string[]) {
  if (ids.length === 0) return [];
  const { id, number, amountMinor, issuedOn } = items;
  return tx
    .select({ id, number, amountMinor, issuedOn })
    .from(items)
    .where(and(eq(items.organizationId, ctx.organizationId), inArray(items.id, ids)));
}
