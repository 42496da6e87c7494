import type { Db } from "@openitem/db/client";
import { organizations } from "@openitem/db/schema/organizations";
import { asc, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";

export type Organization = Pick<typeof organizations.$inferSelect, "id" | "slug" | "name" | "timeZone">;

const columns = {
  id: organizations.id,
  slug: organizations.slug,
  name: organizations.name,
  timeZone: organizations.timeZone,
};

/** The biller of that slug, before anyone has signed in. */
export async function findOrganization(db: Db, slug: string): Promise<Organization | null> {
  const [row] = await read(beforeAnyTenant(db), (tx) =>
    tx.select(columns).from(organizations).where(eq(organizations.slug, slug)),
  );
  return row ?? null;
}

/** Every biller, for jobs that go from one to the next. */
export async function listOrganizations(db: Db): Promise<Organization[]> {
  return read(beforeAnyTenant(db), (tx) =>
    tx.select(columns).from(organizations).orderBy(asc(organizations.slug)),
  );
}

const beforeAnyTenant = (db: Db): Context => ({
  db,
  organizationId: "00000000-0000-0000-0000-000000000000",
  actor: { kind: "worker", name: "start" },
  now: new Date(0),
  requestId: "start",
});
