import { preparedPayments } from "@openitem/db/schema/autopay";
import { items } from "@openitem/db/schema/items";
import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { decimal } from "../kernel/money.ts";
import { read, type Tx } from "../kernel/transact.ts";
import { missingPrepared, wishesOf } from "../payments/prepared-payment.ts";
import { permit } from "../policies/permissions.ts";
import { listed } from "./listed.ts";
import { type MailingContext, type MailOutcome, skipped } from "./mailing-context.ts";
import { readAccountFacts, readAccountReaders, readPerson } from "./read-account-readers.ts";
import { sendToEach } from "./send-to-each.ts";

export const mailPreparedPaymentInput = z.object({ preparedId: z.uuid() });

/**
 * Tells the approvers of an account that a payment waits for one of them; once it is decided, tells who prepared it
 * what was decided, by whom and why. Nobody is told of one that was withdrawn.
 */
export async function mailPreparedPayment(
  ctx: MailingContext,
  { preparedId }: z.infer<typeof mailPreparedPaymentInput>,
): Promise<MailOutcome[]> {
  permit(ctx.actor, "message.send");
  const { prepared, preparer, approvers, facts } = await read(ctx, (tx) => readFacts(tx, ctx, preparedId));
  const { customerId, status } = prepared;
  const about = { subject: ["prepared_payment", preparedId] as [string, string], customerId };
  if (status === "prepared")
    return sendToEach(ctx, approvers, { kind: "payment-to-release", ...about }, (reader) => ({
      ...facts,
      reader,
      preparer: prepared.preparedByName,
      note: prepared.note,
    }));
  if (status === "withdrawn") return [skipped("It was withdrawn")];
  const decider = prepared.decidedByName ?? "";
  const to = preparer ? [preparer] : [];
  return status === "released"
    ? sendToEach(ctx, to, { kind: "payment-released", ...about }, (reader) => ({
        ...facts,
        reader,
        decider,
      }))
    : sendToEach(ctx, to, { kind: "payment-declined", ...about }, (reader) => ({
        ...facts,
        reader,
        decider,
        note: prepared.decisionNote,
      }));
}

async function readFacts(tx: Tx, ctx: MailingContext, preparedId: string) {
  const [prepared] = await tx
    .select()
    .from(preparedPayments)
    .where(and(eq(preparedPayments.organizationId, ctx.organizationId), eq(preparedPayments.id, preparedId)));
  if (!prepared) throw missingPrepared();
  const { customerId, currency, number, amountMinor, preparedBy, paymentId } = prepared;
  const wished = new Map(wishesOf(prepared).debits.map((wish) => [wish.itemId, wish.amountMinor]));
  const named =
    wished.size === 0
      ? []
      : await tx
          .select({ id: items.id, number: items.number })
          .from(items)
          .where(and(eq(items.organizationId, ctx.organizationId), inArray(items.id, [...wished.keys()])));
  const documents = named.map((item) => ({ number: item.number, minor: wished.get(item.id) ?? 0n }));
  const approvers = await readAccountReaders(tx, ctx, customerId);
  return {
    prepared,
    preparer: await readPerson(tx, ctx, preparedBy, customerId),
    approvers: approvers.filter(({ contactId }) => `contact:${contactId}` !== preparedBy),
    facts: {
      ...(await readAccountFacts(tx, ctx, customerId)),
      preparedNumber: number,
      currency,
      amount: decimal(amountMinor, currency),
      documents: listed(documents, currency, (document, amount) => ({ number: document.number, amount })),
      url: paymentId
        ? `${ctx.portalUrl}/payments/${paymentId}`
        : `${ctx.portalUrl}/prepared-payments/${preparedId}`,
    },
  };
}
