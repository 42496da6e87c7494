import { newId } from "@openitem/db/ids";
import { disputes } from "@openitem/db/schema/disputes";
import { promises } from "@openitem/db/schema/promises";
import { eq } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { close, NOON, newWorld, type World } from "../../test/world.ts";
import { recordReceipt } from "../cash/record-receipt.ts";
import { contestDispute } from "../disputes/contest-dispute.ts";
import { isOpen } from "../disputes/dispute.ts";
import { raiseDispute } from "../disputes/raise-dispute.ts";
import { withdrawDispute } from "../disputes/withdraw-dispute.ts";
import { listItems } from "../items/list-items.ts";
import { readBalances } from "../items/read-balances.ts";
import { readItem } from "../items/read-item.ts";
import { addDays, dayIn } from "../kernel/business-day.ts";
import { sum } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { read } from "../kernel/transact.ts";
import { followPayment } from "../payments/follow-payment.ts";
import { startPayment } from "../payments/start-payment.ts";
import { cancelPromise } from "../promises/cancel-promise.ts";
import { judgePromise } from "../promises/judge-promise.ts";
import { makePromise } from "../promises/make-promise.ts";
import { isOpenPromise } from "../promises/promise.ts";
import { decideDispute } from "../resolutions/decide-dispute.ts";
import { readClaims } from "./read-claims.ts";

afterAll(close);

const at = fc.nat(20);
const minor = fc.integer({ min: 1, max: 12_000 });
/** What somebody does; numbers pick among what is there, so that any sequence can be run. */
const step = fc.oneof(
  fc.record({ do: fc.constant("invoice" as const), minor }),
  fc.record({ do: fc.constant("dispute" as const), onto: at, minor }),
  fc.record({ do: fc.constant("withdraw" as const), which: at }),
  fc.record({ do: fc.constant("contest" as const), which: at }),
  fc.record({
    do: fc.constant("decide" as const),
    which: at,
    minor,
    outcome: fc.constantFrom(
      "credit" as const,
      "part_credit" as const,
      "goodwill" as const,
      "reject" as const,
    ),
  }),
  fc.record({
    do: fc.constant("promise" as const),
    onto: at,
    and: at,
    minor,
    days: fc.integer({ min: 0, max: 20 }),
  }),
  fc.record({ do: fc.constant("cancel promise" as const), which: at }),
  fc.record({ do: fc.constant("judge" as const), which: at, later: fc.integer({ min: 0, max: 40 }) }),
  fc.record({ do: fc.constant("pay" as const), onto: at, minor }),
  fc.record({
    do: fc.constant("complete" as const),
    which: at,
    how: fc.constantFrom("succeeded" as const, "processing" as const, "failed" as const),
  }),
  fc.record({ do: fc.constant("return" as const), which: at }),
  fc.record({ do: fc.constant("wire" as const), onto: at, minor }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

test("whatever is paid, credited, disputed, promised, withdrawn and returned: holds are the sum of what is open, never more than is owed, and the books agree", {
  timeout: 240_000,
}, async () => {
  const happened = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 30 }), async (steps) => {
      const world = await newWorld();
      const account = await newAccount(world);
      for (const [index, each] of steps.entries()) {
        const done = await account.take(each, new Date(NOON.getTime() + index * 3_600_000));
        if (done) happened.set(each.do, (happened.get(each.do) ?? 0) + 1);
        await account.check();
      }
      expect(await world.differences()).toEqual([]);
    }),
    { numRuns: Number(process.env.BOOKS_RUNS ?? 20) },
  );
  // Steps that are always refused would prove nothing.
  for (const name of ["dispute", "promise", "pay", "complete"])
    expect([name, happened.get(name) ?? 0]).not.toEqual([name, 0]);
});

async function newAccount(world: World) {
  const { customerId, legalEntityId, organizationId } = world;
  const debits = [
    await world.document({ amountMinor: 90_00n }),
    await world.document({ amountMinor: 40_00n }),
  ];
  const disputeIds: string[] = [];
  const promiseIds: string[] = [];
  const payments: string[] = [];
  const pick = (from: readonly string[], place: number) => from[place % Math.max(from.length, 1)];
  const contact = world.contact("admin");
  const manager = world.staff("manager");

  /** Whether it was done; a refusal is an answer, anything else is a fault. */
  async function take(each: Step, now: Date): Promise<boolean> {
    try {
      return await act(each, now);
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }

  async function statusOf(table: typeof disputes | typeof promises, id: string) {
    const [row] = await read(world.worker, (tx) =>
      tx.select({ status: table.status }).from(table).where(eq(table.id, id)),
    );
    return row!.status;
  }
  const disputeStatus = async (id: string) =>
    (await statusOf(disputes, id)) as (typeof disputes.$inferSelect)["status"];

  async function act(each: Step, now: Date): Promise<boolean> {
    const dana = { ...contact, now };
    const staff = { ...manager, now };
    const worker = world.paying({ ...world.worker, now });
    const amountMinor = BigInt("minor" in each ? each.minor : 0);
    switch (each.do) {
      case "invoice":
        debits.push(await world.document({ amountMinor }));
        return true;
      case "dispute": {
        const disputeId = newId();
        const items = [{ itemId: pick(debits, each.onto)!, amountMinor }];
        await raiseDispute(dana, {
          disputeId,
          customerId,
          currency: "USD",
          reason: "other",
          comment: "No",
          items,
        });
        disputeIds.push(disputeId);
        return true;
      }
      case "withdraw": {
        const disputeId = pick(disputeIds, each.which);
        if (!disputeId) return false;
        await withdrawDispute(dana, { disputeId, seen: await disputeStatus(disputeId) });
        return true;
      }
      case "contest": {
        const disputeId = pick(disputeIds, each.which);
        if (!disputeId) return false;
        await contestDispute(dana, {
          disputeId,
          entryId: newId(),
          seen: await disputeStatus(disputeId),
          body: "Still wrong",
          fileIds: [],
        });
        return true;
      }
      case "decide": {
        const disputeId = pick(disputeIds, each.which);
        if (!disputeId) return false;
        const [itemId] = debits;
        await decideDispute(staff, {
          decisionId: newId(),
          disputeId,
          outcome: each.outcome,
          documents: each.outcome === "part_credit" && itemId ? [{ itemId, amountMinor }] : [],
          reason: "Ours",
          grounds: "Checked",
          seen: await disputeStatus(disputeId),
        });
        return true;
      }
      case "promise": {
        const promiseId = newId();
        const documents = [...new Set([pick(debits, each.onto)!, pick(debits, each.and)!])].map((itemId) => ({
          itemId,
          amountMinor,
        }));
        const dueOn = addDays(dayIn(now, "America/New_York"), each.days);
        await makePromise(dana, {
          promiseId,
          customerId,
          currency: "USD",
          documents,
          instalments: [{ dueOn, amountMinor: amountMinor * BigInt(documents.length) }],
        });
        promiseIds.push(promiseId);
        return true;
      }
      case "cancel promise": {
        const promiseId = pick(promiseIds, each.which);
        if (!promiseId) return false;
        await cancelPromise(dana, { key: newId(), promiseId, note: "Changed" });
        return true;
      }
      case "judge": {
        const promiseId = pick(promiseIds, each.which);
        if (!promiseId) return false;
        await judgePromise(
          { ...world.worker, now: new Date(now.getTime() + each.later * 86_400_000) },
          { promiseId },
        );
        return true;
      }
      case "pay": {
        const input = world.wish([[pick(debits, each.onto)!, amountMinor]]);
        const { settled } = await startPayment(world.paying(dana), input);
        if (!settled) payments.push(input.paymentId);
        return true;
      }
      case "complete": {
        const paymentId = pick(payments, each.which);
        if (!paymentId) return false;
        world.gateway.complete(
          paymentId,
          each.how === "succeeded" ? {} : { status: each.how, receivedMinor: 0n },
        );
        await followPayment(worker, { paymentId });
        return true;
      }
      case "return": {
        const intent = [...world.gateway.intents.values()].find(
          (one) =>
            payments.includes(one.paymentId ?? "") && one.status === "succeeded" && one.disputes.length === 0,
        );
        if (!intent?.paymentId) return false;
        world.gateway.dispute(intent, { isReturn: true, status: "lost" });
        await followPayment(worker, { paymentId: intent.paymentId });
        return true;
      }
      case "wire":
        await recordReceipt(
          { ...world.staff("finance"), now },
          {
            number: newId(),
            legalEntityId,
            customerId,
            currency: "USD",
            amountMinor: amountMinor + 1n,
            valueOn: "2026-11-18",
            applyTo: [{ itemId: pick(debits, each.onto)!, amountMinor }],
          },
        );
        return true;
    }
  }

  /** After every step: each document, the lists and the balance say the same of what is held. */
  async function check(): Promise<void> {
    const worker = world.worker;
    const all = await Promise.all(debits.map((itemId) => readItem(worker, itemId)));
    for (const { item, holds, inFlightMinor } of all) {
      expect(holds.disputedMinor <= item.openMinor).toBe(true);
      expect(inFlightMinor + holds.disputedMinor + holds.promisedMinor + holds.chaseMinor).toBe(
        item.openMinor,
      );
      expect(sum(holds.disputes.map((hold) => hold.heldMinor))).toBe(holds.disputedMinor);
      expect(sum(holds.promises.map((hold) => hold.heldMinor))).toBe(holds.promisedMinor);
    }
    const [balance] = await readBalances(worker, [customerId]);
    expect(balance?.disputedMinor ?? 0n).toBe(sum(all.map(({ holds }) => holds.disputedMinor)));
    expect(balance?.promisedMinor ?? 0n).toBe(sum(all.map(({ holds }) => holds.promisedMinor)));
    const { rows } = await listItems(worker, { customerIds: [customerId], state: "open", limit: 100 });
    expect(sum(rows.map((row) => row.disputedMinor))).toBe(balance?.disputedMinor ?? 0n);

    // What holds is exactly what is open.
    const { standing, holding } = await read(worker, async (tx) => {
      const [found, made, claims] = [
        await tx
          .select({ id: disputes.id, status: disputes.status })
          .from(disputes)
          .where(eq(disputes.organizationId, organizationId)),
        await tx
          .select({ id: promises.id, status: promises.status })
          .from(promises)
          .where(eq(promises.organizationId, organizationId)),
        await readClaims(tx, worker, debits),
      ];
      const open = [
        ...found.filter((each) => isOpen(each.status)),
        ...made.filter((each) => isOpenPromise(each.status)),
      ];
      const named = [...claims.values()].flatMap((each) => [...each.disputes, ...each.promises]);
      return {
        standing: new Set(open.map((each) => each.id)),
        holding: new Set(named.map((each) => each.id)),
      };
    });
    expect(holding).toEqual(standing);
  }
  return { take, check };
}
