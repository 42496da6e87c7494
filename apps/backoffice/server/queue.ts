import { EventEmitter } from "node:events";
import type { Client, Db } from "@openitem/db/client";
import type { RelayedJob } from "@openitem/domain/jobs/relay-outbox";
import { relayOutbox } from "@openitem/domain/jobs/relay-outbox";
import {
  type AddJobsJobSpec,
  makeWorkerUtils,
  run,
  type TaskList,
  type WorkerEvents,
  type WorkerUtils,
} from "graphile-worker";
import type { Logger } from "pino";

/** The one task of the queue; which work it is stands in its payload. */
const TASK = "openitem";
const RELAY_EVERY_MS = 200;
const BEAT_EVERY_MS = 10_000;
/** A worker silent for so long is gone; its jobs go back within a minute of its death. */
const SILENT_AFTER_MS = 35_000;
const ATTEMPTS_MAX = 12;

export type QueueJob = Pick<RelayedJob, "id" | "organizationId" | "kind" | "payload">;

type QueueParts = {
  ownerUrl: string;
  /** The owner's connection, for the beats and for asking who holds what. */
  owner: Client;
  db: Db;
  concurrency: number;
  log: Logger;
  work(job: QueueJob): Promise<void>;
};

/**
 * Runs the job queue: relays the outbox into it, works on it, and gives back what a killed worker held. `stop` lets
 * running jobs end first.
 */
export async function startQueue({
  ownerUrl,
  owner,
  db,
  concurrency,
  log,
  work,
}: QueueParts): Promise<{ stop(): Promise<void> }> {
  const live = new Set<string>();
  const events: WorkerEvents = new EventEmitter();
  events.on("worker:create", ({ worker }) => live.add(worker.workerId));
  events.on("worker:stop", ({ worker }) => live.delete(worker.workerId));
  events.on("job:error", ({ job, error }) =>
    log.warn({ job: job.payload, attempt: job.attempts, err: error }, "job failed, will be tried again"),
  );
  events.on("job:failed", ({ job, error }) =>
    log.error({ job: job.payload, err: error }, "job failed for good and waits for a person"),
  );

  const taskList: TaskList = { [TASK]: (payload: unknown) => work(payload as QueueJob) };
  const runner = await run({
    connectionString: ownerUrl,
    taskList,
    events,
    concurrency,
    pollInterval: 2_000,
    noHandleSignals: true,
  });

  const utils = await makeWorkerUtils({ connectionString: ownerUrl });

  const relay = repeat(RELAY_EVERY_MS, log, "relay", async () => {
    while ((await relayOutbox(db, (jobs) => handOver(utils, jobs))) > 0);
  });
  const beat = repeat(BEAT_EVERY_MS, log, "beat", async () => {
    await sayAlive(owner, [...live]);
    const freed = await freeSilent(owner);
    if (freed > 0) log.warn({ freed }, "gave back jobs of a worker that fell silent");
  });

  return {
    async stop() {
      await relay.stop();
      await runner.stop();
      await beat.stop();
      await utils.release();
      await owner`delete from worker_beats where worker_id = any(${[...live]})`;
    },
  };
}

const handOver = async (queue: WorkerUtils, jobs: RelayedJob[]): Promise<void> => {
  await queue.addJobs(
    jobs.map(
      ({ id, organizationId, kind, payload, runAt }): AddJobsJobSpec => ({
        identifier: TASK,
        payload: { id, organizationId, kind, payload },
        runAt,
        jobKey: id,
        maxAttempts: ATTEMPTS_MAX,
      }),
    ),
  );
};

async function sayAlive(owner: Client, workerIds: string[]): Promise<void> {
  if (workerIds.length === 0) return;
  await owner`
    insert into worker_beats (worker_id, beat_at) select id, now() from unnest(${workerIds}::text[]) id
    on conflict (worker_id) do update set beat_at = excluded.beat_at`;
}

/** Left alone, the queue keeps a dead worker's jobs locked for four hours. Work on them twice is harmless. */
async function freeSilent(owner: Client): Promise<number> {
  const silent = await owner<{ locked_by: string }[]>`
    select distinct j.locked_by from graphile_worker._private_jobs j
    left join worker_beats b on b.worker_id = j.locked_by
    where j.locked_by is not null
      and coalesce(b.beat_at, j.locked_at) < now() - make_interval(secs => ${SILENT_AFTER_MS / 1000})`;
  if (silent.length === 0) return 0;
  await owner`select graphile_worker.force_unlock_workers(${silent.map((row) => row.locked_by)}::text[])`;
  return silent.length;
}

/** Does `work` again and again with a pause between; a failure is logged and the next turn comes all the same. */
export function repeat(
  everyMs: number,
  log: Logger,
  name: string,
  work: () => Promise<void>,
): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const turn = async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log.error({ err: error }, `${name} failed`);
    }
    if (!stopped)
      timer = setTimeout(() => {
        running = turn();
      }, everyMs);
  };
  let running = turn();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
