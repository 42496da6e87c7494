import { newId } from "@openitem/db/ids";
import { afterAll, describe, expect, test } from "vitest";
import { close, TODAY } from "../../test/world.ts";
import { recordReceipt } from "../cash/record-receipt.ts";
import { addDays } from "../kernel/business-day.ts";
import { read, transact } from "../kernel/transact.ts";
import { type DeclarePaymentInput, declarePayment } from "./declare-payment.ts";
import { pausedBy } from "./read-pauses.ts";
import { readRemittanceDetail } from "./read-remittance.ts";
import { newRemittanceWorld } from "./test/remittance-world.ts";
import { tieRemittance, untieRemittance } from "./tie-remittance.ts";
import { withdrawRemittance } from "./withdraw-remittance.ts";

afterAll(close);

async function newDeclaring() {
  const world = await newRemittanceWorld();
  const itemId = await world.document({ number: "INV-2026-10188", amountMinor: 500_00n });
  const dana = world.contact("payer");
  const wish = (over: Partial<DeclarePaymentInput> = {}): DeclarePaymentInput => ({
    remittanceId: newId(),
    customerId: world.customerId,
    currency: "USD",
    method: "wire",
    paidOn: "2026-11-17",
    totalMinor: 500_00n,
    reference: "MF-PAY-3391",
    lines: [{ itemId, amountMinor: 500_00n }],
    ...over,
  });
  const paused = (today = TODAY) =>
    read(world.worker, async (tx) => (await pausedBy(tx, world.worker, [itemId], today)).get(itemId) ?? []);
  return { ...world, itemId, dana, wish, paused };
}

describe("a payment that somebody says he made", () => {
  test("stands at once and pauses chasing for the days of the policy", async () => {
    const world = await newDeclaring();
    const { remittanceId, pausedUntilOn } = await declarePayment(world.dana, world.wish());
    expect(pausedUntilOn).toBe(addDays(TODAY, 5));
    const { remittance, lines } = await readRemittanceDetail(world.dana, remittanceId);
    expect(remittance).toMatchObject({ status: "confirmed", source: "declaration", method: "wire" });
    expect(lines).toMatchObject([{ itemId: world.itemId, netMinor: 500_00n, settled: "document" }]);
    expect(await world.paused()).toMatchObject([{ remittanceId, amountMinor: 500_00n, pausedUntilOn }]);
    expect(await world.paused(addDays(pausedUntilOn, 1))).toEqual([]);
    expect(await world.differences()).toEqual([]);
  });

  test("puts what is beyond its invoices on account", async () => {
    const world = await newDeclaring();
    const { remittanceId } = await declarePayment(world.dana, world.wish({ totalMinor: 620_00n }));
    const { lines } = await readRemittanceDetail(world.dana, remittanceId);
    expect(lines.map((line) => [line.settled, line.netMinor])).toEqual([
      ["document", 500_00n],
      ["on_account", 120_00n],
    ]);
  });

  test("keeps what was deducted with its reason", async () => {
    const world = await newDeclaring();
    const lines = [{ itemId: world.itemId, amountMinor: 450_00n, deductionMinor: 50_00n, reason: "price" }];
    const { remittanceId } = await declarePayment(world.dana, world.wish({ totalMinor: 450_00n, lines }));
    expect((await readRemittanceDetail(world.dana, remittanceId)).lines).toMatchObject([
      { netMinor: 450_00n, deductionMinor: 50_00n, grossMinor: 500_00n, reason: "price" },
    ]);
  });

  test.each([
    ["nothing", { totalMinor: 0n, lines: [] }, "remittance.total_not_positive"],
    ["less than nothing", { totalMinor: -5_00n, lines: [] }, "remittance.total_not_positive"],
    ["no day", { paidOn: null }, "remittance.day_missing"],
    ["a day long gone", { paidOn: "2024-01-01" }, "remittance.day"],
    ["a day far ahead", { paidOn: "2027-11-01" }, "remittance.day"],
    ["less than its invoices", { totalMinor: 400_00n }, "remittance.over_total"],
    ["another currency", { currency: "EUR" }, "remittance.line_currency"],
  ] satisfies [string, Partial<DeclarePaymentInput>, string][])(
    "is refused with %s",
    async (_, over, code) => {
      const world = await newDeclaring();
      await expect(declarePayment(world.dana, world.wish(over))).rejects.toMatchObject({ code });
      expect(await world.paused()).toEqual([]);
    },
  );

  test("is refused with more than is open, a document twice, none of his, or a deduction without reason", async () => {
    const world = await newDeclaring();
    const { itemId } = world;
    const refusal = (lines: DeclarePaymentInput["lines"]) =>
      declarePayment(world.dana, world.wish({ totalMinor: 9_999_00n, lines }));
    const line = { itemId, amountMinor: 100_00n };
    await expect(refusal([{ itemId, amountMinor: 500_01n }])).rejects.toMatchObject({
      code: "remittance.over_open",
    });
    await expect(refusal([line, line])).rejects.toMatchObject({ code: "remittance.twice" });
    await expect(refusal([{ itemId, amountMinor: 0n }])).rejects.toMatchObject({
      code: "remittance.line_sign",
    });
    await expect(refusal([{ ...line, deductionMinor: 5n }])).rejects.toMatchObject({
      code: "remittance.line_reason",
    });
    await expect(refusal([{ ...line, deductionMinor: -5n }])).rejects.toMatchObject({
      code: "remittance.over_open",
    });
    const foreign = await world.document({ customerId: await world.customer() });
    for (const missing of [foreign, newId()])
      await expect(refusal([{ itemId: missing, amountMinor: 1n }])).rejects.toMatchObject({
        kind: "missing",
        code: "remittance.no_document",
      });
  });

  test("sent twice or at once is one, and by somebody else under its id is refused", async () => {
    const world = await newDeclaring();
    const wish = world.wish();
    const [one, two] = await Promise.all([
      declarePayment(world.dana, wish),
      declarePayment(world.dana, wish),
    ]);
    expect(one).toEqual(two);
    expect(await world.paused()).toHaveLength(1);
    await expect(declarePayment(world.contact("payer"), wish)).rejects.toMatchObject({
      code: "command.reused",
    });
    await expect(declarePayment(world.dana, { ...wish, reference: "other" })).rejects.toMatchObject({
      code: "command.reused",
    });
  });

  test("taken back chases again", async () => {
    const world = await newDeclaring();
    const { remittanceId } = await declarePayment(world.dana, world.wish());
    await withdrawRemittance(world.dana, { remittanceId, key: newId() });
    expect(await world.paused()).toEqual([]);
  });

  test("is tied to its money when that lands, and waits again when it was another's", async () => {
    const world = await newDeclaring();
    const { remittanceId } = await declarePayment(world.dana, world.wish());
    const finance = world.staff("finance");
    const { itemId: receiptId } = await recordReceipt(finance, {
      number: "RCT-1",
      legalEntityId: world.legalEntityId,
      customerId: world.customerId,
      currency: "USD",
      amountMinor: 500_00n,
      valueOn: TODAY,
    });
    const tie = () =>
      transact(finance, (tx) => tieRemittance(tx, finance, { remittanceId, lineId: null, receiptId }));
    await tie();
    await tie();
    expect(await world.paused()).toEqual([]);
    expect(await readRemittanceDetail(world.dana, remittanceId)).toMatchObject({
      remittance: { status: "tied" },
      receipt: { id: receiptId },
    });
    await expect(withdrawRemittance(world.dana, { remittanceId, key: newId() })).rejects.toMatchObject({
      code: "remittance.state",
    });
    await transact(finance, (tx) => untieRemittance(tx, finance, { remittanceId }));
    expect(await world.paused()).toHaveLength(1);
    await expect(
      transact(world.dana, (tx) => tieRemittance(tx, world.dana, { remittanceId, lineId: null, receiptId })),
    ).rejects.toMatchObject({ kind: "forbidden" });
  });
});
