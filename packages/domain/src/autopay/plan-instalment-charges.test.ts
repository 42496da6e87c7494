import { newId } from "@openitem/db/ids";
import { afterAll, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { readItem } from "../items/read-item.ts";
import { startPayment } from "../payments/start-payment.ts";
import { cancelPromise } from "../promises/cancel-promise.ts";
import { judgePromise } from "../promises/judge-promise.ts";
import { makePromise } from "../promises/make-promise.ts";
import { revokeMethod } from "./revoke-method.ts";
import { newChargeWorld } from "./test/charge-world.ts";

afterAll(close);

/** Two invoices of 600.00 promised in two parts of 600.00, on 25 November and 10 December, each to be debited. */
async function promised() {
  const world = await newChargeWorld();
  const methodId = await world.keepMethod();
  const older = await world.document({ dueOn: "2026-10-01", amountMinor: 600_00n });
  const newer = await world.document({ dueOn: "2026-10-20", amountMinor: 600_00n });
  const promiseId = newId();
  await makePromise(world.dana.as, {
    promiseId,
    customerId: world.customerId,
    currency: "USD",
    documents: [
      { itemId: older, amountMinor: 600_00n },
      { itemId: newer, amountMinor: 600_00n },
    ],
    instalments: [
      { dueOn: "2026-11-25", amountMinor: 600_00n },
      { dueOn: "2026-12-10", amountMinor: 600_00n },
    ],
    chargeMethodId: methodId,
  });
  const open = async () => [
    (await readItem(world.worker, older)).item.openMinor,
    (await readItem(world.worker, newer)).item.openMinor,
  ];
  const pay = async (itemId: string, amountMinor: bigint, day: string) => {
    const paymentId = newId();
    await startPayment(world.on(world.dana.as, day), {
      paymentId,
      customerId: world.customerId,
      currency: "USD",
      debits: [{ itemId, amountMinor, shortReason: "installment" }],
      credits: [],
      onAccountMinor: 0n,
    });
    world.gateway.complete(paymentId);
    await world.follow(paymentId);
  };
  return { ...world, methodId, promiseId, older, newer, open, pay };
}

test("each instalment is announced three days before its day and charged on it, the oldest invoice first", async () => {
  const world = await promised();
  await world.live("2026-11-21");
  expect(await world.charges()).toEqual([]);
  for (const day of ["2026-11-22", "2026-11-25"]) await world.live(day);
  expect(await world.open()).toEqual([0n, 600_00n]);
  expect(world.lastLetter("charge-announced")).toMatchObject({ cause: "promise", amount: "600.00" });
  for (const day of ["2026-12-07", "2026-12-10"]) await world.live(day);
  expect(await world.open()).toEqual([0n, 0n]);
  expect((await world.charges()).map(({ causeKey, status }) => [causeKey, status])).toEqual([
    ["1", "settled"],
    ["2", "settled"],
  ]);
  expect(world.letters()).toEqual(["charge-announced", "charge-announced"]);
  expect(await world.differences()).toEqual([]);
});

test("swept many times and at once, an instalment is charged once", async () => {
  const world = await promised();
  for (const day of ["2026-11-22", "2026-11-25", "2026-11-25"])
    await Promise.all([world.live(day), world.live(day)]);
  expect(await world.charges()).toHaveLength(1);
  expect(world.gateway.charges).toHaveLength(1);
});

test("what was paid by hand before is not charged as well", async () => {
  const world = await promised();
  await world.pay(world.older, 250_00n, "2026-11-20");
  for (const day of ["2026-11-22", "2026-11-25"]) await world.live(day);
  expect(world.gateway.charges).toMatchObject([{ amountMinor: 350_00n }]);
  expect(await world.open()).toEqual([0n, 600_00n]);
});

test("what was paid by hand after the notice is taken off the charge", async () => {
  const world = await promised();
  await world.live("2026-11-22");
  await world.pay(world.newer, 600_00n, "2026-11-23");
  await world.live("2026-11-25");
  expect(world.gateway.charges).toEqual([]);
  expect(await world.charges()).toMatchObject([{ status: "stopped", failure: "nothing_left" }]);
});

test("a promise that is cancelled takes its charges with it", async () => {
  const world = await promised();
  await world.live("2026-11-22");
  await cancelPromise(world.dana.as, {
    key: newId(),
    promiseId: world.promiseId,
    note: "We pay all of it at once",
  });
  await world.live("2026-11-25");
  expect(await world.charges()).toMatchObject([{ status: "stopped", failure: "promise_over" }]);
  expect(world.gateway.charges).toEqual([]);
});

test("with a method that ended it is held and told; nothing is charged", async () => {
  const world = await promised();
  await revokeMethod(world.paying(world.dana.as), { methodId: world.methodId });
  await world.live("2026-11-22");
  expect(await world.charges()).toMatchObject([
    { status: "held", held: [{ reason: "method_ended", amountMinor: "60000" }] },
  ]);
  expect(world.letters()).toContain("charge-held");
  await world.live("2026-11-25");
  expect(world.gateway.charges).toEqual([]);
});

test("a debit that failed is made again as it was told, past the grace too, for what is missing still", async () => {
  const world = await promised();
  world.gateway.nextCharges = [{ status: "failed", failure: "No funds.", failureCode: "insufficient_funds" }];
  for (const day of ["2026-11-22", "2026-11-25"]) await world.live(day);
  expect(world.lastLetter("charge-failed")).toMatchObject({ amount: "600.00", retryOn: "2026-11-28" });
  // A part comes by hand; the rest is missed, and the promise broken in part by the day of the second try.
  await world.pay(world.older, 150_00n, "2026-11-26");
  const judged = await judgePromise(world.on(world.worker, "2026-11-28"), { promiseId: world.promiseId });
  expect(judged).toMatchObject({ status: "part_kept", missingMinor: 450_00n });
  await world.live("2026-11-28");
  expect(
    (await world.charges()).map(({ status, attempts, amountMinor }) => [status, attempts, amountMinor]),
  ).toEqual([["settled", 2, 450_00n]]);
  expect(await world.open()).toEqual([0n, 600_00n]);
  // What is still to come of a broken promise is nobody's to debit.
  for (const day of ["2026-12-07", "2026-12-10"]) await world.live(day);
  expect(await world.charges()).toHaveLength(1);
  expect(await world.differences()).toEqual([]);
});
