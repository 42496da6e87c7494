import type { Db } from "@openitem/db/client";
import type { PaymentStatus } from "./payment.ts";
import { type Arrival, settleMany } from "./settle-many.ts";

/** Transactions at once: while one waits for the disk, another is prepared. */
const LANES = 2;
const PER_TRANSACTION = 16;

type Waiting = Arrival & { tell: (status: PaymentStatus | null) => void };
type Queue = { waiting: Waiting[]; lanes: number };
const queues = new WeakMap<Db, Map<string, Queue>>();

/**
 * Settles a payment whose money is there, at once when nothing else is being settled, else together with those that
 * came meanwhile: a transaction costs as much as the work in it. Answers its status, or null when it is to be followed
 * by itself, as it is when one beside it failed: then each finds its own fault.
 */
export function settleSoon(arrival: Arrival): Promise<PaymentStatus | null> {
  const queue = queueOf(arrival);
  return new Promise((tell) => {
    queue.waiting.push({ ...arrival, tell });
    startLanes(queue);
  });
}

function queueOf({ ctx: { db, organizationId } }: Arrival): Queue {
  const ofDatabase = queues.get(db) ?? new Map<string, Queue>();
  queues.set(db, ofDatabase);
  const queue = ofDatabase.get(organizationId) ?? { waiting: [], lanes: 0 };
  ofDatabase.set(organizationId, queue);
  return queue;
}

function startLanes(queue: Queue): void {
  while (queue.lanes < LANES) {
    const [first, ...others] = queue.waiting.splice(0, PER_TRANSACTION);
    if (!first) return;
    queue.lanes++;
    settleMany([first, ...others])
      .catch(() => [])
      .then((statuses) => {
        [first, ...others].forEach(({ tell }, at) => {
          tell(statuses[at] ?? null);
        });
        queue.lanes--;
        startLanes(queue);
      });
  }
}
