import { connect } from "@openitem/db/client";
import { newId } from "@openitem/db/ids";
import { afterAll, describe, expect, test } from "vitest";
import { appUrl, close } from "../../test/world.ts";
import type { Context } from "../kernel/context.ts";
import { applyCredit } from "./apply-credit.ts";
import { confirmMatch } from "./confirm-match.ts";
import { listEntries } from "./list-entries.ts";
import { listMatchRuns, readMatchRun } from "./list-match-runs.ts";
import { listMatches, totalMatches } from "./list-matches.ts";
import { readMatch } from "./read-match.ts";
import { recordReceipt } from "./record-receipt.ts";
import { runMatch } from "./run-match.ts";
import { resumeMatchRun, startMatchRun, stopMatchRun } from "./start-match-run.ts";
import { type CashWorld, newCashWorld } from "./test/cash-world.ts";
import { plainEngine } from "./test/plain-engine.ts";
import { undoApplication } from "./undo-application.ts";
import { undoReceipt } from "./undo-receipt.ts";

afterAll(close);

const start = async (world: CashWorld) =>
  (await startMatchRun({ ...world.finance, now: new Date(world.finance.now.getTime() + 1_000) })).runId;

type Options = Parameters<typeof runMatch>[2];
const go = (ctx: Context, runId: string, options: Options = {}) =>
  runMatch(ctx, { runId }, { engine: plainEngine, ...options });

/** Bills of 100.00 and as many lines that name them. */
async function paidBills(count: number) {
  const world = await newCashWorld();
  const bills: string[] = [];
  for (let made = 0; made < count; made++) bills.push(await world.document());
  const numbers = await Promise.all(bills.map(world.numberOf));
  const lines = await world.money(
    ...numbers.map((number) => ({ text: `Invoice ${number}`, name: "Harrow Ltd" })),
  );
  return { world, bills, lines };
}

const opens = (world: CashWorld, bills: readonly string[]) => Promise.all(bills.map(world.openOf));

describe("a run", () => {
  test("applies what is unambiguous, lays out the rest, and again changes nothing", async () => {
    const world = await newCashWorld();
    const [exact, short] = [await world.document(), await world.document()];
    const [first, second] = await world.money(
      { text: `Invoice ${await world.numberOf(exact)}`, name: "Harrow Ltd" },
      { amount: "60.00", text: `Invoice ${await world.numberOf(short)}` },
      { amount: "5.00", text: "Thank you" },
    );
    expect(await go(world.worker, await start(world))).toEqual({ status: "done" });
    expect(await opens(world, [exact, short])).toEqual([0n, 100_00n]);
    const { rows } = await listMatches(world.finance);
    expect(rows.map((row) => [row.leftMinor, row.found, row.best?.rule ?? null])).toEqual([
      [5_00n, "nothing", null],
      [60_00n, "proposed", "reference"],
    ]);
    expect(await totalMatches(world.finance)).toEqual([
      { currency: "USD", state: "open", found: "nothing", payer: "unknown", count: 1, leftMinor: 5_00n },
      { currency: "USD", state: "open", found: "proposed", payer: "known", count: 1, leftMinor: 60_00n },
    ]);
    expect((await readMatch(world.finance, first!.id)).aliases).toMatchObject([{ written: "Harrow Ltd" }]);

    const before = await listEntries(world.finance);
    expect(before.rows).toMatchObject([
      { matched: { kind: "applied", rule: "reference" }, leftMinor: 0n, proposed: [] },
      { lineId: second!.id, matched: null, leftMinor: 60_00n, proposed: [{ rule: "reference" }] },
      { matched: null, leftMinor: 5_00n, proposed: [] },
    ]);
    await go(world.worker, await start(world));
    expect(await listEntries(world.finance)).toEqual(before);
    expect((await readMatch(world.finance, second!.id)).outcomes).toHaveLength(1);
    expect((await listMatchRuns(world.finance)).map((run) => [run.total, run.done, run.applied])).toEqual([
      [2, 2, 0],
      [3, 3, 1],
    ]);
    expect(await world.differences()).toEqual([]);
  });

  test("of two lines for one bill applies the first and leaves the second to a person", async () => {
    const world = await newCashWorld();
    const bill = await world.document();
    const text = `Invoice ${await world.numberOf(bill)}`;
    const lines = await world.money({ text }, { text });
    await go(world.worker, await start(world));
    const states = await Promise.all(lines.map(async (line) => (await world.lineOf(line.id)).state));
    expect(states.sort()).toEqual(["open", "receipt"]);
    expect(await world.differences()).toEqual([]);
  });

  test("is one at a time, and twice with one key is one", async () => {
    const { world } = await paidBills(1);
    const key = newId();
    const started = await Promise.all([1, 2, 3].map(() => startMatchRun(world.finance, { key })));
    expect(new Set(started.map(({ runId }) => runId)).size).toBe(1);
    await expect(startMatchRun(world.finance, {})).rejects.toMatchObject({ code: "match_run.running" });
    await expect(startMatchRun(world.staff("auditor"), {})).rejects.toMatchObject({ kind: "forbidden" });
    await go(world.worker, started[0]!.runId);
    await startMatchRun(world.finance, {});
  });

  test("by two workers at once applies each line once", async () => {
    const { world, bills } = await paidBills(9);
    const runId = await start(world);
    const options = { batchLines: 2, silentSeconds: 0 };
    const outcomes = await Promise.all([1, 2, 3].map(() => go(world.worker, runId, options)));
    expect(outcomes.map(({ status }) => status)).toContain("done");
    expect(await opens(world, bills)).toEqual(bills.map(() => 0n));
    expect(await readMatchRun(world.finance, runId)).toMatchObject({ status: "done", done: 9, applied: 9 });
    expect(await world.differences()).toEqual([]);
  });

  test("is stopped after a batch and goes on where it ended", async () => {
    const { world, bills } = await paidBills(6);
    const runId = await start(world);
    const stop = () => stopMatchRun(world.finance, { key: runId, runId });
    const onBatch = async () => void (await stop());
    expect(await go(world.worker, runId, { batchLines: 2, onBatch })).toEqual({ status: "stopped" });
    expect(await readMatchRun(world.finance, runId)).toMatchObject({
      status: "stopped",
      done: 2,
      applied: 2,
    });
    expect(await go(world.worker, runId)).toEqual({ status: "taken" });
    await resumeMatchRun(world.finance, { runId });
    expect(await go(world.worker, runId, { batchLines: 2 })).toEqual({ status: "done" });
    expect(await opens(world, bills)).toEqual(bills.map(() => 0n));
    expect(await readMatchRun(world.finance, runId)).toMatchObject({ done: 6, applied: 6 });
    await expect(resumeMatchRun(world.finance, { runId })).rejects.toMatchObject({ code: "match_run.state" });
    expect(await world.differences()).toEqual([]);
  });

  test("that nobody has begun is stopped at once", async () => {
    const { world, bills } = await paidBills(1);
    const runId = await start(world);
    await stopMatchRun(world.finance, { runId });
    expect(await go(world.worker, runId)).toEqual({ status: "taken" });
    expect(await opens(world, bills)).toEqual([100_00n]);
  });

  test("killed in the middle is taken up by another worker, and nothing is applied twice", async () => {
    const { world, bills } = await paidBills(7);
    const runId = await start(world);
    const doomed = connect(appUrl, { connectionsMax: 1, name: "doomed" });
    const killed = go({ ...world.worker, db: doomed.db }, runId, {
      batchLines: 3,
      onBatch: () => void doomed.client.end({ timeout: 0 }),
    });
    await expect(killed).rejects.toThrow();
    expect(await readMatchRun(world.finance, runId)).toMatchObject({ status: "running", done: 3 });
    expect(await go(world.worker, runId)).toEqual({ status: "taken" });
    expect(await go(world.worker, runId, { silentSeconds: 0 })).toEqual({ status: "done" });
    expect(await opens(world, bills)).toEqual(bills.map(() => 0n));
    expect(await readMatchRun(world.finance, runId)).toMatchObject({ done: 7, applied: 7 });
    expect(await world.differences()).toEqual([]);
  });

  test("decides anew what changed after the books were loaded", async () => {
    const { world, bills, lines } = await paidBills(3);
    const runId = await start(world);
    // Somebody settles a part of the last bill when the run has long looked at the books.
    const creditId = await world.document({ kind: "credit_memo", amountMinor: 30_00n });
    const applyTo = [{ itemId: bills[2]!, amountMinor: 30_00n }];
    const credit = { key: newId(), creditId, appliedOn: "2026-11-18", applyTo };
    const onBatch = async () => void (await applyCredit(world.finance, credit));
    expect(await go(world.worker, runId, { batchLines: 2, onBatch })).toEqual({ status: "done" });
    expect(await opens(world, bills)).toEqual([0n, 0n, 70_00n]);
    expect((await world.lineOf(lines[2]!.id)).state).toBe("open");
    expect(await world.differences()).toEqual([]);
  });

  test("says so when the engine fails, and keeps what was applied until then", async () => {
    const { world, bills } = await paidBills(4);
    const runId = await start(world);
    let asked = 0;
    const failing: typeof plainEngine = (books, policy) => {
      const plain = plainEngine(books, policy);
      return {
        ...plain,
        match(money) {
          asked += 1;
          if (asked > 2) throw new Error("out of ideas");
          return plain.match(money);
        },
      };
    };
    await expect(go(world.worker, runId, { engine: failing, batchLines: 2 })).rejects.toThrow("out of ideas");
    expect(await readMatchRun(world.finance, runId)).toMatchObject({
      status: "failed",
      error: "out of ideas",
      done: 2,
    });
    await resumeMatchRun(world.finance, { runId });
    expect(await go(world.worker, runId)).toEqual({ status: "done" });
    expect(await opens(world, bills)).toEqual(bills.map(() => 0n));
    expect(await world.differences()).toEqual([]);
  });
});

describe("the machine does not repeat", () => {
  test("an application that a person undid, until that is lifted", async () => {
    const { world, bills, lines } = await paidBills(1);
    await go(world.worker, await start(world));
    const { applications } = await readMatch(world.finance, lines[0]!.id);
    await undoApplication(world.finance, {
      key: newId(),
      applicationId: applications[0]!.id,
      appliedOn: "2026-11-18",
      reason: "Wrong contract",
    });
    // Even an engine that forgets about bars is held back.
    const forgetful: typeof plainEngine = (books, policy) => plainEngine({ ...books, bars: [] }, policy);
    await go(world.worker, await start(world), { engine: forgetful });
    expect(await opens(world, bills)).toEqual([100_00n]);
    const detail = await readMatch(world.finance, lines[0]!.id);
    expect(detail.outcomes[0]).toMatchObject({ kind: "proposed", waits: [{ code: "barred" }] });
    expect(await world.differences()).toEqual([]);
  });

  test("a receipt that a person undid: its line waits for somebody", async () => {
    const { world, bills, lines } = await paidBills(1);
    const confirmed = await confirmMatch(world.finance, {
      key: newId(),
      lineId: lines[0]!.id,
      receiptId: null,
      customerId: world.customerId,
    });
    expect(confirmed.number).toBe("RCT-0001");
    await undoReceipt(world.finance, { key: newId(), lineId: lines[0]!.id, reason: "Another payer" });
    await go(world.worker, await start(world));
    expect(await opens(world, bills)).toEqual([100_00n]);
    const detail = await readMatch(world.finance, lines[0]!.id);
    expect(detail.outcomes[0]).toMatchObject({
      kind: "proposed",
      waits: [{ code: "undone", facts: { reason: "Another payer" } }],
    });
  });

  test("money that somebody recorded by hand before it came", async () => {
    const { world, bills, lines } = await paidBills(1);
    const receipt = await recordReceipt(world.finance, {
      number: "WIRE-1",
      legalEntityId: world.legalEntityId,
      customerId: world.customerId,
      currency: "USD",
      amountMinor: 100_00n,
      valueOn: "2026-11-15",
    });
    await go(world.worker, await start(world));
    expect(await opens(world, bills)).toEqual([100_00n]);
    const detail = await readMatch(world.finance, lines[0]!.id);
    expect(detail.outcomes[0]).toMatchObject({ waits: [{ code: "recorded", facts: { number: "WIRE-1" } }] });
    expect(detail.recorded).toMatchObject([{ receiptId: receipt.itemId, number: "WIRE-1" }]);
    expect(await world.differences()).toEqual([]);
  });
});
