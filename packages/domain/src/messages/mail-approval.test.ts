import { newId } from "@openitem/db/ids";
import { outbox } from "@openitem/db/schema/activity";
import { approvals } from "@openitem/db/schema/work";
import { and, eq } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { endStaff } from "../access/end-staff.ts";
import { decideApproval } from "../approvals/decide-approval.ts";
import { recordReceipt } from "../cash/record-receipt.ts";
import { refundCredit } from "../cash/refund-credit.ts";
import { newDisputeWorld } from "../disputes/test/dispute-world.ts";
import { read } from "../kernel/transact.ts";
import { refundPayment } from "../payments/refund-payment.ts";
import { decideDispute } from "../resolutions/decide-dispute.ts";
import { mailApproval } from "./mail-approval.ts";
import { mailApprovalDecided } from "./mail-approval-decided.ts";

afterAll(close);

/** Rafael, who may give 5,000.00 by himself, wants to credit the 6,480.00 of a dispute. */
async function requested() {
  const world = await newDisputeWorld();
  const dana = await world.person("dana@harrow.example");
  const disputeId = await world.raised(dana, world.wish(await world.invoice()));
  const rafael = await world.colleague("collector");
  const lead = await world.colleague("team_lead", "Helen Strand");
  const decision = { decisionId: newId(), disputeId, outcome: "credit" as const, reason: "Price, ours" };
  const { approvalId } = await decideDispute(rafael, {
    ...decision,
    seen: "submitted",
    note: "Card 7 loaded late",
  });
  return { ...world, disputeId, rafael, lead, approvalId: approvalId ?? "" };
}

test("a request for approval is told once to everybody whose limit reaches, and not to whoever asks", async () => {
  const world = await requested();
  await world.colleague("collector", "Priya Raman");
  await world.colleague("auditor", "Mei Ling Tan");
  await world.colleague("manager", "Marcus Oyelaran");
  const gone = await world.colleague("manager", "Who left");
  if (gone.actor.kind !== "staff") throw new Error("A colleague was asked for");
  await endStaff(world.worker, { staffId: gone.actor.staffId });

  const asked = await read(world.worker, (tx) =>
    tx
      .select({ payload: outbox.payload })
      .from(outbox)
      .where(
        and(eq(outbox.organizationId, world.organizationId), eq(outbox.kind, "approval.requested_mail")),
      ),
  );
  expect(asked).toEqual([{ payload: { approvalId: world.approvalId } }]);
  const told = await mailApproval(world.mailing(), { approvalId: world.approvalId });
  expect(told).toMatchObject([{ outcome: "sent" }, { outcome: "sent" }]);
  expect(world.lastLetter("approval-requested")).toMatchObject({
    reader: "Marcus Oyelaran",
    requester: "Rafael Ochoa",
    disputeNumber: "DSP-0001",
    outcome: "credit",
    currency: "USD",
    amount: "6480.00",
    note: "Card 7 loaded late",
    url: `https://office.example/approvals/${world.approvalId}`,
  });
  const again = await mailApproval(world.mailing(), { approvalId: world.approvalId });
  expect(again).toMatchObject([{ outcome: "sent_before" }, { outcome: "sent_before" }]);
  expect(world.mailer.inbox).toHaveLength(2);
});

test("of a request that was decided before its letter went out nobody is told", async () => {
  const world = await requested();
  await decideApproval(world.lead, { key: newId(), approvalId: world.approvalId, grant: true, note: null });
  expect(await mailApproval(world.mailing(), { approvalId: world.approvalId })).toMatchObject([
    { outcome: "skipped" },
  ]);
  expect(world.mailer.inbox).toEqual([]);
});

const decidedJobs = (world: Awaited<ReturnType<typeof newDisputeWorld>>) =>
  read(world.worker, (tx) =>
    tx
      .select({ payload: outbox.payload })
      .from(outbox)
      .where(and(eq(outbox.organizationId, world.organizationId), eq(outbox.kind, "approval.decided_mail")))
      .orderBy(outbox.id),
  );

test("who asked is told once who granted it, and what he says of it", async () => {
  const world = await requested();
  const { approvalId } = world;
  expect(await mailApprovalDecided(world.mailing(), { approvalId })).toMatchObject({ outcome: "skipped" });
  const answer = { key: newId(), approvalId, grant: true, note: "Agreed" };
  await decideApproval(world.lead, answer);
  await decideApproval(world.lead, answer);
  expect(await decidedJobs(world)).toEqual([{ payload: { approvalId } }]);
  expect(await mailApprovalDecided(world.mailing(), { approvalId })).toMatchObject({ outcome: "sent" });
  expect(world.lastLetter("approval-decided")).toMatchObject({
    reader: "Rafael Ochoa",
    decider: "Helen Strand",
    isGranted: true,
    about: "dispute",
    number: "DSP-0001",
    amount: "6480.00",
    note: "Agreed",
    url: `https://office.example/approvals/${approvalId}`,
  });
  expect(await mailApprovalDecided(world.mailing(), { approvalId })).toMatchObject({
    outcome: "sent_before",
  });
});

test("a refusal is told with its reason, and an answer that was not taken is told to nobody", async () => {
  const world = await requested();
  const { approvalId } = world;
  const no = (note: string | null) =>
    decideApproval(world.lead, { key: newId(), approvalId, grant: false, note });
  await expect(no(null)).rejects.toMatchObject({ code: "approval.note_missing" });
  expect(await decidedJobs(world)).toEqual([]);
  await no("Ask billing first");
  await mailApprovalDecided(world.mailing(), { approvalId });
  expect(world.lastLetter("approval-decided")).toMatchObject({ isGranted: false, note: "Ask billing first" });
});

test("who has left since he asked is told nothing", async () => {
  const world = await requested();
  const { approvalId, rafael } = world;
  await decideApproval(world.lead, { key: newId(), approvalId, grant: true, note: null });
  if (rafael.actor.kind !== "staff") throw new Error("A colleague was asked for");
  await endStaff(world.worker, { staffId: rafael.actor.staffId });
  expect(await mailApprovalDecided(world.mailing(), { approvalId })).toMatchObject({ outcome: "skipped" });
  expect(world.mailer.inbox).toEqual([]);
});

test("who asked to send back a payment, or money on account, is told of that decision too", async () => {
  const world = await newDisputeWorld();
  const priya = await world.colleague("finance", "Priya Raman");
  const marcus = await world.colleague("manager", "Marcus Oyelaran");
  const bill = await world.document({ amountMinor: 20_000_00n });
  const paymentId = await world.pay([[bill, 20_000_00n]]);
  world.gateway.complete(paymentId);
  await world.follow(paymentId);
  const refund = { callId: newId(), paymentId, amountMinor: 8_000_00n, reason: "Billed twice" };
  const { approvalId } = await refundPayment(world.paying(priya), refund);
  await decideApproval(marcus, { key: newId(), approvalId: approvalId ?? "", grant: true });
  await mailApprovalDecided(world.mailing(), { approvalId: approvalId ?? "" });
  expect(world.lastLetter("approval-decided")).toMatchObject({
    reader: "Priya Raman",
    decider: "Marcus Oyelaran",
    isGranted: true,
    about: "payment",
    amount: "8000.00",
    note: null,
    url: `https://office.example/payments/${paymentId}`,
  });

  const receipt = await recordReceipt(priya, {
    number: "WIRE-1",
    legalEntityId: world.legalEntityId,
    customerId: world.customerId,
    currency: "USD",
    amountMinor: 3_000_00n,
    valueOn: "2026-11-15",
  });
  const sentBack = { creditId: receipt.itemId, amountMinor: 2_000_00n, reason: "Paid twice", payTo: "Same" };
  await refundCredit(priya, { key: newId(), ...sentBack });
  const [pending] = await read(world.worker, (tx) =>
    tx
      .select({ id: approvals.id })
      .from(approvals)
      .where(and(eq(approvals.organizationId, world.organizationId), eq(approvals.action, "cash.decide"))),
  );
  const key = newId();
  const no = { key, approvalId: pending?.id ?? "", grant: false, note: "Apply it to their next bill" };
  await decideApproval(marcus, no);
  await mailApprovalDecided(world.mailing(), { approvalId: no.approvalId });
  expect(world.lastLetter("approval-decided")).toMatchObject({
    isGranted: false,
    about: "cash",
    number: "WIRE-1",
    note: "Apply it to their next bill",
    url: "https://office.example/unapplied?tab=decisions",
  });
  expect(await decidedJobs(world)).toEqual([
    { payload: { approvalId } },
    { payload: { approvalId: no.approvalId } },
  ]);
});
