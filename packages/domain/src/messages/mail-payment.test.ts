import { newId } from "@openitem/db/ids";
import { afterAll, describe, expect, test } from "vitest";
import { close, TODAY } from "../../test/world.ts";
import { changeAccess } from "../access/change-access.ts";
import { applyCredit } from "../cash/apply-credit.ts";
import { startPayment } from "../payments/start-payment.ts";
import { mailFailed } from "./mail-failed.ts";
import { mailReceipt } from "./mail-receipt.ts";
import { mailRefunded } from "./mail-refunded.ts";
import { mailReturned } from "./mail-returned.ts";
import { newMailWorld } from "./test/mail-world.ts";

afterAll(close);

describe("a receipt", () => {
  test("says what came and what it paid, in full and in part, to who paid it, once", async () => {
    const world = await newMailWorld();
    const full = await world.document({ number: "INV-A" });
    const part = await world.document({ number: "INV-B", amountMinor: 80_00n });
    const credit = await world.document({ kind: "credit_memo", number: "CM-1", amountMinor: 15_00n });
    const paymentId = await world.pay(
      [
        [full, 100_00n],
        [part, 30_00n],
      ],
      { credits: [{ itemId: credit, amountMinor: 15_00n }], onAccountMinor: 7_50n },
    );
    world.gateway.complete(paymentId, { method: "us_bank_account" });
    await world.follow(paymentId);

    expect(await mailReceipt(world.mailing(), { paymentId })).toMatchObject({ outcome: "sent" });
    expect(world.lastLetter("payment-receipt")).toEqual({
      biller: "Parlance",
      legalEntity: "Parlance, Inc.",
      reader: "Dana Whitfield",
      account: { number: "101", name: "Customer 1" },
      paymentNumber: expect.stringMatching(/^PAY-/),
      currency: "USD",
      method: "us_bank_account",
      url: `https://portal.example/payments/${paymentId}`,
      received: "122.50",
      receivedOn: "2026-11-18",
      receiptNumber: expect.stringMatching(/^RCT-/),
      count: { full: 1, part: 1, kind: "invoice" },
      paid: {
        shown: [
          { number: "INV-A", amount: "100.00", left: null },
          { number: "INV-B", amount: "30.00", left: "50.00" },
        ],
        rest: null,
        total: "130.00",
      },
      credits: { shown: [{ number: "CM-1", amount: "15.00" }], rest: null, total: "15.00" },
      onAccount: "7.50",
      hasPdf: false,
    });
    expect(await mailReceipt(world.mailing(), { paymentId })).toMatchObject({ outcome: "sent_before" });
    expect(world.mailer.inbox).toMatchObject([{ to: "dana@harrow.example" }]);
    expect(world.mailer.inbox[0]?.text).toContain('"locale":"en-GB"');
  });

  test("of credits alone says that no money came", async () => {
    const world = await newMailWorld();
    const invoice = await world.document();
    const credit = await world.document({ kind: "credit_memo", number: "CM-1" });
    const paymentId = await world.pay([[invoice, 100_00n]], {
      credits: [{ itemId: credit, amountMinor: 100_00n }],
    });
    await mailReceipt(world.mailing(), { paymentId });
    expect(world.lastLetter("payment-receipt")).toMatchObject({
      received: "0.00",
      receiptNumber: null,
      method: "credits",
      onAccount: null,
      count: { full: 1, part: 0 },
    });
  });

  test.each([
    ["JPY", 5000n, "5000"],
    ["KWD", 1_250_500n, "1250.500"],
  ])("in %s has the currency's own decimals", async (currency, amountMinor, written) => {
    const world = await newMailWorld();
    const invoice = await world.document({ currency, amountMinor });
    const paymentId = await world.pay([[invoice, amountMinor]], { currency });
    world.gateway.complete(paymentId);
    await world.follow(paymentId);
    await mailReceipt(world.mailing(), { paymentId });
    expect(world.lastLetter("payment-receipt")).toMatchObject({ currency, received: written });
  });

  test("of more documents than a letter holds names the largest and sums the others", async () => {
    const world = await newMailWorld();
    const debits: [string, bigint][] = [];
    for (let minor = 1n; minor <= 45n; minor++)
      debits.push([await world.document({ amountMinor: minor * 100n }), minor * 100n]);
    const paymentId = await world.pay(debits);
    world.gateway.complete(paymentId);
    await world.follow(paymentId);
    await mailReceipt(world.mailing(), { paymentId });
    const { paid, count, received } = world.lastLetter("payment-receipt");
    expect(paid.shown).toHaveLength(40);
    expect(paid).toMatchObject({ rest: { count: 5, amount: "15.00" }, total: "1035.00" });
    expect([count.full, received]).toEqual([45, "1035.00"]);
  });

  test("brings the PDF along when there is one", async () => {
    const world = await newMailWorld();
    const paymentId = await world.pay([[await world.document(), 100_00n]]);
    world.gateway.complete(paymentId);
    await world.follow(paymentId);
    const content = new TextEncoder().encode("%PDF-2.0");
    const ctx = { ...world.mailing(), receiptPdf: async () => content };
    await mailReceipt(ctx, { paymentId });
    const { receiptNumber, hasPdf } = world.lastLetter("payment-receipt");
    expect(hasPdf).toBe(true);
    expect(world.mailer.inbox[0]?.attachments).toEqual([
      { filename: `${receiptNumber}.pdf`, content, contentType: "application/pdf" },
    ]);
  });

  test("is not sent while the money is on its way, nor after it went back", async () => {
    const world = await newMailWorld();
    const paymentId = await world.pay([[await world.document(), 100_00n]]);
    const intent = world.gateway.complete(paymentId, { status: "processing" });
    await world.follow(paymentId);
    expect(await mailReceipt(world.mailing(), { paymentId })).toEqual({
      outcome: "skipped",
      reason: "The payment is processing",
    });
    world.gateway.complete(paymentId);
    world.gateway.dispute(intent, { isReturn: true });
    await world.follow(paymentId);
    expect(await mailReceipt(world.mailing(), { paymentId })).toMatchObject({ outcome: "skipped" });
    expect(await world.messages()).toEqual([]);
  });

  test("goes to nobody when no contact paid, or his access has ended", async () => {
    const world = await newMailWorld();
    const invoice = await world.document();
    const byWorker = world.wish([[invoice, 40_00n]]);
    await startPayment(world.paying(world.worker), byWorker);
    world.gateway.complete(byWorker.paymentId);
    await world.follow(byWorker.paymentId);
    expect(await mailReceipt(world.mailing(), { paymentId: byWorker.paymentId })).toEqual({
      outcome: "skipped",
      reason: "No contact started this payment",
    });

    const paymentId = await world.pay([[invoice, 60_00n]]);
    world.gateway.complete(paymentId);
    await world.follow(paymentId);
    const { contactId } = await world.invite();
    await changeAccess(world.staff("manager"), {
      key: newId(),
      contactId,
      customerId: world.customerId,
      role: null,
    });
    expect(await mailReceipt(world.mailing(), { paymentId })).toEqual({
      outcome: "skipped",
      reason: "The contact who started this payment has no access to the account any more",
    });
    expect(world.mailer.inbox).toEqual([]);
  });

  test("reaches who pays for a subsidiary through the account above it", async () => {
    const world = await newMailWorld();
    const below = await world.customer({ parentId: world.customerId });
    const invoice = await world.document({ customerId: below });
    const { as } = await world.invite("payer", { withSubsidiaries: true });
    as.actor.accounts.set(below, "payer");
    const input = world.wish([[invoice, 100_00n]], { customerId: below });
    await startPayment(world.paying(as), input);
    world.gateway.complete(input.paymentId);
    await world.follow(input.paymentId);
    expect(await mailReceipt(world.mailing(), input)).toMatchObject({ outcome: "sent" });
    expect(world.lastLetter("payment-receipt").account.name).toBe("Customer 2");
  });

  test("of a payment that does not exist is refused", async () => {
    const world = await newMailWorld();
    await expect(mailReceipt(world.mailing(), { paymentId: newId() })).rejects.toMatchObject({
      code: "payment.missing",
    });
  });
});

describe("a payment that failed", () => {
  test("is told with the bank's words and what is open again", async () => {
    const world = await newMailWorld();
    const invoice = await world.document({ number: "INV-A", dueOn: "2026-10-31" });
    const paymentId = await world.pay([[invoice, 60_00n]]);
    world.gateway.complete(paymentId, {
      status: "failed",
      method: "us_bank_account",
      failure: "The account is closed.",
    });
    await world.follow(paymentId);
    expect(await mailFailed(world.mailing(), { paymentId })).toMatchObject({ outcome: "sent" });
    expect(world.lastLetter("payment-failed")).toMatchObject({
      amount: "60.00",
      on: "2026-11-18",
      method: "us_bank_account",
      reason: "The account is closed.",
      open: { shown: [{ number: "INV-A", amount: "100.00", dueOn: "2026-10-31" }], total: "100.00" },
    });
    expect(await mailFailed(world.mailing(), { paymentId })).toMatchObject({ outcome: "sent_before" });
  });

  test("is not told when the money came after all", async () => {
    const world = await newMailWorld();
    const paymentId = await world.pay([[await world.document(), 100_00n]]);
    world.gateway.complete(paymentId, { status: "failed" });
    await world.follow(paymentId);
    world.gateway.complete(paymentId);
    await world.follow(paymentId);
    expect(await mailFailed(world.mailing(), { paymentId })).toEqual({
      outcome: "skipped",
      reason: "The payment is settled",
    });
  });
});

describe("money that went back", () => {
  test("by a bank is told with the reason and the invoices that are open again, due as before", async () => {
    const world = await newMailWorld();
    const older = await world.document({ number: "INV-A", dueOn: "2026-10-01" });
    const newer = await world.document({ number: "INV-B", dueOn: "2026-10-31", amountMinor: 80_00n });
    const paymentId = await world.pay(
      [
        [older, 100_00n],
        [newer, 50_00n],
      ],
      { onAccountMinor: 10_00n },
    );
    const intent = world.gateway.complete(paymentId, { method: "us_bank_account" });
    await world.follow(paymentId);
    world.gateway.dispute(intent, { isReturn: true, reason: "insufficient_funds" });
    await world.follow(paymentId);

    expect(await mailReturned(world.mailing(), { paymentId })).toMatchObject([{ outcome: "sent" }]);
    expect(world.lastLetter("payment-returned")).toMatchObject({
      kind: "return",
      amount: "160.00",
      on: "2026-11-18",
      reason: "insufficient_funds",
      fromAccount: "10.00",
      reopened: {
        shown: [
          { number: "INV-A", amount: "100.00", open: "100.00", dueOn: "2026-10-01" },
          { number: "INV-B", amount: "50.00", open: "80.00", dueOn: "2026-10-31" },
        ],
        total: "150.00",
      },
    });
    expect(await mailReturned(world.mailing(), { paymentId })).toMatchObject([{ outcome: "sent_before" }]);
    expect(await mailRefunded(world.mailing(), { paymentId })).toMatchObject([{ outcome: "skipped" }]);
  });

  test("by us in two refunds, found at once, is told in two letters that each add up", async () => {
    const world = await newMailWorld();
    const older = await world.document({ number: "INV-A", dueOn: "2026-10-01" });
    const newer = await world.document({ number: "INV-B", dueOn: "2026-10-31" });
    const paymentId = await world.pay([
      [older, 100_00n],
      [newer, 100_00n],
    ]);
    const intent = world.gateway.complete(paymentId);
    await world.follow(paymentId);
    const refund = { callId: null, status: "succeeded" as const };
    intent.refunds.push(
      { ...refund, ref: "re_1", amountMinor: 30_00n, reason: "duplicate" },
      { ...refund, ref: "re_2", amountMinor: 90_00n, reason: null },
    );
    await world.follow(paymentId);

    const outcomes = await mailRefunded(world.mailing(), { paymentId });
    expect(outcomes).toMatchObject([{ outcome: "sent" }, { outcome: "sent" }]);
    const [first, second] = world.mailer.inbox.map(({ text }) => JSON.parse(text).props);
    expect(first).toMatchObject({
      amount: "30.00",
      reason: "duplicate",
      isWhole: false,
      fromAccount: null,
      reopened: { shown: [{ number: "INV-B", amount: "30.00" }], total: "30.00" },
    });
    expect(second).toMatchObject({
      amount: "90.00",
      reopened: {
        shown: [
          { number: "INV-A", amount: "20.00" },
          { number: "INV-B", amount: "70.00" },
        ],
        total: "90.00",
      },
    });
    expect(await mailRefunded(world.mailing(), { paymentId })).toMatchObject([
      { outcome: "sent_before" },
      { outcome: "sent_before" },
    ]);
    expect(world.mailer.inbox).toHaveLength(2);
  });

  test("only from the account opens nothing again", async () => {
    const world = await newMailWorld();
    const paymentId = await world.pay([], { onAccountMinor: 50_00n });
    const intent = world.gateway.complete(paymentId);
    await world.follow(paymentId);
    intent.refunds.push({
      callId: null,
      ref: `re_${paymentId}`,
      amountMinor: 50_00n,
      status: "succeeded",
      reason: null,
    });
    await world.follow(paymentId);
    await mailRefunded(world.mailing(), { paymentId });
    expect(world.lastLetter("payment-refunded")).toMatchObject({
      isWhole: true,
      amount: "50.00",
      fromAccount: "50.00",
      reopened: { shown: [], rest: null, total: "0.00" },
    });
  });

  test("and came to us again is not told of", async () => {
    const world = await newMailWorld();
    const paymentId = await world.pay([[await world.document(), 100_00n]]);
    const intent = world.gateway.complete(paymentId);
    await world.follow(paymentId);
    const dispute = world.gateway.dispute(intent, {});
    await world.follow(paymentId);
    dispute.status = "won";
    await world.follow(paymentId);
    expect(await mailReturned(world.mailing(), { paymentId })).toEqual([
      { outcome: "skipped", reason: "Nothing of this payment is gone" },
    ]);
    expect(await mailReceipt(world.mailing(), { paymentId })).toMatchObject({ outcome: "skipped" });
  });
});

test("what an invoice was paid from later is no part of an earlier payment's receipt", async () => {
  const world = await newMailWorld();
  const invoice = await world.document({ number: "INV-A" });
  const memo = await world.document({ kind: "credit_memo", number: "CM-1", amountMinor: 40_00n });
  const paymentId = await world.pay([[invoice, 60_00n]]);
  world.gateway.complete(paymentId);
  await world.follow(paymentId);
  await applyCredit(world.staff(), {
    key: newId(),
    creditId: memo,
    appliedOn: TODAY,
    applyTo: [{ itemId: invoice, amountMinor: 40_00n }],
  });
  await mailReceipt(world.mailing(), { paymentId });
  expect(world.lastLetter("payment-receipt")).toMatchObject({
    paid: { shown: [{ number: "INV-A", amount: "60.00", left: null }] },
    credits: { shown: [] },
  });
});
