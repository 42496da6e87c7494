import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { freshDatabase } from "./database.ts";

const open: postgres.Sql[] = [];
const connectTo = (url: string) => {
  const client = postgres(url, { max: 1, onnotice: () => {} });
  open.push(client);
  return client;
};
afterAll(() => Promise.all(open.map((client) => client.end())));

test("two test databases share nothing", async () => {
  const one = connectTo((await freshDatabase()).ownerUrl);
  const two = connectTo((await freshDatabase()).ownerUrl);
  await one`create table only_here (id int)`;
  expect((await one`select to_regclass('only_here') is not null as found`)[0]?.found).toBe(true);
  expect((await two`select to_regclass('only_here') is not null as found`)[0]?.found).toBe(false);
});

test("the application signs in under row-level security and sees no tenant until it says which", async () => {
  const { appUrl, ownerUrl } = await freshDatabase();
  const app = connectTo(appUrl);
  const [who] =
    await app`select current_user as role, rolsuper, rolbypassrls from pg_roles where rolname = current_user`;
  expect(who).toEqual({ role: "openitem_app", rolsuper: false, rolbypassrls: false });
  await expect(app`select * from items`).rejects.toThrow(/permission denied/);
  const [owner] = await connectTo(ownerUrl)`select count(*)::int as items from items`;
  expect(owner?.items).toBe(0);
});

test("Temporal is there, so tests run on the same Node as the product", () => {
  expect(Temporal.PlainDate.from("2026-02-28").add({ days: 1 }).toString()).toBe("2026-03-01");
});
