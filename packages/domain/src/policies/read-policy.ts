import { policies } from "@openitem/db/schema/policies";
import { and, desc, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import { POLICIES, type Policy, type PolicyKind } from "./policy.ts";

/** The rules in force, read inside the transaction that acts on them. Version 0 is what we ship. */
export async function readPolicy<K extends PolicyKind>(
  tx: Tx,
  ctx: Context,
  kind: K,
): Promise<Policy<K> & { version: number }> {
  const [row] = await tx
    .select({ version: policies.version, rules: policies.rules })
    .from(policies)
    .where(and(eq(policies.organizationId, ctx.organizationId), eq(policies.kind, kind)))
    .orderBy(desc(policies.version))
    .limit(1);
  const { schema, shipped } = POLICIES[kind];
  const rules = schema.parse(row ? { ...shipped, ...(row.rules as object) } : shipped) as Policy<K>;
  return { ...rules, version: row?.version ?? 0 };
}
