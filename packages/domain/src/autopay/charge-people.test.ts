import { newId } from "@openitem/db/ids";
import { afterAll, describe, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { changeAutopay } from "./change-autopay.ts";
import { listCharges } from "./list-charges.ts";
import { readAutopay } from "./read-autopay.ts";
import { readCharge } from "./read-charge.ts";
import { revokeMethod } from "./revoke-method.ts";
import { stopCharge } from "./stop-charge.ts";
import { dispute, newChargeWorld, newRunningWorld } from "./test/charge-world.ts";

afterAll(close);

describe("the customer's people", () => {
  test("stop a charge until it starts; it is not charged by the same autopay again", async () => {
    const world = await newRunningWorld();
    await world.live("2026-11-22");
    const chargeId = (await world.charges())[0]!.id;
    expect((await readCharge(world.dana.as, chargeId)).can.stop).toBe(true);
    await stopCharge(world.dana.as, { chargeId });
    await stopCharge(world.dana.as, { chargeId });
    for (const day of ["2026-11-25", "2026-11-26", "2026-11-30"]) await world.live(day);
    expect(await world.charges()).toMatchObject([{ status: "stopped", failure: "by_customer" }]);
    expect(world.gateway.charges).toEqual([]);
  });

  test("cannot stop one that has started, nor cancel its payment; a stranger finds neither", async () => {
    const world = await newRunningWorld();
    world.gateway.nextCharges = [{ status: "processing", method: "us_bank_account" }];
    await world.live("2026-11-22");
    await world.live("2026-11-25");
    const [charge] = await world.charges();
    await expect(stopCharge(world.dana.as, { chargeId: charge!.id })).rejects.toMatchObject({
      code: "charge.started",
    });
    const stranger = world.contact("admin", [await world.customer()]);
    await expect(stopCharge(stranger, { chargeId: charge!.id })).rejects.toMatchObject({ kind: "missing" });
    await expect(readCharge(stranger, charge!.id)).rejects.toMatchObject({ kind: "missing" });
    expect((await listCharges(stranger, {})).rows).toEqual([]);
    await expect(stopCharge(world.contact("viewer"), { chargeId: charge!.id })).rejects.toMatchObject({
      kind: "forbidden",
    });
  });

  test("pause autopay with a reason until a day: coming charges are held and go on after it, announced anew", async () => {
    const world = await newRunningWorld();
    await world.live("2026-11-22");
    const seenAt = (await readAutopay(world.dana.as, world.customerId)).autopays[0]!.changedAt;
    await changeAutopay(world.on(world.dana.as, "2026-11-23"), {
      key: newId(),
      customerId: world.customerId,
      currency: "USD",
      seenAt,
      to: "paused",
      reason: "We close the quarter",
      untilOn: "2026-12-01",
    });
    await world.live("2026-11-25");
    expect(await world.charges()).toMatchObject([{ status: "held", held: [{ reason: "paused" }] }]);
    await world.live("2026-12-01");
    expect(await world.charges()).toMatchObject([{ status: "announced", chargeOn: "2026-12-04" }]);
    await world.live("2026-12-04");
    expect(await world.open()).toBe(0n);
  });

  test("turn autopay off: coming charges stop; on again it takes what falls due from then on", async () => {
    const world = await newRunningWorld();
    await world.live("2026-11-22");
    const { changedAt } = (await readAutopay(world.dana.as, world.customerId)).autopays[0]!;
    const off = {
      key: newId(),
      customerId: world.customerId,
      currency: "USD",
      seenAt: changedAt,
      to: "off" as const,
    };
    await changeAutopay(world.on(world.dana.as, "2026-11-23"), off);
    await changeAutopay(world.on(world.dana.as, "2026-11-23"), off);
    expect(await world.charges()).toMatchObject([{ status: "stopped", failure: "autopay_off" }]);
    await world.turnOn(world.methodId, { day: "2026-11-24" });
    await world.live("2026-11-24");
    expect((await world.charges())[1]).toMatchObject({ status: "announced", chargeOn: "2026-11-27" });
  });

  test("who changes what a colleague changed meanwhile is told, and nothing is changed", async () => {
    const world = await newRunningWorld();
    await expect(
      changeAutopay(world.dana.as, {
        key: newId(),
        customerId: world.customerId,
        currency: "USD",
        seenAt: null,
        to: "off",
      }),
    ).rejects.toMatchObject({ code: "autopay.changed" });
    expect((await readAutopay(world.dana.as, world.customerId)).autopays[0]?.status).toBe("on");
  });

  test("consent is asked of an approver, to the words of today, with a method that works", async () => {
    const world = await newChargeWorld();
    const methodId = await world.keepMethod();
    const on = {
      key: newId(),
      customerId: world.customerId,
      currency: "USD",
      seenAt: null,
      to: "on" as const,
      methodId,
      daysBefore: 0,
      capMinor: null,
      consentWords: "autopay-2020-01",
    };
    await expect(changeAutopay(world.dana.as, on)).rejects.toMatchObject({ code: "autopay.words_changed" });
    await expect(changeAutopay(world.contact("payer"), on)).rejects.toMatchObject({ kind: "forbidden" });
    await expect(changeAutopay(world.staff("admin"), on)).rejects.toMatchObject({ kind: "forbidden" });
    const { words } = await readAutopay(world.dana.as, world.customerId);
    await revokeMethod(world.paying(world.dana.as), { methodId });
    await expect(
      changeAutopay(world.dana.as, { ...on, consentWords: words.autopay.version }),
    ).rejects.toMatchObject({ code: "autopay.method" });
  });

  test("see what is to come before it is announced: days, amounts, and what is held and why", async () => {
    const world = await newRunningWorld();
    await dispute(world, world.bill, 40_00n);
    await world.document({ dueOn: "2026-12-10", number: "INV-LATER" });
    const view = await readAutopay(world.dana.as, world.customerId);
    expect(view.autopays[0]?.forecast).toMatchObject([
      { chargeOn: "2026-11-25", amountMinor: 60_00n, held: [{ reason: "disputed", amountMinor: 40_00n }] },
      { chargeOn: "2026-12-10", amountMinor: 100_00n, lines: [{ number: "INV-LATER" }] },
    ]);
    await world.live("2026-11-22");
    const after = await readAutopay(world.dana.as, world.customerId);
    expect(after.next).toMatchObject([{ chargeOn: "2026-11-25", amountMinor: 60_00n }]);
    expect(after.autopays[0]?.forecast.map(({ chargeOn }) => chargeOn)).toEqual(["2026-12-10"]);
  });

  test("end the method: autopay is paused, its charges are held, and they are told", async () => {
    const world = await newRunningWorld();
    await world.live("2026-11-22");
    await revokeMethod(world.on(world.dana.as, "2026-11-23"), { methodId: world.methodId });
    await world.work("2026-11-23");
    expect(world.lastLetter("method-revoked")).toMatchObject({
      pausedAutopays: 1,
      heldCharges: 1,
      byBank: false,
    });
    await world.live("2026-11-25");
    expect(await world.charges()).toMatchObject([{ status: "held" }]);
    expect(world.gateway.charges).toEqual([]);
    const other = await world.keepMethod({ last4: "1111" });
    await world.turnOn(other, { day: "2026-11-26" });
    await world.live("2026-11-26");
    expect(await world.charges()).toMatchObject([
      { status: "announced", chargeOn: "2026-11-29", methodId: other },
    ]);
    await world.live("2026-11-29");
    expect(world.gateway.charges).toMatchObject([{ methodRef: `pm_${other}` }]);
  });
});
