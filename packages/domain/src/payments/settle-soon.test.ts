import { newId } from "@openitem/db/ids";
import { auditRecords, outbox } from "@openitem/db/schema/activity";
import { and, eq, inArray } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { close, newWorld, ownerUrl, type World } from "../../test/world.ts";
import { readItem } from "../items/read-item.ts";
import { read } from "../kernel/transact.ts";
import { adoptFacts } from "./follow-payment.ts";
import type { Intent } from "./gateway.ts";
import { readPayment } from "./read-payment.ts";
import { startPayment } from "./start-payment.ts";

const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} });
afterAll(async () => {
  await owner.end();
  await close();
});

/** A payment of these documents that has its page; without any, of one of its own. */
async function started(world: World, wishes?: [string, bigint][]) {
  const shares = wishes ?? [[await world.document({ dueOn: "2026-10-31" }), 100_00n]];
  const input = world.wish(shares);
  await startPayment(world.paying(world.contact()), input);
  const receivedMinor = shares.reduce((sum, [, amountMinor]) => sum + amountMinor, 0n);
  return { paymentId: input.paymentId, receivedMinor, itemIds: shares.map(([itemId]) => itemId) };
}
type Started = Awaited<ReturnType<typeof started>>;

const arrive = (world: World, { paymentId, receivedMinor }: Started, over: Partial<Intent> = {}) =>
  adoptFacts({ ...world.worker, requestId: `job-${paymentId}` }, paymentId, {
    checkout: null,
    intent: {
      intentId: `pi_${paymentId}`,
      paymentId,
      status: "succeeded",
      currency: "USD",
      receivedMinor,
      method: "card",
      chargeId: `ch_${paymentId}`,
      failure: null,
      refunds: [],
      disputes: [],
      ...over,
    },
  });

const openOf = async (world: World, itemId: string) => (await readItem(world.worker, itemId)).item.openMinor;

test("money of many payments that arrives at once is settled in few transactions, each payment as if alone", async () => {
  const world = await newWorld();
  const payments = await Promise.all(Array.from({ length: 24 }, () => started(world)));
  const answers = await Promise.all(payments.map((payment) => arrive(world, payment)));
  expect(new Set(answers)).toEqual(new Set(["settled"]));
  const ids = payments.map(({ paymentId }) => paymentId);
  const [written] = await owner`
    select count(distinct xmin::text)::int as transactions, count(distinct receipt_id)::int as receipts
    from payments where id = any(${ids})`;
  expect(written?.receipts).toBe(24);
  expect(written?.transactions).toBeLessThan(12);
  const { records, mails } = await read(world.worker, async (tx) => ({
    records: await tx
      .select()
      .from(auditRecords)
      .where(and(eq(auditRecords.action, "payment.settled"), inArray(auditRecords.subjectId, ids))),
    mails: (await tx.select().from(outbox)).filter(({ kind }) => kind === "payment.receipt_mail"),
  }));
  expect(records.map(({ requestId, subjectId }) => [requestId, subjectId]).toSorted()).toEqual(
    ids.map((id) => [`job-${id}`, id]).toSorted(),
  );
  expect(mails.map(({ payload }) => payload.paymentId).toSorted()).toEqual(ids.toSorted());
  for (const { itemIds } of payments) expect(await openOf(world, itemIds[0]!)).toBe(0n);
  expect(await world.differences()).toEqual([]);
});

test("two payments that share a document each pay their part of it", async () => {
  const world = await newWorld();
  const [shared, own] = [await world.document(), await world.document()];
  // The first goes alone; those after it would go together.
  const payments = [
    await started(world),
    await started(world, [[shared, 30_00n]]),
    await started(world, [
      [shared, 70_00n],
      [own, 100_00n],
    ]),
  ];
  expect(await Promise.all(payments.map((payment) => arrive(world, payment)))).toEqual([
    "settled",
    "settled",
    "settled",
  ]);
  expect([await openOf(world, shared), await openOf(world, own)]).toEqual([0n, 0n]);
  expect(await world.differences()).toEqual([]);
});

test("told twice at once, the money is there once", async () => {
  const world = await newWorld();
  const payments = await Promise.all(Array.from({ length: 6 }, () => started(world)));
  const twice = [...payments, ...payments, ...payments.toReversed()];
  expect(new Set(await Promise.all(twice.map((payment) => arrive(world, payment))))).toEqual(
    new Set(["settled"]),
  );
  expect(await world.differences()).toEqual([]);
});

test("one that cannot be settled takes nobody with it", async () => {
  const world = await newWorld();
  const payments = await Promise.all(Array.from({ length: 8 }, () => started(world)));
  const [first, , third, , fifth] = payments;
  const ends = await Promise.allSettled(
    payments.map((payment) => {
      // The intent of another payment, which the database refuses, and another currency.
      if (payment === third) return arrive(world, payment, { intentId: `pi_${first!.paymentId}` });
      return arrive(world, payment, payment === fifth ? { currency: "EUR" } : {});
    }),
  );
  expect(ends.map(({ status }) => status)).toEqual(
    payments.map((payment) => (payment === third || payment === fifth ? "rejected" : "fulfilled")),
  );
  for (const payment of payments) {
    const isPaid = payment !== third && payment !== fifth;
    expect((await readPayment(world.worker, payment.paymentId)).payment.status).toBe(
      isPaid ? "settled" : "submitted",
    );
    expect(await openOf(world, payment.itemIds[0]!)).toBe(isPaid ? 0n : 100_00n);
  }
  expect(await world.differences()).toEqual([]);
});

test("money of different days keeps its day, however close together it is told", async () => {
  const world = await newWorld();
  const payments = await Promise.all(Array.from({ length: 6 }, () => started(world)));
  const days = payments.map((_, at) => new Date(Date.UTC(2026, 10, 18 + (at % 2), 15)));
  await Promise.all(
    payments.map((payment, at) => arrive({ ...world, worker: { ...world.worker, now: days[at]! } }, payment)),
  );
  const settled = await Promise.all(payments.map(({ paymentId }) => readPayment(world.worker, paymentId)));
  expect(settled.map(({ payment }) => payment.settledAt)).toEqual(days);
  expect(await world.differences()).toEqual([]);
});

test("a payment that nobody knows is refused as before", async () => {
  const world = await newWorld();
  const unknown = { paymentId: newId(), receivedMinor: 1_00n, itemIds: [] };
  await expect(arrive(world, unknown)).rejects.toMatchObject({ code: "payment.missing" });
});
