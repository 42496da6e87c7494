import { newId } from "@openitem/db/ids";
import { customers } from "@openitem/db/schema/customers";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { databaseError, record, transactOnce } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { customerKey, nameKey } from "./customer.ts";

export const createCustomerInput = z.object({
  id: z.uuid().default(newId),
  number: z.string().trim().min(1).max(40),
  name: z.string().trim().min(1).max(200),
  parentId: z.uuid().nullish(),
  country: z.string().length(2).nullish(),
  addressLines: z.array(z.string()).max(6).default([]),
  timeZone: z.string(),
  locale: z.string().default("en"),
  termsDays: z.number().int().min(0).max(365).default(30),
  collectorId: z.uuid().nullish(),
});

/** Opens an account for a customer. Refuses `customer.number_taken`, also for a number that differs in leading zeros only. */
export async function createCustomer(
  ctx: Context,
  raw: z.input<typeof createCustomerInput>,
): Promise<{ customerId: string }> {
  const input = createCustomerInput.parse(raw);
  const { organizationId, now: createdAt } = ctx;
  try {
    return await transactOnce(ctx, { name: "customer.create", key: input.id, input }, async (tx) => {
      permit(ctx.actor, "customer.create");
      await tx.insert(customers).values({
        ...input,
        organizationId,
        numberKey: customerKey(input.number),
        nameKey: nameKey(input.name),
        parentId: input.parentId ?? null,
        country: input.country ?? null,
        collectorId: input.collectorId ?? null,
        createdAt,
      });
      const { id, number, name } = input;
      await record(tx, ctx, {
        action: "customer.created",
        subject: ["customer", id],
        customerId: id,
        data: { number, name },
      });
      return { customerId: id };
    });
  } catch (error) {
    if (databaseError(error).constraint === "customers_number_unique")
      throw new Refusal("conflict", "customer.number_taken", `There is an account ${input.number} already.`, {
        number: input.number,
      });
    throw error;
  }
}
