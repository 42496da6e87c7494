import { newId } from "@openitem/db/ids";
import { outbox } from "@openitem/db/schema/activity";
import { approvals, tasks } from "@openitem/db/schema/work";
import { and, eq } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { close, newWorld } from "../../test/world.ts";
import { decideApproval } from "../approvals/decide-approval.ts";
import { withdrawApproval } from "../approvals/withdraw-approval.ts";
import type { Context } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";
import { followPayment } from "./follow-payment.ts";
import { GatewayRefused } from "./gateway.ts";
import { listRefundRequests } from "./list-refund-requests.ts";
import { readPayment } from "./read-payment.ts";
import { refundPayment } from "./refund-payment.ts";
import { sendRefund } from "./send-refund.ts";
import { startPayment } from "./start-payment.ts";

afterAll(close);

/** A settled payment of 20,000.00; finance may send back 5,000.00 alone, a manager more. */
async function settled() {
  const world = await newWorld();
  const bill = await world.document({ amountMinor: 20_000_00n });
  const wish = world.wish([[bill, 20_000_00n]]);
  await startPayment(world.paying(world.contact()), wish);
  const intent = world.gateway.complete(wish.paymentId);
  const worker = world.paying(world.worker);
  const { paymentId } = wish;
  const follow = () => followPayment(worker, { paymentId });
  await follow();
  const priya = world.paying(world.staff("finance"));
  const marcus = world.staff("manager");
  const ask = (amountMinor: bigint, ctx = priya, callId = newId()) =>
    refundPayment(ctx, { callId, paymentId, amountMinor, reason: "Billed twice" });
  const answer = (ctx: Context, approvalId: string | null, grant = true) =>
    decideApproval(ctx, {
      key: newId(),
      approvalId: approvalId ?? "",
      grant,
      note: grant ? null : "Not ours",
    });
  /** Does the work that was asked for after commit. */
  const work = async () => {
    const jobs = await read(world.worker, (tx) =>
      tx
        .select({ payload: outbox.payload })
        .from(outbox)
        .where(and(eq(outbox.organizationId, world.organizationId), eq(outbox.kind, "payment.send_refund"))),
    );
    for (const { payload } of jobs) await sendRefund(worker, { callId: payload.callId ?? "" });
    await follow();
  };
  const payment = async () => (await readPayment(world.worker, paymentId)).payment;
  return { world, intent, priya, marcus, ask, answer, work, payment };
}

describe("a refund", () => {
  test("within the person's limit is sent at once", async () => {
    const { ask, intent, world } = await settled();
    expect(await ask(5_000_00n)).toEqual({ approvalId: null });
    expect(world.gateway.intents.get(intent.intentId)?.refunds).toHaveLength(1);
  });

  test("above it is sent when somebody else of that authority approves, and not before", async () => {
    const { world, intent, priya, marcus, ask, answer, work, payment } = await settled();
    const callId = newId();
    const { approvalId } = await ask(8_000_00n, priya, callId);
    expect(await ask(8_000_00n, priya, callId)).toEqual({ approvalId });
    await work();
    expect(intent.refunds).toEqual([]);
    expect(await listRefundRequests(marcus)).toMatchObject([
      {
        id: approvalId,
        paidMinor: 20_000_00n,
        amountMinor: 8_000_00n,
        note: "Billed twice",
        hindrance: null,
      },
    ]);
    expect(await listRefundRequests(priya)).toMatchObject([{ hindrance: "own" }]);
    expect(await listRefundRequests(world.staff("finance"))).toMatchObject([
      { hindrance: "over_limit", limitMinor: 5_000_00n },
    ]);
    for (const ctx of [priya, world.staff("finance"), world.staff("team_lead")])
      await expect(answer(ctx, approvalId)).rejects.toMatchObject({ kind: "forbidden" });
    expect(await answer(marcus, approvalId)).toMatchObject({ status: "granted" });
    await expect(answer(marcus, approvalId)).rejects.toMatchObject({ code: "approval.decided" });
    await work();
    await work();
    expect(world.gateway.intents.get(intent.intentId)?.refunds).toMatchObject([
      { callId, amountMinor: 8_000_00n },
    ]);
    expect(await payment()).toMatchObject({ status: "part_refunded", refundedMinor: 8_000_00n });
    expect(await world.differences()).toEqual([]);
  });

  test("is never above what was paid, less what went back, was asked for, or waits for approval", async () => {
    const { world, marcus, ask, answer, work } = await settled();
    const { approvalId: first } = await ask(12_000_00n);
    await expect(ask(8_000_01n)).rejects.toMatchObject({
      code: "payment.over_refund",
      facts: { left: "8000.00" },
    });
    await ask(4_000_00n);
    // Sent, and not booked yet: it counts all the same.
    await expect(ask(4_000_01n)).rejects.toMatchObject({ code: "payment.over_refund" });
    await answer(marcus, first);
    await expect(ask(4_000_01n)).rejects.toMatchObject({ code: "payment.over_refund" });
    await work();
    await expect(ask(4_000_01n)).rejects.toMatchObject({ facts: { left: "4000.00" } });
    expect(await ask(4_000_00n)).toEqual({ approvalId: null });
    expect(await world.differences()).toEqual([]);
  });

  test("of which the payer's bank took back the money meanwhile cannot be granted any more", async () => {
    const { world, intent, marcus, ask, answer, work } = await settled();
    const { approvalId } = await ask(9_000_00n);
    world.gateway.dispute(intent, { amountMinor: 20_000_00n });
    await work();
    await expect(answer(marcus, approvalId)).rejects.toMatchObject({ code: "payment.not_refundable" });
    expect(await answer(marcus, approvalId, false)).toMatchObject({ status: "refused" });
    expect(await world.differences()).toEqual([]);
  });

  test("that its maker takes back is not sent, and leaves its amount to be refunded", async () => {
    const { priya, marcus, ask, answer, payment, work } = await settled();
    const { approvalId } = await ask(20_000_00n);
    const input = { key: newId(), approvalId: approvalId ?? "", reason: "Wrong payment" };
    await expect(withdrawApproval(marcus, input)).rejects.toMatchObject({ code: "approval.not_own" });
    await withdrawApproval(priya, input);
    await expect(answer(marcus, approvalId)).rejects.toMatchObject({ code: "approval.decided" });
    await work();
    expect((await payment()).refundedMinor).toBe(0n);
    expect((await ask(20_000_00n)).approvalId).not.toBeNull();
  });

  test("that was approved and that Stripe refuses becomes a task of finance, since nobody is there to be told", async () => {
    const { world, marcus, ask, answer, work, payment } = await settled();
    const { approvalId } = await ask(9_000_00n);
    await answer(marcus, approvalId);
    world.gateway.failNext = { when: "before", error: new GatewayRefused("Insufficient balance") };
    await work();
    const [row] = await read(world.worker, (tx) =>
      tx.select().from(tasks).where(eq(tasks.organizationId, world.organizationId)),
    );
    expect(row).toMatchObject({
      team: "finance",
      note: "Nothing was sent back. Stripe says: Insufficient balance",
    });
    expect((await payment()).refundedMinor).toBe(0n);
  });

  test("asked for twice at once beyond what is left is asked for once", async () => {
    const { world, ask } = await settled();
    const results = await Promise.allSettled([ask(12_000_00n), ask(12_000_00n), ask(12_000_00n)]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const rows = await read(world.worker, (tx) =>
      tx.select().from(approvals).where(eq(approvals.organizationId, world.organizationId)),
    );
    expect(rows).toMatchObject([{ action: "payment.refund", facts: { limitMinor: "500000" } }]);
  });
});
