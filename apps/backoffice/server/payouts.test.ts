import { newId } from "@openitem/db/ids";
import { camtOf } from "@openitem/domain/bank/camt-statement";
import { createBankAccount } from "@openitem/domain/bank/create-bank-account";
import { importBankStatement } from "@openitem/domain/bank/import-bank-statement";
import { adoptPayout } from "@openitem/domain/provider-money/record-payout";
import { close, NOON } from "@openitem/domain/test/world";
import { afterAll, expect, test } from "vitest";
import { callerFor, newWorld } from "../test/office.ts";

afterAll(close);

/** A payout of 50.00 that Stripe does not itemise, and a line of it at the bank that names nobody. */
async function arrived() {
  const world = await newWorld();
  await adoptPayout(world.paying(world.worker), {
    ref: "po_by_hand",
    amountMinor: 50_00n,
    currency: "USD",
    status: "paid",
    isAutomatic: false,
    descriptor: null,
    traceId: null,
    arrivesOn: "2026-11-10",
    failure: null,
    isReconciled: false,
    createdAt: new Date(NOON.getTime() - 9 * 86_400_000),
  });
  const number = "0041-77 X";
  await createBankAccount(world.worker, {
    legalEntityId: world.legalEntityId,
    currency: "USD",
    name: "Operating",
    number,
  });
  const entry = { amount: "50.00", bookedOn: "2026-11-11", valueOn: "2026-11-11", text: "TRANSFER" };
  await importBankStatement(world.worker, {
    bytes: camtOf("camt.054", [{ account: "0041-77X", currency: "USD", id: "D1", entries: [entry] }]),
    fileName: "day.xml",
  });
  return world;
}

test("a payout is listed, shown with what could be its line, tied, and taken apart again", async () => {
  const world = await arrived();
  const office = callerFor(world, "finance");
  const { rows } = await office.payouts.list({ view: "untied" });
  expect(rows).toMatchObject([{ payout: { providerId: "po_by_hand" }, ties: [] }]);
  const payoutId = rows[0]!.payout.id;
  expect(await office.payouts.untied()).toMatchObject([
    { kind: "payout", cause: "not_at_bank", amountMinor: 50_00n, ageDays: 8, payoutId },
  ]);
  const { candidates, mayTie, differences } = await office.payouts.read({ payoutId });
  expect({ mayTie, differences }).toEqual({
    mayTie: true,
    differences: [{ cause: "not_at_bank", minor: 50_00n, days: 5 }, { cause: "not_itemised" }],
  });
  const lineId = candidates[0]!.id;
  await office.payouts.tie({ key: newId(), payoutId, lineId });
  expect(await office.payouts.totals()).toEqual([
    { currency: "USD", count: 1, minor: 50_00n, untied: 0, untiedMinor: 0n },
  ]);
  await expect(
    callerFor(world, "auditor").payouts.untie({ key: newId(), payoutId, lineId, reason: "Not this one" }),
  ).rejects.toMatchObject({ code: "FORBIDDEN" });
  await office.payouts.untie({ key: newId(), payoutId, lineId, reason: "Not this one" });
  expect((await office.payouts.read({ payoutId })).neededMinor).toBe(50_00n);
  expect(await world.differences()).toEqual([]);
});

test("nobody who is not signed in sees a payout", async () => {
  const world = await arrived();
  await expect(callerFor(world, null).payouts.list({})).rejects.toMatchObject({ code: "UNAUTHORIZED" });
});
