import { items } from "@openitem/db/schema/items";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, describe, expect, test } from "vitest";
import { appUrl, client, close, contextAs, newWorld, ownerUrl, WORKER } from "../../test/world.ts";
import { listActivity } from "../audit/list-activity.ts";
import { readCustomer } from "../customers/read-customer.ts";
import { readBalances } from "../items/read-balances.ts";
import { readItem } from "../items/read-item.ts";
import { listPayments } from "../payments/list-payments.ts";
import { startPayment } from "../payments/start-payment.ts";
import { read, transact } from "./transact.ts";

const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} });
afterAll(async () => {
  await owner.end();
  await close();
});

describe("the database itself", () => {
  test("forces row-level security on every table of a tenant, with the tenant first in its key", async () => {
    const tables = await owner<{ name: string; forced: boolean; policies: number; first: string | null }[]>`
      select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
        (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies,
        (select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0] where i.indrelid = c.oid and i.indisprimary) as first
      from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id')`;
    expect(tables.length).toBeGreaterThan(20);
    expect(
      tables.filter((table) => !table.forced || table.policies === 0 || table.first !== "organization_id"),
    ).toEqual([]);
  });

  test("gives nobody but the owner the right to change or delete the journal, the applications and the audit trail", async () => {
    const grants = await owner`
      select grantee, table_name, privilege_type from information_schema.role_table_grants
      where table_schema = 'public' and table_name in ('transfers', 'applications', 'audit_records', 'item_lines', 'policies')
        and privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE') and grantee = any (${["openitem_app", "openitem_portal", "openitem_staff", "openitem_worker", "openitem_auth", "PUBLIC"]})`;
    const columns = await owner`
      select grantee, column_name from information_schema.role_column_grants
      where table_schema = 'public' and privilege_type = 'UPDATE' and grantee = any (${["openitem_app", "openitem_portal", "openitem_staff", "openitem_worker", "openitem_auth", "PUBLIC"]})
        and (table_name in ('transfers', 'applications', 'audit_records') or (table_name = 'items' and column_name in ('amount_minor', 'customer_id', 'currency', 'due_on')))`;
    expect([...grants, ...columns]).toEqual([]);
  });

  test("shows nothing to a connection that has not said who it acts for", async () => {
    await newWorld();
    await expect(client`select * from items`).rejects.toThrow("permission denied");
    const rows = await client.begin(async (tx) => {
      await tx`select set_config('role', 'openitem_staff', true)`;
      return tx`select * from items`;
    });
    expect(rows).toHaveLength(0);
  });

  test("refuses an update of the journal even to staff", async () => {
    const world = await newWorld();
    await world.document();
    const attempt = transact(world.staff("admin"), (tx) =>
      tx.execute(sql`update transfers set amount_minor = 1`),
    );
    await expect(attempt).rejects.toMatchObject({
      cause: expect.objectContaining({ message: expect.stringContaining("permission denied") }),
    });
  });
});

describe("a contact", () => {
  test("sees his own accounts even where a query forgets to filter", async () => {
    const world = await newWorld();
    const neighbour = await world.customer();
    const mine = await world.document();
    const theirs = await world.document({ customerId: neighbour });
    const seen = await read(world.contact("viewer"), (tx) => tx.select({ id: items.id }).from(items));
    expect(seen.map((row) => row.id)).toEqual([mine]);
    const everything = [
      "applications",
      "transfers",
      "payments",
      "payment_shares",
      "audit_records",
      "customers",
      "contacts",
      "messages",
    ];
    for (const table of everything) {
      const rows = await read(world.contact("viewer"), (tx) =>
        tx.execute(sql`select * from ${sql.identifier(table)}`),
      );
      expect(
        JSON.stringify(rows, (_key, value) => (typeof value === "bigint" ? String(value) : value)),
        table,
      ).not.toContain(neighbour);
    }
    await expect(readItem(world.contact("admin"), theirs)).rejects.toMatchObject({ kind: "missing" });
  });

  test("of another biller is not told that a document exists", async () => {
    const [here, there] = [await newWorld(), await newWorld()];
    const bill = await here.document();
    const stranger = contextAs(
      { ...there.contact("admin").actor } as Parameters<typeof contextAs>[0],
      there.organizationId,
    );
    await expect(readItem(stranger, bill)).rejects.toMatchObject({
      kind: "missing",
      message: "We cannot find this document on your account.",
    });
    await expect(readCustomer(stranger, here.customerId)).rejects.toMatchObject({ kind: "missing" });
    expect(await readBalances(stranger, [here.customerId])).toEqual([]);
    expect((await listPayments(stranger, { customerIds: [here.customerId] })).rows).toEqual([]);
    expect(await listActivity(stranger, { customerIds: [here.customerId] })).toEqual([]);
    // Naming the other biller's organization does not help: the accounts are not his.
    const bold = { ...stranger, organizationId: here.organizationId };
    await expect(readItem(bold, bill)).rejects.toMatchObject({ kind: "missing" });
    await expect(startPayment(here.paying(bold), here.wish([[bill, 100_00n]]))).rejects.toMatchObject({
      kind: "missing",
    });
  });
});

test("two connections serving fifty billers at once never mix them up", async () => {
  const { connect } = await import("@openitem/db/client");
  const narrow = connect(appUrl, { connectionsMax: 2 });
  try {
    const worlds = await Promise.all(Array.from({ length: 50 }, () => newWorld()));
    await Promise.all(worlds.map((world) => world.document()));
    const wrong = await Promise.all(
      Array.from({ length: 2_000 }, async (_, index) => {
        const world = worlds[index % worlds.length]!;
        const ctx = {
          ...(index % 3 === 0 ? world.contact("viewer") : contextAs(WORKER, world.organizationId)),
          db: narrow.db,
        };
        const rows = await read(ctx, (tx) => tx.select({ organizationId: items.organizationId }).from(items));
        return rows.length === 1 && rows[0]!.organizationId === world.organizationId ? 0 : 1;
      }),
    );
    expect(wrong.reduce<number>((sum, each) => sum + each, 0)).toBe(0);
  } finally {
    await narrow.close();
  }
});
