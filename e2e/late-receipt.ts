import { connect } from "@openitem/db/client";
import { newId } from "@openitem/db/ids";
import { customers } from "@openitem/db/schema/customers";
import { items } from "@openitem/db/schema/items";
import { legalEntities } from "@openitem/db/schema/organizations";
import { recordReceipt } from "@openitem/domain/cash/record-receipt";
import type { Context } from "@openitem/domain/kernel/context";
import { read } from "@openitem/domain/kernel/transact";
import { findOrganization } from "@openitem/domain/organizations/find-organization";
import { and, asc, eq } from "drizzle-orm";
import { environment } from "./people.ts";

/** Dollars that came to the bank of a legal entity, by its code, on a day: recorded as finance would. Answers its document. */
export async function receiveOn(code: string, valueOn: string, number: string): Promise<string> {
  const { APP_DATABASE_URL: address = "", ORGANIZATION: slug = "" } = environment;
  const { db, close } = connect(address, { connectionsMax: 1, name: "stories" });
  try {
    const organization = await findOrganization(db, slug);
    if (!organization) throw new Error(`No biller is called ${slug}`);
    const ctx: Context = {
      db,
      organizationId: organization.id,
      actor: { kind: "worker", name: "Bank" },
      now: new Date(),
      requestId: "story",
    };
    const [payer] = await read(ctx, (tx) =>
      tx
        .select({
          customerId: customers.id,
          legalEntityId: legalEntities.id,
          currency: items.currency,
        })
        .from(items)
        .innerJoin(legalEntities, eq(legalEntities.id, items.legalEntityId))
        .innerJoin(customers, eq(customers.id, items.customerId))
        .where(and(eq(legalEntities.code, code), eq(items.kind, "invoice"), eq(items.currency, "USD")))
        .orderBy(asc(customers.number))
        .limit(1),
    );
    if (!payer) throw new Error(`${code} has billed nobody in dollars`);
    const { itemId } = await recordReceipt(ctx, {
      id: newId(),
      number,
      ...payer,
      amountMinor: 12_345n,
      valueOn,
    });
    return itemId;
  } finally {
    await close();
  }
}
