import { bankLines } from "@openitem/db/schema/bank";
import { customers } from "@openitem/db/schema/customers";
import { files } from "@openitem/db/schema/files";
import { items } from "@openitem/db/schema/items";
import { remittances } from "@openitem/db/schema/remittances";
import { and, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { read, type Tx } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import type { Candidate } from "./documents-named.ts";
import { documentNamed } from "./documents-named.ts";
import { loadByAmount, loadCandidates, loadFamily, loadNamed } from "./load-candidates.ts";
import { loadLines, missingRemittance, printOf } from "./lock-remittance.ts";
import { readRules } from "./read-rules.ts";
import { type Lack, lacksOf } from "./readiness.ts";
import type { Remittance, RemittanceLine } from "./remittance.ts";

const PROPOSED_MAX = 3;

/** A line with the document it is about, and, while it is open, those it may be about; a person chooses. */
export type ReadLine = RemittanceLine & { document: Candidate | null; proposed: Candidate[] };

export type RemittanceDetail = {
  remittance: Remittance;
  customer: { id: string; number: string; name: string } | null;
  file: { id: string; name: string; mediaType: string; sizeBytes: number } | null;
  lines: ReadLine[];
  /** What keeps a draft from being confirmed; empty in every other state. */
  lacks: Lack[];
  /** What a form made from this hands back. */
  seen: string;
  /** Codes for a deduction. */
  reasons: readonly string[];
  today: string;
  /** The money, once it landed; null for a contact where he may not see it. */
  receipt: { id: string; number: string; issuedOn: string; amountMinor: bigint; openMinor: bigint } | null;
  bankLine: { id: string; valueOn: string; amountMinor: bigint; currency: string } | null;
};

/** All of one remittance. Refuses `remittance.missing`. */
export async function readRemittanceDetail(ctx: Context, remittanceId: string): Promise<RemittanceDetail> {
  return read(ctx, async (tx) => {
    const [row] = await tx
      .select({
        remittance: remittances,
        customer: { id: customers.id, number: customers.number, name: customers.name },
        file: { id: files.id, name: files.name, mediaType: files.mediaType, sizeBytes: files.sizeBytes },
      })
      .from(remittances)
      .leftJoin(
        customers,
        and(
          eq(customers.organizationId, remittances.organizationId),
          eq(customers.id, remittances.customerId),
        ),
      )
      .leftJoin(
        files,
        and(eq(files.organizationId, remittances.organizationId), eq(files.id, remittances.fileId)),
      )
      .where(and(eq(remittances.organizationId, ctx.organizationId), eq(remittances.id, remittanceId)));
    if (!row) throw missingRemittance();
    const { remittance, customer, file } = row;
    permit(ctx.actor, "account.read", remittance.customerId ?? undefined);
    const lines = await loadLines(tx, ctx, remittanceId);
    const documents = await loadNamed(
      tx,
      ctx,
      lines.flatMap(({ itemId }) => itemId ?? []),
    );
    const rules = await readRules(tx, ctx, remittance.customerId);
    const isDraft = remittance.status === "draft";
    const proposals = isDraft
      ? await proposalsFor(tx, ctx, remittance, lines)
      : new Map<number, Candidate[]>();
    return {
      remittance,
      customer,
      file,
      lines: lines.map((line) => ({
        ...line,
        document: (line.itemId && documents.get(line.itemId)) || null,
        proposed: proposals.get(line.lineNo) ?? [],
      })),
      lacks: isDraft ? lacksOf(remittance, lines, documents, rules) : [],
      seen: printOf(remittance, lines),
      reasons: rules.reasons,
      today: rules.today,
      ...(await readMoney(tx, ctx, remittance)),
    };
  });
}

/** What open lines may be about: documents of that number when there are several, else those of that very amount. */
async function proposalsFor(
  tx: Tx,
  ctx: Context,
  { customerId, currency }: Remittance,
  lines: readonly RemittanceLine[],
): Promise<Map<number, Candidate[]>> {
  const open = lines.filter(({ settled }) => settled === "open");
  if (open.length === 0 || !currency) return new Map();
  const family = customerId ? await loadFamily(tx, ctx, customerId) : null;
  const several = open.filter(({ readAs }) => readAs.found === "several");
  const named = await loadCandidates(
    tx,
    ctx,
    several.flatMap(({ written }) => written ?? []),
    family,
  );
  const fitting = family
    ? await loadByAmount(tx, ctx, {
        customerIds: family,
        currency,
        amounts: open.flatMap((line) => [line.netMinor, line.grossMinor ?? 0n]),
      })
    : [];
  const taken = new Set(lines.flatMap(({ itemId }) => itemId ?? []));
  return new Map(
    open.map((line) => {
      const meant = line.written === null ? null : documentNamed(line.written, named);
      const byNumber = meant?.kind === "several" ? meant.candidates : [];
      const byAmount = fitting.filter(
        ({ openMinor }) => openMinor === line.netMinor || openMinor === line.grossMinor,
      );
      const proposed = (byNumber.length > 0 ? byNumber : byAmount).filter(({ itemId }) => !taken.has(itemId));
      return [line.lineNo, proposed.slice(0, PROPOSED_MAX)];
    }),
  );
}

async function readMoney(
  tx: Tx,
  ctx: Context,
  { receiptId, lineId }: Remittance,
): Promise<Pick<RemittanceDetail, "receipt" | "bankLine">> {
  const [receipt] = receiptId
    ? await tx
        .select({
          id: items.id,
          number: items.number,
          issuedOn: items.issuedOn,
          amountMinor: items.amountMinor,
          openMinor: items.openMinor,
        })
        .from(items)
        .where(and(eq(items.organizationId, ctx.organizationId), eq(items.id, receiptId)))
    : [];
  // What the bank says of us is not the customer's to see.
  const [bankLine] =
    lineId && ctx.actor.kind !== "contact"
      ? await tx
          .select({
            id: bankLines.id,
            valueOn: bankLines.valueOn,
            amountMinor: bankLines.amountMinor,
            currency: bankLines.currency,
          })
          .from(bankLines)
          .where(and(eq(bankLines.organizationId, ctx.organizationId), eq(bankLines.id, lineId)))
      : [];
  return { receipt: receipt ?? null, bankLine: bankLine ?? null };
}
