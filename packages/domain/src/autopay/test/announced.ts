import { newId } from "@openitem/db/ids";
import { messages } from "@openitem/db/schema/activity";
import { charges } from "@openitem/db/schema/autopay";
import { items } from "@openitem/db/schema/items";
import { eq } from "drizzle-orm";
import { dayIn } from "../../kernel/business-day.ts";
import type { Context } from "../../kernel/context.ts";
import { transact } from "../../kernel/transact.ts";
import { noticeId } from "../notice.ts";
import { insertCharge } from "../write-charge.ts";

type Wanted = { customerId: string; methodId: string; itemId: string; amountMinor: bigint };

/** A charge of one document whose day is today and whose notice has gone out, for tests of what comes after that. */
export async function announced(
  ctx: Context,
  { customerId, methodId, itemId, amountMinor }: Wanted,
): Promise<string> {
  const id = newId();
  const chargeOn = dayIn(ctx.now, "America/New_York");
  await transact(ctx, async (tx) => {
    const [item] = await tx.select({ number: items.number }).from(items).where(eq(items.id, itemId));
    const charge = await insertCharge(tx, ctx, {
      id,
      customerId,
      currency: "USD",
      causeKind: "schedule",
      causeId: id,
      causeKey: "once",
      methodId,
      chargeOn,
      requestedBy: "worker:test",
      requestedByName: "test",
      status: "planned",
      lines: [{ itemId, number: item?.number ?? "", customerId, amountMinor }],
      held: [],
    });
    await tx.update(charges).set({ status: "announced", announcedAt: ctx.now }).where(eq(charges.id, id));
    await tx.insert(messages).values({
      organizationId: ctx.organizationId,
      id: newId(),
      kind: "charge-announced",
      subjectKind: "charge_notice",
      subjectId: noticeId(charge),
      customerId,
      toAddress: "dana@harrow.example",
      title: "We charge 100.00 USD",
      status: "sent",
      attempts: 1,
      createdAt: ctx.now,
      sentAt: ctx.now,
    });
  });
  return id;
}
