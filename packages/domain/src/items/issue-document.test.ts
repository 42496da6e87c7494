import { newId } from "@openitem/db/ids";
import { afterAll, describe, expect, test } from "vitest";
import { close, newWorld, type World } from "../../test/world.ts";
import { createCustomer } from "../customers/create-customer.ts";
import { customerKey, nameKey } from "../customers/customer.ts";
import { findCustomer } from "../customers/find-customer.ts";
import { listCustomers } from "../customers/list-customers.ts";
import { readCustomer } from "../customers/read-customer.ts";
import { sum } from "../kernel/money.ts";
import { changePolicy } from "../policies/change-policy.ts";
import { issueDocument } from "./issue-document.ts";
import { numberTail } from "./item.ts";
import { listItemLines, readItem } from "./read-item.ts";

afterAll(close);

const invoiceOf = (world: World, over: Partial<Parameters<typeof issueDocument>[1]> = {}) => ({
  id: newId(),
  kind: "invoice" as const,
  number: `INV-${newId().slice(-8)}`,
  legalEntityId: world.legalEntityId,
  customerId: world.customerId,
  currency: "USD",
  amountMinor: 100_00n,
  issuedOn: "2026-10-01",
  dueOn: "2026-10-31",
  ...over,
});

describe("issuing a document", () => {
  test("with thousands of usage lines: they add up, and are read a page at a time", async () => {
    const world = await newWorld();
    const lines = Array.from({ length: 5_000 }, (_, index) => ({
      description: index % 2 === 0 ? `SMS to route ${index}` : `100% voice_${index}`,
      quantity: "1200",
      unit: "message",
      unitPrice: "0.0079",
      amountMinor: BigInt(index % 50),
    }));
    const amountMinor = sum(lines.map((line) => line.amountMinor));
    const { itemId } = await issueDocument(world.worker, invoiceOf(world, { lines, amountMinor }));
    expect((await readItem(world.contact("viewer"), itemId)).lineCount).toBe(5_000);
    const first = await listItemLines(world.contact("viewer"), { itemId });
    expect(first.rows).toHaveLength(100);
    const second = await listItemLines(world.contact("viewer"), { itemId, after: first.next! });
    expect(second.rows[0]).toMatchObject({ lineNo: 101, unitPrice: "0.0079" });
    // Signs that mean something in a pattern are only themselves.
    expect(
      (await listItemLines(world.worker, { itemId, search: "100% voice_1" })).rows.map(
        (row) => row.description,
      ),
    ).not.toContain("SMS to route 0");
    expect((await listItemLines(world.worker, { itemId, search: "0%_" })).rows).toEqual([]);
    expect(await world.differences()).toEqual([]);
  });

  test("is refused when it does not add up, is not due, has a number that is taken, or is not his to issue", async () => {
    const world = await newWorld();
    const issue = (over = {}, ctx = world.worker) => issueDocument(ctx, invoiceOf(world, over));
    const line = { description: "SMS", quantity: "1", unit: "message", unitPrice: "1", amountMinor: 99_99n };
    await expect(issue({ lines: [line] })).rejects.toMatchObject({ code: "item.lines_differ" });
    await expect(issue({ dueOn: null })).rejects.toMatchObject({ code: "item.due_missing" });
    await issue({ number: "INV-1" });
    await expect(issue({ number: "INV-1" })).rejects.toMatchObject({ code: "item.number_taken" });
    await expect(issue({}, world.staff("collector"))).rejects.toMatchObject({ kind: "forbidden" });
    await expect(issue({ currency: "XXQ" })).rejects.toThrow("not a currency");
    expect(await world.differences()).toEqual([]);
  });

  test("twice is once", async () => {
    const world = await newWorld();
    const input = invoiceOf(world);
    await Promise.all([issueDocument(world.worker, input), issueDocument(world.worker, input)]);
    expect((await readCustomer(world.worker, world.customerId)).balances).toMatchObject([
      { openMinor: 100_00n, openCount: 1 },
    ]);
  });
});

describe("customers", () => {
  test.each([
    ["0200769623", "200769623"],
    ["200769623.0", "200769623"],
    [" CCU013 ", "ccu013"],
    ["0000", "0"],
    ["00A1", "00a1"],
  ])("the number %j is the account %j", (number, key) => {
    expect(customerKey(number)).toBe(key);
  });

  test("one account however its number is spelled, found by any part of the name", async () => {
    const world = await newWorld();
    const id = await world.customer({ number: "0200915438", name: "Café  Müller & Söhne" });
    await expect(world.customer({ number: "200915438" })).rejects.toMatchObject({
      code: "customer.number_taken",
    });
    expect(await findCustomer(world.worker, "200915438.0")).toMatchObject({ id });
    expect(await findCustomer(world.worker, "999")).toBeNull();
    for (const search of ["muller", "cafe mu", "02009", "2009154"])
      expect(
        (await listCustomers(world.worker, { search, withSettled: true })).rows.map((row) => row.id),
        search,
      ).toEqual([id]);
    expect(nameKey("  ÉTÉ  à ")).toBe("ete a");
    await expect(
      createCustomer(world.staff("collector"), { number: "9", name: "X", timeZone: "UTC" }),
    ).rejects.toMatchObject({ kind: "forbidden" });
  });

  test("are listed by age, each currency in a row of its own, and the steps come to what is open", async () => {
    const world = await newWorld();
    await world.document({ dueOn: "2026-11-30" });
    await world.document({ dueOn: "2026-08-01", amountMinor: 7_00n });
    await world.document({ currency: "JPY", amountMinor: 5_000n });
    await world.document({ kind: "credit_memo", amountMinor: 3_00n });
    await world.customer();
    const { rows, count } = await listCustomers(world.worker, {});
    expect(count).toBe(2);
    for (const row of rows) expect(sum(Object.values(row.ageing))).toBe(row.openMinor);
    expect(rows.find((row) => row.currency === "USD")).toMatchObject({
      openMinor: 107_00n,
      overdueMinor: 7_00n,
      creditsMinor: 3_00n,
      oldestDaysLate: 109,
      ageing: { "90+": 7_00n },
    });
    expect((await listCustomers(world.worker, { withSettled: true })).count).toBe(3);
  });
});

test.each([
  ["INV-2026-10188", "10188"],
  ["1930565277", "1930565277"],
  ["CM/7a", "7"],
  ["none", ""],
])("the tail of %s is %j", (number, tail) => {
  expect(numberTail(number)).toBe(tail);
});

test("a policy is changed by a manager, on the version he saw, with a reason", async () => {
  const world = await newWorld();
  const change = (over = {}, ctx = world.staff("manager")) =>
    changePolicy(ctx, {
      key: newId(),
      kind: "sign_in",
      basedOn: 0,
      rules: { staffTotpRequired: false },
      reason: "Demo",
      ...over,
    });
  await expect(change({}, world.staff("collector"))).rejects.toMatchObject({ kind: "forbidden" });
  await expect(change({ rules: { invitationDays: 0 } })).rejects.toMatchObject({
    code: "policy.invalid",
    facts: { field: "invitationDays" },
  });
  const key = newId();
  const manager = world.staff("manager");
  const versions = await Promise.all([change({ key }, manager), change({ key }, manager)]);
  expect(versions).toEqual([{ version: 1 }, { version: 1 }]);
  await expect(change()).rejects.toMatchObject({ code: "policy.changed" });
  expect(await change({ basedOn: 1, rules: { invitationDays: 3 } })).toEqual({ version: 2 });
});
