import { preparedPayments } from "@openitem/db/schema/autopay";
import { and, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import { missingPrepared, type Prepared } from "./prepared-payment.ts";

/** Reads a prepared payment for update. Refuses `prepared_payment.missing`. */
export async function lockPrepared(tx: Tx, ctx: Context, preparedId: string): Promise<Prepared> {
  const [prepared] = await tx
    .select()
    .from(preparedPayments)
    .where(and(eq(preparedPayments.organizationId, ctx.organizationId), eq(preparedPayments.id, preparedId)))
    .for("update");
  if (!prepared) throw missingPrepared();
  return prepared;
}
