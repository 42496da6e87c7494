import { createHash } from "node:crypto";
import { newId } from "@openitem/db/ids";
import { customers } from "@openitem/db/schema/customers";
import { remittances } from "@openitem/db/schema/remittances";
import { insertRow, send, updateRows } from "@openitem/db/statement";
import { and, asc, eq, ne } from "drizzle-orm";
import { z } from "zod";
import { customerKey } from "../customers/customer.ts";
import { addFile } from "../files/add-file.ts";
import { attachFiles } from "../files/attach-files.ts";
import type { FilingContext } from "../files/storage.ts";
import { addDays } from "../kernel/business-day.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import { sum } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { takeNumber } from "../kernel/take-number.ts";
import { read, record, type Tx, transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import type { WrittenAdvice } from "./advice.ts";
import { findPayer, type WrittenPayer } from "./find-payer.ts";
import { readAdvices } from "./read-advice.ts";
import { readRules } from "./read-rules.ts";
import type { RemittanceStatus } from "./remittance.ts";
import { type SettledAdvice, settleAdvice } from "./settle-advice.ts";
import { writeLines } from "./write-remittance.ts";

export const importRemittanceInput = z.object({
  fileName: z.string().min(1).max(1_000),
  /** The customer's number; found by the payer's name, account or documents without it. */
  customer: z.string().max(100).nullish(),
});

export type ImportedRemittance = {
  remittanceId: string;
  number: string;
  status: RemittanceStatus;
  customerId: string | null;
  customer: { number: string; name: string } | null;
  currency: string | null;
  totalMinor: bigint | null;
  lines: number;
  /** Lines whose document is known. */
  found: number;
};

export type RemittanceImport = {
  format: string | null;
  /** The very file was imported before; what it made then is listed. */
  isKnown: boolean;
  remittances: ImportedRemittance[];
};

/**
 * Takes in an advice that came past the portal: from a bank, by mail, from a folder. What adds up is confirmed as it
 * is, since it is the payer's own word; what was recognised from a picture or does not add up stays a draft for a
 * person. The same file again changes nothing. Refuses `customer.missing` and `remittance.unreadable`.
 */
export async function importRemittance(
  ctx: FilingContext,
  raw: z.input<typeof importRemittanceInput>,
  bytes: Uint8Array,
): Promise<RemittanceImport> {
  const { fileName, customer } = importRemittanceInput.parse(raw);
  permit(ctx.actor, "remittance.import");
  const { linesMax } = await read(ctx, (tx) => readPolicy(tx, ctx, "remittance"));
  const found = await readAdvices(bytes, fileName, linesMax);
  if ("problem" in found)
    throw new Refusal("invalid", "remittance.unreadable", found.problem, { problem: found.problem });
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const taken = await transact(ctx, async (tx) => {
    await send(tx, LOCK_FILE, [`${ctx.organizationId} ${sha256}`]);
    const payerId = customer ? await customerOf(tx, ctx, customer) : null;
    const known = await tx
      .select({ id: remittances.id, format: remittances.format })
      .from(remittances)
      .where(
        and(
          eq(remittances.organizationId, ctx.organizationId),
          eq(remittances.sha256, sha256),
          eq(remittances.source, "import"),
          ne(remittances.status, "withdrawn"),
        ),
      )
      .orderBy(asc(remittances.position));
    const ids = known.map(({ id }) => id);
    if (known.length === 0)
      for (const [index, advice] of found.advices.entries())
        ids.push(
          await take(tx, ctx, {
            advice,
            format: found.format,
            fileName,
            sha256,
            position: index + 1,
            customerId: payerId ?? (await findPayer(tx, ctx, payerOf(advice), namesIn(advice))),
          }),
        );
    return {
      format: found.format,
      isKnown: known.length > 0,
      remittances: await listImported(tx, ctx, ids),
    };
  });
  if (!taken.isKnown) await keepPaper(ctx, taken.remittances, fileName, bytes);
  return taken;
}

/** Keeps the file beside what was made of it; of several payers or of nobody known it is the biller's alone. */
async function keepPaper(
  ctx: FilingContext,
  made: readonly ImportedRemittance[],
  name: string,
  bytes: Uint8Array,
): Promise<void> {
  const [first] = made;
  if (!first) return;
  const payers = new Set(made.map(({ customerId }) => customerId));
  const customerId = payers.size === 1 ? first.customerId : null;
  const visibility = customerId ? "shared" : "internal";
  try {
    const { id: fileId } = await addFile(ctx, { customerId, name, visibility, purpose: "remittance" }, bytes);
    await transact(ctx, async (tx) => {
      const subject = ["remittance", first.remittanceId] as const;
      await attachFiles(tx, ctx, { fileIds: [fileId], customerId, subject, visibility });
      for (const { remittanceId: id } of made)
        await updateRows(tx, remittances, { fileId }, { organizationId: ctx.organizationId, id });
    });
  } catch (error) {
    // What was read is worth more than its paper: compressed files, say, are read and not kept.
    if (!(error instanceof Refusal)) throw error;
  }
}

const LOCK_FILE = "select pg_advisory_xact_lock(hashtextextended('remittance of ' || $1::text, 0))";

type WithParty = WrittenAdvice & { readonly payerParty?: WrittenPayer };

const payerOf = (advice: WithParty): WrittenPayer =>
  advice.payerParty ?? { name: advice.payer, identifier: null, account: null };

const namesIn = ({ lines }: WrittenAdvice): string[] =>
  lines.map(({ documentNumber }) => documentNumber).filter((name) => name !== null);

async function customerOf(tx: Tx, ctx: Context, number: string): Promise<string> {
  const [found] = await tx
    .select({ id: customers.id })
    .from(customers)
    .where(
      and(eq(customers.organizationId, ctx.organizationId), eq(customers.numberKey, customerKey(number))),
    );
  if (!found) throw new Refusal("missing", "customer.missing", `There is no customer ${number}.`, { number });
  return found.id;
}

type Taken = {
  advice: WrittenAdvice;
  format: string;
  fileName: string;
  sha256: string;
  position: number;
  customerId: string | null;
};

async function take(
  tx: Tx,
  ctx: Context,
  { advice, format, fileName, sha256, position, customerId }: Taken,
): Promise<string> {
  const { organizationId, actor, now } = ctx;
  const settled = await settleAdvice(tx, ctx, advice, customerId);
  const { head, lines } = settled;
  const id = newId();
  const number = await takeNumber(tx, ctx, "remittance");
  const isConfirmed = addsUp(settled);
  const { today } = await readRules(tx, ctx, customerId);
  const { pauseDays } = await readPolicy(tx, ctx, "remittance");
  const by = { confirmedBy: actorKey(actor), confirmedByName: actor.name, confirmedAt: now };
  await insertRow(tx, remittances, {
    ...head,
    organizationId,
    id,
    number,
    customerId,
    source: "import",
    format,
    fileName,
    sha256,
    position,
    status: isConfirmed ? "confirmed" : "draft",
    createdBy: actorKey(actor),
    createdByName: actor.name,
    createdAt: now,
    ...(isConfirmed && { ...by, pausedUntilOn: addDays(today, pauseDays) }),
  });
  await writeLines(tx, ctx, { id, customerId }, lines);
  await record(tx, ctx, {
    action: isConfirmed ? "remittance.confirmed" : "remittance.added",
    subject: ["remittance", id],
    customerId,
    data: { number, file: fileName, format, lines: lines.length },
  });
  return id;
}

/** Whether an advice says all that matching needs: read as text, an amount above zero, and lines that come to it. */
function addsUp({ head, lines }: SettledAdvice): boolean {
  if (head.isScanned || head.totalMinor === null || head.totalMinor <= 0n) return false;
  if (lines.some(({ readAs }) => readAs.amount)) return false;
  return lines.length > 0 && sum(lines.map(({ netMinor }) => netMinor)) === head.totalMinor;
}

async function listImported(tx: Tx, ctx: Context, ids: readonly string[]): Promise<ImportedRemittance[]> {
  const rows = await send(tx, IMPORTED, [ctx.organizationId, `{${ids.join(",")}}`]);
  return rows.map((row) => ({
    remittanceId: String(row.id),
    number: String(row.number),
    status: row.status as RemittanceStatus,
    customerId: row.customer_id === null ? null : String(row.customer_id),
    customer:
      row.customer_number === null
        ? null
        : { number: String(row.customer_number), name: String(row.customer_name) },
    currency: row.currency === null ? null : String(row.currency),
    totalMinor: row.total === null ? null : BigInt(String(row.total)),
    lines: Number(row.lines),
    found: Number(row.found),
  }));
}

const IMPORTED = `
  select r.id, r.number, r.status, r.customer_id, r.currency, r.total_minor::text as total, c.number as customer_number,
    c.name as customer_name,
    (select count(*) from remittance_lines l where l.organization_id = r.organization_id and l.remittance_id = r.id) as lines,
    (select count(l.item_id) from remittance_lines l
      where l.organization_id = r.organization_id and l.remittance_id = r.id) as found
  from remittances r
  left join customers c on c.organization_id = r.organization_id and c.id = r.customer_id
  where r.organization_id = $1 and r.id = any($2::uuid[])
  order by r.position`;
