import { newId } from "@openitem/db/ids";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { World } from "../../test/world.ts";
import { recordReceipt } from "../cash/record-receipt.ts";
import { listBankLines, totalBankLines } from "./list-bank-lines.ts";
import { listExpected } from "./list-expected.ts";
import { readBankLine } from "./read-bank-line.ts";
import { setLineElsewhere } from "./set-line-elsewhere.ts";
import { balanceOf, bringCamt, close, lineOf, newBank, paid, statement } from "./test/bank-world.ts";
import { tieLineToReceipt, tieLineToRefund, untieLine } from "./tie-line.ts";
import { undoLineElsewhere } from "./undo-line-elsewhere.ts";

afterAll(close);

const monday = statement({
  opening: "0.00",
  closing: "170.00",
  entries: [
    paid("200.00", { reference: "R1", name: "Ajax GmbH", text: "INV-1 100%_off" }),
    paid("-50.00", { reference: "R2", name: "Landlord" }),
    paid("20.00", { reference: "R3", name: "Bolt", bookedOn: "2026-11-17" }),
  ],
  to: "2026-11-17",
});

describe("money that is no customer's", () => {
  test("leaves bank clearing with a note, and comes back when that is undone", async () => {
    const { world, finance } = await newBank();
    await bringCamt(finance, "camt.053", monday);
    const lineId = await lineOf(world, -50_00n);
    const set = () => setLineElsewhere(finance, { key: newId(), lineId, note: "Rent of the office" });
    const key = newId();
    await Promise.all([
      setLineElsewhere(finance, { key, lineId, note: "Rent of the office" }),
      setLineElsewhere(finance, { key, lineId, note: "Rent of the office" }),
    ]);
    expect(await balanceOf(world, "elsewhere")).toBe(50_00n);
    expect(await balanceOf(world, "bank_clearing")).toBe(-220_00n);
    expect(await world.differences()).toEqual([]);
    await expect(set()).rejects.toMatchObject({ code: "line.state" });

    await undoLineElsewhere(finance, { key: newId(), lineId, reason: "It was a customer's refund" });
    expect(await balanceOf(world, "elsewhere")).toBe(0n);
    expect((await readBankLine(finance, lineId)).line).toMatchObject({ state: "open", note: null });
    await set();
    expect(await balanceOf(world, "elsewhere")).toBe(50_00n);
    const { postings, activity } = await readBankLine(finance, lineId);
    expect(postings).toHaveLength(4);
    expect(activity.map(({ action }) => action)).toEqual([
      "bank_line.elsewhere",
      "bank_line.elsewhere_undone",
      "bank_line.elsewhere",
    ]);
    expect(await world.differences()).toEqual([]);
  });

  test("is decided by finance, with a word on what it is", async () => {
    const { world, finance } = await newBank();
    await bringCamt(finance, "camt.053", monday);
    const lineId = await lineOf(world, -50_00n);
    const set = (ctx = finance, over = {}) =>
      setLineElsewhere(ctx, { key: newId(), lineId, note: "Rent", ...over });
    await expect(set(world.staff("collector"))).rejects.toMatchObject({ kind: "forbidden" });
    await expect(set(world.staff("auditor"))).rejects.toMatchObject({ kind: "forbidden" });
    await expect(set(world.contact("admin"))).rejects.toMatchObject({ kind: "missing" });
    await expect(set(finance, { note: " " })).rejects.toThrow("Say what it is");
    await expect(set(finance, { lineId: newId() })).rejects.toMatchObject({ code: "line.missing" });
  });
});

describe("a receipt recorded by hand", () => {
  const byHand = async (world: World, over = {}) => {
    const { itemId } = await recordReceipt(world.staff("finance"), {
      number: `WIRE-${newId().slice(-6)}`,
      legalEntityId: world.legalEntityId,
      customerId: world.customerId,
      currency: "EUR",
      amountMinor: 200_00n,
      valueOn: "2026-11-14",
      ...over,
    });
    return itemId;
  };
  const later = new Date("2026-11-19T09:00:00Z");
  const tie = (world: World, lineId: string, itemId: string) =>
    tieLineToReceipt(world.staff("finance", later), { key: newId(), lineId, itemId });

  test("is tied to the money once it is at the bank, and nothing is booked twice", async () => {
    const { world, finance } = await newBank();
    const itemId = await byHand(world);
    expect(await world.differences()).toEqual([]);
    await bringCamt(finance, "camt.053", monday);
    expect(await balanceOf(world, "bank_clearing")).toBe(200_00n - 170_00n);
    const lineId = await lineOf(world, 200_00n);
    expect((await listExpected(finance, lineId)).map(({ id }) => id)).toEqual([itemId]);
    await tie(world, lineId, itemId);
    expect(await listExpected(finance, lineId)).toEqual([]);
    expect(await balanceOf(world, "bank_clearing")).toBe(200_00n - 170_00n);
    expect(await balanceOf(world, "bank")).toBe(170_00n);
    expect((await readBankLine(finance, lineId)).document).toMatchObject({ id: itemId });
    expect(await world.differences()).toEqual([]);

    await untieLine(finance, { key: newId(), lineId, reason: "Another wire" });
    expect((await readBankLine(finance, lineId)).line.state).toBe("open");
    expect(await world.differences()).toEqual([]);
    await expect(untieLine(finance, { key: newId(), lineId, reason: "Another wire" })).rejects.toMatchObject({
      code: "line.state",
    });
  });

  test("is not tied to money that it cannot be", async () => {
    const { world, finance } = await newBank();
    await bringCamt(finance, "camt.053", monday);
    const lineId = await lineOf(world, 200_00n);
    await expect(tie(world, lineId, await byHand(world, { amountMinor: 199_00n }))).rejects.toMatchObject({
      code: "line.amount",
    });
    await expect(tie(world, lineId, await byHand(world, { currency: "USD" }))).rejects.toMatchObject({
      code: "line.amount",
    });
    await expect(tie(world, lineId, await world.document())).rejects.toMatchObject({
      code: "line.receipt_missing",
    });
    await expect(
      tieLineToRefund(finance, { key: newId(), lineId, itemId: await byHand(world) }),
    ).rejects.toMatchObject({ code: "line.refund_missing" });
    const itemId = await byHand(world);
    await tie(world, lineId, itemId);
    await expect(tie(world, lineId, await byHand(world))).rejects.toMatchObject({ code: "line.state" });
    expect(await world.differences()).toEqual([]);
  });

  test("tied by two at once is tied once", async () => {
    const { world, finance } = await newBank();
    await bringCamt(finance, "camt.053", monday);
    const lineId = await lineOf(world, 200_00n);
    const receipts = [await byHand(world), await byHand(world)];
    const outcomes = await Promise.allSettled(receipts.map((itemId) => tie(world, lineId, itemId)));
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
    expect(await world.differences()).toEqual([]);
  });
});

describe("the list of bank lines", () => {
  let world: World;
  beforeAll(async () => {
    const bank = await newBank();
    world = bank.world;
    await bringCamt(bank.finance, "camt.053", monday);
    const lineId = await lineOf(world, -50_00n);
    await setLineElsewhere(bank.finance, { key: newId(), lineId, note: "Rent" });
  });
  const found = async (over: Parameters<typeof listBankLines>[1]) =>
    (await listBankLines(world.staff("auditor"), over)).rows.map((row) => row.amountMinor);

  test("shows the open ones, the last booked first, and any others that are asked for", async () => {
    expect(await found({})).toEqual([20_00n, 200_00n]);
    expect(await found({ state: "elsewhere" })).toEqual([-50_00n]);
    expect((await found({ state: "all" })).length).toBe(3);
    expect(await found({ state: "all", direction: "out" })).toEqual([-50_00n]);
    expect(await found({ search: "ajax" })).toEqual([200_00n]);
    expect(await found({ search: "100%_off" })).toEqual([200_00n]);
    expect(await found({ search: "%" })).toEqual([200_00n]);
    expect(await found({ amountFrom: 20_00n, amountTo: 50_00n, state: "all" })).toEqual([20_00n, -50_00n]);
    expect(await found({ bookedFrom: "2026-11-17" })).toEqual([20_00n]);
    expect(await found({ bookedTo: "2026-11-16" })).toEqual([200_00n]);
    expect(await found({ bankAccountId: newId() })).toEqual([]);
  });

  test("counts and sums exactly what its filter holds", async () => {
    expect(await totalBankLines(world.worker, { state: "all" })).toMatchObject({
      totals: [{ currency: "EUR", count: 3, inMinor: 220_00n, outMinor: -50_00n }],
      counts: { open: 2, elsewhere: 1, receipt: 0 },
    });
    expect(await totalBankLines(world.worker, { search: "bolt" })).toMatchObject({
      totals: [{ currency: "EUR", count: 1, inMinor: 20_00n, outMinor: 0n }],
      counts: { open: 1, elsewhere: 0 },
    });
  });

  test("is walked page by page, there and back", async () => {
    const page = (cursor: string | null) => listBankLines(world.worker, { state: "all", limit: 1, cursor });
    const first = await page(null);
    const second = await page(first.next);
    const third = await page(second.next);
    expect(third.next).toBeNull();
    const ids = [first, second, third].flatMap(({ rows }) => rows.map(({ id }) => id));
    expect(new Set(ids).size).toBe(3);
    expect((await page(third.previous)).rows).toEqual(second.rows);
    await expect(page("nonsense")).rejects.toMatchObject({ code: "list.cursor" });
  });

  test("is for the biller's people", async () => {
    await expect(listBankLines(world.contact("admin"), {})).rejects.toMatchObject({ kind: "missing" });
    await expect(totalBankLines(world.contact("admin"), {})).rejects.toMatchObject({ kind: "missing" });
    const lineId = await lineOf(world, 20_00n);
    await expect(readBankLine(world.contact("admin"), lineId)).rejects.toMatchObject({ kind: "missing" });
  });
});
