import { afterAll, expect, test } from "vitest";
import { close, newWorld } from "../../test/world.ts";
import { recordReceipt } from "../cash/record-receipt.ts";
import { readPayables } from "./read-payables.ts";
import { startPayment } from "./start-payment.ts";

afterAll(close);

test("a document that a colleague pays in part has the rest free, and says who and since when", async () => {
  const world = await newWorld();
  const bill = await world.document({ amountMinor: 100_00n });
  const tomasz = world.paying(world.contact());
  const wish = world.wish([[bill, 30_00n]]);
  await startPayment(tomasz, wish);

  const dana = world.contact();
  const { debits } = await readPayables(dana, { itemIds: [bill], customerIds: [] });
  expect(debits).toHaveLength(1);
  expect(debits[0]).toMatchObject({ openMinor: 100_00n, inFlightMinor: 30_00n, freeMinor: 70_00n });
  expect(debits[0]?.underWay).toMatchObject({
    paymentId: wish.paymentId,
    payerName: "Dana Whitfield",
    isOwn: false,
    since: tomasz.now,
  });
  const own = await readPayables(tomasz, { itemIds: [bill], customerIds: [] });
  expect(own.debits[0]?.underWay?.isOwn).toBe(true);
});

test("credits of one currency are offered with what is left of them, the oldest first, and used-up ones are not", async () => {
  const world = await newWorld();
  const bill = await world.document({ amountMinor: 100_00n });
  const memo = await world.document({
    kind: "credit_memo",
    number: "CM-1",
    amountMinor: 40_00n,
    issuedOn: "2026-10-02",
  });
  const spent = await world.document({
    kind: "credit_memo",
    number: "CM-2",
    amountMinor: 10_00n,
    issuedOn: "2026-10-01",
  });
  await world.document({ kind: "credit_memo", number: "CM-3", currency: "EUR" });
  const { itemId: cash } = await recordReceipt(world.worker, {
    number: "RCT-1",
    legalEntityId: world.legalEntityId,
    customerId: world.customerId,
    currency: "USD",
    amountMinor: 7_00n,
    valueOn: "2026-09-01",
    heldAs: "on_account",
  });
  await startPayment(
    world.paying(world.contact()),
    world.wish([[bill, 60_00n]], {
      credits: [
        { itemId: spent, amountMinor: 10_00n },
        { itemId: memo, amountMinor: 15_00n },
      ],
    }),
  );
  const found = await readPayables(world.contact(), {
    itemIds: [bill, memo],
    customerIds: [world.customerId],
    currency: "USD",
  });
  expect(found.credits.map((credit) => [credit.id, credit.freeMinor])).toEqual([
    [cash, 7_00n],
    [memo, 25_00n],
  ]);
  expect(found.chosenCreditIds).toEqual([memo]);
  expect(found.debits.map((debit) => debit.id)).toEqual([bill]);
});

test("a document of an account he does not hold is not there, whatever he asks for", async () => {
  const world = await newWorld();
  const other = await world.customer();
  const bill = await world.document({ customerId: other });
  const memo = await world.document({ kind: "credit_memo", number: "CM-9", customerId: other });
  const found = await readPayables(world.contact(), {
    itemIds: [bill, memo],
    customerIds: [other],
    currency: "USD",
  });
  expect(found).toMatchObject({ debits: [], credits: [], chosenCreditIds: [] });
});
