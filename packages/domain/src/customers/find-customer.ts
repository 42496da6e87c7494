import { customers } from "@openitem/db/schema/customers";
import { and, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";
import { customerKey } from "./customer.ts";

/** The customer of that number, however it is spelled; null when there is none the reader may see. */
export async function findCustomer(ctx: Context, number: string) {
  const { id, name } = customers;
  const [row] = await read(ctx, (tx) =>
    tx
      .select({ id, name, number: customers.number })
      .from(customers)
      .where(
        and(eq(customers.organizationId, ctx.organizationId), eq(customers.numberKey, customerKey(number))),
      ),
  );
  return row ?? null;
}
