import { customers } from "@openitem/db/schema/customers";
import { payerAliases } from "@openitem/db/schema/matching";
import { and, eq, inArray, isNull, or } from "drizzle-orm";
import { customerKey, nameKey } from "../customers/customer.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Candidate } from "./documents-named.ts";
import { loadCandidates } from "./load-candidates.ts";
import { namesAs } from "./written-number.ts";

/** Whom a file names as the payer. */
export type WrittenPayer = {
  readonly name: string | null;
  readonly identifier: string | null;
  readonly account: string | null;
};

/**
 * A step: the customer who pays by an advice: by his number, by a name or account that has paid before, by his own
 * name, or by the documents when all that are named in full are of one account. Null when that leaves any doubt.
 */
export async function findPayer(
  tx: Tx,
  ctx: Context,
  payer: WrittenPayer,
  written: readonly string[],
): Promise<string | null> {
  const mine = eq(customers.organizationId, ctx.organizationId);
  if (payer.identifier) {
    const [known] = await tx
      .select({ id: customers.id })
      .from(customers)
      .where(and(mine, eq(customers.numberKey, customerKey(payer.identifier))));
    if (known) return known.id;
  }
  return (
    (await byAlias(tx, ctx, payer)) ?? (await byName(tx, ctx, payer.name)) ?? byDocuments(tx, ctx, written)
  );
}

async function byAlias(tx: Tx, ctx: Context, { name, account }: WrittenPayer): Promise<string | null> {
  const ways = [
    account && and(eq(payerAliases.kind, "account"), eq(payerAliases.value, plainAccount(account))),
    name && and(eq(payerAliases.kind, "name"), inArray(payerAliases.value, [nameKey(name), name.trim()])),
  ].filter((way) => way !== null && way !== "");
  if (ways.length === 0) return null;
  const found = await tx
    .selectDistinct({ id: payerAliases.customerId })
    .from(payerAliases)
    .where(
      and(eq(payerAliases.organizationId, ctx.organizationId), isNull(payerAliases.endedAt), or(...ways)),
    )
    .limit(2);
  return onlyOne(found.map(({ id }) => id));
}

async function byName(tx: Tx, ctx: Context, name: string | null): Promise<string | null> {
  if (!name) return null;
  const found = await tx
    .select({ id: customers.id })
    .from(customers)
    .where(and(eq(customers.organizationId, ctx.organizationId), eq(customers.nameKey, nameKey(name))))
    .limit(2);
  return onlyOne(found.map(({ id }) => id));
}

async function byDocuments(tx: Tx, ctx: Context, written: readonly string[]): Promise<string | null> {
  const candidates = await loadCandidates(tx, ctx, written, null);
  const owners = written.flatMap((text) => {
    const exact = candidates.filter((candidate: Candidate) => namesAs(text, candidate.number) === "exact");
    return onlyOne(exact.map(({ customerId }) => customerId)) ?? [];
  });
  return onlyOne(owners);
}

/** Accounts are compared without blanks, in upper case, as statements name them. */
const plainAccount = (account: string): string => account.replace(/\s/g, "").toUpperCase();

function onlyOne(ids: readonly string[]): string | null {
  const [first, ...more] = new Set(ids);
  return first !== undefined && more.length === 0 ? first : null;
}
