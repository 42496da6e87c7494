import { sql } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";

/** Where a customer pays to: an account of a legal entity that bills him. */
export type BankDetails = {
  bankAccountId: string;
  legalEntityName: string;
  currency: string;
  holder: string;
  bankName: string;
  iban: string | null;
  accountNumber: string | null;
  routingNumber: string | null;
  bic: string | null;
  address: string | null;
  /** When these details began to hold, and when any before them had, newest first. */
  changedAt: Date;
  changes: Date[];
};

type Raw = {
  bank_account_id: string;
  legal_entity_name: string;
  currency: string;
  holder: string;
  bank_name: string;
  iban: string | null;
  account_number: string | null;
  routing_number: string | null;
  bic: string | null;
  address: string | null;
  changes: string[];
};

/**
 * The bank details a customer is shown, by currency and legal entity: accounts of those that have billed him, unless
 * they were taken off. For whoever may read the account.
 */
export async function readBankDetails(
  ctx: Context,
  { customerId }: { customerId: string },
): Promise<BankDetails[]> {
  permit(ctx.actor, "account.read", customerId);
  const rows = await read(
    ctx,
    async (tx) =>
      (await tx.execute(sql`
      select d.bank_account_id, e.name as legal_entity_name, a.currency, d.holder, d.bank_name, d.iban, d.account_number,
        d.routing_number, d.bic, d.address, array(
          select to_json(c.changed_at)#>>'{}' from bank_account_details c
          where c.organization_id = a.organization_id and c.bank_account_id = a.id order by c.changed_at desc, c.id desc
        ) as changes
      from bank_accounts a
      join legal_entities e on e.organization_id = a.organization_id and e.id = a.legal_entity_id
      cross join lateral (
        select * from bank_account_details n
        where n.organization_id = a.organization_id and n.bank_account_id = a.id order by n.changed_at desc, n.id desc limit 1
      ) d
      where a.organization_id = ${ctx.organizationId} and d.shown and exists (
        select from items i where i.organization_id = a.organization_id and i.customer_id = ${customerId}::uuid
          and i.legal_entity_id = a.legal_entity_id)
      order by a.currency, e.name, a.name, a.id`)) as unknown as Raw[],
  );
  return rows.map((row) => {
    const changes = row.changes.map((text) => new Date(text));
    return {
      bankAccountId: row.bank_account_id,
      legalEntityName: row.legal_entity_name,
      currency: row.currency,
      holder: row.holder,
      bankName: row.bank_name,
      iban: row.iban,
      accountNumber: row.account_number,
      routingNumber: row.routing_number,
      bic: row.bic,
      address: row.address,
      changedAt: changes[0] ?? ctx.now,
      changes,
    };
  });
}
