import { newId } from "@openitem/db/ids";
import { disputeItems, disputes } from "@openitem/db/schema/disputes";
import { promiseInstalments, promiseItems, promises } from "@openitem/db/schema/promises";
import { insertRow } from "@openitem/db/statement";
import { afterAll, expect, test } from "vitest";
import { close, newWorld, type World } from "../../test/world.ts";
import { applyCredit } from "../cash/apply-credit.ts";
import { recordReceipt } from "../cash/record-receipt.ts";
import { undoApplication } from "../cash/undo-application.ts";
import type { DisputeStatus } from "../disputes/dispute.ts";
import { listItems, totalItemsIn } from "../items/list-items.ts";
import { readBalances } from "../items/read-balances.ts";
import { readItem } from "../items/read-item.ts";
import { read, transact } from "../kernel/transact.ts";
import { followPayment } from "../payments/follow-payment.ts";
import { startPayment } from "../payments/start-payment.ts";
import type { PromiseStatus } from "../promises/promise.ts";
import { holdsOf, NO_CLAIMS } from "./hold.ts";
import { readClaims } from "./read-claims.ts";

afterAll(close);

let made = 0;
/** A dispute as it stands in the books, however it came there. */
async function dispute(
  world: World,
  itemId: string,
  amountMinor: bigint,
  status: DisputeStatus = "submitted",
) {
  const { organizationId, customerId, legalEntityId } = world;
  const disputeId = newId();
  made += 1;
  const decided = ["accepted", "part_accepted", "rejected", "contested", "closed"].includes(status);
  const ended = ["withdrawn", "closed"].includes(status);
  const at = world.worker.now;
  await transact(world.worker, async (tx) => {
    await insertRow(tx, disputes, {
      organizationId,
      id: disputeId,
      number: `DSP-${made}`,
      customerId,
      legalEntityId,
      currency: "USD",
      reason: "price",
      amountMinor,
      status,
      facts: {},
      raisedBy: "contact:x",
      raisedByName: "Dana",
      raisedAt: at,
      replyToken: newId(),
      decidedAt: decided ? at : null,
      contestedAt: status === "contested" ? at : null,
      endedAt: ended ? at : null,
    });
    await insertRow(tx, disputeItems, {
      organizationId,
      disputeId,
      itemId,
      lineNo: 0,
      customerId,
      amountMinor,
    });
  });
}

async function promise(
  world: World,
  itemId: string,
  amountMinor: bigint,
  status: PromiseStatus = "active",
  at = world.worker.now,
) {
  const { organizationId, customerId } = world;
  const promiseId = newId();
  made += 1;
  await transact(world.worker, async (tx) => {
    await insertRow(tx, promises, {
      organizationId,
      id: promiseId,
      number: `PRM-${made}`,
      customerId,
      currency: "USD",
      amountMinor,
      status,
      proposedSide: "customer",
      madeBy: "contact:x",
      madeByName: "Dana",
      madeAt: at,
      graceDays: 2,
      judgedAt: status === "broken" ? at : null,
      endedAt: status === "cancelled" ? at : null,
    });
    await insertRow(tx, promiseItems, { organizationId, promiseId, itemId, customerId, amountMinor });
    await insertRow(tx, promiseInstalments, {
      organizationId,
      promiseId,
      no: 1,
      customerId,
      dueOn: "2026-11-27",
      amountMinor,
      state: status === "broken" ? "broken" : "waiting",
    });
  });
}

const claimsOf = (world: World, itemId: string) =>
  read(world.worker, async (tx) => (await readClaims(tx, world.worker, [itemId])).get(itemId) ?? NO_CLAIMS);

test.each<[DisputeStatus, bigint]>([
  ["submitted", 60_00n],
  ["in_review", 60_00n],
  ["waiting_customer", 60_00n],
  ["waiting_internal", 60_00n],
  ["awaiting_approval", 60_00n],
  ["contested", 60_00n],
  ["accepted", 0n],
  ["part_accepted", 0n],
  ["rejected", 0n],
  ["withdrawn", 0n],
  ["closed", 0n],
])("a dispute that is %s holds %s", async (status, held) => {
  const world = await newWorld();
  const itemId = await world.document({ amountMinor: 100_00n });
  await dispute(world, itemId, 60_00n, status);
  expect(holdsOf(100_00n, 0n, await claimsOf(world, itemId)).disputedMinor).toBe(held);
  const { rows } = await listItems(world.contact("viewer"), {
    customerIds: [world.customerId],
    state: "disputed",
  });
  expect(rows.map((row) => row.disputedMinor)).toEqual(held > 0n ? [held] : []);
});

test.each<[PromiseStatus, bigint]>([
  ["proposed", 60_00n],
  ["active", 60_00n],
  ["broken", 0n],
  ["cancelled", 0n],
])("a promise that is %s holds %s", async (status, held) => {
  const world = await newWorld();
  const itemId = await world.document({ amountMinor: 100_00n });
  await promise(world, itemId, 60_00n, status);
  expect(holdsOf(100_00n, 0n, await claimsOf(world, itemId)).promisedMinor).toBe(held);
});

test("what is paid after a promise was made is brought, and no longer promised", async () => {
  const world = await newWorld();
  const { customerId, legalEntityId } = world;
  const itemId = await world.document({ amountMinor: 100_00n });
  await promise(world, itemId, 60_00n);
  const receipt = { legalEntityId, customerId, currency: "USD", valueOn: "2026-11-18" };
  await recordReceipt(world.worker, {
    ...receipt,
    number: "WIRE-1",
    amountMinor: 40_00n,
    applyTo: [{ itemId, amountMinor: 40_00n }],
  });
  expect((await claimsOf(world, itemId)).promises).toMatchObject([{ amountMinor: 20_00n }]);
});

test("money that was on its way before, a credit, and what went back of it leave a promise as it is", async () => {
  const world = await newWorld();
  const { customerId, legalEntityId } = world;
  const later = { ...world.worker, now: new Date(world.worker.now.getTime() + 3_600_000) };
  const dana = world.paying(world.contact());
  const worker = world.paying(later);

  const paid = await world.document({ amountMinor: 100_00n });
  const early = world.wish([[paid, 60_00n]]);
  await startPayment(dana, early);
  await promise(world, paid, 40_00n, "active", new Date(world.worker.now.getTime() + 60_000));
  world.gateway.complete(early.paymentId, {});
  await followPayment(worker, { paymentId: early.paymentId });
  expect((await claimsOf(world, paid)).promises).toMatchObject([{ amountMinor: 40_00n }]);

  const credited = await world.document({ amountMinor: 100_00n });
  await promise(world, credited, 40_00n);
  const creditId = await world.document({ kind: "credit_memo", amountMinor: 60_00n });
  const applyTo = [{ itemId: credited, amountMinor: 60_00n }];
  await applyCredit(world.staff("finance"), { key: newId(), creditId, appliedOn: "2026-11-18", applyTo });
  expect((await claimsOf(world, credited)).promises).toMatchObject([{ amountMinor: 40_00n }]);

  const returned = await world.document({ amountMinor: 100_00n });
  const receipt = { legalEntityId, customerId, currency: "USD", valueOn: "2026-11-10", number: "WIRE-B" };
  await recordReceipt(world.worker, {
    ...receipt,
    amountMinor: 60_00n,
    applyTo: [{ itemId: returned, amountMinor: 60_00n }],
  });
  await promise(world, returned, 40_00n, "active", new Date(world.worker.now.getTime() + 60_000));
  const [application] = (await readItem(world.worker, returned)).applications;
  await undoApplication(
    { ...world.staff("finance"), now: later.now },
    { key: newId(), applicationId: application!.id, appliedOn: "2026-11-18", reason: "Wrong" },
  );
  expect((await claimsOf(world, returned)).promises).toMatchObject([{ amountMinor: 40_00n }]);
  expect(await world.differences()).toEqual([]);
});

test("the lists, the counts, the balance and the rule for one document say the same", async () => {
  const world = await newWorld();
  const { customerId } = world;
  const dana = world.contact("viewer");
  const disputed = await world.document({ amountMinor: 100_00n, dueOn: "2026-10-31" });
  const promised = await world.document({ amountMinor: 80_00n, dueOn: "2026-10-31" });
  const both = await world.document({ amountMinor: 50_00n, dueOn: "2026-12-31" });
  await world.document({ amountMinor: 7_00n, dueOn: "2026-10-31" });
  await dispute(world, disputed, 100_00n);
  await promise(world, promised, 30_00n);
  await dispute(world, both, 20_00n, "waiting_customer");
  await promise(world, both, 50_00n);

  const [balance] = await readBalances(dana, [customerId]);
  expect(balance).toMatchObject({
    openMinor: 237_00n,
    disputedMinor: 120_00n,
    disputedCount: 2,
    promisedMinor: 60_00n,
    promisedCount: 2,
    readyMinor: 57_00n,
    readyCount: 2,
    notDueMinor: 0n,
    inFlightMinor: 0n,
  });
  const customerIds = [customerId];
  const { rows } = await listItems(dana, { customerIds, state: "open" });
  const of = (id: string) => rows.find((row) => row.id === id);
  expect(of(both)).toMatchObject({
    disputedMinor: 20_00n,
    promisedMinor: 30_00n,
    dispute: { status: "waiting_customer" },
    promise: { status: "active", nextOn: "2026-11-27" },
  });
  expect(of(disputed)).toMatchObject({ disputedMinor: 100_00n, promisedMinor: 0n, promise: null });
  const states = ["disputed", "promised", "ready"] as const;
  const { counts } = await read(dana, (tx) => totalItemsIn(tx, dana, { customerIds }, states));
  expect(counts).toEqual([2, 2, 2]);
  for (const [at, state] of states.entries())
    expect((await listItems(dana, { customerIds, state })).rows).toHaveLength(counts[at]!);
});
