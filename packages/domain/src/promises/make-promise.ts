import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { permit } from "../policies/permissions.ts";
import { lockAccount } from "./lock-account.ts";
import { transactPromise } from "./transact-promise.ts";
import { type MadePromise, promiseTermsInput, writePromise } from "./write-promise.ts";

export const makePromiseInput = promiseTermsInput.extend({
  customerId: z.uuid(),
  /** By the biller's people: a plan the customer is asked to accept. Otherwise they pass on the customer's word. */
  asProposal: z.boolean().nullish(),
});

export type MakePromiseInput = z.infer<typeof makePromiseInput>;

/**
 * A commitment to pay amounts of documents on days. The customer's word stands at once within the rules of the policy
 * and is a request beyond them; what the biller proposes waits for the customer. Refuses as `planPromise` says, and
 * `promise.beyond`.
 */
export async function makePromise(ctx: Context, input: MakePromiseInput): Promise<MadePromise> {
  const { promiseId: key, customerId, asProposal, ...terms } = input;
  return transactPromise(ctx, { name: "promise.make", key, input }, async (tx) => {
    permit(ctx.actor, "promise.make", customerId);
    const account = await lockAccount(tx, ctx, customerId);
    const side = ctx.actor.kind !== "contact" && asProposal ? "biller" : "customer";
    return writePromise(tx, ctx, {
      account,
      terms: { ...terms, promiseId: key },
      side,
      replaces: null,
      renewals: 0,
    });
  });
}
