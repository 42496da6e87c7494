import { legalEntities } from "@openitem/db/schema/organizations";
import { asc, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { invariant, Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Place } from "../ledger/journal.ts";
import { readPolicy } from "../policies/read-policy.ts";

export type Entity = { id: string; code: string; timeZone: string; closedThroughOn: string | null };

/** The legal entities, and which of them the money at Stripe in a currency belongs to. */
export type Homes = { of(currency: string): Entity; byId(id: string): Entity };

/** Reads where money at Stripe is booked: by the policy for its currency, else the biller's first legal entity. */
export async function readHomes(tx: Tx, ctx: Context): Promise<Homes> {
  const { legalEntities: chosen } = await readPolicy(tx, ctx, "provider_money");
  const entities = await tx
    .select({
      id: legalEntities.id,
      code: legalEntities.code,
      timeZone: legalEntities.timeZone,
      closedThroughOn: legalEntities.closedThroughOn,
    })
    .from(legalEntities)
    .where(eq(legalEntities.organizationId, ctx.organizationId))
    .orderBy(asc(legalEntities.code));
  return {
    of(currency) {
      const code = chosen[currency] ?? chosen["*"];
      const entity = code === undefined ? entities[0] : entities.find((each) => each.code === code);
      if (entity) return entity;
      throw new Refusal(
        "conflict",
        "provider_money.no_entity",
        `No legal entity ${code ?? ""} is there for money at Stripe in ${currency}. Choose another in the policy.`,
        { code: code ?? "", currency },
      );
    },
    byId(id) {
      const entity = entities.find((each) => each.id === id);
      invariant(entity, "a legal entity stays");
      return entity;
    },
  };
}

/** The place of an entity's own money in a currency: no customer's. */
export const placeIn = ({ id, closedThroughOn }: Entity, currency: string): Place => ({
  legalEntityId: id,
  customerId: null,
  currency,
  closedThroughOn,
});
