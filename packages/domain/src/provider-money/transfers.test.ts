import { bankAccounts, bankLines } from "@openitem/db/schema/bank";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startStripeWorld } from "../../test/stripe-world.ts";
import { close } from "../../test/world.ts";
import { read } from "../kernel/transact.ts";
import { moneyWorld } from "./test/money-world.ts";

let stripe: Awaited<ReturnType<typeof startStripeWorld>>;
beforeAll(async () => {
  stripe = await startStripeWorld();
});
afterAll(async () => {
  await stripe.stop();
  await close();
});

test("a customer's bank transfer to Stripe is a line for our own matching, once, and one that goes back too", async () => {
  const world = await moneyWorld(stripe);
  const customer = await newCustomer(stripe.url);
  const funded = await stripe.control.fundCashBalance({
    customer,
    amount: 480_00,
    currency: "usd",
    sender: "HARROW FREIGHT LLC",
    reference: "INV-2026-00002",
  });
  await world.work();
  const { events } = await stripe.control.state();
  await stripe.control.resendEvent(events.at(-1)!.id, 3);
  await world.work();
  const lines = () =>
    read(world.worker, (tx) =>
      tx
        .select({ line: bankLines, ledgerAccount: bankAccounts.ledgerAccount })
        .from(bankLines)
        .innerJoin(bankAccounts, eq(bankAccounts.id, bankLines.bankAccountId))
        .where(eq(bankLines.organizationId, world.organizationId))
        .orderBy(bankLines.createdAt),
    );
  expect(await lines()).toMatchObject([
    {
      ledgerAccount: "stripe_clearing",
      line: {
        state: "open",
        amountMinor: 480_00n,
        counterpartyName: "HARROW FREIGHT LLC",
        counterpartyAccount: customer,
        structured: ["INV-2026-00002"],
        reference: funded.id,
      },
    },
  ]);
  expect(await world.balance("stripe_clearing")).toBe(480_00n);
  expect(await world.balance("bank_clearing")).toBe(-480_00n);
  expect(await world.differences()).toEqual([]);

  await stripe.control.returnCash(funded.id);
  await world.work();
  expect((await lines()).map(({ line }) => line.amountMinor)).toEqual([480_00n, -480_00n]);
  expect(await world.balance("stripe_clearing")).toBe(0n);
  expect(await world.differences()).toEqual([]);
});

test("a transfer that is collected into the balance goes out with a payout, and nothing of it is left over", async () => {
  for (const isToldLate of [false, true]) {
    const world = await moneyWorld(stripe);
    await world.paid(10_00n);
    const customer = await newCustomer(stripe.url);
    const funded = await stripe.control.fundCashBalance({ customer, amount: 480_00, currency: "usd" });
    await world.work();
    if (isToldLate) await stripe.control.holdDeliveries();
    await stripe.control.applyCash(funded.id);
    // The movement is read before or after the event tells where it came from.
    await world.sweep();
    if (isToldLate) {
      expect(await world.balance("provider_unexplained")).toBe(-480_00n);
      expect(await world.differences()).toEqual([]);
      await stripe.control.releaseDeliveries();
    }
    await world.work();
    await world.sweep();
    expect(await world.balance("provider_unexplained")).toBe(0n);
    expect(await world.balance("elsewhere")).toBe(0n);
    expect(await world.balance("stripe_clearing")).toBe(480_00n - 2_40n + 10_00n - 59n);
    await stripe.control.createPayout("usd", true);
    await world.work();
    expect(await world.balance("stripe_clearing")).toBe(0n);
    // What the customer paid still waits for our own matching.
    expect(await world.balance("bank_clearing")).toBe(-480_00n);
    expect(await world.differences()).toEqual([]);
  }
});

async function newCustomer(url: string): Promise<string> {
  const response = await fetch(`${url}/v1/customers`, {
    method: "POST",
    headers: {
      Authorization: "Bearer sk_test_sandbox",
      "Content-Type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams({ name: "Harrow Freight" }),
  });
  const { id }: { id: string } = await response.json();
  return id;
}
