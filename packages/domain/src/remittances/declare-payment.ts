import { remittances } from "@openitem/db/schema/remittances";
import { insertRow } from "@openitem/db/statement";
import { z } from "zod";
import { addDays } from "../kernel/business-day.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import { decimal, isCurrency, sum } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { takeNumber } from "../kernel/take-number.ts";
import { record, type Tx } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import type { Candidate } from "./documents-named.ts";
import { loadNamed } from "./load-candidates.ts";
import { readRules } from "./read-rules.ts";
import { type CheckedLine, lacksOf, refuseLacks } from "./readiness.ts";
import { PAYMENT_METHODS } from "./remittance.ts";
import { submitRemittance } from "./submit-remittance.ts";
import { type NewLine, writeLines } from "./write-remittance.ts";

const declarePaymentInput = z.object({
  /** Made by the form, so that a double click or a retry is the same declaration. */
  remittanceId: z.uuid(),
  customerId: z.uuid(),
  currency: z.string().refine(isCurrency),
  method: z.enum(PAYMENT_METHODS),
  /** "YYYY-MM-DD" */
  paidOn: z.iso.date().nullable(),
  totalMinor: z.bigint(),
  /** What the bank shows: reference of the wire, number of the cheque. */
  reference: z.string().trim().max(140).nullish(),
  /** What it pays of which document; what is left of the total goes on account. */
  lines: z
    .array(
      z.object({
        itemId: z.uuid(),
        amountMinor: z.bigint(),
        /** Taken off beside the amount, with a reason of the policy for disputes. */
        deductionMinor: z.bigint().default(0n),
        reason: z.string().max(50).nullish(),
      }),
    )
    .max(1_000),
});

export type DeclarePaymentInput = z.input<typeof declarePaymentInput>;
type Declared = { remittanceId: string; number: string; pausedUntilOn: string };

/**
 * "I paid by wire or cheque": stands at once, and pauses chasing of what it names. Refuses `remittance.no_document` for
 * one that is not his, `remittance.over_open`, `remittance.over_total`, `remittance.twice`, and all that keeps a
 * remittance from being confirmed.
 */
export async function declarePayment(ctx: Context, raw: DeclarePaymentInput): Promise<Declared> {
  const input = declarePaymentInput.parse(raw);
  const command = { name: "payment.declare", key: input.remittanceId, input };
  return submitRemittance(ctx, command, (tx) => declare(tx, ctx, input));
}

async function declare(tx: Tx, ctx: Context, input: z.output<typeof declarePaymentInput>): Promise<Declared> {
  const { remittanceId, customerId, currency, totalMinor, paidOn, method, reference } = input;
  const { organizationId, actor, now } = ctx;
  permit(actor, "remittance.send", customerId);
  const documents = await loadNamed(
    tx,
    ctx,
    input.lines.map(({ itemId }) => itemId),
  );
  const lines = linesOf(input, documents);
  const rules = await readRules(tx, ctx, customerId);
  refuseLacks(lacksOf({ paidOn, totalMinor, currency }, lines, documents, rules));
  const { pauseDays } = await readPolicy(tx, ctx, "remittance");
  const pausedUntilOn = addDays(rules.today, pauseDays);
  const number = await takeNumber(tx, ctx, "remittance");
  await insertRow(tx, remittances, {
    organizationId,
    id: remittanceId,
    number,
    customerId,
    source: "declaration",
    reference: reference || null,
    method,
    paidOn,
    currency,
    totalMinor,
    status: "confirmed",
    warnings: [],
    pausedUntilOn,
    createdBy: actorKey(actor),
    createdByName: actor.name,
    createdAt: now,
    confirmedBy: actorKey(actor),
    confirmedByName: actor.name,
    confirmedAt: now,
  });
  await writeLines(tx, ctx, { id: remittanceId, customerId }, lines);
  await record(tx, ctx, {
    action: "payment.declared",
    subject: ["remittance", remittanceId],
    customerId,
    data: {
      number,
      method,
      totalMinor: String(totalMinor),
      currency,
      documents: lines.flatMap(({ itemId }) => (itemId ? [documents.get(itemId)?.number ?? ""] : [])),
    },
  });
  return { remittanceId, number, pausedUntilOn };
}

/** The lines of a declaration, with what is left of the total on account. */
function linesOf(
  { lines: wishes, totalMinor, currency }: z.output<typeof declarePaymentInput>,
  documents: ReadonlyMap<string, Candidate>,
): (NewLine & CheckedLine)[] {
  const seen = new Set<string>();
  const lines = wishes.map(({ itemId, amountMinor, deductionMinor, reason }, index) => {
    const document = documents.get(itemId);
    if (!document)
      throw new Refusal(
        "missing",
        "remittance.no_document",
        "We cannot find one of these invoices on your account.",
      );
    const { number, openMinor } = document;
    if (seen.has(itemId))
      throw new Refusal("invalid", "remittance.twice", `${number} is there twice. Enter it once.`, {
        number,
      });
    seen.add(itemId);
    if (deductionMinor < 0n || amountMinor + deductionMinor > openMinor)
      throw new Refusal(
        "invalid",
        "remittance.over_open",
        `${number} has ${decimal(openMinor, document.currency)} open. Enter up to that; what you sent beyond it goes on account.`,
        { number, open: decimal(openMinor, document.currency), currency: document.currency },
      );
    return lineWith({
      lineNo: index + 1,
      written: number,
      itemId,
      settled: "document",
      netMinor: amountMinor,
      deductionMinor,
      reason: deductionMinor === 0n ? null : (reason ?? null),
    });
  });
  const restMinor = totalMinor - sum(lines.map(({ netMinor }) => netMinor));
  if (restMinor < 0n && totalMinor > 0n)
    throw new Refusal(
      "invalid",
      "remittance.over_total",
      `The invoices come to ${decimal(totalMinor - restMinor, currency)}, more than the ${decimal(totalMinor, currency)} you sent. Correct one of them.`,
      { lines: decimal(totalMinor - restMinor, currency), total: decimal(totalMinor, currency), currency },
    );
  if (restMinor > 0n)
    lines.push(lineWith({ lineNo: lines.length + 1, settled: "on_account", netMinor: restMinor }));
  return lines;
}

const lineWith = (
  line: Pick<NewLine, "lineNo" | "settled" | "netMinor"> & Partial<NewLine>,
): NewLine & CheckedLine => ({
  written: null,
  itemId: null,
  discountMinor: 0n,
  deductionMinor: 0n,
  reasonCode: null,
  reason: null,
  readAs: {},
  ...line,
  grossMinor: line.netMinor + (line.deductionMinor ?? 0n),
});
