import { autopays, charges, paymentMethods } from "@openitem/db/schema/autopay";
import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { ENDED_BY_BANK } from "../autopay/autopay.ts";
import { missingMethod } from "../autopay/lock-method.ts";
import { read, type Tx } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { type MailingContext, type MailOutcome, skipped } from "./mailing-context.ts";
import { readAccountFacts, readAccountReaders, readPerson } from "./read-account-readers.ts";
import { sendToEach } from "./send-to-each.ts";

export const mailMethodInput = z.object({ methodId: z.uuid() });

/** Tells those in charge of an account, and who added it, that a payment method is kept from now on. */
export async function mailMethodAdded(
  ctx: MailingContext,
  { methodId }: z.infer<typeof mailMethodInput>,
): Promise<MailOutcome[]> {
  permit(ctx.actor, "message.send");
  const { method, to, facts } = await read(ctx, (tx) => readFacts(tx, ctx, methodId));
  if (method.status !== "active") return [skipped(`The method is ${method.status}`)];
  return sendToEach(
    ctx,
    to,
    { kind: "method-added", subject: ["method", methodId], customerId: method.customerId },
    (reader) => ({ ...facts, reader, addedBy: method.addedByName }),
  );
}

/** Tells the same people that a payment method has ended, and what waits because of it. */
export async function mailMethodRevoked(
  ctx: MailingContext,
  { methodId }: z.infer<typeof mailMethodInput>,
): Promise<MailOutcome[]> {
  permit(ctx.actor, "message.send");
  const { method, to, facts, paused, held } = await read(ctx, async (tx) => {
    const { organizationId } = ctx;
    const paused = await tx
      .select({ id: autopays.id })
      .from(autopays)
      .where(
        and(
          eq(autopays.organizationId, organizationId),
          eq(autopays.methodId, methodId),
          eq(autopays.status, "paused"),
        ),
      );
    const held = await tx
      .select({ id: charges.id })
      .from(charges)
      .where(
        and(
          eq(charges.organizationId, organizationId),
          eq(charges.methodId, methodId),
          inArray(charges.status, ["held"]),
        ),
      );
    return { ...(await readFacts(tx, ctx, methodId)), paused, held };
  });
  if (method.status !== "revoked") return [skipped(`The method is ${method.status}`)];
  return sendToEach(
    ctx,
    to,
    { kind: "method-revoked", subject: ["method", methodId], customerId: method.customerId },
    (reader) => ({
      ...facts,
      reader,
      byBank: method.failure === ENDED_BY_BANK,
      pausedAutopays: paused.length,
      heldCharges: held.length,
    }),
  );
}

async function readFacts(tx: Tx, ctx: MailingContext, methodId: string) {
  const [method] = await tx
    .select()
    .from(paymentMethods)
    .where(and(eq(paymentMethods.organizationId, ctx.organizationId), eq(paymentMethods.id, methodId)));
  if (!method) throw missingMethod();
  const adder = await readPerson(tx, ctx, method.addedBy, method.customerId);
  const inCharge = await readAccountReaders(tx, ctx, method.customerId);
  return {
    method,
    to: [...(adder ? [adder] : []), ...inCharge.filter((reader) => reader.contactId !== adder?.contactId)],
    facts: {
      ...(await readAccountFacts(tx, ctx, method.customerId)),
      method: `${method.brand} ${method.last4}`,
      url: `${ctx.portalUrl}/payment-methods`,
    },
  };
}
