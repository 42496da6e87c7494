import { newId } from "@openitem/db/ids";
import { bankAccountDetails } from "@openitem/db/schema/bank";
import { insertRow } from "@openitem/db/statement";
import { z } from "zod";
import { actorKey, type Context } from "../kernel/context.ts";
import { record, transactOnce } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { isIban, plainNumber } from "./account-number.ts";
import { lockAccount } from "./lock-account.ts";

const text = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .nullish()
    .transform((written) => written || null);
const number = text(60).transform((written) => (written === null ? null : plainNumber(written) || null));

export const changeBankDetailsInput = z
  .object({
    key: z.uuid().default(newId),
    bankAccountId: z.uuid(),
    /** Whether customers are shown it; false takes it off the portal. */
    shown: z.boolean().default(true),
    holder: z.string().trim().min(1, "Name the holder of the account.").max(140),
    bankName: z.string().trim().min(1, "Name the bank.").max(140),
    iban: number.refine((iban) => iban === null || isIban(iban), "This IBAN has a mistake in it."),
    accountNumber: number,
    routingNumber: number,
    bic: number.refine(
      (bic) => bic === null || /^[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(bic),
      "A BIC has 8 or 11 letters and digits.",
    ),
    address: text(300),
    reason: z.string().trim().min(3, "Say why, in a few words.").max(500),
  })
  .refine(({ iban, accountNumber }) => iban !== null || accountNumber !== null, {
    message: "Enter an IBAN or an account number.",
    path: ["iban"],
  });

/** Changes what customers are shown of an account. Nothing is overwritten: earlier details stay as its log. */
export async function changeBankDetails(
  ctx: Context,
  raw: z.input<typeof changeBankDetailsInput>,
): Promise<{ detailsId: string }> {
  const input = changeBankDetailsInput.parse(raw);
  const { key, bankAccountId, reason, shown, ...details } = input;
  return transactOnce(ctx, { name: "bank_account.details", key, input }, async (tx) => {
    permit(ctx.actor, "bank.change");
    const account = await lockAccount(tx, ctx, bankAccountId);
    const detailsId = newId();
    await insertRow(tx, bankAccountDetails, {
      ...details,
      organizationId: ctx.organizationId,
      id: detailsId,
      bankAccountId,
      shown,
      reason,
      changedBy: actorKey(ctx.actor),
      changedByName: ctx.actor.name,
      changedAt: ctx.now,
    });
    await record(tx, ctx, {
      action: shown ? "bank_account.details_changed" : "bank_account.withdrawn",
      subject: ["bank_account", bankAccountId],
      data: { reason, account: account.number, iban: details.iban, accountNumber: details.accountNumber },
    });
    return { detailsId };
  });
}
