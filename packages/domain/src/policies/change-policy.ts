import { policies } from "@openitem/db/schema/policies";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { actorKey } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { databaseError, record, transactOnce } from "../kernel/transact.ts";
import { permit } from "./permissions.ts";
import { POLICIES, type PolicyKind } from "./policy.ts";
import { readPolicy } from "./read-policy.ts";

export const changePolicyInput = z.object({
  key: z.uuid(),
  kind: z.enum(Object.keys(POLICIES) as [PolicyKind, ...PolicyKind[]]),
  /** The version the change was made on: somebody else's change meanwhile is not overwritten. */
  basedOn: z.number().int().min(0),
  rules: z.record(z.string(), z.unknown()),
  reason: z.string().trim().min(3).max(500),
});

/** Puts a new version of a policy in force. What is not named keeps its present value. Refuses `policy.changed`. */
export async function changePolicy(
  ctx: Context,
  input: z.infer<typeof changePolicyInput>,
): Promise<{ version: number }> {
  const { key, kind, basedOn, rules, reason } = input;
  try {
    return await transactOnce(ctx, { name: "policy.change", key, input }, async (tx) => {
      permit(ctx.actor, "policy.change");
      const { version: current, ...inForce } = await readPolicy(tx, ctx, kind);
      if (current !== basedOn) throw changedMeanwhile();
      const merged = POLICIES[kind].schema.safeParse({ ...inForce, ...rules });
      if (!merged.success)
        throw new Refusal(
          "invalid",
          "policy.invalid",
          "These rules cannot be read. Check the marked fields.",
          {
            field: merged.error.issues[0]?.path.join(".") ?? "",
          },
        );
      const version = current + 1;
      const { organizationId, now: createdAt } = ctx;
      await tx.insert(policies).values({
        organizationId,
        kind,
        version,
        rules: merged.data,
        reason,
        changedBy: actorKey(ctx.actor),
        createdAt,
      });
      await record(tx, ctx, {
        action: "policy.changed",
        subject: ["policy", organizationId],
        data: { kind, version, reason },
      });
      return { version };
    });
  } catch (error) {
    if (databaseError(error).constraint.startsWith("policies_")) throw changedMeanwhile();
    throw error;
  }
}

const changedMeanwhile = () =>
  new Refusal(
    "conflict",
    "policy.changed",
    "Somebody changed this policy meanwhile. Reload it and decide again.",
  );
