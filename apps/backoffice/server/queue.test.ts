import { connect } from "@openitem/db/client";
import { enqueue, transact } from "@openitem/domain/kernel/transact";
import { close, db, newWorld, ownerUrl } from "@openitem/domain/test/world";
import pino from "pino";
import { afterAll, expect, test, vi } from "vitest";
import { type QueueJob, startQueue } from "./queue.ts";

const owner = connect(ownerUrl, { connectionsMax: 1 });
afterAll(async () => {
  await owner.close();
  await close();
});

function start(work: (job: QueueJob) => Promise<void>) {
  return startQueue({
    ownerUrl,
    owner: owner.client,
    db,
    concurrency: 2,
    log: pino({ level: "silent" }),
    work,
  });
}

test("work asked for by a command is done once after it committed, and tried again when it fails", async () => {
  const world = await newWorld();
  const done: string[] = [];
  let failures = 1;
  const queue = await start(async ({ payload }) => {
    if (payload.paymentId === "fails once" && failures-- > 0) throw new Error("mail is down");
    done.push(payload.paymentId ?? "");
  });
  await transact(world.worker, async (tx) => {
    await enqueue(tx, world.worker, "payment.receipt_mail", { paymentId: "first" }, new Date(0));
    await enqueue(tx, world.worker, "payment.receipt_mail", { paymentId: "fails once" }, new Date(0));
  });
  await vi.waitFor(() => expect(done).toContain("first"), { timeout: 20_000 });
  await vi.waitFor(() => expect(done).toContain("fails once"), { timeout: 40_000, interval: 200 });
  await queue.stop();
  expect(done.filter((id) => id === "first")).toHaveLength(1);
});

test("jobs of a worker that was killed are given back", async () => {
  const done: string[] = [];
  // The tables of the queue are made by its first start.
  await (await start(async () => {})).stop();
  await owner.client`
    select graphile_worker.add_job('openitem', ${JSON.stringify({ id: "held", organizationId: "", kind: "k", payload: {} })}::text::json, run_at => now())`;
  await owner.client`update graphile_worker._private_jobs set locked_by = 'worker-killed', locked_at = now() - interval '1 minute'`;
  const queue = await start(async ({ id }) => {
    done.push(id);
  });
  await vi.waitFor(() => expect(done).toEqual(["held"]), { timeout: 20_000, interval: 200 });
  await queue.stop();
});

test("jobs of a worker that lives are left to it", async () => {
  const done: string[] = [];
  await owner.client`
    select graphile_worker.add_job('openitem', ${JSON.stringify({ id: "mine", organizationId: "", kind: "k", payload: {} })}::text::json, run_at => now())`;
  await owner.client`update graphile_worker._private_jobs set locked_by = 'worker-alive', locked_at = now() - interval '10 minutes'`;
  await owner.client`insert into worker_beats (worker_id, beat_at) values ('worker-alive', now() + interval '1 hour')`;
  const queue = await start(async ({ id }) => {
    done.push(id);
  });
  // Two rounds of giving back have passed when this one has come and gone.
  await owner.client`select graphile_worker.add_job('openitem', ${JSON.stringify({ id: "next", organizationId: "", kind: "k", payload: {} })}::text::json)`;
  await vi.waitFor(() => expect(done).toContain("next"), { timeout: 20_000, interval: 200 });
  await queue.stop();
  expect(done).not.toContain("mine");
});
