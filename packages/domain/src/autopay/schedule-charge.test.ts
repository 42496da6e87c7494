import { newId } from "@openitem/db/ids";
import { afterAll, describe, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { readItem } from "../items/read-item.ts";
import { changeAccountSettings } from "../payments/change-account-settings.ts";
import { startPayment } from "../payments/start-payment.ts";
import { changePolicy } from "../policies/change-policy.ts";
import { CHARGE_WORDS } from "./consent-words.ts";
import { revokeMethod } from "./revoke-method.ts";
import { scheduleCharge } from "./schedule-charge.ts";
import { stopCharge } from "./stop-charge.ts";
import { type ChargeWorld, dispute, newChargeWorld } from "./test/charge-world.ts";

afterAll(close);

async function scheduling() {
  const world = await newChargeWorld("payer");
  const methodId = await world.keepMethod();
  const bill = await world.document({ dueOn: "2026-10-31" });
  const plan = (over = {}) => ({
    chargeId: newId(),
    customerId: world.customerId,
    currency: "USD",
    methodId,
    chargeOn: "2026-12-01",
    documents: [{ itemId: bill, amountMinor: 60_00n }],
    consentWords: CHARGE_WORDS,
    ...over,
  });
  return { ...world, methodId, bill, plan };
}

const open = async (world: ChargeWorld, id: string) => (await readItem(world.worker, id)).item.openMinor;

test("a person schedules a part of an invoice: announced three days before, charged on the day, once", async () => {
  const world = await scheduling();
  const input = world.plan();
  const answers = await Promise.all([
    scheduleCharge(world.dana.as, input),
    scheduleCharge(world.dana.as, input),
  ]);
  expect(answers).toEqual([{ chargeId: input.chargeId }, { chargeId: input.chargeId }]);
  await world.live("2026-11-27");
  expect(world.letters()).toEqual([]);
  await world.live("2026-11-28");
  expect(world.lastLetter("charge-announced")).toMatchObject({
    cause: "schedule",
    amount: "60.00",
    on: "2026-12-01",
  });
  await world.live("2026-11-30");
  await world.live("2026-12-01");
  await world.live("2026-12-02");
  expect(await world.charges()).toMatchObject([{ status: "settled", causeKind: "schedule" }]);
  expect(world.gateway.charges).toMatchObject([{ amountMinor: 60_00n }]);
  expect(await open(world, world.bill)).toBe(40_00n);
  expect(await world.differences()).toEqual([]);
});

test("scheduled for tomorrow it is announced at once and charged tomorrow", async () => {
  const world = await scheduling();
  await scheduleCharge(world.dana.as, world.plan({ chargeOn: "2026-11-19" }));
  await world.live("2026-11-18");
  expect(world.letters()).toEqual(["charge-announced"]);
  await world.live("2026-11-19");
  expect(await world.charges()).toMatchObject([{ status: "settled" }]);
});

test("what was paid meanwhile is not charged; what is disputed waits, and at most the scheduled amount goes on after it", async () => {
  const paid = await scheduling();
  await scheduleCharge(paid.dana.as, paid.plan());
  const paymentId = newId();
  await startPayment(paid.on(paid.dana.as, "2026-11-20"), {
    paymentId,
    customerId: paid.customerId,
    currency: "USD",
    debits: [{ itemId: paid.bill, amountMinor: 100_00n }],
    credits: [],
    onAccountMinor: 0n,
  });
  paid.gateway.complete(paymentId);
  await paid.follow(paymentId);
  await paid.live("2026-11-28");
  expect(await paid.charges()).toMatchObject([{ status: "stopped", failure: "nothing_left" }]);

  const disputed = await scheduling();
  await scheduleCharge(disputed.dana.as, disputed.plan());
  await disputed.live("2026-11-28");
  await dispute(disputed, disputed.bill, 70_00n);
  await disputed.live("2026-12-01");
  expect(await disputed.charges()).toMatchObject([
    { status: "settled", amountMinor: 30_00n, held: [{ reason: "disputed", amountMinor: "3000" }] },
  ]);
  expect(disputed.gateway.charges).toMatchObject([{ amountMinor: 30_00n }]);
});

describe("is refused", () => {
  test("for more than is free, and says what holds the rest", async () => {
    const world = await scheduling();
    const over = world.plan({ documents: [{ itemId: world.bill, amountMinor: 100_01n }] });
    await expect(scheduleCharge(world.dana.as, over)).rejects.toMatchObject({
      code: "charge.over_free",
      message: expect.stringContaining("has 100.00 USD free to be charged; you entered 100.01"),
    });
    await scheduleCharge(world.dana.as, world.plan());
    await expect(scheduleCharge(world.dana.as, world.plan())).rejects.toMatchObject({
      message: expect.stringContaining("Another charge of it is to come"),
    });
  });

  test.each([
    ["today", { chargeOn: "2026-11-18" }, "charge.day_past"],
    ["a year ahead", { chargeOn: "2027-11-18" }, "charge.day_far"],
    ["words of another time", { consentWords: "charge-2020-01" }, "charge.words_changed"],
    ["a foreign currency", { currency: "EUR" }, "payment.mixed_currency"],
    [
      "a document that is not there",
      { documents: [{ itemId: newId(), amountMinor: 1_00n }] },
      "payment.item_missing",
    ],
  ] as const)("for %s", async (_, over, code) => {
    const world = await scheduling();
    await expect(scheduleCharge(world.dana.as, world.plan(over))).rejects.toMatchObject({ code });
    expect(await world.charges()).toEqual([]);
  });

  test.each([0n, -5_00n])("for an amount of %s", async (amountMinor) => {
    const world = await scheduling();
    const wish = world.plan({ documents: [{ itemId: world.bill, amountMinor }] });
    await expect(scheduleCharge(world.dana.as, wish)).rejects.toThrow(/above zero/);
  });

  test("with a method that ended, and on another's account", async () => {
    const world = await scheduling();
    await revokeMethod(world.paying(world.dana.as), { methodId: world.methodId });
    await expect(scheduleCharge(world.dana.as, world.plan())).rejects.toMatchObject({
      code: "charge.method",
    });
    const stranger = world.contact("admin", [await world.customer()]);
    await expect(scheduleCharge(stranger, world.plan())).rejects.toMatchObject({ kind: "missing" });
    await expect(scheduleCharge(world.contact("viewer"), world.plan())).rejects.toMatchObject({
      kind: "forbidden",
    });
  });

  test("in part where the biller takes no part payments", async () => {
    const world = await scheduling();
    await changePolicy(world.staff("manager"), {
      key: newId(),
      kind: "payment",
      basedOn: 0,
      rules: { partPayment: { allowed: false, shortReasons: ["other"] } },
      reason: "In full or not at all",
    });
    await expect(scheduleCharge(world.dana.as, world.plan())).rejects.toMatchObject({
      code: "payment.part_not_allowed",
    });
  });

  test("by one person alone where the account wants two", async () => {
    const world = await scheduling();
    await changeAccountSettings(world.contact("admin"), {
      customerId: world.customerId,
      paymentApproval: true,
    });
    await expect(scheduleCharge(world.dana.as, world.plan())).rejects.toMatchObject({
      code: "payment.approval_required",
    });
  });
});

test("stopped while it was held it stays stopped", async () => {
  const world = await scheduling();
  const { chargeId } = await scheduleCharge(world.dana.as, world.plan());
  await revokeMethod(world.paying(world.dana.as), { methodId: world.methodId });
  expect(await world.charges()).toMatchObject([{ status: "held" }]);
  await stopCharge(world.dana.as, { chargeId });
  await world.live("2026-12-01");
  expect(await world.charges()).toMatchObject([{ status: "stopped", failure: "by_customer" }]);
});
