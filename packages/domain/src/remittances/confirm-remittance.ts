import { remittances } from "@openitem/db/schema/remittances";
import { updateRows } from "@openitem/db/statement";
import { z } from "zod";
import { addDays } from "../kernel/business-day.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import { record, type Tx } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { loadNamed } from "./load-candidates.ts";
import { loadLines, lockRemittance, refuseStale } from "./lock-remittance.ts";
import { readRules } from "./read-rules.ts";
import { lacksOf, refuseLacks } from "./readiness.ts";
import { REMITTANCE_TRANSITIONS, type Remittance, type RemittanceLine } from "./remittance.ts";
import { submitRemittance } from "./submit-remittance.ts";

export const confirmRemittanceInput = z.object({
  remittanceId: z.uuid(),
  /** Of the form: sent twice it is done once. */
  key: z.uuid(),
  /** What `readRemittance` or `changeRemittance` gave with the draft the person saw. */
  seen: z.string().max(100),
});

type Confirmed = { remittanceId: string; number: string; pausedUntilOn: string };

/**
 * Makes a draft the payer's word: it tells what his money covers when it lands, and chasing of what it names pauses.
 * Refuses `remittance.missing`, `remittance.changed`, `remittance.state`, and the first of what is still to be settled.
 */
export async function confirmRemittance(
  ctx: Context,
  raw: z.input<typeof confirmRemittanceInput>,
): Promise<Confirmed> {
  const input = confirmRemittanceInput.parse(raw);
  const command = { name: "remittance.confirm", key: input.key, input };
  return submitRemittance(ctx, command, async (tx) => {
    const locked = await lockRemittance(tx, ctx, input.remittanceId);
    const lines = await loadLines(tx, ctx, locked.id);
    refuseStale(input.seen, locked, lines);
    return writeConfirmed(tx, ctx, { remittance: locked, lines });
  });
}

/** A step: confirms a locked draft. Refuses the first of what is still to be settled. */
async function writeConfirmed(
  tx: Tx,
  ctx: Context,
  { remittance, lines }: { remittance: Remittance; lines: readonly RemittanceLine[] },
): Promise<Confirmed> {
  const { organizationId, actor, now } = ctx;
  const { id, customerId, number, currency, totalMinor } = remittance;
  const status = transit("remittance", REMITTANCE_TRANSITIONS, {
    event: "confirm",
    from: remittance.status,
    actor,
    customerId: customerId ?? "",
  });
  const rules = await readRules(tx, ctx, customerId);
  const documents = await loadNamed(
    tx,
    ctx,
    lines.flatMap(({ itemId }) => itemId ?? []),
  );
  refuseLacks(lacksOf(remittance, lines, documents, rules));
  const { pauseDays } = await readPolicy(tx, ctx, "remittance");
  const pausedUntilOn = addDays(rules.today, pauseDays);
  await updateRows(
    tx,
    remittances,
    {
      status,
      pausedUntilOn,
      confirmedBy: actorKey(actor),
      confirmedByName: actor.name,
      confirmedAt: now,
    },
    { organizationId, id },
  );
  await record(tx, ctx, {
    action: "remittance.confirmed",
    subject: ["remittance", id],
    customerId,
    data: {
      number,
      totalMinor: String(totalMinor),
      currency: currency ?? "",
      lines: lines.length,
      pausedUntilOn,
    },
  });
  return { remittanceId: id, number, pausedUntilOn };
}
