import { promiseInstalments, promiseItems, promises } from "@openitem/db/schema/promises";
import { z } from "zod";
import { lockItems } from "../items/lock-items.ts";
import { dayIn, isDay } from "../kernel/business-day.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { takeNumber } from "../kernel/take-number.ts";
import { enqueue, record, type Tx } from "../kernel/transact.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { answerDue } from "./answer-due.ts";
import { checkMethod } from "./check-method.ts";
import type { Account } from "./lock-account.ts";
import { planPromise, type RuleCode, refuseProblems } from "./plan.ts";
import type { Promised, PromiseSide } from "./promise.ts";
import { countOpenPromises, readPromisables } from "./read-promisables.ts";

const amount = z.bigint().positive("Enter an amount above zero.");

/** What every form of a promise sends. */
export const promiseTermsInput = z.object({
  /** Made by the form, so that a double click or a retry is the same promise. */
  promiseId: z.uuid(),
  currency: z.string().length(3),
  documents: z.array(z.object({ itemId: z.uuid(), amountMinor: amount })),
  instalments: z.array(
    z.object({
      dueOn: z.string().refine(isDay, "This is not a day of the calendar."),
      amountMinor: amount,
    }),
  ),
  note: z.string().trim().max(1_000).nullish(),
  /** Each amount is debited on its day from this saved method: the customer's consent, which nobody gives for him. */
  chargeMethodId: z.uuid().nullish(),
  /**
   * What the form said it would be: false when it said that the promise stands at once. Then, should a rule be
   * exceeded after all, `promise.beyond` is refused instead of a request made that nobody asked for.
   */
  asRequest: z.boolean().nullish(),
});

export type PromiseTerms = z.infer<typeof promiseTermsInput>;

export type MadePromise = {
  promiseId: string;
  number: string;
  /** `active`: it stands. `proposed`: the other side has to accept it. */
  status: "active" | "proposed";
  /** The rules it goes beyond. */
  beyond: RuleCode[];
};

type Making = {
  account: Account;
  terms: PromiseTerms;
  side: PromiseSide;
  /** The promise whose place it takes, replaced in this transaction already. */
  replaces: Promised | null;
  renewals: number;
};

/**
 * Checks a promise and writes it: within the rules the customer's word stands at once, beyond them it is a request,
 * and what the biller proposes waits for the customer. The caller holds the account's lock and has permitted it.
 */
export async function writePromise(
  tx: Tx,
  ctx: Context,
  { account, terms, side, replaces, renewals }: Making,
): Promise<MadePromise> {
  const { organizationId, actor, now } = ctx;
  const { promiseId, currency, documents, instalments } = terms;
  const customerId = account.id;
  const locked = await lockItems(
    tx,
    ctx,
    documents.map((each) => each.itemId),
  );
  const policy = await readPolicy(tx, ctx, "promise");
  const plan = planPromise(
    { customerId, currency, documents, instalments },
    await readPromisables(tx, ctx, locked),
    {
      today: dayIn(now, account.timeZone),
      otherOpenPromises: await countOpenPromises(tx, ctx, customerId),
      renewals,
      policy,
    },
  );
  refuseProblems(plan);
  const { amountMinor, beyond } = plan;
  if (side === "customer" && beyond.length > 0 && terms.asRequest === false) throw beyondRules(beyond);
  if (terms.chargeMethodId) await checkMethod(tx, ctx, customerId, terms.chargeMethodId);

  const status = side === "customer" && beyond.length === 0 ? "active" : "proposed";
  const calendar = await readPolicy(tx, ctx, "calendar");
  const answerDueAt =
    status === "active" ? null : answerDue(now, policy.answerWorkingDays, calendar, account.billerTimeZone);
  const number = await takeNumber(tx, ctx, "promise");
  await tx.insert(promises).values({
    organizationId,
    id: promiseId,
    number,
    customerId,
    currency,
    amountMinor,
    status,
    proposedSide: side,
    beyond,
    note: terms.note || null,
    madeBy: actorKey(actor),
    madeByName: actor.name,
    madeAt: now,
    answerDueAt,
    replacesId: replaces?.id ?? null,
    renewals,
    graceDays: policy.graceDays,
    chargeMethodId: terms.chargeMethodId ?? null,
    chargeConsentAt: terms.chargeMethodId ? now : null,
  });
  const of = { organizationId, promiseId, customerId };
  await tx.insert(promiseItems).values(documents.map((each) => ({ ...of, ...each })));
  await tx
    .insert(promiseInstalments)
    .values(instalments.map((each, index) => ({ ...of, ...each, no: index + 1, state: "waiting" as const })));
  const byId = new Map(locked.map((item) => [item.id, item.number]));
  await record(tx, ctx, {
    action:
      status === "active" ? "promise.made" : side === "customer" ? "promise.requested" : "promise.proposed",
    subject: ["promise", promiseId],
    customerId,
    data: {
      number,
      currency,
      amountMinor: String(amountMinor),
      documents: documents.flatMap((each) => byId.get(each.itemId) ?? []).slice(0, 20),
      days: instalments.map((each) => each.dueOn),
      beyond,
      replaces: replaces?.number ?? null,
      byItself: terms.chargeMethodId != null,
    },
  });
  await enqueue(tx, ctx, "promise.made_mail", { promiseId });
  return { promiseId, number, status, beyond };
}

const beyondRules = (beyond: readonly RuleCode[]): Refusal =>
  new Refusal(
    "conflict",
    "promise.beyond",
    "This goes beyond what stands at once. Change it, or ask us to accept it.",
    { rules: beyond.join(", ") },
  );
