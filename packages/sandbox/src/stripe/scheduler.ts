import { expireSession } from "./checkout-flow.ts";
import type { Deliveries } from "./deliveries.ts";
import { returnPayment } from "./disputes.ts";
import { StripeFault } from "./fault.ts";
import { failPayment, settlePayment } from "./payments.ts";
import { finishPayout } from "./payouts.ts";
import { finishRefund } from "./refunds.ts";
import type { Task } from "./state.ts";
import type { World } from "./world.ts";

/** Runs what is due by the stand-in's clock, in the order of its times. */
export interface Scheduler {
  /** Sets the timer for the next task; call after each change of the list or of the clock. */
  arm(): void;
  /** Moves the clock forward, running each task at its own time. */
  advance(ms: number): void;
  stop(): void;
}

export function startScheduler(world: World, deliveries: Deliveries): Scheduler {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const next = (until: number): Task | undefined => {
    const due = world.state.tasks.filter((task) => task.due <= until).sort((a, b) => a.due - b.due)[0];
    if (due) world.state.tasks = world.state.tasks.filter((task) => task !== due);
    return due;
  };

  const run = (task: Task) => {
    try {
      if (task.kind === "settle_payment") settlePayment(world, task.subject, task.detail);
      else if (task.kind === "fail_payment") failPayment(world, task.subject, task.detail ?? undefined);
      else if (task.kind === "return_payment") returnPayment(world, task.subject, task.detail ?? undefined);
      else if (task.kind === "expire_session") expireSession(world, task.subject);
      else if (task.kind === "finish_refund") finishRefund(world, task.subject, "succeeded");
      else if (task.kind === "finish_payout") finishPayout(world, task.subject, "paid");
      else if (world.state.deliveries[task.subject]?.status === "retrying")
        void deliveries.send(task.subject);
    } catch (error) {
      // The object has moved on meanwhile (expired, refunded, disputed): the plan is void.
      if (!(error instanceof StripeFault)) throw error;
    }
  };

  const runDue = () => {
    for (let task = next(world.nowMs()); task; task = next(world.nowMs())) run(task);
  };

  const arm = () => {
    clearTimeout(timer);
    if (stopped || world.state.tasks.length === 0) return;
    const first = world.state.tasks.reduce(
      (least, task) => Math.min(least, task.due),
      Number.POSITIVE_INFINITY,
    );
    const wait = Math.min(Math.max(first - world.nowMs(), 1), 2_000_000_000);
    timer = setTimeout(() => {
      runDue();
      arm();
    }, wait);
    timer.unref();
  };

  return {
    arm,
    advance(ms) {
      const target = world.nowMs() + ms;
      for (let task = next(target); task; task = next(target)) {
        world.state.clockOffsetMs += Math.max(0, task.due - world.nowMs());
        run(task);
      }
      world.state.clockOffsetMs += Math.max(0, target - world.nowMs());
      arm();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
