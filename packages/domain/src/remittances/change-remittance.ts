import { remittances } from "@openitem/db/schema/remittances";
import { updateRows } from "@openitem/db/statement";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { isCurrency } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, type Tx } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { documentNamed } from "./documents-named.ts";
import { changedLines, lineChangeInput, type Naming } from "./line-changes.ts";
import { loadCandidates, loadFamily, loadNamed } from "./load-candidates.ts";
import { loadLines, lockRemittance, printOf, refuseStale } from "./lock-remittance.ts";
import {
  PAYMENT_METHODS,
  REMITTANCE_TRANSITIONS,
  type Remittance,
  type RemittanceLine,
} from "./remittance.ts";
import { submitRemittance } from "./submit-remittance.ts";
import { writeLines } from "./write-remittance.ts";

/** What may be changed of a draft; what is left out stays as it is. Amounts in minor units of its currency. */
const draftChange = z.object({
  head: z
    .object({
      paidOn: z.iso.date().nullish(),
      totalMinor: z.bigint().nullish(),
      reference: z.string().trim().max(140).nullish(),
      method: z.enum(PAYMENT_METHODS).nullish(),
      currency: z.string().refine(isCurrency).optional(),
    })
    .default({}),
  lines: z.array(lineChangeInput).max(20_000).default([]),
  removed: z.array(z.number().int().min(1)).max(20_000).default([]),
  added: z
    .array(lineChangeInput.omit({ lineNo: true }))
    .max(500)
    .default([]),
});

export type DraftChange = z.output<typeof draftChange>;

export const changeRemittanceInput = z.object({
  remittanceId: z.uuid(),
  /** Of the form: sent twice it is one change. */
  key: z.uuid(),
  /** What `readRemittance` gave with the draft the person saw. */
  seen: z.string().max(100),
  change: draftChange,
});

/**
 * Corrects a draft: whose document a line is, amounts, why something was deducted, what goes on account. Answers
 * what the draft is seen as now. Refuses `remittance.missing`, `remittance.changed`, `remittance.state` and
 * `remittance.no_document`. What does not add up yet
 * may be saved all the same.
 */
export async function changeRemittance(
  ctx: Context,
  raw: z.input<typeof changeRemittanceInput>,
): Promise<{ remittanceId: string; seen: string }> {
  const input = changeRemittanceInput.parse(raw);
  const command = { name: "remittance.change", key: input.key, input };
  return submitRemittance(ctx, command, async (tx) => {
    const remittance = await lockRemittance(tx, ctx, input.remittanceId);
    const lines = await loadLines(tx, ctx, remittance.id);
    refuseStale(input.seen, remittance, lines);
    const changed = await writeChange(tx, ctx, { remittance, lines, change: input.change });
    return { remittanceId: remittance.id, seen: printOf(changed.remittance, changed.lines) };
  });
}

/** Changes a locked draft, and answers it as it is then. */
async function writeChange(
  tx: Tx,
  ctx: Context,
  {
    remittance,
    lines,
    change,
  }: { remittance: Remittance; lines: readonly RemittanceLine[]; change: DraftChange },
): Promise<{ remittance: Remittance; lines: RemittanceLine[] }> {
  const { organizationId, actor } = ctx;
  const { id, customerId } = remittance;
  const status = transit("remittance", REMITTANCE_TRANSITIONS, {
    event: "change",
    from: remittance.status,
    actor,
    customerId: customerId ?? "",
  });
  const { linesMax } = await readPolicy(tx, ctx, "remittance");
  const naming = await nameDocuments(tx, ctx, remittance, change);
  const kept = changedLines(lines, change, naming);
  if (kept.length > linesMax)
    throw new Refusal("invalid", "remittance.too_many_lines", `Up to ${linesMax} lines can be kept.`, {
      max: linesMax,
    });
  const head = Object.fromEntries(Object.entries(change.head).filter(([, value]) => value !== undefined));
  const merged: Remittance = { ...remittance, ...head, status };
  const changed = { ...merged, reference: merged.reference || null };
  const { paidOn, totalMinor, reference, method, currency } = changed;
  await updateRows(
    tx,
    remittances,
    { paidOn, totalMinor, reference, method, currency, status },
    { organizationId, id },
  );
  await writeLines(tx, ctx, { id, customerId }, kept);
  await record(tx, ctx, {
    action: "remittance.changed",
    subject: ["remittance", id],
    customerId,
    data: {
      lines: change.lines.length,
      removed: change.removed.length,
      added: change.added.length,
      head: Object.keys(head),
    },
  });
  return { remittance: changed, lines: await loadLines(tx, ctx, id) };
}

/** The documents that the changes name, by id or as typed, as far as the actor may see them. */
async function nameDocuments(
  tx: Tx,
  ctx: Context,
  { customerId }: Remittance,
  { lines, added }: DraftChange,
): Promise<Naming> {
  const changes = [...lines, ...added];
  const ids = changes.flatMap(({ itemId }) => itemId ?? []);
  const typed = changes.flatMap(({ number }) => number?.trim() || []);
  const byId = await loadNamed(tx, ctx, ids);
  if (ids.some((itemId) => !byId.has(itemId)))
    throw new Refusal("missing", "remittance.no_document", "We cannot find this invoice on your account.");
  const family = customerId ? await loadFamily(tx, ctx, customerId) : null;
  const candidates = await loadCandidates(tx, ctx, typed, family);
  return (number) => {
    const named = documentNamed(number, candidates);
    return named.kind === "found" ? { itemId: named.candidate.itemId, by: named.by } : null;
  };
}
