import { newId } from "@openitem/db/ids";
import { afterAll, describe, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { readItem } from "../items/read-item.ts";
import { readStatement } from "../statements/read-statement.ts";
import { applyCredit } from "./apply-credit.ts";
import { confirmMatch } from "./confirm-match.ts";
import { keepRest } from "./keep-rest.ts";
import { liftBar } from "./lift-bar.ts";
import { listAliases } from "./list-aliases.ts";
import { listUnapplied } from "./list-unapplied.ts";
import { readMatch } from "./read-match.ts";
import { setPayer } from "./set-payer.ts";
import { type CashWorld, newCashWorld } from "./test/cash-world.ts";
import { undoApplication } from "./undo-application.ts";
import { undoReceipt } from "./undo-receipt.ts";

afterAll(close);

const match = (world: CashWorld, lineId: string, applications: [string, bigint][], over = {}) => ({
  key: newId(),
  lineId,
  receiptId: null,
  customerId: world.customerId,
  applications: applications.map(([itemId, amountMinor]) => ({ itemId, amountMinor })),
  ...over,
});

describe("confirming what a line pays", () => {
  test("twice, and twice at once, is one receipt with its applications", async () => {
    const world = await newCashWorld();
    const [bill, other] = [await world.document(), await world.document()];
    const [line] = await world.money({
      amount: "150.00",
      name: "Harrow Ltd",
      account: "GB33BUKB20201555555555",
    });
    const input = match(world, line!.id, [
      [bill, 100_00n],
      [other, 50_00n],
    ]);
    const answers = await Promise.all([
      confirmMatch(world.finance, input),
      confirmMatch(world.finance, input),
    ]);
    answers.push(await confirmMatch(world.finance, input));
    expect(new Set(answers.map((answer) => answer.receiptId)).size).toBe(1);
    expect([await world.openOf(bill), await world.openOf(other)]).toEqual([0n, 50_00n]);
    const { item } = await readItem(world.worker, answers[0]!.receiptId);
    expect(item).toMatchObject({ number: "RCT-0001", openMinor: 0n, issuedOn: "2026-11-16" });
    const detail = await readMatch(world.finance, line!.id);
    expect(detail.outcomes).toMatchObject([{ kind: "confirmed", decidedByName: "Priya Raman" }]);
    expect(detail.applications.map((each) => [each.amountMinor, each.by])).toEqual([
      [100_00n, "match"],
      [50_00n, "match"],
    ]);
    expect(detail.aliases.map((each) => each.kind)).toEqual(["account", "name"]);
    expect(await world.differences()).toEqual([]);
  });

  test("two of the staff on one line: the first wins, and the second is told who", async () => {
    const world = await newCashWorld();
    const bills = [await world.document(), await world.document()];
    const [line] = await world.money({});
    const outcomes = await Promise.allSettled(
      bills.map((bill) => confirmMatch(world.staff("finance"), match(world, line!.id, [[bill, 100_00n]]))),
    );
    const refused = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(refused.map((outcome) => outcome.reason)).toMatchObject([
      { kind: "conflict", code: "line.state", facts: { by: "Priya Raman" } },
    ]);
    const opens = await Promise.all(bills.map(world.openOf));
    expect(opens.sort()).toEqual([0n, 100_00n]);
    expect(await world.differences()).toEqual([]);
  });

  test("is refused when it says what cannot be, and nothing is booked", async () => {
    const world = await newCashWorld();
    const bill = await world.document();
    const euros = await world.document({ currency: "EUR" });
    const [line, out] = await world.money({}, { amount: "-20.00" });
    const confirm = (applications: [string, bigint][], over = {}, ctx = world.finance) =>
      confirmMatch(ctx, match(world, line!.id, applications, over));
    await expect(confirm([[bill, 100_01n]])).rejects.toMatchObject({ code: "receipt.over_applied" });
    await expect(confirm([[euros, 1n]])).rejects.toMatchObject({ code: "application.currency" });
    await expect(confirm([[newId(), 1n]])).rejects.toMatchObject({ code: "application.item_missing" });
    await expect(
      confirm([
        [bill, 1n],
        [bill, 1n],
      ]),
    ).rejects.toMatchObject({ code: "application.twice" });
    await expect(confirm([], { customerId: newId() })).rejects.toMatchObject({ code: "customer.missing" });
    await expect(confirm([], { lineId: out!.id })).rejects.toMatchObject({ code: "line.money_out" });
    await expect(confirm([], { lineId: newId() })).rejects.toMatchObject({ code: "line.missing" });
    await expect(confirm([[bill, 1n]], {}, world.staff("collector"))).rejects.toMatchObject({
      kind: "forbidden",
    });
    await expect(confirm([[bill, 1n]], {}, world.contact("admin"))).rejects.toMatchObject({
      kind: "missing",
    });
    expect((await world.lineOf(line!.id)).state).toBe("open");
    expect(await world.differences()).toEqual([]);
  });

  test("a parent pays for its subsidiary, and the rest stays on account", async () => {
    const world = await newCashWorld();
    const child = await world.customer({ parentId: world.customerId });
    const bill = await world.document({ customerId: child });
    const [line] = await world.money({ amount: "130.00" });
    await confirmMatch(world.finance, match(world, line!.id, [[bill, 100_00n]], { rest: "on_account" }));
    expect(await world.openOf(bill)).toBe(0n);
    const { rows } = await listUnapplied(world.finance, {});
    expect(rows).toMatchObject([
      { openMinor: 30_00n, heldAs: "on_account", why: "on_account", ageDays: 2, lineId: line!.id },
    ]);
    expect(await world.differences()).toEqual([]);
  });
});

describe("undoing", () => {
  test("one application leaves the others, is remembered, and leaves earlier statements as they were", async () => {
    const world = await newCashWorld();
    const [bill, other] = [await world.document(), await world.document()];
    const [line] = await world.money({ amount: "200.00" });
    const { receiptId } = await confirmMatch(
      world.finance,
      match(world, line!.id, [
        [bill, 100_00n],
        [other, 100_00n],
      ]),
    );
    const yesterday = { customerIds: [world.customerId], currency: "USD", asOf: "2026-11-17" };
    const before = await readStatement(world.finance, yesterday);
    const { applications } = await readMatch(world.finance, line!.id);
    const applicationId = applications.find((each) => each.debitId === bill)!.id;
    const undo = { key: newId(), applicationId, appliedOn: "2026-11-18", reason: "Wrong contract" };
    await undoApplication(world.finance, undo);
    expect([await world.openOf(bill), await world.openOf(other), await world.openOf(receiptId)]).toEqual([
      100_00n,
      0n,
      100_00n,
    ]);
    expect(await readStatement(world.finance, yesterday)).toEqual(before);
    const { bars } = await readMatch(world.finance, line!.id);
    expect(bars).toMatchObject([{ debitId: bill, reason: "Wrong contract", setByName: "Priya Raman" }]);
    const { rows } = await listUnapplied(world.finance, {});
    expect(rows).toMatchObject([{ receiptId, why: "undone" }]);
    await liftBar(world.finance, { key: newId(), barId: bars[0]!.id });
    await expect(liftBar(world.finance, { key: newId(), barId: bars[0]!.id })).rejects.toMatchObject({
      code: "bar.lifted",
    });
    expect((await readMatch(world.finance, line!.id)).bars).toEqual([]);
    expect(await world.differences()).toEqual([]);
  });

  test("a receipt of the wrong customer goes out again, and the line waits anew", async () => {
    const world = await newCashWorld();
    const bill = await world.document();
    const [line] = await world.money({ name: "Harrow Ltd" });
    const { receiptId } = await confirmMatch(world.finance, match(world, line!.id, [[bill, 40_00n]]));
    const undo = { key: newId(), lineId: line!.id, reason: "Another Harrow" };
    await expect(undoReceipt(world.finance, undo)).rejects.toMatchObject({ code: "receipt.in_use" });
    const { applications } = await readMatch(world.finance, line!.id);
    await undoApplication(world.finance, {
      key: newId(),
      applicationId: applications[0]!.id,
      appliedOn: "2026-11-18",
      reason: "Another Harrow",
    });
    const again = { ...undo, key: newId() };
    await Promise.all([undoReceipt(world.finance, again), undoReceipt(world.finance, again)]);
    expect(await world.openOf(receiptId)).toBe(0n);
    expect(await world.lineOf(line!.id)).toMatchObject({ state: "open", receiptId: null });
    expect(await listAliases(world.finance)).toEqual([]);
    const other = await world.customer();
    const second = await setPayer(world.finance, { key: newId(), lineId: line!.id, customerId: other });
    expect(await world.openOf(second.receiptId)).toBe(100_00n);
    expect(await world.differences()).toEqual([]);
  });
});

describe("the rest of a receipt", () => {
  test("is left on account and taken back, and the journal moves with it", async () => {
    const world = await newCashWorld();
    const bill = await world.document();
    const [line] = await world.money({ amount: "160.00" });
    const { receiptId } = await confirmMatch(world.finance, match(world, line!.id, [[bill, 100_00n]]));
    const hold = (heldAs: "unapplied" | "on_account") =>
      keepRest(world.finance, { key: newId(), receiptId, heldAs, reason: "Asked by the customer" });
    await hold("on_account");
    await expect(hold("on_account")).rejects.toMatchObject({ code: "receipt.held_so" });
    expect(await world.differences()).toEqual([]);
    const second = await world.document();
    await applyCredit(world.finance, {
      key: newId(),
      creditId: receiptId,
      appliedOn: "2026-11-18",
      applyTo: [{ itemId: second, amountMinor: 10_00n }],
    });
    await hold("unapplied");
    const { applications } = await readMatch(world.finance, line!.id);
    await undoApplication(world.finance, {
      key: newId(),
      applicationId: applications[0]!.id,
      appliedOn: "2026-11-18",
      reason: "Wrong",
    });
    expect(await world.openOf(receiptId)).toBe(150_00n);
    expect(await world.differences()).toEqual([]);
  });
});
