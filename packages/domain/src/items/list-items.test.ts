import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { close, newWorld, type World } from "../../test/world.ts";
import { recordReceipt } from "../cash/record-receipt.ts";
import { sum } from "../kernel/money.ts";
import { read } from "../kernel/transact.ts";
import { startPayment } from "../payments/start-payment.ts";
import { readStatement } from "../statements/read-statement.ts";
import { statementCsv } from "../statements/statement-csv.ts";
import { ITEM_STATES } from "./item-state.ts";
import { ITEM_SORTS, listItems, totalItems, totalItemsIn } from "./list-items.ts";
import { readBalances } from "./read-balances.ts";

afterAll(close);

let world: World;
beforeAll(async () => {
  world = await newWorld();
  // Due days and amounts repeat on purpose: pages must not lose or double rows that sort alike.
  for (let index = 0; index < 40; index++)
    await world.document({
      number: `INV-2026-${String(10_000 + index)}`,
      amountMinor: BigInt(10 + (index % 5)) * 10_00n,
      issuedOn: `2026-0${5 + (index % 4)}-01`,
      dueOn: `2026-${["07-15", "09-30", "11-18", "12-31"][index % 4]}`,
      poNumber: index % 7 === 0 ? `PO-${index}` : null,
    });
  await world.document({ kind: "credit_memo", number: "CM-1", amountMinor: 25_00n, issuedOn: "2026-10-05" });
  await recordReceipt(world.staff("finance"), {
    number: "RCT-1",
    legalEntityId: world.legalEntityId,
    customerId: world.customerId,
    currency: "USD",
    amountMinor: 60_00n,
    valueOn: "2026-10-10",
    heldAs: "on_account",
  });
  const [first] = (await listItems(world.worker, { customerIds: [world.customerId] })).rows;
  await startPayment(world.paying(world.contact()), world.wish([[first!.id, 50_00n]]));
});

const customerIds = () => [world.customerId];

describe("pages", () => {
  test.each(
    ITEM_SORTS.flatMap(
      (sort) =>
        [
          [sort, false],
          [sort, true],
        ] as const,
    ),
  )("sorted by %s (descending %s) hold every document once, forwards and back", async (sort, descending) => {
    const all: string[] = [];
    const firstPages: string[][] = [];
    let cursor: string | null = null;
    do {
      const page = await listItems(world.contact("viewer"), {
        customerIds: customerIds(),
        state: "all",
        sort,
        descending,
        cursor,
        limit: 7,
      });
      firstPages.push(page.rows.map((row) => row.id));
      all.push(...page.rows.map((row) => row.id));
      cursor = page.next;
    } while (cursor);
    expect(new Set(all).size).toBe(42);
    expect(all).toHaveLength(42);
    const second = await listItems(world.worker, {
      customerIds: customerIds(),
      state: "all",
      sort,
      descending,
      limit: 7,
      cursor: (
        await listItems(world.worker, {
          customerIds: customerIds(),
          state: "all",
          sort,
          descending,
          limit: 7,
        })
      ).next,
    });
    const back = await listItems(world.worker, {
      customerIds: customerIds(),
      state: "all",
      sort,
      descending,
      limit: 7,
      cursor: second.previous,
    });
    expect(back.rows.map((row) => row.id)).toEqual(firstPages[0]);
    expect(back.previous).toBeNull();
  });

  test("a cursor of another order is refused", async () => {
    const { next } = await listItems(world.worker, { customerIds: customerIds(), limit: 5 });
    await expect(
      listItems(world.worker, { customerIds: customerIds(), limit: 5, sort: "number", cursor: next }),
    ).rejects.toMatchObject({ code: "list.cursor" });
    await expect(
      listItems(world.worker, { customerIds: customerIds(), cursor: "bm9uc2Vuc2U" }),
    ).rejects.toMatchObject({ code: "list.cursor" });
    const forged = Buffer.from(
      JSON.stringify(["due+", "tomorrow", "01234567-89ab-7def-8123-456789abcdef", false]),
    ).toString("base64url");
    await expect(
      listItems(world.worker, { customerIds: customerIds(), cursor: forged }),
    ).rejects.toMatchObject({ code: "list.cursor" });
  });
});

test.each([
  [{ state: "overdue" }, 20],
  [{ state: "ready" }, 20],
  [{ state: "not_due" }, 20],
  [{ state: "due_soon" }, 10],
  [{ state: "in_flight" }, 1],
  [{ state: "credits" }, 2],
  [{ state: "paid" }, 0],
  [{ bucket: "31-60" }, 10],
  [{ bucket: "90+" }, 10],
  [{ bucket: "current" }, 20],
  [{ search: "10007" }, 1],
  [{ search: "inv-2026-1000" }, 10],
  [{ search: "PO-7" }, 1],
  [{ search: "po-" }, 6],
  [{ search: "nothing" }, 0],
  [{ currency: "EUR" }, 0],
  [{ state: "all", issuedFrom: "2026-10-01" }, 2],
] as const)("the filter %j finds %i, and the totals agree", async (filter, count) => {
  const asked = { customerIds: customerIds(), limit: 100, ...filter };
  const { rows } = await listItems(world.contact("viewer"), asked);
  expect(rows).toHaveLength(count);
  const totals = await totalItems(world.contact("viewer"), asked);
  expect(totals.reduce((all, each) => all + each.count, 0)).toBe(count);
  expect(sum(totals.map((each) => each.openMinor))).toBe(sum(rows.map((row) => row.openMinor)));
});

test("the counts of all states come with the totals of one, and are what each would count by itself", async () => {
  const ctx = world.contact("viewer");
  for (const asked of [
    { customerIds: customerIds(), state: "overdue", bucket: "31-60" },
    { customerIds: customerIds(), state: "in_flight" },
    { customerIds: customerIds(), state: "all", search: "inv-2026-1000" },
    { customerIds: customerIds(), state: "ready", currency: "EUR" },
  ] as const) {
    const { totals, counts } = await read(ctx, (tx) => totalItemsIn(tx, ctx, asked, ITEM_STATES));
    expect(totals).toEqual(await totalItems(ctx, asked));
    for (const [index, state] of ITEM_STATES.entries()) {
      const alone = await totalItems(ctx, { ...asked, state, bucket: null });
      expect([state, counts[index]]).toEqual([state, alone.reduce((all, each) => all + each.count, 0)]);
    }
  }
});

test("the parts of the balance add up, agree with the ageing, and nothing is netted", async () => {
  const [balance] = await readBalances(world.contact("viewer"), customerIds());
  expect(
    balance!.readyMinor +
      balance!.inFlightMinor +
      balance!.disputedMinor +
      balance!.promisedMinor +
      balance!.notDueMinor,
  ).toBe(balance!.openMinor);
  expect(sum(Object.values(balance!.ageing))).toBe(balance!.openMinor);
  expect(balance).toMatchObject({
    inFlightMinor: 50_00n,
    creditMemosMinor: 25_00n,
    onAccountMinor: 60_00n,
    unappliedMinor: 0n,
    openCount: 40,
    oldestDaysLate: 126,
  });
});

test("who is paying an invoice, and since when, stands in its row", async () => {
  const { rows } = await listItems(world.contact("viewer"), {
    customerIds: customerIds(),
    state: "in_flight",
  });
  expect(rows[0]).toMatchObject({ inFlightMinor: 50_00n, payer: { name: "Dana Whitfield" } });
});

test("the CSV of a statement cannot start a formula and comes to the balance", async () => {
  await world.document({ number: '=HYPERLINK("x")', amountMinor: 1_00n });
  const statement = await readStatement(world.contact("viewer"), {
    customerIds: customerIds(),
    asOf: "2026-11-18",
  });
  const csv = statementCsv(statement);
  expect(csv).toContain(`"'=HYPERLINK(""x"")"`);
  expect(csv).toMatch(/USD,total,,,,,,,,\d+\.\d\d\r\n$/);
});

test("on any day, the statement is what was issued less what was applied by then", async () => {
  const own = await newWorld();
  const bill = await own.document({ issuedOn: "2026-01-01", dueOn: "2026-01-31", amountMinor: 100_00n });
  for (const [index, day] of ["2026-02-10", "2026-03-10", "2026-04-10"].entries())
    await recordReceipt(own.staff("finance"), {
      number: `R${index}`,
      legalEntityId: own.legalEntityId,
      customerId: own.customerId,
      currency: "USD",
      amountMinor: 20_00n,
      valueOn: day,
      applyTo: [{ itemId: bill, amountMinor: 20_00n }],
    });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: -10, max: 150 }), async (offset) => {
      const asOf = Temporal.PlainDate.from("2026-01-01").add({ days: offset }).toString();
      const paid = ["2026-02-10", "2026-03-10", "2026-04-10"].filter((day) => day <= asOf).length;
      const expected = offset < 0 ? [] : [100_00n - BigInt(paid) * 20_00n];
      const { sections } = await readStatement(own.worker, { customerIds: [own.customerId], asOf });
      expect(sections.map((section) => section.balanceMinor)).toEqual(expected);
    }),
    { numRuns: 25 },
  );
});
