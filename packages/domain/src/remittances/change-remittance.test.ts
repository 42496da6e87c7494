import { newId } from "@openitem/db/ids";
import { afterAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { close, TODAY } from "../../test/world.ts";
import { addDays } from "../kernel/business-day.ts";
import { changeRemittance, type changeRemittanceInput } from "./change-remittance.ts";
import { confirmRemittance } from "./confirm-remittance.ts";
import { readRemittanceDetail } from "./read-remittance.ts";
import { csvOf, newRemittanceWorld } from "./test/remittance-world.ts";

afterAll(close);

type Change = z.input<typeof changeRemittanceInput>["change"];

/** An advice of four lines: two that match, one with a deduction, one whose number is none of the account's. */
async function newDraft() {
  const world = await newRemittanceWorld();
  await world.document({ number: "INV-2026-10188", amountMinor: 1_000_00n });
  await world.document({ number: "INV-2026-09261", amountMinor: 300_00n });
  await world.document({ number: "INV-2026-10190", amountMinor: 640_00n });
  const fits = await world.document({ number: "INV-2026-11102", amountMinor: 1_236_00n });
  const dana = world.contact("payer");
  const { remittance } = await world.advised(
    csvOf([
      ["INV-2026-10188", "1000.00", "", "", "1000.00"],
      ["INV-2026-O9261", "300.00", "", "", "300.00"],
      ["INV-2026-10190", "640.00", "120.00", "12", "520.00"],
      ["INV-2026-10910", "1236.00", "", "", "1236.00"],
    ]),
    { by: dana },
  );
  const remittanceId = remittance.id;
  const look = () => readRemittanceDetail(dana, remittanceId);
  const change = async (change: Change, by = dana) =>
    changeRemittance(by, { remittanceId, key: newId(), seen: (await look()).seen, change });
  const confirm = async (by = dana) =>
    confirmRemittance(by, { remittanceId, key: newId(), seen: (await look()).seen });
  return { ...world, dana, fits, remittanceId, look, change, confirm };
}

const codes = (lacks: readonly { code: string; lineNo: number | null }[]) =>
  lacks.map(({ code, lineNo }) => `${code.replace("remittance.", "")}${lineNo === null ? "" : ` ${lineNo}`}`);

describe("a draft", () => {
  test("is confirmed once everything in it is settled, and pauses chasing", async () => {
    const draft = await newDraft();
    await expect(draft.confirm()).rejects.toMatchObject({
      code: "remittance.day_missing",
      facts: { more: 2 },
    });
    await draft.change({ head: { paidOn: "2026-11-17", method: "wire", reference: "MF-PAY-3391" } });
    await draft.change({ lines: [{ lineNo: 3, reason: "price" }] });
    await draft.change({ lines: [{ lineNo: 4, itemId: draft.fits }] });
    expect((await draft.look()).lacks).toEqual([]);
    const { pausedUntilOn } = await draft.confirm();
    expect(pausedUntilOn).toBe(addDays(TODAY, 5));
    const { remittance, lines } = await draft.look();
    expect(remittance).toMatchObject({
      status: "confirmed",
      totalMinor: 3_056_00n,
      confirmedByName: "Dana Whitfield",
    });
    expect(lines.map((line) => line.settled)).toEqual(["document", "document", "document", "document"]);
    expect(lines[2]).toMatchObject({ deductionMinor: 120_00n, reasonCode: "12", reason: "price" });
    await expect(draft.change({ head: { reference: "late" } })).rejects.toMatchObject({
      code: "remittance.state",
    });
    expect(await draft.differences()).toEqual([]);
  });

  test("keeps what was entered although it does not add up yet, and says by how much", async () => {
    const draft = await newDraft();
    await draft.change({ head: { paidOn: "2026-11-17", totalMinor: 3_000_00n } });
    const { lacks } = await draft.look();
    expect(lacks.at(-1)).toMatchObject({
      code: "remittance.sum",
      facts: { lines: "3056.00", total: "3000.00", difference: "-56.00" },
    });
    await expect(draft.confirm()).rejects.toMatchObject({ code: "remittance.line_reason" });
  });

  test("takes a number that is typed, and says when it names nothing", async () => {
    const draft = await newDraft();
    await draft.change({ lines: [{ lineNo: 4, number: "11102" }] });
    expect((await draft.look()).lines[3]).toMatchObject({ itemId: draft.fits, settled: "document" });
    await draft.change({ lines: [{ lineNo: 4, number: "INV-9999-1" }] });
    expect((await draft.look()).lines[3]).toMatchObject({
      itemId: null,
      settled: "open",
      readAs: { typed: "INV-9999-1" },
    });
  });

  test("puts a line on account, takes a deduction back, drops a line and gets another", async () => {
    const draft = await newDraft();
    await draft.change({
      head: { paidOn: "2026-11-17", totalMinor: 1_826_00n },
      lines: [
        { lineNo: 3, paysPart: true },
        { lineNo: 4, onAccount: true },
      ],
      removed: [1],
      added: [{ number: "INV-2026-10188", netMinor: 70_00n }],
    });
    await draft.change({ removed: [2] });
    const { lines, lacks } = await draft.look();
    expect(codes(lacks)).toEqual([]);
    expect(lines.map((line) => [line.lineNo, line.settled, line.netMinor, line.deductionMinor])).toEqual([
      [3, "document", 520_00n, 0n],
      [4, "on_account", 1_236_00n, 0n],
      [5, "document", 70_00n, 0n],
    ]);
    await draft.confirm();
  });

  test("is not confirmed with what cannot be", async () => {
    const draft = await newDraft();
    const foreign = await draft.document({ currency: "EUR", number: "EUR-1000" });
    const paid = await draft.document({ number: "PAID-1000", amountMinor: 1_00n });
    const { recordReceipt } = await import("../cash/record-receipt.ts");
    await recordReceipt(draft.staff(), {
      number: "R-1",
      legalEntityId: draft.legalEntityId,
      customerId: draft.customerId,
      currency: "USD",
      amountMinor: 1_00n,
      valueOn: TODAY,
      applyTo: [{ itemId: paid, amountMinor: 1_00n }],
    });
    await draft.change({
      head: { paidOn: "2026-11-17", totalMinor: 0n },
      lines: [
        { lineNo: 1, itemId: foreign },
        { lineNo: 2, itemId: paid },
        { lineNo: 3, reason: "no such reason" },
        { lineNo: 4, itemId: draft.fits, netMinor: -1n },
      ],
    });
    expect(codes((await draft.look()).lacks)).toEqual([
      "total_not_positive",
      "line_currency 1",
      "line_paid 2",
      "line_reason 3",
      "line_sign 4",
      "sum",
    ]);
  });

  test("names no document of somebody else's", async () => {
    const draft = await newDraft();
    const foreign = await draft.document({ customerId: await draft.customer(), number: "INV-2026-55555" });
    for (const itemId of [foreign, newId()])
      await expect(draft.change({ lines: [{ lineNo: 4, itemId }] })).rejects.toMatchObject({
        kind: "missing",
        code: "remittance.no_document",
      });
    await draft.change({ lines: [{ lineNo: 4, number: "INV-2026-55555" }] });
    expect((await draft.look()).lines[3]?.itemId).toBeNull();
  });

  test("changed by a colleague meanwhile is not overwritten; the same form twice is one change", async () => {
    const draft = await newDraft();
    const { seen } = await draft.look();
    const mine = {
      remittanceId: draft.remittanceId,
      key: newId(),
      seen,
      change: { head: { reference: "mine" } },
    };
    const [one, two] = await Promise.all([
      changeRemittance(draft.dana, mine),
      changeRemittance(draft.dana, mine),
    ]);
    expect(one).toEqual(two);
    const theirs = { ...mine, key: newId(), change: { head: { reference: "theirs" } } };
    await expect(changeRemittance(draft.contact("payer"), theirs)).rejects.toMatchObject({
      code: "remittance.changed",
    });
    await expect(
      confirmRemittance(draft.dana, { remittanceId: draft.remittanceId, key: newId(), seen }),
    ).rejects.toMatchObject({ code: "remittance.changed" });
    expect((await draft.look()).remittance.reference).toBe("mine");
  });

  test("two that confirm at once confirm it once", async () => {
    const draft = await newDraft();
    await draft.change({
      head: { paidOn: "2026-11-17" },
      lines: [
        { lineNo: 3, reason: "price" },
        { lineNo: 4, onAccount: true },
      ],
    });
    const done = await Promise.allSettled([
      draft.confirm(),
      draft.confirm(draft.contact("payer")),
      draft.confirm(),
    ]);
    expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});
