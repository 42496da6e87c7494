import { connect } from "@openitem/db/client";
import { runJob } from "@openitem/domain/jobs/run-job";
import { listOrganizations } from "@openitem/domain/organizations/find-organization";
import pino from "pino";
import { repeat, startQueue } from "./queue.ts";
import { sweepAll } from "./sweeps.ts";
import { readWorkerEnv } from "./worker-env.ts";
import { workingServices } from "./working-services.ts";

/* The worker: everything that happens after commit, and what must be looked for from time to time. */

const SWEEP_EVERY_MS = 5 * 60_000;

const env = readWorkerEnv(process.env);
const log = pino({ level: env.LOG_LEVEL, base: { app: "worker" } });
const services = workingServices(env, {
  connectionsMax: env.WORKER_CONCURRENCY + 2,
  name: "openitem-worker",
});
const owner = connect(env.OWNER_DATABASE_URL, { connectionsMax: 1, name: "openitem-worker-queue" });

const queue = await startQueue({
  ownerUrl: env.OWNER_DATABASE_URL,
  owner: owner.client,
  db: services.db,
  concurrency: env.WORKER_CONCURRENCY,
  log,
  async work({ id, organizationId, kind, payload }) {
    const { outcome, detail } = await runJob(services.contextFor(organizationId, kind, id), kind, payload);
    log.info({ job: id, kind, outcome, detail }, "job done");
  },
});

const sweep = repeat(SWEEP_EVERY_MS, log, "sweep", async () => {
  for (const { id, slug } of await listOrganizations(services.db))
    await sweepAll((work) => services.contextFor(id, work), log.child({ organization: slug }));
});

log.info("working");

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await sweep.stop();
  await queue.stop();
  await Promise.all([services.close(), owner.close()]);
  log.info("stopped");
  process.exit(0);
}
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
