import { bankStatements } from "@openitem/db/schema/bank";
import { and, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import type { BankAccount } from "./bank-line.ts";

/** What came of this very statement of this very file, when it was imported before; nothing of it is new again. */
export async function findImported(
  tx: Tx,
  ctx: Context,
  account: Pick<BankAccount, "id">,
  { sha256, position }: { sha256: string; position: number },
) {
  const [row] = await tx
    .select()
    .from(bankStatements)
    .where(
      and(
        eq(bankStatements.organizationId, ctx.organizationId),
        eq(bankStatements.bankAccountId, account.id),
        eq(bankStatements.sha256, sha256),
        eq(bankStatements.position, position),
      ),
    );
  if (!row) return null;
  const { id: statementId, status, faults, entries } = row;
  const decided =
    status === "discarded"
      ? [`This statement was discarded on ${row.decidedAt?.toISOString().slice(0, 10)}; it stays so.`]
      : [];
  return {
    statementId,
    position,
    status,
    faults,
    entries,
    newEntries: 0,
    known: status === "booked" ? entries : 0,
    warnings: [...row.warnings, ...decided],
  };
}
