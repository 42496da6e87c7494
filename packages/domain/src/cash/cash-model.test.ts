import { newId } from "@openitem/db/ids";
import { applications } from "@openitem/db/schema/items";
import { cashDecisions } from "@openitem/db/schema/matching";
import { asc, eq } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { decimal } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { read } from "../kernel/transact.ts";
import { applyCredit } from "./apply-credit.ts";
import { confirmMatch } from "./confirm-match.ts";
import { decideDifference } from "./decide-difference.ts";
import { DIFFERENCE_KINDS } from "./difference.ts";
import { keepRest } from "./keep-rest.ts";
import { listUnapplied } from "./list-unapplied.ts";
import { refundCredit } from "./refund-credit.ts";
import { runMatch } from "./run-match.ts";
import { setPayer } from "./set-payer.ts";
import { startMatchRun } from "./start-match-run.ts";
import { type CashWorld, newCashWorld } from "./test/cash-world.ts";
import { plainEngine } from "./test/plain-engine.ts";
import { transferCredit } from "./transfer-credit.ts";
import { undoApplication } from "./undo-application.ts";
import { undoDecision } from "./undo-decision.ts";
import { undoReceipt } from "./undo-receipt.ts";

afterAll(close);

const at = fc.nat(20);
const minor = fc.integer({ min: 1, max: 12_000 });
/** What somebody does; numbers pick among what is there, so that any sequence can be run. */
const step = fc.oneof(
  fc.record({ do: fc.constant("invoice" as const), minor }),
  fc.record({ do: fc.constant("named money" as const), which: at, short: fc.integer({ min: 0, max: 300 }) }),
  fc.record({ do: fc.constant("nameless money" as const), minor }),
  fc.record({ do: fc.constant("run" as const) }),
  fc.record({ do: fc.constant("confirm" as const), which: at, onto: at, minor }),
  fc.record({ do: fc.constant("set payer" as const), which: at, of: at }),
  fc.record({ do: fc.constant("apply" as const), which: at, onto: at, minor }),
  fc.record({ do: fc.constant("undo application" as const), which: at }),
  fc.record({ do: fc.constant("undo receipt" as const), which: at }),
  fc.record({ do: fc.constant("hold" as const), which: at }),
  fc.record({ do: fc.constant("refund" as const), which: at, minor }),
  fc.record({ do: fc.constant("transfer" as const), which: at, minor }),
  fc.record({
    do: fc.constant("difference" as const),
    onto: at,
    kind: fc.constantFrom(...DIFFERENCE_KINDS),
    minor,
  }),
  fc.record({ do: fc.constant("undo decision" as const), which: at }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

test("whatever is matched, undone, written off, sent back and moved: the books agree", {
  timeout: 300_000,
}, async () => {
  const happened = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 35 }), async (steps) => {
      const people = await newPeople();
      for (const each of steps) {
        try {
          if (await people.take(each)) happened.set(each.do, (happened.get(each.do) ?? 0) + 1);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
        }
      }
      expect(await people.world.differences()).toEqual([]);
    }),
    { numRuns: 12, seed: 20261118 },
  );
  // A model in which nothing ever happens would hold as well.
  expect([...happened.keys()].sort()).toEqual([
    "apply",
    "confirm",
    "difference",
    "hold",
    "invoice",
    "named money",
    "nameless money",
    "refund",
    "run",
    "set payer",
    "transfer",
    "undo application",
    "undo decision",
    "undo receipt",
  ]);
});

const pick = <T>(list: readonly T[], which: number): T | undefined => list[which % Math.max(1, list.length)];

async function newPeople() {
  const world = await newCashWorld();
  const { finance } = world;
  const customers = [world.customerId, await world.customer({ parentId: world.customerId })];
  const bills = [await world.document(), await world.document({ customerId: customers[1]! })];
  const key = () => newId();

  async function take(each: Step): Promise<boolean> {
    const amountMinor = "minor" in each ? BigInt(each.minor) : 0n;
    switch (each.do) {
      case "invoice":
        bills.push(await world.document({ amountMinor, customerId: pick(customers, each.minor)! }));
        return true;
      case "named money": {
        const bill = pick(bills, each.which)!;
        const openMinor = (await world.openOf(bill)) - BigInt(each.short);
        if (openMinor <= 0n) return false;
        await world.money({ amount: decimal(openMinor, "USD"), text: `For ${await world.numberOf(bill)}` });
        return true;
      }
      case "nameless money":
        await world.money({ amount: decimal(amountMinor, "USD"), name: "Somebody" });
        return true;
      case "run": {
        const { runId } = await startMatchRun(finance, {});
        await runMatch(world.worker, { runId }, { engine: plainEngine, batchLines: 2 });
        return true;
      }
      case "apply": {
        const receipt = pick((await listUnapplied(finance)).rows, each.which);
        if (!receipt) return false;
        const applyTo = [{ itemId: pick(bills, each.onto)!, amountMinor }];
        await applyCredit(finance, {
          key: key(),
          creditId: receipt.receiptId,
          appliedOn: "2026-11-18",
          applyTo,
        });
        return true;
      }
      case "undo application": {
        const made = await applied(world);
        const application = pick(made, each.which);
        if (!application) return false;
        const undo = { applicationId: application.id, appliedOn: "2026-11-18", reason: "Wrong" };
        await undoApplication(finance, { key: key(), ...undo });
        return true;
      }
      case "difference": {
        const wish = { itemId: pick(bills, each.onto)!, kind: each.kind, amountMinor, reason: "other" };
        await decideDifference(finance, { key: key(), difference: wish });
        return true;
      }
      case "undo decision": {
        const decision = pick(await decided(world), each.which);
        if (!decision) return false;
        await undoDecision(finance, { key: key(), decisionId: decision.id, reason: "Wrong" });
        return true;
      }
      case "hold":
      case "refund":
      case "transfer":
        return moveMoney(each, amountMinor);
      default:
        return dealWithLine(each, amountMinor);
    }
  }

  async function moveMoney(
    each: Extract<Step, { do: "hold" | "refund" | "transfer" }>,
    amountMinor: bigint,
  ): Promise<boolean> {
    const receipt = pick((await listUnapplied(finance)).rows, each.which);
    if (!receipt) return false;
    const { receiptId, customerId, heldAs } = receipt;
    const common = { key: key(), reason: "Decided so" };
    if (each.do === "hold")
      await keepRest(finance, {
        ...common,
        receiptId,
        heldAs: heldAs === "unapplied" ? "on_account" : "unapplied",
      });
    else if (each.do === "refund")
      await refundCredit(finance, { ...common, creditId: receiptId, amountMinor, payTo: "Their account" });
    else
      await transferCredit(finance, {
        ...common,
        creditId: receiptId,
        amountMinor,
        toCustomerId: customers.find((id) => id !== customerId)!,
      });
    return true;
  }

  async function dealWithLine(
    each: Extract<Step, { do: "confirm" | "set payer" | "undo receipt" }>,
    amountMinor: bigint,
  ): Promise<boolean> {
    const wanted = each.do === "undo receipt" ? "receipt" : "open";
    const lines = (await world.allLines()).filter((line) => line.state === wanted && line.amountMinor > 0n);
    const line = pick(lines, each.which);
    if (!line) return false;
    const common = { key: key(), lineId: line.id };
    if (each.do === "undo receipt") await undoReceipt(finance, { ...common, reason: "Another payer" });
    else if (each.do === "set payer")
      await setPayer(finance, { ...common, customerId: pick(customers, each.of)! });
    else
      await confirmMatch(finance, {
        ...common,
        receiptId: null,
        customerId: world.customerId,
        applications: [{ itemId: pick(bills, each.onto)!, amountMinor }],
      });
    return true;
  }
  return { world, take };
}

const applied = (world: CashWorld) =>
  read(world.worker, (tx) =>
    tx
      .select()
      .from(applications)
      .where(eq(applications.organizationId, world.organizationId))
      .orderBy(asc(applications.id)),
  );

const decided = (world: CashWorld) =>
  read(world.worker, (tx) =>
    tx
      .select()
      .from(cashDecisions)
      .where(eq(cashDecisions.organizationId, world.organizationId))
      .orderBy(asc(cashDecisions.id)),
  );
