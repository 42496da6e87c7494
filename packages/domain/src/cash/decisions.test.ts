import { newId } from "@openitem/db/ids";
import { items } from "@openitem/db/schema/items";
import { transfers } from "@openitem/db/schema/ledger";
import { legalEntities } from "@openitem/db/schema/organizations";
import { and, eq, inArray } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { decideApproval } from "../approvals/decide-approval.ts";
import { withdrawApproval } from "../approvals/withdraw-approval.ts";
import { listDisputes } from "../disputes/list-disputes.ts";
import { read, transact } from "../kernel/transact.ts";
import { confirmMatch } from "./confirm-match.ts";
import { decideDifference } from "./decide-difference.ts";
import { exchangeCredit } from "./exchange-credit.ts";
import { countCashRequests, listCashDecisions } from "./list-cash-decisions.ts";
import { recordExchangeRate } from "./record-exchange-rate.ts";
import { refundCredit } from "./refund-credit.ts";
import { setPayer } from "./set-payer.ts";
import { type CashWorld, newCashWorld } from "./test/cash-world.ts";
import { transferCredit } from "./transfer-credit.ts";
import { undoDecision } from "./undo-decision.ts";

afterAll(close);

/** A bill of 100.00 of which a line of 95.00 came. */
async function shortPaid(over: Parameters<CashWorld["document"]>[0] = {}) {
  const world = await newCashWorld();
  const bill = await world.document(over);
  const [line] = await world.money({ amount: "95.00" });
  const confirm = (differences: object[], ctx = world.finance) =>
    confirmMatch(ctx, {
      key: newId(),
      lineId: line!.id,
      receiptId: null,
      customerId: world.customerId,
      applications: [{ itemId: bill, amountMinor: 95_00n }],
      differences: differences as never,
    });
  return { world, bill, line: line!, confirm };
}

/** Money of a customer that pays nothing yet. */
async function onHand(amount: string, currency = "USD") {
  const world = await newCashWorld(currency);
  const [line] = await world.money({ amount });
  const { receiptId } = await setPayer(world.finance, {
    key: newId(),
    lineId: line!.id,
    customerId: world.customerId,
  });
  return { world, receiptId };
}

const documents = (world: CashWorld, ids: readonly string[]) =>
  read(world.worker, (tx) =>
    tx
      .select()
      .from(items)
      .where(and(eq(items.organizationId, world.organizationId), inArray(items.id, [...ids])))
      .orderBy(items.kind),
  );

const undo = (world: CashWorld, decisionId: string) =>
  undoDecision(world.finance, { key: newId(), decisionId, reason: "By mistake" });

describe("the rest of a short payment", () => {
  test("is written off within the limit, at once, and can be taken back", async () => {
    const { world, bill, confirm } = await shortPaid();
    const { differences } = await confirm([
      { itemId: bill, kind: "write_off", amountMinor: 5_00n, reason: "Bank charges" },
    ]);
    expect(differences).toMatchObject([{ status: "applied" }]);
    expect(await world.openOf(bill)).toBe(0n);
    const { decisionId, documentIds } = differences[0]!;
    await undo(world, decisionId);
    expect(await world.openOf(bill)).toBe(5_00n);
    expect(await documents(world, documentIds)).toMatchObject([{ kind: "credit_memo", openMinor: 0n }]);
    await expect(undo(world, decisionId)).rejects.toMatchObject({ code: "cash_decision.state" });
    expect(await world.differences()).toEqual([]);
  });

  test("above the limit waits for somebody else with the authority, and has no effect before", async () => {
    const { world, bill, confirm } = await shortPaid({ amountMinor: 2_095_00n });
    const { differences } = await confirm([
      { itemId: bill, kind: "write_off", amountMinor: 2_000_00n, reason: "Uncollectable" },
    ]);
    expect(differences).toMatchObject([{ status: "awaiting_approval", documentIds: [] }]);
    expect(await world.openOf(bill)).toBe(2_000_00n);
    expect(await world.differences()).toEqual([]);
    const manager = world.staff("manager");
    expect(await countCashRequests(manager)).toEqual({ forMe: 1, mine: 0, pending: 1 });
    const { rows } = await listCashDecisions(manager, { forMe: true });
    const approvalId = rows[0]!.approvalId!;
    const decide = (ctx: typeof manager, over = {}) =>
      decideApproval(ctx, { key: newId(), approvalId, grant: true, ...over });
    await expect(decide(world.finance)).rejects.toMatchObject({ code: "approval.own" });
    await expect(decide(world.staff("finance"))).rejects.toMatchObject({ code: "approval.over_limit" });
    const key = newId();
    await Promise.all([decide(manager, { key }), decide(manager, { key })]);
    await expect(decide(manager)).rejects.toMatchObject({ code: "approval.decided" });
    expect(await world.openOf(bill)).toBe(0n);
    expect(await world.differences()).toEqual([]);
  });

  test("a request can be refused or taken back, and another made", async () => {
    const { world, bill, confirm } = await shortPaid({ amountMinor: 2_095_00n });
    const wish = {
      itemId: bill,
      kind: "write_off",
      amountMinor: 2_000_00n,
      reason: "Uncollectable",
    } as const;
    await confirm([wish]);
    const pending = async () =>
      (await listCashDecisions(world.finance, { status: "awaiting_approval" })).rows[0]!.approvalId!;
    await decideApproval(world.staff("manager"), {
      key: newId(),
      approvalId: await pending(),
      grant: false,
      note: "Call them first",
    });
    await decideDifference(world.finance, { key: newId(), difference: wish });
    const approvalId = await pending();
    await expect(
      withdrawApproval(world.staff("manager"), { key: newId(), approvalId, reason: "Not mine" }),
    ).rejects.toMatchObject({ code: "approval.not_own" });
    await withdrawApproval(world.finance, { key: newId(), approvalId, reason: "They paid" });
    expect((await listCashDecisions(world.finance)).rows.map((row) => row.status).sort()).toEqual([
      "refused",
      "withdrawn",
    ]);
    expect(await world.openOf(bill)).toBe(2_000_00n);
    expect(await world.differences()).toEqual([]);
  });

  test("lives on as a residual item with the due day and reference of its document", async () => {
    const { world, bill, confirm } = await shortPaid();
    const { differences } = await confirm([
      { itemId: bill, kind: "residual", amountMinor: 5_00n, reason: "To be asked" },
    ]);
    expect(await world.openOf(bill)).toBe(0n);
    const made = await documents(world, differences[0]!.documentIds);
    expect(made).toMatchObject([
      { kind: "credit_memo", openMinor: 0n },
      { kind: "debit_memo", openMinor: 5_00n, dueOn: "2026-10-31", reference: await world.numberOf(bill) },
    ]);
    await undo(world, differences[0]!.decisionId);
    expect(await world.openOf(bill)).toBe(5_00n);
    expect(await world.openOf(made[1]!.id)).toBe(0n);
    expect(await world.differences()).toEqual([]);
  });

  test("a discount within the terms needs no authority, beyond them it is measured by the limit", async () => {
    const { world, bill, confirm } = await shortPaid({ terms: "5/60 net 90" });
    const { differences } = await confirm([
      { itemId: bill, kind: "discount", amountMinor: 5_00n, reason: "terms" },
    ]);
    expect(differences).toMatchObject([{ status: "applied" }]);
    expect(await world.openOf(bill)).toBe(0n);
    const other = await world.document({ amountMinor: 100_000_00n });
    const asked = await decideDifference(world.finance, {
      key: newId(),
      difference: { itemId: other, kind: "discount", amountMinor: 30_000_00n, reason: "Agreed" },
    });
    expect(asked.status).toBe("awaiting_approval");
    expect(await world.differences()).toEqual([]);
  });

  test("a contested deduction opens a dispute of its amount; nothing happens when that is refused", async () => {
    const { world, bill, confirm, line } = await shortPaid();
    const deduction = (disputeId: string, over = {}) => ({
      itemId: bill,
      kind: "deduction",
      amountMinor: 5_00n,
      reason: "other",
      note: "Pallet missing",
      dispute: { disputeId, facts: {} },
      ...over,
    });
    await expect(confirm([deduction(newId(), { reason: "nonsense" })])).rejects.toMatchObject({
      code: "dispute.reason",
    });
    expect((await world.lineOf(line.id)).state).toBe("open");
    const disputeId = newId();
    const { differences } = await confirm([deduction(disputeId)]);
    expect(differences).toMatchObject([{ kind: "deduction", status: "applied", disputeId }]);
    const { rows } = await listDisputes(world.finance, {});
    expect(rows).toMatchObject([{ id: disputeId, amountMinor: 5_00n }]);
    expect(await world.openOf(bill)).toBe(5_00n);
    expect(await world.differences()).toEqual([]);
  });
});

describe("money on hand", () => {
  test("is sent back within the limit, never above what is free", async () => {
    const { world, receiptId } = await onHand("500.00");
    const refund = (amountMinor: bigint, over = {}, ctx = world.finance) =>
      refundCredit(ctx, {
        key: newId(),
        creditId: receiptId,
        amountMinor,
        reason: "Paid twice",
        payTo: "GB33BUKB20201555555555",
        ...over,
      });
    await expect(refund(500_01n)).rejects.toMatchObject({ code: "credit.over_free" });
    const key = newId();
    const [one] = await Promise.all([refund(200_00n, { key }), refund(200_00n, { key })]);
    expect(one).toMatchObject({ status: "applied" });
    expect(await world.openOf(receiptId)).toBe(300_00n);
    const outcomes = await Promise.allSettled([refund(200_00n), refund(200_00n)]);
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
    expect(await world.differences()).toEqual([]);
    await undo(world, one!.decisionId);
    expect(await world.openOf(receiptId)).toBe(300_00n);
    expect(await world.differences()).toEqual([]);
  });

  test("above the amount that needs two it is reserved until somebody else grants it", async () => {
    const { world, receiptId } = await onHand("3000.00");
    const refund = (amountMinor: bigint) =>
      refundCredit(world.finance, {
        key: newId(),
        creditId: receiptId,
        amountMinor,
        reason: "Paid twice",
        payTo: "Same account",
      });
    expect(await refund(2_000_00n)).toMatchObject({ status: "awaiting_approval", refundId: null });
    await expect(refund(1_000_01n)).rejects.toMatchObject({ code: "credit.over_free" });
    expect(await world.openOf(receiptId)).toBe(3_000_00n);
    const manager = world.staff("manager");
    const { rows } = await listCashDecisions(manager, { forMe: true });
    await decideApproval(manager, { key: newId(), approvalId: rows[0]!.approvalId!, grant: true });
    expect(await world.openOf(receiptId)).toBe(1_000_00n);
    expect(await world.differences()).toEqual([]);
  });

  test("is transferred to another customer, dated today, and back", async () => {
    const { world, receiptId } = await onHand("500.00");
    const toCustomerId = await world.customer();
    const wish = { creditId: receiptId, amountMinor: 120_00n, toCustomerId, reason: "Theirs" };
    const done = await transferCredit(world.finance, { key: newId(), ...wish });
    const [receipt] = await documents(world, [done.receiptId]);
    expect(receipt).toMatchObject({ customerId: toCustomerId, openMinor: 120_00n, issuedOn: "2026-11-18" });
    expect(await world.openOf(receiptId)).toBe(380_00n);
    expect(await world.differences()).toEqual([]);
    await undo(world, done.decisionId);
    expect([await world.openOf(receiptId), await world.openOf(done.receiptId)]).toEqual([500_00n, 0n]);
    expect(await world.differences()).toEqual([]);
  });

  test("a transfer that is used by now is not taken back", async () => {
    const { world, receiptId } = await onHand("500.00");
    const toCustomerId = await world.customer();
    const done = await transferCredit(world.finance, {
      key: newId(),
      creditId: receiptId,
      amountMinor: 120_00n,
      toCustomerId,
      reason: "Theirs",
    });
    await refundCredit(world.finance, {
      key: newId(),
      creditId: done.receiptId,
      amountMinor: 20_00n,
      reason: "Too much",
      payTo: "Same account",
    });
    await expect(undo(world, done.decisionId)).rejects.toMatchObject({ code: "cash_decision.used" });
    expect(await world.differences()).toEqual([]);
  });
});

describe("money in another currency", () => {
  /** A biller whose books are in euro, 100.00 EUR on hand, and a bill in zloty of 1 October. */
  async function abroad(atBilling: string) {
    const { world, receiptId } = await onHand("100.00", "EUR");
    await transact(world.worker, (tx) =>
      tx
        .update(legalEntities)
        .set({ functionalCurrency: "EUR" })
        .where(eq(legalEntities.organizationId, world.organizationId)),
    );
    const rate = (fromCurrency: string, toCurrency: string, onDay: string, text: string) =>
      recordExchangeRate(world.finance, { fromCurrency, toCurrency, onDay, rate: text, source: "ECB" });
    await rate("EUR", "PLN", "2026-11-13", "4.2711");
    await rate("PLN", "EUR", "2026-09-30", atBilling);
    const bill = await world.document({ currency: "PLN", amountMinor: 427_11n });
    return { world, receiptId, bill };
  }

  const pay = (world: CashWorld, creditId: string, bill: string) =>
    exchangeCredit(world.finance, {
      key: newId(),
      creditId,
      amountMinor: 100_00n,
      intoCurrency: "PLN",
      applications: [{ itemId: bill, amountMinor: 427_11n }],
      reason: "Pays the bill in zloty",
    });

  const realised = (world: CashWorld) =>
    read(world.worker, async (tx) => {
      const rows = await tx
        .select()
        .from(transfers)
        .where(
          and(eq(transfers.organizationId, world.organizationId), eq(transfers.causeKind, "cash_decision")),
        )
        .orderBy(transfers.line);
      return rows.map(({ debit, credit, amountMinor, currency }) => [debit, credit, amountMinor, currency]);
    });

  test("pays a bill, and a bill that stood at less realises a gain", async () => {
    const { world, receiptId, bill } = await abroad("0.22");
    const done = await pay(world, receiptId, bill);
    expect(done).toMatchObject({ intoMinor: "42711", differenceMinor: "604", functionalCurrency: "EUR" });
    expect([await world.openOf(bill), await world.openOf(receiptId)]).toEqual([0n, 0n]);
    expect(await realised(world)).toEqual([["exchange", "exchange_difference", 6_04n, "EUR"]]);
    expect(await world.differences()).toEqual([]);
    await undo(world, done.decisionId);
    expect([await world.openOf(bill), await world.openOf(receiptId)]).toEqual([427_11n, 100_00n]);
    expect(await realised(world)).toEqual([
      ["exchange", "exchange_difference", 6_04n, "EUR"],
      ["exchange_difference", "exchange", 6_04n, "EUR"],
    ]);
    expect(await world.differences()).toEqual([]);
  });

  test("a bill that stood at more realises a loss", async () => {
    const { world, receiptId, bill } = await abroad("0.25");
    expect(await pay(world, receiptId, bill)).toMatchObject({ differenceMinor: "-678" });
    expect(await realised(world)).toEqual([["exchange_difference", "exchange", 6_78n, "EUR"]]);
    expect(await world.differences()).toEqual([]);
  });

  test("waits for a rate, and a rate is recorded once", async () => {
    const { world, receiptId } = await onHand("100.00", "EUR");
    const exchange = () =>
      exchangeCredit(world.finance, {
        key: newId(),
        creditId: receiptId,
        amountMinor: 100_00n,
        intoCurrency: "PLN",
        reason: "In zloty",
      });
    await expect(exchange()).rejects.toMatchObject({ code: "rate.missing" });
    const rate = { fromCurrency: "EUR", toCurrency: "PLN", onDay: "2026-11-16", rate: "4.25", source: "NBP" };
    await recordExchangeRate(world.finance, rate);
    await expect(recordExchangeRate(world.finance, rate)).rejects.toMatchObject({ code: "rate.recorded" });
    expect(await exchange()).toMatchObject({ intoMinor: "42500", differenceMinor: null });
    expect(await world.differences()).toEqual([]);
  });
});
