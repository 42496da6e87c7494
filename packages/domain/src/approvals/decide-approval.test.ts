import { newId } from "@openitem/db/ids";
import { auditRecords } from "@openitem/db/schema/activity";
import { approvals } from "@openitem/db/schema/work";
import { eq } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { recordReceipt } from "../cash/record-receipt.ts";
import { readDecisions } from "../disputes/read-decisions.ts";
import { withdrawDispute } from "../disputes/withdraw-dispute.ts";
import type { Context } from "../kernel/context.ts";
import { databaseError, read, transact } from "../kernel/transact.ts";
import { previewDecision } from "../resolutions/preview-decision.ts";
import { type DisputedWorld, disputedWorld, payUnderWay } from "../resolutions/test-dispute.ts";
import { decideApproval } from "./decide-approval.ts";
import { countApprovals, listApprovals } from "./list-approvals.ts";
import { readApproval } from "./read-approval.ts";
import { withdrawApproval } from "./withdraw-approval.ts";

afterAll(close);

const part = (itemId: string, amountMinor: bigint) => ({ documents: [{ itemId, amountMinor }] });
const answer = (ctx: Context, approvalId: string, grant = true, note: string | null = "Checked") =>
  decideApproval(ctx, { key: newId(), approvalId, grant, note });

/** A dispute of 6,480.00 that an analyst wants to credit, whose own limit is 5,000.00. */
async function requested() {
  const world = await disputedWorld();
  const rafael = await world.person("Rafael Ochoa", "collector");
  const helen = await world.person("Helen Strand", "team_lead");
  const invoice = await world.document({ amountMinor: 48_216_40n });
  const disputeId = await world.dispute(invoice, 6_480_00n);
  const { approvalId, credits } = await world.decide(rafael, disputeId, { note: "Card 7 loaded late" });
  return { world, rafael, helen, invoice, disputeId, approvalId: approvalId!, credits };
}

const stateOf = async (world: DisputedWorld, approvalId: string) =>
  read(world.worker, async (tx) => {
    const [row] = await tx.select().from(approvals).where(eq(approvals.id, approvalId));
    return row!;
  });

describe("a credit beyond the person's limit", () => {
  test("changes nothing before somebody with the authority approves, and is carried out then in both names", async () => {
    const { world, rafael, helen, invoice, disputeId, approvalId, credits } = await requested();
    expect(credits).toEqual([]);
    expect(await world.open(invoice)).toBe(48_216_40n);
    expect(await world.statusOf(disputeId)).toBe("awaiting_approval");
    expect(await world.letters("dispute-decided")).toEqual([]);
    const contact = world.contact("viewer");
    expect(await read(contact, (tx) => readDecisions(tx, contact, disputeId))).toEqual([]);

    // What the biller's people do among themselves stands in no customer's trail.
    const seen = await read(contact, (tx) => tx.select({ action: auditRecords.action }).from(auditRecords));
    expect(seen.filter(({ action }) => /^(approval|task|cause)\./.test(action))).toEqual([]);

    const detail = await readApproval(helen, approvalId);
    expect(detail).toMatchObject({
      hindrance: null,
      limitMinor: 25_000_00n,
      approval: {
        note: "Card 7 loaded late",
        requestedByName: "Rafael Ochoa",
        facts: { limitMinor: "500000", outcome: "credit", disputeNumber: "DSP-0001" },
      },
      dispute: { number: "DSP-0001" },
    });
    const shown = detail.preview!.plan!.documents[0]!;
    const granted = await answer(helen, approvalId);
    expect(granted).toMatchObject({ status: "granted", onAccountMinor: 0n });
    expect(await world.open(invoice)).toBe(shown.after.openMinor);
    expect(await world.journalOf(granted.credits[0]!.creditItemId)).toMatchObject([
      { debit: "credits_granted", credit: "receivable", amountMinor: 6_480_00n },
    ]);
    expect(await world.recordsOf("dispute.decided")).toMatchObject([
      { actorName: "Helen Strand", data: { decidedBy: "Rafael Ochoa", approvedBy: "Helen Strand" } },
    ]);
    expect(await world.recordsOf("approval.granted")).toMatchObject([
      { actorName: "Helen Strand", data: { requestedBy: "Rafael Ochoa", note: "Checked" } },
    ]);
    expect(await world.letters("dispute-decided")).toHaveLength(1);
    expect(await read(contact, (tx) => readDecisions(tx, contact, disputeId))).toMatchObject([
      { status: "applied", decidedByName: "Rafael Ochoa" },
    ]);
    expect(await world.statusOf(disputeId)).toBe("accepted");
    expect(await world.differences()).toEqual([]);
    expect((await readApproval(rafael, approvalId)).preview).toBeNull();
  });

  test("refused, goes back into review with the reason, and can be decided otherwise", async () => {
    const { world, rafael, helen, invoice, disputeId, approvalId } = await requested();
    await expect(answer(helen, approvalId, false, " ")).rejects.toMatchObject({
      code: "approval.note_missing",
    });
    expect(await answer(helen, approvalId, false, "Half is theirs")).toMatchObject({
      status: "refused",
      credits: [],
    });
    expect(await stateOf(world, approvalId)).toMatchObject({ decisionNote: "Half is theirs" });
    expect(await world.statusOf(disputeId)).toBe("in_review");
    expect(await world.open(invoice)).toBe(48_216_40n);
    await world.decide(rafael, disputeId, { outcome: "part_credit", ...part(invoice, 3_240_00n) });
    expect(await world.open(invoice)).toBe(44_976_40n);
    expect(await world.differences()).toEqual([]);
  });

  test("is taken back by who asked for it, and by nobody else", async () => {
    const { world, rafael, helen, disputeId, approvalId } = await requested();
    const input = { key: newId(), approvalId, reason: "Wrong amount" };
    await expect(withdrawApproval(helen, input)).rejects.toMatchObject({ code: "approval.not_own" });
    await withdrawApproval(rafael, input);
    await withdrawApproval(rafael, input);
    expect(await world.statusOf(disputeId)).toBe("in_review");
    await expect(withdrawApproval(rafael, { ...input, key: newId() })).rejects.toMatchObject({
      code: "approval.decided",
    });
    await expect(answer(helen, approvalId)).rejects.toMatchObject({
      code: "approval.decided",
      message: "Rafael Ochoa has taken this back already.",
    });
    const { approvalId: second } = await world.decide(rafael, disputeId);
    expect(second).not.toBe(approvalId);
  });

  test("finds the invoice paid meanwhile: what has no use goes on account", async () => {
    const { world, helen, invoice, approvalId } = await requested();
    await recordReceipt(world.staff("finance"), {
      number: "WIRE-1",
      legalEntityId: world.legalEntityId,
      customerId: world.customerId,
      currency: "USD",
      amountMinor: 48_000_00n,
      valueOn: "2026-11-17",
      applyTo: [{ itemId: invoice, amountMinor: 48_000_00n }],
    });
    expect((await readApproval(helen, approvalId)).preview!.plan).toMatchObject({
      onAccountMinor: 6_263_60n,
    });
    const { credits, onAccountMinor } = await answer(helen, approvalId);
    expect(onAccountMinor).toBe(6_263_60n);
    expect(await world.open(credits[0]!.creditItemId)).toBe(6_263_60n);
    expect(await world.differences()).toEqual([]);
  });

  test("asked for a write-off that is no longer open is refused, and nothing is half done", async () => {
    const world = await disputedWorld();
    const rafael = await world.person("Rafael Ochoa", "collector");
    const helen = await world.person("Helen Strand", "team_lead");
    const invoice = await world.document();
    const disputeId = await world.dispute(invoice, 50_00n);
    const writeOff = { outcome: "write_off" as const, ...part(invoice, 50_00n) };
    const { approvalId } = await world.decide(rafael, disputeId, writeOff);
    await payUnderWay(world, invoice, 60_00n);
    expect((await readApproval(helen, approvalId!)).preview).toMatchObject({
      plan: null,
      problem: { code: "resolution.over_open" },
    });
    await expect(answer(helen, approvalId!)).rejects.toMatchObject({ code: "resolution.over_open" });
    expect(await stateOf(world, approvalId!)).toMatchObject({ status: "pending" });
    expect(await world.statusOf(disputeId)).toBe("awaiting_approval");
    expect(await world.differences()).toEqual([]);
  });

  test("keeps the corrected invoice until it is granted", async () => {
    const world = await disputedWorld();
    const rafael = await world.person("Rafael Ochoa", "collector");
    const helen = await world.person("Helen Strand", "team_lead");
    const invoice = await world.document({ amountMinor: 9_000_00n });
    const disputeId = await world.dispute(invoice, 500_00n);
    const line = {
      description: "SMS",
      quantity: "8500",
      unit: "message",
      unitPrice: "1",
      amountMinor: 8_500_00n,
    };
    const { approvalId } = await world.decide(rafael, disputeId, {
      outcome: "rebill",
      documents: [
        { itemId: invoice, corrected: { amountMinor: 8_500_00n, dueOn: "2026-12-31", lines: [line] } },
      ],
    });
    const { credits } = await answer(helen, approvalId!);
    expect(await world.open(credits[0]!.rebillItemId!)).toBe(8_500_00n);
    expect(await world.open(invoice)).toBe(0n);
    expect(await world.differences()).toEqual([]);
  });
});

describe("four eyes and authority", () => {
  test("nobody approves what he asked for himself, what is above his own limit, or what his role does not allow", async () => {
    const world = await disputedWorld();
    const helen = await world.person("Helen Strand", "team_lead");
    const marcus = await world.person("Marcus Oyelaran", "manager");
    const other = await world.person("Ines Duarte", "finance");
    const invoice = await world.document({ amountMinor: 90_000_00n });
    const disputeId = await world.dispute(invoice, 30_000_00n);
    const { approvers } = await previewDecision(helen, world.deciding(disputeId));
    expect(approvers.map(({ name }) => name)).toEqual(["Marcus Oyelaran"]);
    const { approvalId } = await world.decide(helen, disputeId);
    await expect(answer(helen, approvalId!)).rejects.toMatchObject({ code: "approval.own" });
    await expect(answer(other, approvalId!)).rejects.toMatchObject({
      code: "approval.over_limit",
      facts: { limit: "25000.00" },
    });
    for (const ctx of [world.staff("collector"), world.staff("auditor"), world.worker])
      await expect(answer(ctx, approvalId!)).rejects.toMatchObject({ kind: "forbidden" });
    await expect(answer(world.contact("admin"), approvalId!)).rejects.toMatchObject({ kind: "missing" });
    await expect(answer(marcus, newId())).rejects.toMatchObject({ code: "approval.missing" });
    expect(await readApproval(helen, approvalId!)).toMatchObject({ hindrance: "own" });
    expect(await readApproval(other, approvalId!)).toMatchObject({ hindrance: "over_limit" });
    expect(await readApproval(world.staff("auditor"), approvalId!)).toMatchObject({ limitMinor: 0n });
    await expect(readApproval(marcus, newId())).rejects.toMatchObject({ code: "approval.missing" });
    await expect(readApproval(world.contact(), approvalId!)).rejects.toMatchObject({ kind: "missing" });
    await answer(marcus, approvalId!);
    expect(await world.open(invoice)).toBe(60_000_00n);
  });

  test("the database itself refuses a request answered by who made it", async () => {
    const { world, rafael, approvalId } = await requested();
    const { requestedBy } = await stateOf(world, approvalId);
    const forged = transact(rafael, (tx) =>
      tx
        .update(approvals)
        .set({
          status: "granted",
          decidedBy: requestedBy,
          decidedByName: "Rafael Ochoa",
          decidedAt: rafael.now,
        })
        .where(eq(approvals.id, approvalId)),
    );
    const error = await forged.catch((thrown: unknown) => thrown);
    expect(databaseError(error)).toEqual({ code: "23514", constraint: "approvals_four_eyes" });
  });

  test("of two who approve at once one does it, and the other is told who; the same click twice is one", async () => {
    const { world, helen, invoice, approvalId } = await requested();
    const marcus = await world.person("Marcus Oyelaran", "manager");
    const results = await Promise.allSettled([answer(helen, approvalId), answer(marcus, approvalId, false)]);
    const lost = results.filter((result) => result.status === "rejected");
    expect(lost).toMatchObject([
      {
        reason: { code: "approval.decided", message: expect.stringMatching(/^(Helen|Marcus).* already\.$/) },
      },
    ]);
    const isGranted = results[0].status === "fulfilled";
    expect(await world.open(invoice)).toBe(isGranted ? 41_736_40n : 48_216_40n);

    const second = await world.dispute(invoice, 5_500_00n);
    const { approvalId: next } = await world.decide(await world.person("Rafael Ochoa", "collector"), second);
    const click = { key: newId(), approvalId: next!, grant: true };
    const [once, twice] = await Promise.all([decideApproval(helen, click), decideApproval(helen, click)]);
    expect(twice).toEqual(once);
    expect(await world.differences()).toEqual([]);
  });

  test("a currency that the policy names no limit in needs approval from the first cent", async () => {
    const world = await disputedWorld();
    const rafael = await world.person("Rafael Ochoa", "collector");
    const helen = await world.person("Helen Strand", "team_lead");
    const marcus = await world.person("Marcus Oyelaran", "manager");
    const invoice = await world.document({ currency: "JPY", amountMinor: 5_000n });
    const disputeId = await world.dispute(invoice, 100n, { currency: "JPY" });
    const { approvalId } = await world.decide(rafael, disputeId);
    await expect(answer(helen, approvalId!)).rejects.toMatchObject({ code: "approval.over_limit" });
    await answer(marcus, approvalId!);
    expect(await world.open(invoice)).toBe(4_900n);
    expect(await world.differences()).toEqual([]);
  });
});

test("the customer may withdraw while it waits: then there is nothing to approve, and nothing is credited", async () => {
  const { world, helen, invoice, disputeId, approvalId } = await requested();
  await withdrawDispute(world.contact("disputer"), { disputeId, seen: "awaiting_approval" });
  expect((await listApprovals(helen, {})).rows).toEqual([]);
  expect(await readApproval(helen, approvalId)).toMatchObject({ hindrance: "decided", preview: null });
  await expect(answer(helen, approvalId)).rejects.toMatchObject({ code: "approval.gone" });
  expect(await world.open(invoice)).toBe(48_216_40n);
});

test("everybody finds what waits for him: within his limit and not his own", async () => {
  const { world, rafael, helen, invoice } = await requested();
  const marcus = await world.person("Marcus Oyelaran", "manager");
  const larger = await world.dispute(invoice, 30_000_00n);
  await world.decide(helen, larger);
  const amounts = async (ctx: Context, view: "for_me" | "mine" | "pending" | "decided" = "for_me") =>
    (await listApprovals(ctx, { view })).rows.map((row) => row.amountMinor);
  expect(await amounts(helen)).toEqual([6_480_00n]);
  expect(await amounts(marcus)).toEqual([6_480_00n, 30_000_00n]);
  expect(await amounts(rafael)).toEqual([]);
  expect(await amounts(rafael, "mine")).toEqual([6_480_00n]);
  expect(await countApprovals(marcus)).toEqual({ forMe: 2, mine: 0, pending: 2 });
  expect(await countApprovals(helen)).toEqual({ forMe: 1, mine: 1, pending: 2 });
  const first = await listApprovals(marcus, { limit: 1 });
  expect(first.rows).toMatchObject([{ disputeNumber: "DSP-0001", outcome: "credit" }]);
  const second = await listApprovals(marcus, { limit: 1, after: first.next });
  expect(second).toMatchObject({ rows: [{ disputeNumber: "DSP-0002" }], next: null });
  await answer(marcus, first.rows[0]!.id);
  expect(await amounts(rafael, "decided")).toEqual([6_480_00n]);
  await expect(listApprovals(world.contact(), {})).rejects.toMatchObject({ kind: "missing" });
});
