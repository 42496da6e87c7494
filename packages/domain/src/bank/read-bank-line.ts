import { auditRecords } from "@openitem/db/schema/activity";
import { bankAccounts, bankLines, bankStatementEntries, bankStatements } from "@openitem/db/schema/bank";
import { customers } from "@openitem/db/schema/customers";
import { items } from "@openitem/db/schema/items";
import { transfers } from "@openitem/db/schema/ledger";
import { matchOutcomes } from "@openitem/db/schema/matching";
import { legalEntities } from "@openitem/db/schema/organizations";
import { and, asc, desc, eq, getTableColumns, inArray, or } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { read } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";

/**
 * A bank line with everything known of it: its account, the other lines of its entry, the statements that show it, the
 * document it is, what was made of it (newest first), what it booked and who did what. Refuses `line.missing`.
 */
export async function readBankLine(ctx: Context, lineId: string) {
  permit(ctx.actor, "work.read");
  const own = ctx.organizationId;
  return read(ctx, async (tx) => {
    const [found] = await tx
      .select({
        line: getTableColumns(bankLines),
        account: {
          id: bankAccounts.id,
          name: bankAccounts.name,
          number: bankAccounts.number,
          ledgerAccount: bankAccounts.ledgerAccount,
        },
        legalEntity: { id: legalEntities.id, code: legalEntities.code, name: legalEntities.name },
      })
      .from(bankLines)
      .innerJoin(
        bankAccounts,
        and(
          eq(bankAccounts.organizationId, bankLines.organizationId),
          eq(bankAccounts.id, bankLines.bankAccountId),
        ),
      )
      .innerJoin(
        legalEntities,
        and(
          eq(legalEntities.organizationId, bankLines.organizationId),
          eq(legalEntities.id, bankLines.legalEntityId),
        ),
      )
      .where(and(eq(bankLines.organizationId, own), eq(bankLines.id, lineId)));
    if (!found) throw new Refusal("missing", "line.missing", "We cannot find this bank line.");
    const { line } = found;
    const documentId = line.receiptId ?? line.refundId;
    const [entry, statements, outcomes, postings, activity, documents] = await Promise.all([
      tx
        .select()
        .from(bankLines)
        .where(and(eq(bankLines.organizationId, own), eq(bankLines.entryId, line.entryId)))
        .orderBy(asc(bankLines.part)),
      tx
        .select()
        .from(bankStatements)
        .where(
          and(
            eq(bankStatements.organizationId, own),
            or(
              eq(bankStatements.id, line.statementId),
              inArray(
                bankStatements.id,
                tx
                  .select({ id: bankStatementEntries.statementId })
                  .from(bankStatementEntries)
                  .where(
                    and(
                      eq(bankStatementEntries.organizationId, own),
                      eq(bankStatementEntries.entryId, line.entryId),
                    ),
                  ),
              ),
            ),
          ),
        )
        .orderBy(asc(bankStatements.importedAt), asc(bankStatements.id)),
      tx
        .select()
        .from(matchOutcomes)
        .where(and(eq(matchOutcomes.organizationId, own), eq(matchOutcomes.lineId, lineId)))
        .orderBy(desc(matchOutcomes.at), desc(matchOutcomes.id)),
      tx
        .select()
        .from(transfers)
        .where(
          and(
            eq(transfers.organizationId, own),
            or(
              and(eq(transfers.causeKind, "bank_entry"), eq(transfers.causeId, line.entryId)),
              and(eq(transfers.causeKind, "bank_line"), eq(transfers.causeId, lineId)),
            ),
          ),
        )
        .orderBy(asc(transfers.causeKind), asc(transfers.line)),
      tx
        .select()
        .from(auditRecords)
        .where(
          and(
            eq(auditRecords.organizationId, own),
            eq(auditRecords.subjectKind, "bank_line"),
            eq(auditRecords.subjectId, lineId),
          ),
        )
        .orderBy(desc(auditRecords.at), desc(auditRecords.id)),
      documentId === null
        ? []
        : tx
            .select({
              id: items.id,
              kind: items.kind,
              number: items.number,
              openMinor: items.openMinor,
              customerId: items.customerId,
              customerName: customers.name,
              customerNumber: customers.number,
            })
            .from(items)
            .innerJoin(
              customers,
              and(eq(customers.organizationId, items.organizationId), eq(customers.id, items.customerId)),
            )
            .where(and(eq(items.organizationId, own), eq(items.id, documentId))),
    ]);
    return {
      ...found,
      /** All lines of its entry, the entry itself first. */
      entry,
      /** The statement that brought it first, and later ones that show it too. */
      statements,
      document: documents[0] ?? null,
      outcomes,
      postings,
      activity,
    };
  });
}

export type BankLineFacts = Awaited<ReturnType<typeof readBankLine>>;
