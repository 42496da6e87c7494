import { bankAccounts } from "@openitem/db/schema/bank";
import { columnList, send, toRow } from "@openitem/db/statement";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import type { BankAccount } from "./bank-line.ts";

const LOCK = `
  select ${columnList(bankAccounts)}, e.closed_through_on::text as closed_through_on
  from bank_accounts join legal_entities e on e.organization_id = bank_accounts.organization_id and e.id = bank_accounts.legal_entity_id
  where bank_accounts.organization_id = $1 and bank_accounts.id = $2
  for no key update of bank_accounts`;

/** An account under a row lock, with the last closed day of its legal entity: its statements come one after another. */
export async function lockAccount(
  tx: Tx,
  ctx: Context,
  bankAccountId: string,
): Promise<BankAccount & { closedThroughOn: string | null }> {
  const [row] = await send(tx, LOCK, [ctx.organizationId, bankAccountId]);
  if (!row) throw new Refusal("missing", "bank_account.missing", "We cannot find this bank account.");
  return {
    ...toRow(bankAccounts, row),
    closedThroughOn: row.closed_through_on === null ? null : String(row.closed_through_on),
  };
}
