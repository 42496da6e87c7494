import { newId } from "@openitem/db/ids";
import { transfers } from "@openitem/db/schema/ledger";
import { legalEntities } from "@openitem/db/schema/organizations";
import { and, asc, eq, or } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { read, transact } from "../kernel/transact.ts";
import { confirmMatch } from "./confirm-match.ts";
import { realiseExchange } from "./realise-exchange.ts";
import { recordExchangeRate } from "./record-exchange-rate.ts";
import { type CashWorld, newCashWorld } from "./test/cash-world.ts";
import { undoApplication } from "./undo-application.ts";

afterAll(close);

/** A biller with books in euro, and a bill of 100.00 USD of 1 October that was paid on 16 November. */
async function paidAbroad() {
  const world = await newCashWorld("USD");
  await transact(world.worker, (tx) =>
    tx
      .update(legalEntities)
      .set({ functionalCurrency: "EUR" })
      .where(eq(legalEntities.organizationId, world.organizationId)),
  );
  const bill = await world.document();
  const [line] = await world.money({});
  await confirmMatch(world.finance, {
    key: newId(),
    lineId: line!.id,
    receiptId: null,
    customerId: world.customerId,
    applications: [{ itemId: bill, amountMinor: 100_00n }],
  });
  const rate = (onDay: string, text: string) =>
    recordExchangeRate(world.finance, {
      fromCurrency: "USD",
      toCurrency: "EUR",
      onDay,
      rate: text,
      source: "ECB",
    });
  return { world, bill, rate };
}

const realised = (world: CashWorld) =>
  read(world.worker, async (tx) => {
    const rows = await tx
      .select()
      .from(transfers)
      .where(
        and(
          eq(transfers.organizationId, world.organizationId),
          or(eq(transfers.debit, "exchange_difference"), eq(transfers.credit, "exchange_difference")),
        ),
      )
      .orderBy(asc(transfers.id));
    return rows.map(({ debit, credit, amountMinor, currency }) => [debit, credit, amountMinor, currency]);
  });

test.each([
  ["0.90", "0.95", ["exchange", "exchange_difference", 5_00n, "EUR"]],
  ["0.95", "0.90", ["exchange_difference", "exchange", 5_00n, "EUR"]],
])(
  "billed at %s and paid at %s is booked once, and taken back when it is un-applied",
  async (billed, paid, entry) => {
    const { world, bill, rate } = await paidAbroad();
    await rate("2026-10-01", billed);
    await rate("2026-11-16", paid);
    const outcomes = await Promise.all([realiseExchange(world.worker), realiseExchange(world.worker)]);
    expect(outcomes.reduce((total, outcome) => total + outcome.realised, 0)).toBe(1);
    expect(await realised(world)).toEqual([entry]);
    const [application] = await world.appliedTo(bill);
    const undo = { key: newId(), applicationId: application!.id, appliedOn: "2026-11-18", reason: "Wrong" };
    await undoApplication(world.finance, undo);
    await realiseExchange(world.worker);
    const [debit, credit, ...rest] = entry;
    expect(await realised(world)).toEqual([entry, [credit, debit, ...rest]]);
    expect(await realiseExchange(world.worker)).toEqual({ realised: 0, failures: [] });
    expect(await world.differences()).toEqual([]);
  },
);

test("waits for a rate that nobody has recorded, and says which", async () => {
  const { world, rate } = await paidAbroad();
  await rate("2026-11-16", "0.95");
  const { realised: count, failures } = await realiseExchange(world.worker);
  expect(count).toBe(0);
  expect(failures).toEqual(["There is no rate of USD in EUR for 2026-10-01. Record it first."]);
  await rate("2026-09-30", "0.90");
  expect(await realiseExchange(world.worker)).toEqual({ realised: 1, failures: [] });
  expect(await world.differences()).toEqual([]);
});
