import { promiseInstalments, promises } from "@openitem/db/schema/promises";
import { and, eq, max } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { sum } from "../kernel/money.ts";
import { read } from "../kernel/transact.ts";
import { answerPromise, counterPromise } from "../promises/answer-promise.ts";
import { cancelPromise } from "../promises/cancel-promise.ts";
import { changePromise } from "../promises/change-promise.ts";
import { judgePromise } from "../promises/judge-promise.ts";
import { makePromise } from "../promises/make-promise.ts";
import { customerOf } from "./customers.ts";
import { demoId } from "./demo-id.ts";
import type { Part } from "./documents.ts";
import { methodId } from "./saved-method.ts";
import { type Speaker, speaking } from "./speaker.ts";
import { asWorker, type Happening, itemId, officeTime, type Stage } from "./stage.ts";

/* A promise of the story, and what became of it. */

export type DemoPromise = {
  key: string;
  customer: string;
  by: Speaker;
  on: number;
  time?: string;
  documents: readonly Part[];
  /** Days of the story with their amounts. One amount alone: all of the documents. */
  dates: readonly { on: number; amountMinor: bigint }[] | number;
  note?: string;
  /** A plan of the biller's, which the customer is asked to accept. */
  isProposal?: boolean;
  /** Debited by itself from this saved method. */
  method?: string;
  after?: readonly PromiseStep[];
};

type Terms = Pick<DemoPromise, "dates" | "note">;

export type PromiseStep = { on: number; time?: string } & (
  | { is: "accepted"; by: Speaker; note?: string; method?: string }
  | { is: "declined"; by: Speaker; note: string }
  /** A new promise takes its place; the steps that follow are about that one. */
  | ({ is: "countered" | "changed"; by: Speaker } & Terms)
  | { is: "cancelled"; by: Speaker; note: string }
  | { is: "judged" }
);

const promiseId = (key: string): string => demoId(`promise:${key}`);

export function promise(stage: Stage, story: DemoPromise): Happening[] {
  const at = officeTime(stage, story.customer, story.on, story.time ?? "13:25");
  let key = story.key;
  const steps = (story.after ?? []).map((step, index): Happening => {
    const before = key;
    if (step.is === "countered" || step.is === "changed") key = `${story.key}:${index}`;
    const now = key;
    const time = step.time ?? (step.is === "judged" ? "06:30" : `14:${10 + index}`);
    const when = officeTime(stage, story.customer, step.on, time);
    return { at: when, run: () => takeStep(stage, story, step, { before, now, at: when }) };
  });
  return [{ at, run: () => make(stage, story, at) }, ...steps];
}

const make = (stage: Stage, story: DemoPromise, at: Date) =>
  makePromise(speaking(stage, story.by, at), {
    ...termsOf(stage, story, story.key, story),
    customerId: customerOf(story.customer).id,
    asProposal: story.isProposal ?? false,
    chargeMethodId: story.method ? methodId(story.method) : null,
  });

function termsOf(stage: Stage, story: DemoPromise, key: string, { dates, note }: Terms) {
  const wholeMinor = sum(story.documents.map((part) => part.amountMinor));
  const days = typeof dates === "number" ? [{ on: dates, amountMinor: wholeMinor }] : dates;
  return {
    promiseId: promiseId(key),
    currency: customerOf(story.customer).currency,
    documents: story.documents.map(({ item, amountMinor }) => ({ itemId: itemId(item), amountMinor })),
    instalments: days.map(({ on, amountMinor }) => ({ dueOn: stage.calendar.day(on), amountMinor })),
    note: note ?? null,
  };
}

type Moment = { before: string; now: string; at: Date };

async function takeStep(
  stage: Stage,
  story: DemoPromise,
  step: PromiseStep,
  { before, now, at }: Moment,
): Promise<void> {
  const id = promiseId(before);
  if (step.is === "judged") return judge(asWorker(stage, "promises", at), id);
  const ctx = speaking(stage, step.by, at);
  const key = demoId(`promise ${step.is}:${before}`);
  switch (step.is) {
    case "accepted":
      await answerPromise(ctx, {
        answer: "accept",
        key,
        promiseId: id,
        note: step.note ?? null,
        chargeMethodId: step.method ? methodId(step.method) : null,
      });
      return;
    case "declined":
      await answerPromise(ctx, { answer: "decline", key, promiseId: id, note: step.note });
      return;
    case "countered":
      await counterPromise(ctx, { ...termsOf(stage, story, now, step), countersId: id });
      return;
    case "changed":
      await changePromise(ctx, { ...termsOf(stage, story, now, step), replacesId: id });
      return;
    case "cancelled":
      await cancelPromise(ctx, { key, promiseId: id, note: step.note });
  }
}

/** What was judged later already is not judged again as of an earlier day. */
async function judge(ctx: Context, id: string): Promise<void> {
  const judgedAt = await read(ctx, async (tx) => {
    const [row] = await tx
      .select({ whole: max(promises.judgedAt), dates: max(promiseInstalments.judgedAt) })
      .from(promises)
      .innerJoin(
        promiseInstalments,
        and(
          eq(promiseInstalments.organizationId, promises.organizationId),
          eq(promiseInstalments.promiseId, promises.id),
        ),
      )
      .where(and(eq(promises.organizationId, ctx.organizationId), eq(promises.id, id)));
    return Math.max(row?.whole?.getTime() ?? 0, row?.dates?.getTime() ?? 0);
  });
  if (judgedAt < ctx.now.getTime()) await judgePromise(ctx, { promiseId: id });
}
