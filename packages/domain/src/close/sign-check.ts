import { periodChecks } from "@openitem/db/schema/periods";
import { z } from "zod";
import { actorKey, type Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, transactOnce } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { CHECK_CODES, CHECK_RULES, figureText, takesSignature } from "./check.ts";
import { lockPeriod } from "./lock-period.ts";
import { PERIOD_TRANSITIONS } from "./period.ts";
import { readFigures } from "./read-figures.ts";
import { CHECK_SIGNED, readRecords } from "./read-records.ts";

export const signCheckInput = z.object({
  key: z.uuid(),
  periodId: z.uuid(),
  check: z.enum(CHECK_CODES),
  /** What the person saw, as `readClose` gave it: another figure by now is not signed. */
  figure: z.string().min(1).max(500),
});

/**
 * Signs a check at the figure it shows. Refuses `check.figure` when it shows another by now, `check.note` when it is to
 * be explained first, `check.blocks` when something of it still blocks, `check.clear` when nobody needs to sign it, and
 * `period.state`.
 */
export async function signCheck(
  ctx: Context,
  raw: z.input<typeof signCheckInput>,
): Promise<{ periodId: string }> {
  const input = signCheckInput.parse(raw);
  const { key, periodId, check } = input;
  return transactOnce(ctx, { name: "period.sign", key, input }, async (tx) => {
    permit(ctx.actor, "period.prepare");
    const { organizationId, actor } = ctx;
    const { period, entity } = await lockPeriod(tx, ctx, periodId);
    transit("period", PERIOD_TRANSITIONS, { event: "prepare", from: period.status, actor });
    const scope = {
      legalEntityId: entity.id,
      timeZone: entity.timeZone,
      fromOn: period.fromOn,
      toOn: period.toOn,
    };
    const { checks } = await readFigures(tx, ctx, scope, await readPolicy(tx, ctx, "close"));
    const found = checks[check];
    const rule = CHECK_RULES[check];
    const figure = figureText(found);
    if (figure !== input.figure)
      throw new Refusal(
        "conflict",
        "check.figure",
        "This check shows another figure by now. Look at it again before you sign.",
        { figure },
      );
    if (rule !== "explained" && found.faults > 0)
      throw new Refusal("conflict", "check.blocks", "Something here still blocks. Clear it before you sign.");
    if (!takesSignature(rule, found))
      throw new Refusal("conflict", "check.clear", "Nothing is left here: nobody needs to sign it.");
    const row = (await readRecords(tx, ctx, periodId)).find((each) => each.check === check);
    if (rule === "explained" && !row?.note)
      throw new Refusal("invalid", "check.note", "Say in a note why this is left, then sign it.");
    const signed = {
      signedBy: actorKey(actor),
      signedByName: actor.name,
      signedAt: ctx.now,
      signedFigure: figure,
    };
    await tx
      .insert(periodChecks)
      .values({ organizationId, periodId, check, ...signed })
      .onConflictDoUpdate({
        target: [periodChecks.organizationId, periodChecks.periodId, periodChecks.check],
        set: signed,
      });
    await record(tx, ctx, {
      action: CHECK_SIGNED,
      subject: ["period", periodId],
      data: { check, figure },
    });
    return { periodId };
  });
}
