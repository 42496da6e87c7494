import { newId } from "@openitem/db/ids";
import { remittances } from "@openitem/db/schema/remittances";
import { eq } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { listDisputes } from "../disputes/list-disputes.ts";
import { read } from "../kernel/transact.ts";
import { declarePayment } from "../remittances/declare-payment.ts";
import { confirmMatch } from "./confirm-match.ts";
import { runMatch } from "./run-match.ts";
import { startMatchRun } from "./start-match-run.ts";
import { type CashWorld, newCashWorld } from "./test/cash-world.ts";
import { plainEngine } from "./test/plain-engine.ts";
import { undoApplication } from "./undo-application.ts";
import { undoReceipt } from "./undo-receipt.ts";

afterAll(close);

/** Dana says that she has wired 95.00 for a bill of 100.00, and why the rest is missing. */
async function declared() {
  const world = await newCashWorld();
  const bill = await world.document();
  const remittanceId = newId();
  await declarePayment(world.contact("admin"), {
    remittanceId,
    customerId: world.customerId,
    currency: "USD",
    method: "wire",
    paidOn: "2026-11-15",
    totalMinor: 95_00n,
    lines: [{ itemId: bill, amountMinor: 95_00n, deductionMinor: 5_00n, reason: "price" }],
  });
  const [line] = await world.money({ amount: "95.00" });
  return { world, bill, remittanceId, line: line! };
}

const standing = async (world: CashWorld, remittanceId: string) => {
  const [row] = await read(world.worker, (tx) =>
    tx.select().from(remittances).where(eq(remittances.id, remittanceId)),
  );
  return row!;
};

test("money that lands ties its advice, and what the payer contests of it is in dispute", async () => {
  const { world, bill, remittanceId, line } = await declared();
  const { receiptId } = await confirmMatch(world.finance, {
    key: newId(),
    lineId: line.id,
    receiptId: null,
    customerId: world.customerId,
    applications: [{ itemId: bill, amountMinor: 95_00n }],
    remittanceId,
  });
  expect(await standing(world, remittanceId)).toMatchObject({ status: "tied", lineId: line.id, receiptId });
  const { rows } = await listDisputes(world.finance, {});
  expect(rows).toMatchObject([{ amountMinor: 5_00n, reason: "other" }]);
  expect(await world.differences()).toEqual([]);
});

test("a receipt that is undone gives its advice back to wait for its money", async () => {
  const { world, bill, remittanceId, line } = await declared();
  await confirmMatch(world.finance, {
    key: newId(),
    lineId: line.id,
    receiptId: null,
    customerId: world.customerId,
    applications: [{ itemId: bill, amountMinor: 95_00n }],
    remittanceId,
  });
  const [application] = await world.appliedTo(bill);
  const undo = { key: newId(), applicationId: application!.id, appliedOn: "2026-11-18", reason: "Another" };
  await undoApplication(world.finance, undo);
  await undoReceipt(world.finance, { key: newId(), lineId: line.id, reason: "Another payer" });
  expect(await standing(world, remittanceId)).toMatchObject({ status: "confirmed", lineId: null });
  expect(await world.differences()).toEqual([]);
});

test("an advice goes with one payment: the second that names it waits for a person", async () => {
  const { world, bill, remittanceId, line } = await declared();
  const [second] = await world.money({ amount: "95.00" });
  const claiming: typeof plainEngine = (books, policy) => ({
    ...plainEngine(books, policy),
    pay: () => {},
    match: (money) => ({
      kind: "apply",
      rule: "claim",
      customerId: world.customerId,
      proposals: [
        {
          customerId: world.customerId,
          rule: "claim",
          applications: [
            {
              itemId: bill,
              number: "the bill",
              customerId: world.customerId,
              freeMinor: 100_00n,
              amountMinor: money.lineId === line.id ? 95_00n : 5_00n,
              discountMinor: 0n,
            },
          ],
          difference: { minor: 0n, kind: "none", reason: null },
          remittanceId: books.claims[0]?.remittanceId ?? null,
          signals: [],
          rejected: null,
        },
      ],
      waits: [],
    }),
  });
  const { runId } = await startMatchRun(world.finance, {});
  await runMatch(world.worker, { runId }, { engine: claiming });
  expect(await standing(world, remittanceId)).toMatchObject({ status: "tied", lineId: line.id });
  expect((await world.lineOf(second!.id)).state).toBe("open");
  expect(await world.openOf(bill)).toBe(5_00n);
  expect(await world.differences()).toEqual([]);
});
