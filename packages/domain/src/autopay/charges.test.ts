import { newId } from "@openitem/db/ids";
import { gatewayCalls } from "@openitem/db/schema/payments";
import { afterAll, describe, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { recordReceipt } from "../cash/record-receipt.ts";
import { withdrawDispute } from "../disputes/withdraw-dispute.ts";
import { read } from "../kernel/transact.ts";
import { readPayment } from "../payments/read-payment.ts";
import { startPayment } from "../payments/start-payment.ts";
import { makePromise } from "../promises/make-promise.ts";
import { sweepCharges } from "./sweep-charges.ts";
import { dispute, newRunningWorld } from "./test/charge-world.ts";

afterAll(close);

describe("autopay", () => {
  test("announces what falls due three days before, charges it on the day, and sends a receipt to who consented", async () => {
    const world = await newRunningWorld();
    expect((await world.live("2026-11-21")).failures).toEqual([]);
    expect(await world.charges()).toEqual([]);

    await world.live("2026-11-22");
    expect(await world.charges()).toMatchObject([
      { status: "announced", chargeOn: "2026-11-25", amountMinor: 100_00n, causeKey: "2026-11-25" },
    ]);
    expect(world.letters()).toEqual(["charge-announced"]);
    expect(world.lastLetter("charge-announced")).toMatchObject({
      on: "2026-11-25",
      amount: "100.00",
      method: "Visa 4242",
      cause: "autopay",
      leftOut: [],
      url: expect.stringContaining("/charges/"),
    });

    await world.live("2026-11-24");
    expect(world.gateway.charges).toEqual([]);
    expect(await world.live("2026-11-25")).toEqual({ failures: [], made: 1 });
    const [charge] = await world.charges();
    expect(charge).toMatchObject({ status: "settled", attempts: 1 });
    expect(await world.open()).toBe(0n);
    const { payment, calls } = await readPayment(world.worker, charge!.paymentId!);
    expect(payment).toMatchObject({
      status: "settled",
      amountMinor: 100_00n,
      method: "card",
      checkoutId: null,
      startedBy: `contact:${world.dana.contactId}`,
    });
    expect(calls).toMatchObject([{ kind: "charge.create", status: "succeeded" }]);
    expect(world.gateway.charges).toHaveLength(1);
    expect(await world.differences()).toEqual([]);
  });

  test("swept many times, and at once, announces once and charges once", async () => {
    const world = await newRunningWorld();
    const sweep = (day: string) => sweepCharges(world.on(world.worker, day));
    const failures: string[] = [];
    for (const day of ["2026-11-22", "2026-11-25"]) {
      for (const swept of await Promise.all([sweep(day), sweep(day), sweep(day)]))
        failures.push(...swept.failures);
      await world.work(day);
      for (const swept of await Promise.all([sweep(day), sweep(day)])) failures.push(...swept.failures);
      await world.work(day);
    }
    expect(failures).toEqual([]);
    expect(await world.charges()).toHaveLength(1);
    expect(world.letters()).toEqual(["charge-announced"]);
    expect(world.gateway.charges).toHaveLength(1);
    expect(await world.open()).toBe(0n);
    expect(await world.differences()).toEqual([]);
  });

  test("charges nothing while its notice has not gone out, and holds it when the notice never will", async () => {
    const world = await newRunningWorld();
    await sweepCharges(world.on(world.worker, "2026-11-22"));
    await sweepCharges(world.on(world.worker, "2026-11-22"));
    expect(await world.charges()).toMatchObject([{ status: "announced" }]);
    expect(await world.live("2026-11-24")).toEqual({ failures: [], made: 0 });

    const mute = await newRunningWorld();
    await sweepCharges(mute.on(mute.worker, "2026-11-22"));
    await sweepCharges(mute.on(mute.worker, "2026-11-25"));
    expect(await mute.charges()).toMatchObject([
      { status: "held", held: [{ reason: "not_told", amountMinor: "10000" }] },
    ]);
    expect(mute.gateway.charges).toEqual([]);
  });

  test("leaves out what was due before the consent, and what another account owes", async () => {
    const world = await newRunningWorld();
    const old = await world.document({ dueOn: "2026-11-17" });
    const child = await world.customer({ parentId: world.customerId });
    const other = await world.document({ customerId: child, dueOn: "2026-11-25" });
    await world.live("2026-11-22");
    await world.live("2026-11-25");
    expect([await world.open(), await world.open(old), await world.open(other)]).toEqual([
      0n,
      100_00n,
      100_00n,
    ]);
    expect((await world.charges())[0]?.held).toMatchObject([{ reason: "before_consent", itemId: old }]);
    expect(world.letters()).toEqual(["charge-announced"]);
  });

  test("charges what falls due sooner than it can be announced as soon as it can be", async () => {
    const world = await newRunningWorld({ daysBefore: 5 });
    const urgent = await world.document({ dueOn: "2026-11-24" });
    await world.live("2026-11-19");
    expect(await world.charges()).toMatchObject([{ chargeOn: "2026-11-22", amountMinor: 200_00n }]);
    await world.live("2026-11-22");
    expect([await world.open(), await world.open(urgent)]).toEqual([0n, 0n]);
  });

  test("puts what comes after a day's charge was planned into the next day's", async () => {
    const world = await newRunningWorld();
    await world.live("2026-11-22");
    await world.document({ dueOn: "2026-11-25" });
    await world.live("2026-11-22");
    expect(await world.charges()).toHaveLength(1);
    await world.live("2026-11-23");
    expect((await world.charges()).map(({ chargeOn, amountMinor }) => [chargeOn, amountMinor])).toEqual([
      ["2026-11-25", 100_00n],
      ["2026-11-26", 100_00n],
    ]);
  });

  test("holds what is disputed, and pays the rest", async () => {
    const world = await newRunningWorld();
    await dispute(world, world.bill, 40_00n);
    await world.live("2026-11-22");
    expect(world.lastLetter("charge-announced")).toMatchObject({
      amount: "60.00",
      leftOut: [{ amount: "40.00", reason: "disputed" }],
    });
    await world.live("2026-11-25");
    expect(await world.open()).toBe(40_00n);
    await world.live("2026-11-26");
    await world.live("2026-11-27");
    expect(await world.charges()).toHaveLength(1);
    expect(world.letters()).toEqual(["charge-announced"]);
    expect(await world.differences()).toEqual([]);
  });

  test("charges a disputed rest, announced anew, when the dispute is over", async () => {
    const world = await newRunningWorld();
    const disputeId = await dispute(world, world.bill, 100_00n);
    await world.live("2026-11-22");
    expect(world.letters()).toEqual(["charge-held"]);
    expect(world.lastLetter("charge-held")).toMatchObject({
      leftOut: [{ amount: "100.00", reason: "disputed" }],
    });
    await world.live("2026-11-25");
    await withdrawDispute(world.contact("admin"), { disputeId, seen: "submitted" });
    await world.live("2026-11-30");
    expect(await world.charges()).toMatchObject([
      { status: "announced", chargeOn: "2026-12-03", amountMinor: 100_00n },
    ]);
    await world.live("2026-12-03");
    expect(await world.open()).toBe(0n);
    expect(world.letters()).toEqual(["charge-held", "charge-announced"]);
    expect(await world.charges()).toHaveLength(1);
  });

  test("holds what was disputed after it was announced, and tells", async () => {
    const world = await newRunningWorld();
    await world.live("2026-11-22");
    await dispute(world, world.bill, 100_00n);
    expect(await world.live("2026-11-25")).toEqual({ failures: [], made: 0 });
    expect(await world.charges()).toMatchObject([{ status: "held", held: [{ reason: "disputed" }] }]);
    expect(world.letters()).toEqual(["charge-announced", "charge-held"]);
    expect(world.gateway.charges).toEqual([]);
  });

  test("holds what is promised for another day", async () => {
    const world = await newRunningWorld();
    await makePromise(world.dana.as, {
      promiseId: newId(),
      customerId: world.customerId,
      currency: "USD",
      documents: [{ itemId: world.bill, amountMinor: 100_00n }],
      instalments: [{ dueOn: "2026-12-10", amountMinor: 100_00n }],
    });
    await world.live("2026-11-22");
    expect((await world.charges())[0]).toMatchObject({ status: "held", held: [{ reason: "promised" }] });
  });

  test("leaves out what somebody is paying by hand, and ends when it is paid", async () => {
    const world = await newRunningWorld();
    await world.live("2026-11-22");
    const input = world.wish([[world.bill, 100_00n]]);
    await startPayment(world.on(world.dana.as, "2026-11-25"), input);
    await world.live("2026-11-25");
    expect(await world.charges()).toMatchObject([{ status: "held", held: [{ reason: "in_flight" }] }]);
    world.gateway.complete(input.paymentId);
    await world.follow(input.paymentId);
    await world.live("2026-11-26");
    expect(await world.charges()).toMatchObject([{ status: "stopped", failure: "nothing_left" }]);
    expect(world.gateway.charges).toEqual([]);
    expect(await world.differences()).toEqual([]);
  });

  test("never charges more than it announced, though more is open by then", async () => {
    const world = await newRunningWorld();
    const disputeId = await dispute(world, world.bill, 40_00n);
    await world.live("2026-11-22");
    await withdrawDispute(world.contact("admin"), { disputeId, seen: "submitted" });
    await world.live("2026-11-25");
    expect(world.gateway.charges).toMatchObject([{ amountMinor: 60_00n }]);
    await world.live("2026-11-26");
    expect((await world.charges())[1]).toMatchObject({ status: "announced", amountMinor: 40_00n });
  });

  test("uses no cash for what unapplied credits cover, and says so", async () => {
    const world = await newRunningWorld();
    await recordReceipt(world.staff("finance"), {
      number: "WIRE-1",
      legalEntityId: world.legalEntityId,
      customerId: world.customerId,
      currency: "USD",
      amountMinor: 30_00n,
      valueOn: "2026-11-18",
    });
    await world.live("2026-11-22");
    expect(world.lastLetter("charge-announced")).toMatchObject({
      amount: "70.00",
      leftOut: [{ amount: "30.00", reason: "covered_by_credit" }],
    });
    await world.live("2026-11-25");
    expect(await world.open()).toBe(30_00n);
    // The same credit does not cover the next invoice as well.
    await world.document({ dueOn: "2026-11-30" });
    await world.live("2026-11-27");
    expect((await world.charges())[1]).toMatchObject({ amountMinor: 100_00n });
  });

  test("keeps one charge under the cap; what does not fit waits for a person and is told", async () => {
    const world = await newRunningWorld({ capMinor: 120_00n });
    await world.document({ dueOn: "2026-11-25", amountMinor: 150_00n });
    await world.live("2026-11-22");
    const [charge] = await world.charges();
    expect(charge).toMatchObject({
      amountMinor: 100_00n,
      held: [{ reason: "over_cap", amountMinor: "15000" }],
    });
    await world.live("2026-11-25");
    expect(world.gateway.charges).toMatchObject([{ amountMinor: 100_00n }]);
  });
});

test("no call is left open after all of this", async () => {
  const world = await newRunningWorld();
  await world.live("2026-11-22");
  await world.live("2026-11-25");
  const calls = await read(world.worker, (tx) => tx.select().from(gatewayCalls));
  expect(calls.filter(({ status }) => status === "pending" || status === "unknown")).toEqual([]);
});
