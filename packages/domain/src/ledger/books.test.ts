import { newId } from "@openitem/db/ids";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { close, NOON, newWorld, type World } from "../../test/world.ts";
import { applyCredit } from "../cash/apply-credit.ts";
import { recordReceipt } from "../cash/record-receipt.ts";
import { undoApplication } from "../cash/undo-application.ts";
import { readItem } from "../items/read-item.ts";
import { Refusal } from "../kernel/refusal.ts";
import { cancelPayment } from "../payments/cancel-payment.ts";
import { followPayment } from "../payments/follow-payment.ts";
import { refundPayment } from "../payments/refund-payment.ts";
import { startPayment } from "../payments/start-payment.ts";
import { readStatement } from "../statements/read-statement.ts";

afterAll(close);

test("undoing a match and making it again leaves everything as it was, and no earlier day changes", async () => {
  const world = await newWorld();
  const finance = world.staff("finance");
  const bill = await world.document();
  const { itemId: receipt } = await recordReceipt(finance, {
    number: "WIRE-9",
    legalEntityId: world.legalEntityId,
    customerId: world.customerId,
    currency: "USD",
    amountMinor: 80_00n,
    valueOn: "2026-11-02",
    applyTo: [{ itemId: bill, amountMinor: 80_00n }],
  });
  const statementOn = (asOf: string) =>
    readStatement(world.worker, { customerIds: [world.customerId], asOf });
  const before = { second: await statementOn("2026-11-02"), today: await statementOn("2026-11-18") };

  const [application] = (await readItem(finance, bill)).applications;
  const undo = {
    key: newId(),
    applicationId: application!.id,
    appliedOn: "2026-11-15",
    reason: "Wrong invoice",
  };
  await undoApplication(finance, undo);
  await undoApplication(finance, undo);
  await expect(undoApplication(finance, { ...undo, key: newId() })).rejects.toMatchObject({
    code: "application.undone",
  });
  expect((await readItem(finance, bill)).item.openMinor).toBe(100_00n);
  expect(await statementOn("2026-11-02")).toEqual(before.second);
  expect((await statementOn("2026-11-15")).sections[0]).toMatchObject({
    debitsMinor: 100_00n,
    creditsMinor: 80_00n,
    balanceMinor: 20_00n,
  });

  await applyCredit(finance, {
    key: newId(),
    creditId: receipt,
    appliedOn: "2026-11-15",
    applyTo: [{ itemId: bill, amountMinor: 80_00n }],
  });
  expect(await statementOn("2026-11-18")).toEqual(before.today);
  expect(await world.differences()).toEqual([]);
});

test("thirty-two bookkeepers using the same money at once use it once", async () => {
  const world = await newWorld();
  const bills = await Promise.all(Array.from({ length: 32 }, () => world.document({ amountMinor: 50_00n })));
  const finance = world.staff("finance");
  const { itemId: creditId } = await recordReceipt(finance, {
    number: "WIRE-32",
    legalEntityId: world.legalEntityId,
    customerId: world.customerId,
    currency: "USD",
    amountMinor: 100_00n,
    valueOn: "2026-11-02",
  });
  const outcomes = await Promise.allSettled(
    bills.map((itemId) =>
      applyCredit(finance, {
        key: newId(),
        creditId,
        appliedOn: "2026-11-18",
        applyTo: [{ itemId, amountMinor: 50_00n }],
      }),
    ),
  );
  expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(2);
  expect((await readItem(finance, creditId)).item.openMinor).toBe(0n);
  expect(await world.differences()).toEqual([]);
});

test("money that belongs to a closed period is taken, and posts into the first open one with its own value date", async () => {
  const world = await newWorld();
  const { client } = await import("../../test/world.ts");
  await client.begin(async (tx) => {
    await tx`select set_config('role', 'openitem_worker', true), set_config('app.organization', ${world.organizationId}, true)`;
    await tx`update legal_entities set closed_through_on = '2026-10-31'`;
  });
  const { itemId } = await recordReceipt(world.staff("finance"), {
    number: "LATE",
    legalEntityId: world.legalEntityId,
    customerId: world.customerId,
    currency: "USD",
    amountMinor: 10_00n,
    valueOn: "2026-10-15",
  });
  expect((await readItem(world.worker, itemId)).item).toMatchObject({
    issuedOn: "2026-10-15",
    postedOn: "2026-11-01",
  });
  expect(await world.differences()).toEqual([]);
});

/** What somebody does to the books; numbers pick among what is there, so that any sequence can be run. */
const step = fc.oneof(
  fc.record({ do: fc.constant("invoice" as const), minor: fc.integer({ min: 1, max: 9_999 }) }),
  fc.record({ do: fc.constant("credit memo" as const), minor: fc.integer({ min: 1, max: 5_000 }) }),
  fc.record({
    do: fc.constant("receipt" as const),
    minor: fc.integer({ min: 1, max: 9_999 }),
    onto: fc.nat(20),
  }),
  fc.record({
    do: fc.constant("apply" as const),
    from: fc.nat(20),
    onto: fc.nat(20),
    minor: fc.integer({ min: 1, max: 9_999 }),
  }),
  fc.record({ do: fc.constant("undo" as const), onto: fc.nat(20), which: fc.nat(5) }),
  fc.record({
    do: fc.constant("pay" as const),
    onto: fc.nat(20),
    and: fc.nat(20),
    from: fc.nat(20),
    minor: fc.integer({ min: 1, max: 9_999 }),
  }),
  fc.record({
    do: fc.constant("complete" as const),
    which: fc.nat(8),
    how: fc.constantFrom("succeeded" as const, "processing" as const, "failed" as const),
  }),
  fc.record({ do: fc.constant("cancel" as const), which: fc.nat(8) }),
  fc.record({
    do: fc.constant("refund" as const),
    which: fc.nat(8),
    minor: fc.integer({ min: 1, max: 9_999 }),
  }),
  fc.record({ do: fc.constant("return" as const), which: fc.nat(8) }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

test("whatever people do, in whatever order, the books agree", { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 30 }), async (steps) => {
      const world = await newWorld();
      const made = await newBooks(world);
      for (const [index, each] of steps.entries())
        await made.take(each, new Date(NOON.getTime() + index * 3600_000));
      expect(await world.differences()).toEqual([]);
    }),
    { numRuns: Number(process.env.BOOKS_RUNS ?? 25) },
  );
});

async function newBooks(world: World) {
  const child = await world.customer({ parentId: world.customerId });
  const owners = [world.customerId, child];
  const debits: string[] = [await world.document({ amountMinor: 70_00n })];
  const credits: string[] = [];
  const payments: string[] = [];
  const pick = (from: string[], at: number) => from[at % from.length];

  async function take(each: Step, now: Date): Promise<void> {
    const finance = { ...world.staff("finance"), now };
    const dana = world.paying({ ...world.contact("payer", owners), now });
    const worker = world.paying({ ...world.worker, now });
    const customerId = pick(owners, debits.length) ?? world.customerId;
    try {
      switch (each.do) {
        case "invoice":
          debits.push(await world.document({ amountMinor: BigInt(each.minor), customerId }));
          return;
        case "credit memo":
          credits.push(
            await world.document({ kind: "credit_memo", amountMinor: BigInt(each.minor), customerId }),
          );
          return;
        case "receipt": {
          const applyTo = [{ itemId: pick(debits, each.onto)!, amountMinor: BigInt(each.minor) / 2n + 1n }];
          const { itemId } = await recordReceipt(finance, {
            number: newId(),
            legalEntityId: world.legalEntityId,
            customerId,
            currency: "USD",
            amountMinor: BigInt(each.minor) + 1n,
            valueOn: "2026-11-10",
            applyTo,
          });
          credits.push(itemId);
          return;
        }
        case "apply": {
          const creditId = pick(credits, each.from);
          if (creditId)
            await applyCredit(finance, {
              key: newId(),
              creditId,
              appliedOn: "2026-11-18",
              applyTo: [{ itemId: pick(debits, each.onto)!, amountMinor: BigInt(each.minor) }],
            });
          return;
        }
        case "undo": {
          const { applications } = await readItem(finance, pick(debits, each.onto)!);
          const application = applications[each.which % Math.max(applications.length, 1)];
          if (application)
            await undoApplication(finance, {
              key: newId(),
              applicationId: application.id,
              appliedOn: "2026-11-19",
              reason: "Wrong",
            });
          return;
        }
        case "pay": {
          const wanted = [...new Set([pick(debits, each.onto)!, pick(debits, each.and)!])].map(
            (id): [string, bigint] => [id, BigInt(each.minor)],
          );
          const creditId = pick(credits, each.from);
          const input = world.wish(wanted, {
            credits: creditId ? [{ itemId: creditId, amountMinor: 7_00n }] : [],
            onAccountMinor: BigInt(each.minor % 3),
          });
          const { settled } = await startPayment(dana, input);
          if (!settled) payments.push(input.paymentId);
          return;
        }
        case "complete": {
          const paymentId = pick(payments, each.which);
          if (!paymentId) return;
          world.gateway.complete(
            paymentId,
            each.how === "succeeded" ? {} : { status: each.how, receivedMinor: 0n },
          );
          await followPayment(worker, { paymentId });
          return;
        }
        case "cancel": {
          const paymentId = pick(payments, each.which);
          if (paymentId) await cancelPayment(dana, { paymentId });
          return;
        }
        case "refund": {
          const paymentId = pick(payments, each.which);
          if (!paymentId) return;
          await refundPayment(
            { ...world.paying(finance) },
            { callId: newId(), paymentId, amountMinor: BigInt(each.minor), reason: "Too much" },
          );
          await followPayment(worker, { paymentId });
          return;
        }
        case "return": {
          const paymentId = pick(payments, each.which);
          const intent = [...world.gateway.intents.values()].find((one) => one.paymentId === paymentId);
          if (
            !paymentId ||
            intent?.status !== "succeeded" ||
            intent.disputes.length > 0 ||
            intent.refunds.length > 0
          )
            return;
          world.gateway.dispute(intent, { isReturn: true, status: "lost" });
          await followPayment(worker, { paymentId });
        }
      }
    } catch (error) {
      // A refusal is an answer; anything else is a fault.
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return { take };
}
