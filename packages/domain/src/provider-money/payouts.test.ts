import { newId } from "@openitem/db/ids";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startStripeWorld } from "../../test/stripe-world.ts";
import { close } from "../../test/world.ts";
import { listPayouts, totalPayouts } from "./list-payouts.ts";
import { listUntied } from "./list-untied.ts";
import { readPayout } from "./read-payout.ts";
import { adoptPayout } from "./record-payout.ts";
import { moneyWorld } from "./test/money-world.ts";
import { tiePayout } from "./tie-payout.ts";
import { untiePayout } from "./untie-payout.ts";

let stripe: Awaited<ReturnType<typeof startStripeWorld>>;
beforeAll(async () => {
  stripe = await startStripeWorld();
});
afterAll(async () => {
  await stripe.stop();
  await close();
});

describe("a payout", () => {
  test("of several charges with their fees: its movements, its amount and the bank's line are the same to the cent", async () => {
    const world = await moneyWorld(stripe);
    await world.paid(100_00n);
    await world.paid(250_00n, { method: "us_bank_account" });
    const payout = await stripe.control.createPayout("usd", true);
    expect(payout.amount).toBe(100_00 - 3_20 + 250_00 - 2_00);
    await world.work();
    expect(await world.balance("stripe_clearing")).toBe(0n);
    expect(await world.balance("payouts_in_transit")).toBe(344_80n);
    expect(await world.balance("fees")).toBe(5_20n);
    expect(await world.differences()).toEqual([]);

    const lineId = await world.bankShows(344_80n);
    await stripe.control.finishPayout(payout.id, "paid");
    await world.work();
    expect(await world.lineOf(lineId)).toMatchObject({ state: "payout", decidedByName: "test" });
    expect(await world.balance("payouts_in_transit")).toBe(0n);
    expect(await world.balance("bank_clearing")).toBe(0n);
    expect(await world.balance("bank")).toBe(344_80n);
    expect(await world.payouts()).toMatchObject([{ status: "paid", isRead: true, amountMinor: 344_80n }]);
    expect((await world.movements()).map(({ unexplained }) => unexplained)).toEqual([null, null, null]);
    expect(await world.differences()).toEqual([]);
  });

  test("that failed is back on the balance, and goes out with the next one", async () => {
    const world = await moneyWorld(stripe);
    await world.paid(100_00n);
    const first = await stripe.control.createPayout("usd", true);
    await stripe.control.finishPayout(first.id, "failed");
    await world.work();
    expect(await world.balance("stripe_clearing")).toBe(96_80n);
    expect(await world.balance("payouts_in_transit")).toBe(0n);
    await world.paid(50_00n);
    const second = await stripe.control.createPayout("usd", true);
    expect(second.amount).toBe(96_80 + 48_25);
    await world.work();
    expect(await world.balance("stripe_clearing")).toBe(0n);
    expect((await world.payouts()).map(({ status, isRead }) => [status, isRead])).toEqual([
      ["failed", true],
      ["in_transit", true],
    ]);
    expect(await world.differences()).toEqual([]);
  });

  test("that the bank had and sent back is tied to both lines", async () => {
    const world = await moneyWorld(stripe);
    await world.paid(100_00n);
    const payout = await stripe.control.createPayout("usd", true);
    await stripe.control.finishPayout(payout.id, "paid");
    await world.bankShows(96_80n);
    await world.work();
    await world.sweep();
    await stripe.control.finishPayout(payout.id, "failed");
    await world.work();
    expect(await world.balance("payouts_in_transit")).toBe(-96_80n);
    const back = await world.bankShows(-96_80n, { text: "RETURN OF STRIPE PAYOUT" });
    await world.sweep();
    expect(await world.lineOf(back)).toMatchObject({ state: "payout" });
    expect(await world.balance("payouts_in_transit")).toBe(0n);
    expect(await world.balance("bank")).toBe(0n);
    expect(await world.differences()).toEqual([]);
  });

  test("below zero draws from the bank", async () => {
    const world = await moneyWorld(stripe);
    const { intentId } = await world.paid(100_00n);
    await stripe.control.createPayout("usd", true);
    await stripe.control.openDispute(intentId);
    await world.work();
    const drawn = await stripe.control.createPayout("usd", true);
    expect(drawn.amount).toBe(-115_00);
    await world.work();
    expect(await world.balance("stripe_clearing")).toBe(0n);
    expect(await world.balance("payouts_in_transit")).toBe(96_80n - 115_00n);
    const lineId = await world.bankShows(-115_00n);
    await world.sweep();
    expect(await world.lineOf(lineId)).toMatchObject({ state: "payout" });
    expect(await world.differences()).toEqual([]);
  });

  test("is tied by a person where two lines could be meant, and taken apart again for good", async () => {
    const world = await moneyWorld(stripe);
    const finance = world.staff("finance");
    await world.paid(100_00n);
    await stripe.control.createPayout("usd", true);
    await world.work();
    const one = await world.bankShows(96_80n);
    const other = await world.bankShows(96_80n);
    await world.sweep();
    expect((await world.lineOf(one)).state).toBe("open");
    const [payout] = await world.payouts();
    const payoutId = payout!.id;
    const wrong = await world.bankShows(96_81n);
    await expect(tiePayout(finance, { key: newId(), payoutId, lineId: wrong })).rejects.toMatchObject({
      code: "payout.amount_differs",
      facts: { needed: "96.80", found: "96.81" },
    });
    await expect(
      tiePayout(world.staff("collector"), { key: newId(), payoutId, lineId: one }),
    ).rejects.toMatchObject({ kind: "forbidden" });
    const input = { key: newId(), payoutId, lineId: one };
    await Promise.all([tiePayout(finance, input), tiePayout(finance, input)]);
    expect(await world.balance("payouts_in_transit")).toBe(0n);
    await expect(tiePayout(finance, { ...input, key: newId(), lineId: other })).rejects.toMatchObject({
      code: "payout.amount_differs",
    });
    await untiePayout(finance, { ...input, key: newId(), reason: "That one is February's" });
    expect(await world.balance("payouts_in_transit")).toBe(96_80n);
    // The machine takes the other one now: this pair it was told is wrong.
    await world.sweep();
    expect((await world.lineOf(one)).state).toBe("open");
    expect((await world.lineOf(other)).state).toBe("payout");
    expect(await world.differences()).toEqual([]);
  });
});

describe("what is shown of payouts", () => {
  test("a payout lists its transactions with their payments, its line, and nothing that differs", async () => {
    const world = await moneyWorld(stripe);
    const { paymentId } = await world.paid(100_00n);
    const made = await stripe.control.createPayout("usd", true);
    await stripe.control.finishPayout(made.id, "paid");
    const lineId = await world.bankShows(96_80n);
    await world.work();
    const auditor = world.staff("auditor");
    const { rows, next } = await listPayouts(auditor, { view: "tied" });
    expect(next).toBeNull();
    expect(rows).toMatchObject([
      {
        payout: { providerId: made.id },
        movements: 1,
        movedMinor: 96_80n,
        tiedMinor: 96_80n,
        differences: [],
      },
    ]);
    const detail = await readPayout(auditor, rows[0]!.payout.id);
    expect(detail).toMatchObject({
      transactions: [{ paymentId, amountMinor: 100_00n, feeMinor: 3_20n, customerName: "Customer 1" }],
      ties: [{ id: lineId }],
      neededMinor: 0n,
      candidates: [],
      mayTie: false,
    });
    expect(detail.history.map(({ action }) => action)).toEqual(["payout.recorded", "payout.tied"]);
    expect(await totalPayouts(auditor)).toEqual([
      { currency: "USD", count: 1, minor: 96_80n, untied: 0, untiedMinor: 0n },
    ]);
    expect(await listUntied(auditor)).toEqual([]);
    await expect(readPayout(world.contact(), rows[0]!.payout.id)).rejects.toMatchObject({ kind: "missing" });
    await expect(readPayout(auditor, newId())).rejects.toMatchObject({ code: "payout.missing" });
  });

  test("what does not tie is listed with its age and its cause", async () => {
    const world = await moneyWorld(stripe);
    await world.paid(100_00n);
    await stripe.control.createPayout("usd", true);
    await stripe.control.adjustBalance("usd", -7_00);
    await world.work();
    await world.sweep();
    await world.bankShows(96_79n, { name: "STRIPE", text: "TRANSFER" });
    const [payout] = await world.payouts();
    const inTenDays = { ...world.staff("finance"), now: new Date(Date.now() + 10 * 86_400_000) };
    const untied = await listUntied(inTenDays);
    expect(untied.map(({ kind, cause, amountMinor }) => [kind, cause, amountMinor])).toEqual([
      ["movement", "adjustment", -7_00n],
      ["bank_line", "no_payout", 96_79n],
      ["payout", "amount_differs", -1n],
    ]);
    expect(untied[2]).toMatchObject({
      payoutId: payout!.id,
      since: payout!.arrivesOn,
      ageDays: expect.any(Number),
    });
    const detail = await readPayout(inTenDays, payout!.id);
    expect(detail.differences).toMatchObject([{ cause: "amount_differs", minor: -1n }]);
    expect(detail.candidates).toMatchObject([{ amountMinor: 96_79n, fits: false, by: "descriptor" }]);
  });

  test("a payout made by hand, which Stripe does not itemise, is tied all the same", async () => {
    const world = await moneyWorld(stripe);
    await world.paid(100_00n);
    const ctx = world.working();
    await adoptPayout(
      {
        ...ctx,
        gateway: { ...ctx.gateway, listMovements: async () => [] },
      },
      {
        ref: "po_by_hand",
        amountMinor: 50_00n,
        currency: "USD",
        status: "paid",
        isAutomatic: false,
        descriptor: "PARLANCE",
        traceId: null,
        arrivesOn: new Date().toISOString().slice(0, 10),
        failure: null,
        isReconciled: false,
        createdAt: new Date(),
      },
    );
    await world.bankShows(50_00n, { name: "PARLANCE", text: "PAYOUT" });
    await world.sweep();
    expect(await world.balance("payouts_in_transit")).toBe(0n);
    const [row] = (await listPayouts(world.staff("finance"), {})).rows;
    expect(row!.differences).toEqual([{ cause: "not_itemised" }]);
    expect(await world.differences()).toEqual([]);
  });
});
