import { newId } from "@openitem/db/ids";
import { afterAll, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { listCashDecisions } from "./list-cash-decisions.ts";
import { listEntries } from "./list-entries.ts";
import { previewMatch } from "./preview-match.ts";
import { readMatch } from "./read-match.ts";
import { runMatch } from "./run-match.ts";
import { startMatchRun } from "./start-match-run.ts";
import { type CashWorld, newCashWorld } from "./test/cash-world.ts";
import { undoApplication } from "./undo-application.ts";
import { undoDecision } from "./undo-decision.ts";

afterAll(close);

async function run(world: CashWorld) {
  const { runId } = await startMatchRun(world.finance, {});
  expect(await runMatch(world.worker, { runId })).toEqual({ status: "done" });
}

test("named documents are paid, with their discount and within the tolerance, and both can be taken back", async () => {
  const world = await newCashWorld();
  const [plain, discounted, near] = [
    await world.document(),
    await world.document({ terms: "2/60 net 90", amountMinor: 500_00n }),
    await world.document({ amountMinor: 800_00n }),
  ];
  const named = async (itemId: string) => `Invoice ${await world.numberOf(itemId)}`;
  const lines = await world.money(
    { amount: "100.00", text: await named(plain), name: "Customer 1" },
    { amount: "490.00", text: await named(discounted), name: "Customer 1" },
    { amount: "799.50", text: await named(near), name: "Customer 1" },
  );
  const preview = await previewMatch(world.finance, lines[0]!.id);
  expect(preview).toMatchObject({ kind: "apply", rule: "reference", waits: [] });
  expect((await world.lineOf(lines[0]!.id)).state).toBe("open");
  await run(world);
  expect(await Promise.all([plain, discounted, near].map(world.openOf))).toEqual([0n, 0n, 0n]);
  const { rows: decisions } = await listCashDecisions(world.finance);
  expect(decisions.map((row) => [row.kind, row.amountMinor, row.reason]).sort()).toEqual([
    ["discount", 10_00n, "terms"],
    ["write_off", 50n, "tolerance"],
  ]);
  const { rows } = await listEntries(world.finance);
  expect(
    rows.map((row) =>
      row.applied.map(({ discountMinor, writtenOffMinor }) => [discountMinor, writtenOffMinor]),
    ),
  ).toEqual([[[0n, 0n]], [[10_00n, 0n]], [[0n, 50n]]]);
  for (const decision of decisions)
    await undoDecision(world.finance, { key: newId(), decisionId: decision.id, reason: "Not granted" });
  expect(await Promise.all([plain, discounted, near].map(world.openOf))).toEqual([0n, 10_00n, 50n]);
  expect(await world.differences()).toEqual([]);
});

test("what a person undid is not made again, and the money of a stranger waits", async () => {
  const world = await newCashWorld();
  const bill = await world.document();
  const text = `Invoice ${await world.numberOf(bill)}`;
  const [line, stranger] = await world.money(
    { text, name: "Customer 1" },
    { amount: "77.77", text: "Thank you", name: "Nobody we know" },
  );
  await run(world);
  const [application] = (await readMatch(world.finance, line!.id)).applications;
  const undo = {
    key: newId(),
    applicationId: application!.id,
    appliedOn: "2026-11-18",
    reason: "Wrong contract",
  };
  await undoApplication(world.finance, undo);
  await run(world);
  expect(await world.openOf(bill)).toBe(100_00n);
  expect((await readMatch(world.finance, line!.id)).outcomes[0]?.kind).not.toBe("applied");
  expect((await readMatch(world.finance, stranger!.id)).outcomes[0]).toMatchObject({
    kind: "nothing",
    customerId: null,
  });
  expect(await world.differences()).toEqual([]);
});
