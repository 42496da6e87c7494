import { legalEntities } from "@openitem/db/schema/organizations";
import { asc, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";

/** The biller's legal entities by code. */
export const listLegalEntities = (ctx: Context) =>
  read(ctx, (tx) =>
    tx
      .select()
      .from(legalEntities)
      .where(eq(legalEntities.organizationId, ctx.organizationId))
      .orderBy(asc(legalEntities.code)),
  );
