import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { connect } from "../src/client.ts";
import { freshDatabase } from "./database.ts";

const CONNECTIONS = 10;

test("a pool that is cut off in the midst of its transactions loses those, and works on", async () => {
  const { ownerUrl } = await freshDatabase();
  const { db, close } = connect(ownerUrl, { connectionsMax: CONNECTIONS, name: "cut off" });
  const other = connect(ownerUrl, { connectionsMax: 1 });
  let underWay = 0;
  /** So many transactions at once, each of some statements; answers how many came to nothing. */
  const lostOf = async (count: number) => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: count }, () =>
        db.transaction(async (tx) => {
          await tx.execute(sql`select 1`);
          underWay += 1;
          for (let index = 0; index < 4; index++) await tx.execute(sql`select ${index}::int, pg_sleep(0.01)`);
        }),
      ),
    );
    return outcomes.filter(({ status }) => status === "rejected").length;
  };
  expect(await lostOf(CONNECTIONS)).toBe(0);
  for (let round = 0; round < 3; round++) {
    underWay = 0;
    const cut = lostOf(2 * CONNECTIONS);
    while (underWay < CONNECTIONS) await sleep(1);
    await other.client`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cut off'`;
    expect(await cut).toBeGreaterThanOrEqual(CONNECTIONS);
    // The driver keeps the server's last word, and tells it once more to whoever opens that connection again.
    let after = 0;
    for (let wave = 0; wave < 4; wave++) after += await lostOf(CONNECTIONS);
    expect(after).toBeLessThanOrEqual(CONNECTIONS);
    expect(await lostOf(CONNECTIONS)).toBe(0);
  }
  await Promise.all([close(), other.close()]);
});
