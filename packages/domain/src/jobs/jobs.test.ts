import { outbox } from "@openitem/db/schema/activity";
import { eq } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { close, db, newWorld } from "../../test/world.ts";
import { enqueue, read, transact } from "../kernel/transact.ts";
import { type RelayedJob, relayOutbox } from "./relay-outbox.ts";

afterAll(close);

test("work is handed over once, and again when the queue did not take it", async () => {
  const world = await newWorld();
  const ids = ["a", "b", "c"];
  await transact(world.worker, async (tx) => {
    for (const paymentId of ids) await enqueue(tx, world.worker, "payment.receipt_mail", { paymentId });
  });
  const mine = (jobs: RelayedJob[]) =>
    jobs.filter((job) => job.organizationId === world.organizationId).map((job) => job.payload.paymentId);

  await expect(relayOutbox(db, () => Promise.reject(new Error("queue is down")))).rejects.toThrow(
    "queue is down",
  );
  const taken: (string | undefined)[] = [];
  const take = async (jobs: RelayedJob[]) => void taken.push(...mine(jobs));
  await Promise.all([relayOutbox(db, take), relayOutbox(db, take), relayOutbox(db, take)]);
  expect(taken.sort()).toEqual(ids);
  expect(
    await read(world.worker, (tx) =>
      tx.select().from(outbox).where(eq(outbox.organizationId, world.organizationId)),
    ),
  ).toEqual([]);
});

test("work asked for in a transaction that fails is not done", async () => {
  const world = await newWorld();
  await expect(
    transact(world.worker, async (tx) => {
      await enqueue(tx, world.worker, "payment.receipt_mail", { paymentId: "x" });
      throw new Error("no");
    }),
  ).rejects.toThrow("no");
  expect(
    await read(world.worker, (tx) =>
      tx.select().from(outbox).where(eq(outbox.organizationId, world.organizationId)),
    ),
  ).toEqual([]);
});
