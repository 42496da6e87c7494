import { afterAll, expect, test } from "vitest";
import { close, newWorld } from "../../test/world.ts";
import { recordReceipt } from "../cash/record-receipt.ts";
import { BUCKETS } from "../statements/ageing.ts";
import { listCustomers } from "./list-customers.ts";
import { totalCustomers } from "./total-customers.ts";

afterAll(close);

test("customers add up per currency to what their pages show, and never over currencies", async () => {
  const world = await newWorld();
  const DUE = ["2026-12-24", "2026-11-01", "2026-10-05", "2026-09-01", "2026-06-01"];
  for (let index = 0; index < 12; index++) {
    const customerId = await world.customer({
      name: `${index % 2 ? "Meridian" : "Acme"} ${index}`,
      timeZone: index % 3 ? "Asia/Tokyo" : "America/New_York",
    });
    const currency = index % 4 === 0 ? "JPY" : "USD";
    await world.document({ customerId, currency, amountMinor: BigInt(100 + index), dueOn: DUE[index % 5]! });
    await world.document({ customerId, currency: "EUR", amountMinor: 7n, dueOn: DUE[(index + 2) % 5]! });
  }
  await world.document({ kind: "credit_memo", number: "CM-1", currency: "USD", amountMinor: 40n });
  const office = world.staff("collector");

  for (const filter of [
    {},
    { search: "acme" },
    { currency: "USD" },
    { search: "Meridian", currency: "EUR" },
  ]) {
    const totals = await totalCustomers(office, filter);
    const { rows } = await listCustomers(office, filter);
    expect(totals.map((total) => total.currency)).toEqual(
      [...new Set(rows.map((row) => row.currency))].sort(),
    );
    for (const total of totals) {
      const own = rows.filter((row) => row.currency === total.currency);
      const added = (minorOf: (row: (typeof rows)[number]) => bigint) =>
        own.reduce((sum, row) => sum + minorOf(row), 0n);
      expect(total.customers).toBe(own.length);
      expect(total.openMinor).toBe(added((row) => row.openMinor));
      expect(total.overdueMinor).toBe(added((row) => row.overdueMinor));
      expect(total.creditsMinor).toBe(added((row) => row.creditsMinor));
      for (const bucket of BUCKETS) expect(total.ageing[bucket]).toBe(added((row) => row.ageing[bucket]));
      expect(BUCKETS.reduce((sum, bucket) => sum + total.ageing[bucket], 0n)).toBe(total.openMinor);
    }
  }
});

test("a customer with nothing but money on account counts with its credits and owes nothing", async () => {
  const world = await newWorld();
  await recordReceipt(world.staff("finance"), {
    number: "RCT-1",
    legalEntityId: world.legalEntityId,
    customerId: world.customerId,
    currency: "USD",
    amountMinor: 60_00n,
    valueOn: "2026-10-10",
    heldAs: "on_account",
  });
  expect(await totalCustomers(world.staff(), {})).toEqual([
    {
      currency: "USD",
      customers: 1,
      openMinor: 0n,
      overdueMinor: 0n,
      creditsMinor: 60_00n,
      ageing: { current: 0n, "1-30": 0n, "31-60": 0n, "61-90": 0n, "90+": 0n },
    },
  ]);
});

test("customers of another biller are in no total", async () => {
  const world = await newWorld();
  await world.document();
  const rival = await newWorld();
  expect(await totalCustomers(rival.staff(), {})).toEqual([]);
  expect(await totalCustomers(world.staff(), { search: "nobody of that name" })).toEqual([]);
});
