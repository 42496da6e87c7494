import { newId } from "@openitem/db/ids";
import { afterAll, describe, expect, test } from "vitest";
import { close, newWorld, type World } from "../../test/world.ts";
import { readItem } from "../items/read-item.ts";
import { startPayment } from "../payments/start-payment.ts";
import { applyCredit } from "./apply-credit.ts";
import { recordReceipt } from "./record-receipt.ts";
import { undoApplication } from "./undo-application.ts";

afterAll(close);

const receiptOf = (world: World, over: Partial<Parameters<typeof recordReceipt>[1]> = {}) => ({
  id: newId(),
  number: `WIRE-${newId().slice(-6)}`,
  legalEntityId: world.legalEntityId,
  customerId: world.customerId,
  currency: "USD",
  amountMinor: 80_00n,
  valueOn: "2026-11-10",
  ...over,
});

describe("recording a receipt", () => {
  test("twice, and twice at once, is one receipt", async () => {
    const world = await newWorld();
    const bill = await world.document();
    const finance = world.staff("finance");
    const input = receiptOf(world, { applyTo: [{ itemId: bill, amountMinor: 80_00n }] });
    const answers = await Promise.all([recordReceipt(finance, input), recordReceipt(finance, input)]);
    answers.push(await recordReceipt(finance, input));
    expect(new Set(answers.map((answer) => answer.itemId))).toEqual(new Set([input.id]));
    expect((await readItem(finance, bill)).item.openMinor).toBe(20_00n);
    await expect(recordReceipt(finance, { ...input, amountMinor: 81_00n })).rejects.toMatchObject({
      code: "command.reused",
    });
    expect(await world.differences()).toEqual([]);
  });

  test("is refused when it says what cannot be, and nothing is booked", async () => {
    const world = await newWorld();
    const bill = await world.document();
    const other = await world.document({ currency: "EUR" });
    const finance = world.staff("finance");
    const record = (over: Parameters<typeof receiptOf>[1], ctx = finance) =>
      recordReceipt(ctx, receiptOf(world, over));
    await expect(record({ applyTo: [{ itemId: bill, amountMinor: 80_01n }] })).rejects.toMatchObject({
      code: "receipt.over_applied",
    });
    await expect(
      record({ amountMinor: 500_00n, applyTo: [{ itemId: bill, amountMinor: 100_01n }] }),
    ).rejects.toMatchObject({ code: "application.over_open" });
    await expect(record({ applyTo: [{ itemId: other, amountMinor: 1n }] })).rejects.toMatchObject({
      code: "application.currency",
    });
    await expect(record({ applyTo: [{ itemId: newId(), amountMinor: 1n }] })).rejects.toMatchObject({
      code: "application.item_missing",
    });
    await expect(record({ legalEntityId: newId() })).rejects.toMatchObject({ code: "entity.missing" });
    await expect(record({}, world.staff("collector"))).rejects.toMatchObject({ kind: "forbidden" });
    await expect(record({}, world.contact("admin"))).rejects.toMatchObject({ kind: "forbidden" });
    expect((await readItem(finance, bill)).item.openMinor).toBe(100_00n);
    expect(await world.differences()).toEqual([]);
  });
});

describe("applying a credit", () => {
  test("uses what is free of it, not what a customer has reserved", async () => {
    const world = await newWorld();
    const [bill, second] = [await world.document(), await world.document()];
    const finance = world.staff("finance");
    const { itemId: creditId } = await recordReceipt(finance, receiptOf(world));
    await startPayment(
      world.paying(world.contact()),
      world.wish([[bill, 100_00n]], { credits: [{ itemId: creditId, amountMinor: 50_00n }] }),
    );
    const apply = (itemId: string, amountMinor: bigint, key = newId()) =>
      applyCredit(finance, { key, creditId, appliedOn: "2026-11-18", applyTo: [{ itemId, amountMinor }] });
    await expect(apply(second, 30_01n)).rejects.toMatchObject({ code: "application.over_open" });
    await expect(apply(bill, 1n)).rejects.toMatchObject({ code: "application.over_open" });
    const key = newId();
    await Promise.all([apply(second, 30_00n, key), apply(second, 30_00n, key)]);
    expect((await readItem(finance, creditId)).item.openMinor).toBe(50_00n);
    await expect(
      applyCredit(world.staff("collector"), {
        key: newId(),
        creditId,
        appliedOn: "2026-11-18",
        applyTo: [{ itemId: second, amountMinor: 1n }],
      }),
    ).rejects.toMatchObject({ kind: "forbidden" });
    await expect(
      applyCredit(finance, {
        key: newId(),
        creditId: second,
        appliedOn: "2026-11-18",
        applyTo: [{ itemId: bill, amountMinor: 1n }],
      }),
    ).rejects.toMatchObject({ code: "application.item_missing" });
    expect(await world.differences()).toEqual([]);
  });
});

describe("undoing an application", () => {
  test("undoes the chosen one and leaves the others", async () => {
    const world = await newWorld();
    const bills = [await world.document(), await world.document()];
    const finance = world.staff("finance");
    const { itemId: receipt } = await recordReceipt(
      finance,
      receiptOf(world, { applyTo: bills.map((itemId) => ({ itemId, amountMinor: 40_00n })) }),
    );
    const [chosen] = (await readItem(finance, bills[0]!)).applications;
    const undo = (over = {}, ctx = finance) =>
      undoApplication(ctx, {
        key: newId(),
        applicationId: chosen!.id,
        appliedOn: "2026-11-18",
        reason: "Wrong invoice",
        ...over,
      });
    await expect(undo({}, world.staff("auditor"))).rejects.toMatchObject({ kind: "forbidden" });
    await expect(undo({ applicationId: newId() })).rejects.toMatchObject({ code: "application.missing" });
    const outcomes = await Promise.allSettled([undo(), undo(), undo()]);
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
    const opens = await Promise.all(
      [...bills, receipt].map(async (id) => (await readItem(finance, id)).item.openMinor),
    );
    expect(opens).toEqual([100_00n, 60_00n, 40_00n]);
    const reversal = (await readItem(finance, bills[0]!)).applications.find((each) => each.reversesId);
    await expect(undo({ applicationId: reversal!.id })).rejects.toMatchObject({
      code: "application.missing",
    });
    expect(await world.differences()).toEqual([]);
  });
});
