import { afterAll, expect, test } from "vitest";
import { close, newWorld, type World } from "../../test/world.ts";
import { decimal } from "../kernel/money.ts";
import type { PaperFormats } from "../statements/paper-formats.ts";
import { followPayment } from "./follow-payment.ts";
import { readReceipt } from "./read-receipt.ts";
import { receiptPaper } from "./receipt-paper.ts";
import { receiptWordsEn } from "./receipt-words-en.ts";
import { startPayment } from "./start-payment.ts";

afterAll(close);

const formats: PaperFormats = {
  language: "en",
  amount: decimal,
  day: (iso) => iso,
  moment: (at) => at.toISOString(),
};
const dress = { labels: {}, words: receiptWordsEn, formats };
const LATER = new Date("2026-11-20T12:00:00Z");

/** One bill in full, one in part, a credit used and some money on account: 100 + 40 - 25 + 5 = 120. */
async function paid(world: World) {
  const first = await world.document({ number: "INV-1", amountMinor: 100_00n, dueOn: "2026-10-10" });
  const second = await world.document({ number: "INV-2", amountMinor: 90_00n, dueOn: "2026-10-20" });
  const memo = await world.document({ kind: "credit_memo", number: "CM-1", amountMinor: 25_00n });
  const dana = world.paying(world.contact());
  const wish = world.wish([], {
    debits: [
      { itemId: first, amountMinor: 100_00n },
      { itemId: second, amountMinor: 40_00n, shortReason: "tax", shortNote: "form attached" },
    ],
    credits: [{ itemId: memo, amountMinor: 25_00n }],
    onAccountMinor: 5_00n,
  });
  await startPayment(dana, wish);
  const intent = world.gateway.complete(wish.paymentId);
  await followPayment(world.paying(world.worker), { paymentId: wish.paymentId });
  return { dana, paymentId: wish.paymentId, intent, second };
}

test("a receipt says what was open before and after, and adds up to the money received", async () => {
  const world = await newWorld();
  const { dana, paymentId } = await paid(world);
  const receipt = await readReceipt(dana, paymentId);
  expect(
    receipt.rows.map((row) => [row.number, row.openBeforeMinor, row.paidMinor, row.openAfterMinor]),
  ).toEqual([
    ["INV-1", 100_00n, 100_00n, 0n],
    ["INV-2", 90_00n, 40_00n, 50_00n],
  ]);
  expect(receipt).toMatchObject({ receivedMinor: 120_00n, onAccountMinor: 5_00n });

  const paper = receiptPaper(receipt, dress);
  expect(paper).toMatchObject({
    total: { label: "Received, USD", amount: "120.00" },
    rowsTotal: "140.00",
    credits: [{ document: "CM-1", amount: "-25.00" }],
    onAccount: { amount: "5.00" },
    state: { word: "Settled", tone: "arrived" },
  });
  expect(paper.rows[1]).toMatchObject({
    note: "50.00 left out: tax, form attached",
    runningTotal: "140.00",
  });
});

test("what happens later does not change the figures of a receipt; that money went back stands on it", async () => {
  const world = await newWorld();
  const { dana, paymentId, intent, second } = await paid(world);
  const before = receiptPaper(await readReceipt(dana, paymentId), dress);
  await startPayment(
    world.paying(world.contact("payer", [world.customerId], LATER)),
    world.wish([[second, 50_00n]]),
  );
  world.gateway.dispute(intent, { isReturn: true, reason: "account_closed" });
  await followPayment(world.paying(world.at(LATER)), { paymentId });

  const after = receiptPaper(await readReceipt(dana, paymentId), dress);
  expect({ ...after, state: null }).toEqual({ ...before, state: null });
  expect(after.state).toMatchObject({ word: "Returned", tone: "gone" });
  expect(after.state.sentence).toContain("120.00 went back on 2026-11-20");
  expect(await world.differences()).toEqual([]);
});

test("money that settled and went back before anybody looked still gives a receipt that adds up", async () => {
  const world = await newWorld();
  const bill = await world.document({ amountMinor: 100_00n });
  const dana = world.paying(world.contact());
  const wish = world.wish([[bill, 100_00n]]);
  await startPayment(dana, wish);
  world.gateway.dispute(world.gateway.complete(wish.paymentId), { isReturn: true, amountMinor: 30_00n });
  await followPayment(world.paying(world.worker), { paymentId: wish.paymentId });
  const receipt = await readReceipt(dana, wish.paymentId);
  expect(receipt.rows).toMatchObject([{ openBeforeMinor: 100_00n, paidMinor: 100_00n, openAfterMinor: 0n }]);
});

test("there is no receipt before a payment settles, and none for a stranger", async () => {
  const world = await newWorld();
  const bill = await world.document();
  const dana = world.paying(world.contact());
  const wish = world.wish([[bill, 100_00n]]);
  await startPayment(dana, wish);
  await expect(readReceipt(dana, wish.paymentId)).rejects.toMatchObject({ code: "payment.not_settled" });
  const stranger = world.contact("payer", [await world.customer()]);
  await expect(readReceipt(stranger, wish.paymentId)).rejects.toMatchObject({ code: "payment.missing" });
  await expect(readReceipt(dana, "none")).rejects.toMatchObject({ code: "payment.missing" });
});
