import { newId } from "@openitem/db/ids";
import { afterAll, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { raiseDispute } from "../disputes/raise-dispute.ts";
import { read } from "../kernel/transact.ts";
import { startPayment } from "../payments/start-payment.ts";
import { makePromise } from "../promises/make-promise.ts";
import { declarePayment } from "../remittances/declare-payment.ts";
import { confirmMatch } from "./confirm-match.ts";
import { loadBooks } from "./load-books.ts";
import { newCashWorld } from "./test/cash-world.ts";
import { undoApplication } from "./undo-application.ts";

afterAll(close);

test("the engine is told what is free, disputed, discounted, promised, declared, learnt and barred", async () => {
  const world = await newCashWorld();
  const { customerId } = world;
  const dana = world.contact("admin");
  const load = () => read(world.worker, (tx) => loadBooks(tx, world.worker));
  const [plain, disputed, reserved, promised] = [
    await world.document({ terms: "2/60 net 90", poNumber: "PO-1" }),
    await world.document(),
    await world.document({ terms: "2/60 net 90" }),
    await world.document({ amountMinor: 700_00n }),
  ];
  await raiseDispute(dana, {
    disputeId: newId(),
    customerId,
    currency: "USD",
    reason: "other",
    comment: "Wrong",
    items: [{ itemId: disputed, amountMinor: 30_00n }],
  });
  await startPayment(world.paying(dana), world.wish([[reserved, 40_00n]]));
  await makePromise(dana, {
    promiseId: newId(),
    customerId,
    currency: "USD",
    documents: [{ itemId: promised, amountMinor: 700_00n }],
    instalments: [{ dueOn: "2026-11-27", amountMinor: 700_00n }],
  });
  await declarePayment(dana, {
    remittanceId: newId(),
    customerId,
    currency: "USD",
    method: "wire",
    paidOn: "2026-11-17",
    totalMinor: 98_00n,
    reference: "W-1",
    lines: [{ itemId: plain, amountMinor: 98_00n }],
  });
  const [line] = await world.money({ account: "GB33 BUKB 2020 1555 5555 55" });
  const { receiptId } = await confirmMatch(world.finance, {
    key: newId(),
    lineId: line!.id,
    receiptId: null,
    customerId,
    applications: [{ itemId: promised, amountMinor: 100_00n }],
  });
  const [application] = await world.appliedTo(promised);
  await undoApplication(world.finance, {
    key: newId(),
    applicationId: application!.id,
    appliedOn: "2026-11-18",
    reason: "Wrong bill",
  });

  const books = await load();
  const told = new Map(books.debits.map((debit) => [debit.itemId, debit]));
  expect(told.get(plain)).toMatchObject({
    freeMinor: 100_00n,
    disputedMinor: 0n,
    poNumber: "PO-1",
    discount: { untilOn: "2026-11-30", amountMinor: 2_00n },
  });
  expect(told.get(disputed)).toMatchObject({ freeMinor: 100_00n, disputedMinor: 30_00n, discount: null });
  expect(told.get(reserved)).toMatchObject({ freeMinor: 60_00n, discount: null });
  expect(books.payers).toMatchObject([{ customerId, parentId: null }]);
  expect(books.aliases).toEqual([{ customerId, kind: "account", value: "GB33BUKB20201555555555" }]);
  expect(books.claims).toMatchObject([
    { customerId, totalMinor: 98_00n, reference: "W-1", lines: [{ itemId: plain, netMinor: 98_00n }] },
  ]);
  expect(books.expected).toEqual([
    { customerId, currency: "USD", amountMinor: 700_00n, dueOn: "2026-11-27", itemIds: [promised] },
  ]);
  expect(books.bars).toEqual([{ receiptId, debitId: promised, on: "2026-11-18", reason: "Wrong bill" }]);
  expect(await load()).toEqual(books);

  const elsewhere = { legalEntityId: world.legalEntityId, currency: "EUR" };
  const euros = await read(world.worker, (tx) => loadBooks(tx, world.worker, { part: elsewhere }));
  expect(euros.debits).toEqual([]);
});
