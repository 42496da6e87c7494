import { listCustomers, listCustomersInput } from "@openitem/domain/customers/list-customers";
import { listFamily } from "@openitem/domain/customers/list-family";
import { readCustomer } from "@openitem/domain/customers/read-customer";
import { totalCustomers, totalCustomersInput } from "@openitem/domain/customers/total-customers";
import { isDay } from "@openitem/domain/kernel/business-day";
import { readStatement } from "@openitem/domain/statements/read-statement";
import { z } from "zod";
import { procedure, router } from "../trpc.ts";

const listInput = listCustomersInput
  .omit({ offset: true })
  .extend({ cursor: z.number().int().min(0).max(100_000).nullish() });

const statementInput = z.object({
  customerId: z.uuid(),
  asOf: z.string().refine(isDay, "This is not a day of the calendar."),
  /** Also what the subsidiaries owe, as a contact of the parent may see it. */
  withSubsidiaries: z.boolean().default(false),
});

export const customersRouter = router({
  /** A page of customers with their ageing, one row per customer and currency. */
  list: procedure.input(listInput).query(async ({ ctx, input: { cursor, ...asked } }) => {
    const offset = cursor ?? 0;
    const { rows, count } = await listCustomers(ctx, { ...asked, offset });
    const end = offset + rows.length;
    return { rows, count, next: rows.length > 0 && end < count ? end : null };
  }),

  /** What all customers of a search owe by age, one total per currency. */
  totals: procedure.input(totalCustomersInput).query(({ ctx, input }) => totalCustomers(ctx, input)),

  read: procedure
    .input(z.object({ customerId: z.uuid() }))
    .query(({ ctx, input }) => readCustomer(ctx, input.customerId)),

  /** The statement as the customer sees it, as of any day. */
  statement: procedure
    .input(statementInput)
    .query(async ({ ctx, input: { customerId, asOf, withSubsidiaries } }) => {
      const family = await listFamily(ctx, customerId, { withSubsidiaries });
      return readStatement(ctx, { customerIds: family.map(({ id }) => id), asOf });
    }),
});
