import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { close, newWorld, type World } from "../../test/world.ts";
import { read } from "../kernel/transact.ts";
import { findItems } from "./find-items.ts";

afterAll(close);

let world: World;
let acme: string;
beforeAll(async () => {
  world = await newWorld();
  acme = await world.customer({ name: "Acme Routing", number: "104882" });
  await world.document({ number: "INV-2026-10188", poNumber: "PO-4500" });
  await world.document({ number: "INV-2026-101", customerId: acme });
  await world.document({ number: "INV-2026-10199", customerId: acme, poNumber: "10188-B" });
  await world.document({ kind: "credit_memo", number: "CM-10188", customerId: acme, amountMinor: 5_00n });
});

const numbers = async (search: string, limit = 10) =>
  (await findItems(world.staff("collector"), { search, limit })).map((found) => found.number);

describe("documents of every customer are found", () => {
  test("by the beginning of their number, in whatever case it is typed", async () => {
    expect(await numbers("inv-2026-101")).toEqual(["INV-2026-101", "INV-2026-10188", "INV-2026-10199"]);
    expect(await numbers("CM")).toEqual(["CM-10188"]);
  });

  test("by their last digits, and then by purchase order", async () => {
    expect(await numbers("10188")).toEqual(["CM-10188", "INV-2026-10188", "INV-2026-10199"]);
    expect(await numbers("po-45")).toEqual(["INV-2026-10188"]);
  });

  test("with the very number before those that go on", async () => {
    expect(await numbers("INV-2026-101", 1)).toEqual(["INV-2026-101"]);
    expect((await numbers("101"))[0]).toBe("INV-2026-101");
  });

  test("with whose they are", async () => {
    const [found] = await findItems(world.staff("auditor"), { search: "INV-2026-10199" });
    expect(found).toMatchObject({
      kind: "invoice",
      customerId: acme,
      customerName: "Acme Routing",
      customerNumber: "104882",
      poNumber: "10188-B",
    });
  });

  test("never from their middle, and no pattern is one", async () => {
    expect(await numbers("2026")).toEqual([]);
    expect(await numbers("%")).toEqual([]);
    expect(await numbers("INV_2026")).toEqual([]);
  });
});

test("a document of another biller or, to a contact, of another customer is not found", async () => {
  const rival = await newWorld();
  expect(await findItems(rival.staff("admin"), { search: "INV" })).toEqual([]);
  const seen = await findItems(world.contact("viewer"), { search: "INV-2026" });
  expect(seen.map((found) => found.number)).toEqual(["INV-2026-10188"]);
});

test.each(["number", "number_tail", "po_number"])(
  "staff look for a %s in an index that begins with it, not document by document",
  async (column) => {
    const plan = await read(world.staff(), async (tx) => {
      // Of a few rows a scan is always the cheaper way: what matters is that the other one is open.
      await tx.execute(sql`set local enable_seqscan = off`);
      await tx.execute(sql`set local enable_bitmapscan = off`);
      await tx.execute(sql`set local enable_sort = off`);
      return tx.execute(sql`explain select i.id from items i where i.organization_id = ${world.organizationId}
        and i.${sql.raw(column)} >= 'INV-2' and i.${sql.raw(column)} < 'INV-3' order by i.${sql.raw(column)}, i.id limit 5`);
    });
    const text = plan.map((row) => Object.values(row).join()).join("\n");
    expect(text).toContain(`items_all_by_${column}_index`);
    expect(text).toMatch(new RegExp(`Index Cond: .*${column} >= .*${column} < `));
  },
);
