import { newId } from "@openitem/db/ids";
import { outbox } from "@openitem/db/schema/activity";
import { and, eq } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { endStaff } from "../access/end-staff.ts";
import { decideApproval } from "../approvals/decide-approval.ts";
import { newDisputeWorld } from "../disputes/test/dispute-world.ts";
import { read } from "../kernel/transact.ts";
import { decideDispute } from "../resolutions/decide-dispute.ts";
import { mailApproval } from "./mail-approval.ts";

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
