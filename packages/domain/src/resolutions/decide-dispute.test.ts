import { newId } from "@openitem/db/ids";
import { items } from "@openitem/db/schema/items";
import { eq } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { close, NOON } from "../../test/world.ts";
import { applyCredit } from "../cash/apply-credit.ts";
import { recordReceipt } from "../cash/record-receipt.ts";
import { contestDispute } from "../disputes/contest-dispute.ts";
import { readDecisions } from "../disputes/read-decisions.ts";
import { holdsOf, NO_CLAIMS } from "../holds/hold.ts";
import { readClaims } from "../holds/read-claims.ts";
import { listItemLines, readItem } from "../items/read-item.ts";
import { read } from "../kernel/transact.ts";
import { followPayment } from "../payments/follow-payment.ts";
import { readInFlight } from "../payments/read-in-flight.ts";
import { makePromise } from "../promises/make-promise.ts";
import { decideDispute } from "./decide-dispute.ts";
import { listOrigins } from "./list-origins.ts";
import { previewDecision } from "./preview-decision.ts";
import { type DisputedWorld, disputedWorld, payUnderWay } from "./test-dispute.ts";

afterAll(close);

const part = (itemId: string, amountMinor: bigint) => ({ documents: [{ itemId, amountMinor }] });

async function standingOf(world: DisputedWorld, itemId: string) {
  return read(world.worker, async (tx) => {
    const [item] = await tx.select().from(items).where(eq(items.id, itemId));
    const claims = (await readClaims(tx, world.worker, [itemId])).get(itemId) ?? NO_CLAIMS;
    const inFlightMinor = (await readInFlight(tx, world.worker, [itemId])).get(itemId) ?? 0n;
    const { disputedMinor, chaseMinor } = holdsOf(item!.openMinor, inFlightMinor, claims);
    return { openMinor: item!.openMinor, heldMinor: disputedMinor, chaseMinor };
  });
}

describe("a credit within the person's limit", () => {
  test("is issued, applied, booked and told at once, exactly as it was shown before", async () => {
    const world = await disputedWorld();
    const rafael = await world.person("Rafael Ochoa", "collector");
    const invoice = await world.document({ amountMinor: 482_16n });
    const disputeId = await world.dispute(invoice, 64_80n);
    const preview = await previewDecision(rafael, world.deciding(disputeId));
    expect(preview).toMatchObject({ needsApproval: false, approvers: [], amountMinor: 64_80n });
    expect(preview.documents[0]!.before).toEqual(await standingOf(world, invoice));

    const { credits, approvalId, onAccountMinor } = await world.decide(rafael, disputeId);
    expect({ approvalId, onAccountMinor }).toEqual({ approvalId: null, onAccountMinor: 0n });
    expect(preview.documents[0]!.after).toEqual(await standingOf(world, invoice));
    expect(preview.documents[0]!.journal).toMatchObject(await world.journalOf(credits[0]!.creditItemId));
    const memo = await readItem(world.contact("viewer"), credits[0]!.creditItemId);
    expect(memo.item).toMatchObject({
      kind: "credit_memo",
      number: "CM-0001",
      amountMinor: 64_80n,
      openMinor: 0n,
      note: expect.stringContaining("DSP-0001: Price, ours"),
    });
    expect(memo.applications).toMatchObject([{ otherId: invoice, amountMinor: 64_80n }]);
    expect(await world.disputeOf(disputeId)).toMatchObject({ status: "accepted", decidedAt: NOON });
    expect((await world.disputeOf(disputeId)).contestUntil!.getTime()).toBeGreaterThan(NOON.getTime());
    expect(await world.letters("dispute-decided")).toHaveLength(1);
    expect(await world.recordsOf("dispute.decided")).toMatchObject([
      { actorName: "Rafael Ochoa", data: { decidedBy: "Rafael Ochoa", approvedBy: null, outcome: "credit" } },
    ]);
    expect(await world.differences()).toEqual([]);
  });

  test("in part tells what it leaves, and carries the tax of what it credits", async () => {
    const world = await disputedWorld();
    const rafael = await world.person("Rafael Ochoa", "collector");
    const line = { quantity: "1", unit: "", unitPrice: "1" };
    const invoice = await world.document({
      amountMinor: 119_00n,
      lines: [
        { ...line, description: "SMS", amountMinor: 100_00n },
        { ...line, description: "VAT 19%", amountMinor: 19_00n },
      ],
    });
    const disputeId = await world.dispute(invoice, 50_00n);
    const { credits, decisionId } = await world.decide(rafael, disputeId, {
      outcome: "part_credit",
      ...part(invoice, 10_00n),
    });
    const [decision] = await read(rafael, (tx) => readDecisions(tx, rafael, disputeId));
    expect(decision).toMatchObject({
      id: decisionId,
      amountMinor: 10_00n,
      taxMinor: 1_60n,
      status: "applied",
    });
    const { rows } = await listItemLines(world.contact("viewer"), { itemId: credits[0]!.creditItemId });
    expect(rows.map((row) => row.amountMinor)).toEqual([8_40n, 1_60n]);
    expect(await world.statusOf(disputeId)).toBe("part_accepted");
    expect(await world.differences()).toEqual([]);
  });

  test("of a line that bills no tax carries none, unless it is said", async () => {
    const world = await disputedWorld();
    const rafael = await world.person("Rafael Ochoa", "collector");
    const line = { quantity: "1", unit: "", unitPrice: "1" };
    const invoice = await world.document({
      amountMinor: 119_00n,
      lines: [
        { ...line, description: "SMS", amountMinor: 100_00n },
        { ...line, description: "State and local telecom taxes", amountMinor: 19_00n },
      ],
    });
    const disputeId = await world.dispute(invoice, 40_00n, { lineNo: 1 });
    expect((await previewDecision(rafael, world.deciding(disputeId))).taxMinor).toBe(0n);
    const said = { documents: [{ itemId: invoice, taxMinor: 3_00n }] };
    expect((await previewDecision(rafael, world.deciding(disputeId, said))).taxMinor).toBe(3_00n);
  });

  test("twice is once, and two people at once decide once", async () => {
    const world = await disputedWorld();
    const rafael = await world.person("Rafael Ochoa", "collector");
    const helen = await world.person("Helen Strand", "team_lead");
    const invoice = await world.document();
    const disputeId = await world.dispute(invoice, 40_00n);
    const input = {
      decisionId: newId(),
      disputeId,
      seen: "submitted" as const,
      outcome: "credit" as const,
      reason: "Price",
    };
    const [first, again] = await Promise.all([decideDispute(rafael, input), decideDispute(rafael, input)]);
    expect(again).toEqual(first);
    expect(await world.open(invoice)).toBe(60_00n);

    const second = await world.dispute(invoice, 30_00n);
    const results = await Promise.allSettled([
      world.decide(rafael, second, { outcome: "part_credit", ...part(invoice, 10_00n) }),
      world.decide(helen, second, { outcome: "goodwill", ...part(invoice, 20_00n) }),
    ]);
    const lost = results.filter((result) => result.status === "rejected");
    expect(lost).toMatchObject([{ reason: { code: "dispute.state" } }]);
    expect(await world.differences()).toEqual([]);
  });

  test("finds the invoice paid meanwhile: the credit stays on account, and the answer says so", async () => {
    const world = await disputedWorld();
    const rafael = await world.person("Rafael Ochoa", "collector");
    const invoice = await world.document();
    const disputeId = await world.dispute(invoice, 40_00n);
    await recordReceipt(world.staff("finance"), {
      number: "WIRE-1",
      legalEntityId: world.legalEntityId,
      customerId: world.customerId,
      currency: "USD",
      amountMinor: 90_00n,
      valueOn: "2026-11-17",
      applyTo: [{ itemId: invoice, amountMinor: 90_00n }],
    });
    const { credits, onAccountMinor } = await world.decide(rafael, disputeId);
    expect(onAccountMinor).toBe(30_00n);
    expect(credits).toMatchObject([{ appliedMinor: 10_00n, onAccountMinor: 30_00n }]);
    expect(await world.open(invoice)).toBe(0n);
    expect(await world.open(credits[0]!.creditItemId)).toBe(30_00n);
    expect(await world.recordsOf("dispute.decided")).toMatchObject([{ data: { onAccountMinor: "3000" } }]);
    const contact = world.contact("viewer");
    expect(await read(contact, (tx) => readDecisions(tx, contact, disputeId))).toMatchObject([
      { items: [{ onAccountMinor: 30_00n, credit: { number: "CM-0001" } }] },
    ]);
    expect(await world.differences()).toEqual([]);
  });

  test("leaves to a payment under way what it has reserved; when that fails, the rest can be applied", async () => {
    const world = await disputedWorld();
    const rafael = await world.person("Rafael Ochoa", "collector");
    const invoice = await world.document();
    const disputeId = await world.dispute(invoice, 40_00n);
    const paymentId = await payUnderWay(world, invoice, 75_00n);
    const { credits } = await world.decide(rafael, disputeId);
    expect(credits).toMatchObject([{ appliedMinor: 25_00n, onAccountMinor: 15_00n }]);
    expect(await standingOf(world, invoice)).toMatchObject({ openMinor: 75_00n, chaseMinor: 0n });
    world.gateway.complete(paymentId, { status: "failed" });
    await followPayment(world.paying(world.worker), { paymentId });
    await applyCredit(world.staff("finance"), {
      key: newId(),
      creditId: credits[0]!.creditItemId,
      appliedOn: "2026-11-18",
      applyTo: [{ itemId: invoice, amountMinor: 15_00n }],
    });
    expect(await world.open(invoice)).toBe(60_00n);
    expect(await world.differences()).toEqual([]);
  });
});

test("a credit for a document that was promised has the promise judged", async () => {
  const world = await disputedWorld();
  const rafael = await world.person("Rafael Ochoa", "collector");
  const invoice = await world.document();
  const promiseId = newId();
  await makePromise(world.contact("payer"), {
    promiseId,
    customerId: world.customerId,
    currency: "USD",
    documents: [{ itemId: invoice, amountMinor: 60_00n }],
    instalments: [{ dueOn: "2026-11-27", amountMinor: 60_00n }],
  });
  const disputeId = await world.dispute(invoice, 40_00n);
  expect(await world.jobs("promise.judge")).toEqual([]);
  await world.decide(rafael, disputeId);
  expect(await world.jobs("promise.judge")).toEqual([{ promiseId }]);
  expect(await world.differences()).toEqual([]);
});

describe("other outcomes", () => {
  test("goodwill is a credit of its own name", async () => {
    const world = await disputedWorld();
    const rafael = await world.person("Rafael Ochoa", "collector");
    const invoice = await world.document();
    const disputeId = await world.dispute(invoice, 40_00n);
    const goodwill = { outcome: "goodwill" as const, ...part(invoice, 15_00n) };
    const { credits } = await world.decide(rafael, disputeId, goodwill);
    expect(await world.journalOf(credits[0]!.creditItemId)).toEqual([
      { debit: "credits_granted", credit: "receivable", amountMinor: 15_00n },
    ]);
    expect(await world.statusOf(disputeId)).toBe("part_accepted");
    expect(await world.differences()).toEqual([]);
  });

  test("a write-off within tolerance goes to its own account, and never beyond what is open", async () => {
    const world = await disputedWorld();
    const rafael = await world.person("Rafael Ochoa", "collector");
    const invoice = await world.document({ amountMinor: 9_00n });
    const disputeId = await world.dispute(invoice, 9_00n);
    await payUnderWay(world, invoice, 2_00n);
    const writeOff = (amountMinor: bigint) =>
      world.decide(rafael, disputeId, { outcome: "write_off", ...part(invoice, amountMinor) });
    await expect(writeOff(8_00n)).rejects.toMatchObject({
      code: "resolution.over_open",
      facts: { most: "7.00" },
    });
    const { credits, approvalId } = await writeOff(7_00n);
    expect(approvalId).toBeNull();
    expect(await world.journalOf(credits[0]!.creditItemId)).toEqual([
      { debit: "write_off", credit: "receivable", amountMinor: 7_00n },
    ]);
    expect(await world.open(invoice)).toBe(2_00n);
    expect(await world.differences()).toEqual([]);
  });

  test("a rejection says why, credits nothing and needs nobody's approval", async () => {
    const world = await disputedWorld();
    const rafael = await world.person("Rafael Ochoa", "collector");
    const invoice = await world.document({ amountMinor: 50_000_00n });
    const disputeId = await world.dispute(invoice, 50_000_00n);
    const reject = { outcome: "reject" as const, grounds: "Rate card 6 applies." };
    expect(await world.decide(rafael, disputeId, reject)).toMatchObject({ credits: [], approvalId: null });
    expect(await standingOf(world, invoice)).toEqual({
      openMinor: 50_000_00n,
      heldMinor: 0n,
      chaseMinor: 50_000_00n,
    });
    const contact = world.contact("viewer");
    expect(await read(contact, (tx) => readDecisions(tx, contact, disputeId))).toMatchObject([
      { outcome: "reject", grounds: "Rate card 6 applies.", amountMinor: 0n },
    ]);
    expect(await world.letters("dispute-decided")).toHaveLength(1);
  });

  test("billing anew credits the whole invoice and issues the right one, for which what was paid counts", async () => {
    const world = await disputedWorld();
    const rafael = await world.person("Rafael Ochoa", "collector");
    const invoice = await world.document({ poNumber: "PO-1", terms: "Net 30" });
    const disputeId = await world.dispute(invoice, 20_00n);
    await recordReceipt(world.staff("finance"), {
      number: "WIRE-1",
      legalEntityId: world.legalEntityId,
      customerId: world.customerId,
      currency: "USD",
      amountMinor: 60_00n,
      valueOn: "2026-11-17",
      applyTo: [{ itemId: invoice, amountMinor: 60_00n }],
    });
    const line = { description: "SMS", quantity: "80", unit: "message", unitPrice: "1", amountMinor: 80_00n };
    const { credits } = await world.decide(rafael, disputeId, {
      outcome: "rebill",
      documents: [
        {
          itemId: invoice,
          corrected: { amountMinor: 80_00n, dueOn: "2026-12-15", poNumber: "PO-2", lines: [line] },
        },
      ],
    });
    const [made] = credits;
    expect(made).toMatchObject({ creditNumber: "CM-0001", rebillNumber: "RB-0001", onAccountMinor: 0n });
    expect(await world.open(invoice)).toBe(0n);
    const corrected = await readItem(world.contact("viewer"), made!.rebillItemId!);
    expect(corrected).toMatchObject({
      lineCount: 1,
      item: { openMinor: 20_00n, dueOn: "2026-12-15", poNumber: "PO-2", terms: "Net 30", kind: "invoice" },
    });
    expect(await world.journalOf(made!.creditItemId)).toMatchObject([
      { debit: "revenue", amountMinor: 100_00n },
    ]);
    expect(await world.journalOf(made!.rebillItemId!)).toMatchObject([
      { credit: "revenue", amountMinor: 80_00n },
    ]);
    expect(await listOrigins(world.contact("viewer"), made!.rebillItemId!)).toMatchObject([
      { disputeNumber: "DSP-0001", creditNumber: "CM-0001", reason: "Price, ours", rebillMinor: 80_00n },
    ]);
    expect(await listOrigins(world.contact("viewer"), made!.creditItemId)).toHaveLength(1);
    expect(await listOrigins(world.contact("viewer"), invoice)).toHaveLength(1);
    expect(await listOrigins(world.contact("viewer"), newId())).toEqual([]);
    expect(await world.statusOf(disputeId)).toBe("accepted");
    expect(await world.differences()).toEqual([]);
  });
});

test("an outcome that was contested is decided again, on what is left of the claim and no more", async () => {
  const world = await disputedWorld();
  const rafael = await world.person("Rafael Ochoa", "collector");
  const invoice = await world.document();
  const disputeId = await world.dispute(invoice, 40_00n);
  await world.decide(rafael, disputeId, { outcome: "part_credit", ...part(invoice, 25_00n) });
  await contestDispute(world.contact("disputer"), {
    disputeId,
    entryId: newId(),
    body: "It was all of it.",
    seen: "part_accepted",
  });
  await expect(
    world.decide(rafael, disputeId, { outcome: "goodwill", ...part(invoice, 15_01n) }),
  ).rejects.toMatchObject({ code: "resolution.over_claim", facts: { most: "15.00" } });
  const { credits } = await world.decide(rafael, disputeId);
  expect(credits).toMatchObject([{ appliedMinor: 15_00n, creditNumber: "CM-0002" }]);
  expect(await world.open(invoice)).toBe(60_00n);
  expect(await world.statusOf(disputeId)).toBe("accepted");
  expect(await world.letters("dispute-decided")).toHaveLength(2);
  expect(await world.differences()).toEqual([]);
});

describe("deciding is refused, and nothing is half done", () => {
  test("to those who may not, on what is not there, on what has moved on and on what is over", async () => {
    const world = await disputedWorld();
    const rafael = await world.person("Rafael Ochoa", "collector");
    const invoice = await world.document();
    const disputeId = await world.dispute(invoice, 40_00n);
    const input = { disputeId, seen: "submitted" as const, outcome: "credit" as const, reason: "Price" };
    const decide = (ctx: typeof rafael, over = {}) =>
      decideDispute(ctx, { decisionId: newId(), ...input, ...over });
    await expect(decide(world.staff("auditor"))).rejects.toMatchObject({ kind: "forbidden" });
    await expect(decide(world.contact("admin"))).rejects.toMatchObject({ kind: "forbidden" });
    const stranger = world.contact("admin", [await world.customer()]);
    await expect(decide(stranger)).rejects.toMatchObject({ kind: "missing" });
    await expect(decide(rafael, { disputeId: newId() })).rejects.toMatchObject({ code: "dispute.missing" });
    await expect(decide(rafael, { seen: "waiting_customer" })).rejects.toMatchObject({
      code: "dispute.stale",
    });
    await expect(decide(rafael, { reason: "" })).rejects.toMatchObject({ code: "resolution.reason_missing" });
    await expect(previewDecision(rafael, world.deciding(disputeId, { reason: null }))).rejects.toMatchObject({
      code: "resolution.reason_missing",
    });
    await expect(previewDecision(world.contact("admin"), world.deciding(disputeId))).rejects.toMatchObject({
      kind: "forbidden",
    });
    const another = await world.document();
    await expect(decide(rafael, part(another, 1_00n))).rejects.toMatchObject({
      code: "resolution.not_claimed",
    });
    await decide(rafael);
    await expect(decide(rafael, { seen: "accepted" })).rejects.toMatchObject({ code: "dispute.state" });
    expect(await world.letters("dispute-decided")).toHaveLength(1);
    expect(await world.open(invoice)).toBe(60_00n);
    expect(await world.differences()).toEqual([]);
  });
});
