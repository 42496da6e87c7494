import { newId } from "@openitem/db/ids";
import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { close, newWorld, ownerUrl, type World } from "../../test/world.ts";
import { recordReceipt } from "../cash/record-receipt.ts";
import { issueItem } from "../items/issue-item.ts";
import { readItem } from "../items/read-item.ts";
import { transact } from "../kernel/transact.ts";
import { readEntity } from "../organizations/read-entity.ts";
import { closePeriod } from "./close-period.ts";
import { readClose } from "./read-close.ts";
import { begun, signAll } from "./test/closing.ts";

const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} });
afterAll(async () => {
  await owner.end();
  await close();
});

const OCTOBER = "2026-10";

/** A world whose October waits for the manager alone. */
async function readyToClose(): Promise<{ world: World; closing: () => Promise<unknown> }> {
  const world = await newWorld();
  await world.document();
  const periodId = await begun(world, OCTOBER);
  await signAll(world.staff("finance"), OCTOBER);
  return { world, closing: () => closePeriod(world.staff("manager"), { key: newId(), periodId }) };
}

/** A receipt of October whose transaction, the first time, reads the books and waits for `gate` before it books. */
function slowReceipt(world: World, gate: Promise<void>) {
  const { promise: hasRead, resolve: tell } = Promise.withResolvers<void>();
  let tries = 0;
  const done = transact(world.worker, async (tx) => {
    tries += 1;
    const legalEntity = await readEntity(tx, world.worker, world.legalEntityId);
    tell();
    await gate;
    return issueItem(tx, world.worker, {
      kind: "receipt",
      number: "LATE-1",
      legalEntity,
      customerId: world.customerId,
      currency: "USD",
      amountMinor: 25_00n,
      issuedOn: "2026-10-20",
      heldAs: "unapplied",
      contra: "bank_clearing",
    });
  });
  return { done, hasRead, tries: () => tries };
}

/** Until somebody waits for an advisory lock. */
async function untilSomebodyWaits(): Promise<void> {
  for (;;) {
    const [waiting] = await owner`
      select 1 from pg_locks where locktype = 'advisory' and not granted
        and database = (select oid from pg_database where datname = current_database())`;
    if (waiting) return;
  }
}

test("a posting that read the books before they were closed starts again and posts on the first open day", async () => {
  const { world, closing } = await readyToClose();
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const receipt = slowReceipt(world, gate);
  await receipt.hasRead;
  await closing();
  open();
  const item = await receipt.done;
  expect(receipt.tries()).toBe(2);
  expect(item).toMatchObject({ issuedOn: "2026-10-20", postedOn: "2026-11-01" });
  expect((await readItem(world.worker, item.id)).item.postedOn).toBe("2026-11-01");
  expect(await world.differences()).toEqual([]);
});

test("a close waits for a posting that is under way, and is closed with it in its figures", async () => {
  const { world, closing } = await readyToClose();
  const { promise: end, resolve: commit } = Promise.withResolvers<void>();
  const { promise: hasBooked, resolve: booked } = Promise.withResolvers<void>();
  const posting = transact(world.worker, async (tx) => {
    const legalEntity = await readEntity(tx, world.worker, world.legalEntityId);
    const item = await issueItem(tx, world.worker, {
      kind: "invoice",
      number: "INV-LAST",
      legalEntity,
      customerId: world.customerId,
      currency: "USD",
      amountMinor: 70_00n,
      issuedOn: "2026-10-31",
      dueOn: "2026-11-30",
      contra: "revenue",
    });
    booked();
    await end;
    return item;
  });
  await hasBooked;
  const closed = closing();
  await untilSomebodyWaits();
  commit();
  expect(await posting).toMatchObject({ postedOn: "2026-10-31" });
  // The invoice changes the allowance that was signed: the close sees it, and asks again.
  await expect(closed).rejects.toMatchObject({ code: "period.unsigned" });
  await signAll(world.staff("finance"), OCTOBER);
  await closing();
  const { rollForward } = await readClose(world.worker, { month: OCTOBER });
  expect(rollForward[0]?.closingMinor).toBe(170_00n);
  expect(await world.differences()).toEqual([]);
});

test("forty receipts while the month is being closed: each on one side of the line, and the books agree", async () => {
  const { world, closing } = await readyToClose();
  const finance = world.staff("finance");
  const receipts = Array.from({ length: 40 }, (_, at) =>
    recordReceipt(finance, {
      number: `RUN-${at}`,
      legalEntityId: world.legalEntityId,
      customerId: world.customerId,
      currency: "USD",
      amountMinor: BigInt(100 + at),
      valueOn: "2026-10-28",
    }),
  );
  await Promise.all([...receipts.slice(0, 20), closing(), ...receipts.slice(20)]);
  const days = await owner`
    select posted_on::text as day, count(*)::int as items from items
    where organization_id = ${world.organizationId} and kind = 'receipt' group by 1 order by 1`;
  expect(days.reduce((total, { items }) => total + Number(items), 0)).toBe(40);
  for (const { day } of days) expect(["2026-10-28", "2026-11-01"]).toContain(day);
  expect(await world.differences()).toEqual([]);
});

test("two managers close at once: one does, the other is told", async () => {
  const { world } = await readyToClose();
  const { period } = await readClose(world.worker, { month: OCTOBER });
  const close = () => closePeriod(world.staff("manager"), { key: newId(), periodId: period.id ?? "" });
  const outcomes = await Promise.allSettled([close(), close(), close()]);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const outcome of outcomes)
    if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "period.state" });
});
