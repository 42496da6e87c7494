import { afterAll, expect, test } from "vitest";
import { connect } from "../src/client.ts";
import { isMigrated } from "../src/migrated.ts";
import { freshDatabase } from "./database.ts";

const { ownerUrl, appUrl } = await freshDatabase();
const app = connect(appUrl, { connectionsMax: 1 });
const owner = connect(ownerUrl, { connectionsMax: 1 });
afterAll(() => Promise.all([app.close(), owner.close()]));

test("the application sees whether the newest migration has run, and cannot say so itself", async () => {
  expect(await isMigrated(app.db)).toBe(true);
  await expect(app.client`delete from migrations.__drizzle_migrations`).rejects.toThrow("permission denied");
  await owner.client`
    delete from migrations.__drizzle_migrations
    where created_at = (select max(created_at) from migrations.__drizzle_migrations)`;
  expect(await isMigrated(app.db)).toBe(false);
});
