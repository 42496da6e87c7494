import { newId } from "@openitem/db/ids";
import { outbox } from "@openitem/db/schema/activity";
import { promiseInstalments, promises } from "@openitem/db/schema/promises";
import { tasks } from "@openitem/db/schema/work";
import { and, asc, eq } from "drizzle-orm";
import { newWorld } from "../../../test/world.ts";
import type { Context } from "../../kernel/context.ts";
import { sum } from "../../kernel/money.ts";
import { read, transact } from "../../kernel/transact.ts";
import { followPayment } from "../../payments/follow-payment.ts";
import { startPayment } from "../../payments/start-payment.ts";
import { judgePromise } from "../judge-promise.ts";
import { type MakePromiseInput, makePromise } from "../make-promise.ts";
import type { PromiseTerms } from "../write-promise.ts";

/** A biller with a customer who promises, and the days that pass. */
export async function newPromising() {
  const world = await newWorld();
  const at = (day: string) => new Date(`${day}T12:00:00Z`);

  /** What a form sends: amounts of documents, paid on these days. */
  const terms = (
    documents: [itemId: string, amountMinor: bigint][],
    days: [dueOn: string, amountMinor: bigint][] | string,
    over: Partial<PromiseTerms> = {},
  ): PromiseTerms => ({
    promiseId: newId(),
    currency: "USD",
    documents: documents.map(([itemId, amountMinor]) => ({ itemId, amountMinor })),
    instalments: (typeof days === "string"
      ? [[days, sum(documents.map(([, minor]) => minor))] as const]
      : days
    ).map(([dueOn, amountMinor]) => ({ dueOn, amountMinor })),
    ...over,
  });
  const wishToPay = world.wish;
  const wish = (
    documents: Parameters<typeof terms>[0],
    days: Parameters<typeof terms>[1],
    over: Partial<MakePromiseInput> = {},
  ): MakePromiseInput => ({ customerId: world.customerId, ...terms(documents, days), ...over });

  const promise = (
    documents: Parameters<typeof terms>[0],
    days: Parameters<typeof terms>[1],
    by: Context = world.contact("payer"),
    over: Partial<MakePromiseInput> = {},
  ) => makePromise(by, wish(documents, days, over));

  /** A bank debit that set out on a day; `settle` and `giveBack` say what becomes of it. */
  async function debit(shares: [itemId: string, amountMinor: bigint][], day: string) {
    const input = wishToPay(shares);
    await startPayment(world.paying(world.contact("payer", undefined, at(day))), input);
    const intent = world.gateway.complete(input.paymentId, {
      status: "processing",
      receivedMinor: 0n,
      method: "us_bank_account",
    });
    const follow = (on: string) =>
      followPayment(world.paying(world.at(at(on))), { paymentId: input.paymentId });
    await follow(day);
    const asked = sum(shares.map(([, minor]) => minor));
    return {
      paymentId: input.paymentId,
      async settle(on: string) {
        Object.assign(intent, { status: "succeeded", receivedMinor: asked });
        await follow(on);
      },
      async fail(on: string) {
        Object.assign(intent, { status: "failed", failure: "insufficient_funds" });
        await follow(on);
      },
      async giveBack(on: string) {
        world.gateway.dispute(intent, { isReturn: true, status: "lost", reason: "insufficient_funds" });
        await follow(on);
      },
    };
  }

  const judgeOn = (promiseId: string, day: string) => judgePromise(world.at(at(day)), { promiseId });

  /** The promise as it is stored: its status, and each date with what is kept. */
  const stored = (promiseId: string) =>
    read(world.worker, async (tx) => {
      const [row] = await tx.select().from(promises).where(eq(promises.id, promiseId));
      const dates = await tx
        .select()
        .from(promiseInstalments)
        .where(eq(promiseInstalments.promiseId, promiseId))
        .orderBy(asc(promiseInstalments.no));
      return { status: row?.status, dates: dates.map((date) => [date.state, date.keptMinor] as const) };
    });

  const tasksOf = (promiseId: string) =>
    read(world.worker, (tx) =>
      tx.select().from(tasks).where(eq(tasks.subjectId, promiseId)).orderBy(asc(tasks.createdAt)),
    );

  /** The jobs of a kind that wait, taken off. */
  const takeJobs = (kind: string) =>
    transact(world.worker, async (tx) => {
      const mine = and(eq(outbox.organizationId, world.organizationId), eq(outbox.kind, kind));
      const rows = await tx.select().from(outbox).where(mine).orderBy(asc(outbox.id));
      await tx.delete(outbox).where(mine);
      return rows.map((row) => row.payload);
    });

  return { ...world, on: at, terms, wish, promise, debit, judgeOn, stored, tasksOf, takeJobs };
}
