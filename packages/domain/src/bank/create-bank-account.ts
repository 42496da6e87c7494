import { newId } from "@openitem/db/ids";
import { bankAccounts } from "@openitem/db/schema/bank";
import { insertRow } from "@openitem/db/statement";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { isCurrency } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { databaseError, record, transactOnce } from "../kernel/transact.ts";
import { readEntity } from "../organizations/read-entity.ts";
import { permit } from "../policies/permissions.ts";
import { plainNumber } from "./account-number.ts";

export const createBankAccountInput = z.object({
  id: z.uuid().default(newId),
  legalEntityId: z.uuid(),
  currency: z.string().refine(isCurrency, "This is not a currency we know."),
  name: z.string().trim().min(1, "Give the account a name.").max(120),
  /** IBAN or the bank's own number, as statements name it. */
  number: z.string().transform(plainNumber).pipe(z.string().min(1, "Enter the account's number.").max(60)),
  ledgerAccount: z.enum(["bank", "stripe_clearing"]).default("bank"),
});

/** Takes a bank account of a legal entity into the books. Refuses `bank_account.number_taken`. */
export async function createBankAccount(
  ctx: Context,
  raw: z.input<typeof createBankAccountInput>,
): Promise<{ bankAccountId: string }> {
  const input = createBankAccountInput.parse(raw);
  const { id, legalEntityId, currency, name, number, ledgerAccount } = input;
  const taken = (by: string) =>
    new Refusal(
      "conflict",
      "bank_account.number_taken",
      `Account ${number} in ${currency} is there already${by && `: ${by}`}.`,
      { number, currency },
    );
  const opened = transactOnce(ctx, { name: "bank_account.create", key: id, input }, async (tx) => {
    permit(ctx.actor, "bank.change");
    const entity = await readEntity(tx, ctx, legalEntityId);
    const [other] = await tx
      .select({ name: bankAccounts.name })
      .from(bankAccounts)
      .where(
        and(
          eq(bankAccounts.organizationId, ctx.organizationId),
          eq(bankAccounts.number, number),
          eq(bankAccounts.currency, currency),
        ),
      );
    if (other) throw taken(other.name);
    await insertRow(tx, bankAccounts, {
      organizationId: ctx.organizationId,
      id,
      legalEntityId,
      currency,
      name,
      number,
      ledgerAccount,
      createdAt: ctx.now,
    });
    await record(tx, ctx, {
      action: "bank_account.created",
      subject: ["bank_account", id],
      data: { name, number, currency, entity: entity.code },
    });
    return { bankAccountId: id };
  });
  try {
    return await opened;
  } catch (error) {
    // Somebody opened it between our look and our write.
    if (databaseError(error).constraint === "bank_accounts_number_unique") throw taken("");
    throw error;
  }
}
