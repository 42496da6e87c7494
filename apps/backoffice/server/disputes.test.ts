import { newId } from "@openitem/db/ids";
import { INDIA, newDisputeWorld } from "@openitem/domain/disputes/test/dispute-world";
import { close } from "@openitem/domain/test/world";
import { afterAll, expect, test } from "vitest";
import { callerAs } from "../test/office.ts";

afterAll(close);

async function disputed() {
  const world = await newDisputeWorld();
  const itemId = await world.invoice();
  const dana = await world.person("dana@harrow.example");
  const disputeId = await world.raised(dana, world.wish(itemId));
  const collector = callerAs(world, await world.colleague("collector", "Rafael Ochoa"));
  const manager = callerAs(world, await world.colleague("manager", "Helen Strand"));
  return { ...world, itemId, dana, disputeId, collector, manager };
}

test("a dispute is found in the queue with the office time left, taken, and talked about", async () => {
  const { collector, disputeId } = await disputed();
  const page = await collector.disputes.list({ tab: "new" });
  expect(page).toMatchObject({ minutesOfDay: 480, counts: { new: 1, open: 1, mine: 0 } });
  expect(page.rows).toMatchObject([{ id: disputeId, amountMinor: 6_480_00n, leftMinutes: 40 * 60 }]);
  expect((await collector.work.counts()).disputes).toMatchObject({ open: 1, breaching: 0 });

  await collector.disputes.take({ disputeId, seenAssigneeId: null });
  expect(await collector.disputes.read({ disputeId })).toMatchObject({
    dispute: { status: "in_review" },
    assignee: { name: "Rafael Ochoa" },
    documents: [{ lines: [{ lineNo: INDIA, disputedMinor: 6_480_00n }] }],
  });
  const note = { disputeId, entryId: newId(), body: "Billing loaded card 7 late." };
  await collector.disputes.note(note);
  await collector.disputes.note(note);
  await collector.disputes.ask({ disputeId, entryId: newId(), body: "Which sender ID?" });
  const { entries, clock } = await collector.disputes.read({ disputeId });
  expect(entries.map(({ kind }) => kind)).toEqual(["message", "note", "question"]);
  expect(clock.state).toBe("stopped");
  expect((await collector.disputes.list({ tab: "waiting_customer" })).rows).toMatchObject([
    { leftMinutes: 40 * 60, answerDueAt: null },
  ]);
  const jumped = await collector.search.jump({ text: page.rows[0]!.number });
  expect(jumped.disputes).toMatchObject([{ id: disputeId }]);
});

test("what is beyond a collector's limit is asked for, shown to a manager, and carried out when he grants it", async () => {
  const { collector, manager, disputeId, itemId } = await disputed();
  const wish = { disputeId, outcome: "credit", reason: "Price, ours" } as const;
  expect(await collector.resolutions.preview(wish)).toMatchObject({
    needsApproval: true,
    limitMinor: 5_000_00n,
    approvers: [{ name: "Helen Strand" }],
    documents: [{ before: { heldMinor: 6_480_00n }, after: { heldMinor: 0n } }],
  });
  const { approvalId } = await collector.resolutions.decide({
    ...wish,
    decisionId: newId(),
    seen: "submitted",
    note: "Card 7",
  });
  expect((await collector.items.read({ itemId })).holds.disputedMinor).toBe(6_480_00n);
  expect((await collector.work.counts()).approvals).toMatchObject({ forMe: 0, mine: 1 });
  expect((await collector.approvals.read({ approvalId: approvalId! })).hindrance).toBe("own");

  const { rows } = await manager.approvals.list({});
  expect(rows).toMatchObject([{ id: approvalId, requestedByName: "Rafael Ochoa", outcome: "credit" }]);
  expect((await manager.approvals.read({ approvalId: approvalId! })).hindrance).toBeNull();
  const decided = await manager.approvals.decide({ key: newId(), approvalId: approvalId!, grant: true });
  expect(decided).toMatchObject({ status: "granted", credits: [{ itemId, appliedMinor: 6_480_00n }] });
  expect((await collector.items.read({ itemId })).item.openMinor).toBe(41_736_40n);
  expect(await collector.resolutions.origins({ itemId })).toMatchObject([{ disputeId, outcome: "credit" }]);
});

test("a team is asked by a task, whose answer lands in the dispute", async () => {
  const { collector, manager, disputeId } = await disputed();
  const taskId = newId();
  await collector.disputes.route({
    disputeId,
    taskId,
    team: "billing",
    title: "Was card 7 loaded?",
    dueOn: "2026-11-20",
  });
  expect((await manager.tasks.counts()).team).toBe(1);
  expect((await manager.tasks.list({ scope: "team" })).rows).toMatchObject([
    { id: taskId, subjectKind: "dispute", subjectId: disputeId },
  ]);
  await manager.tasks.answer({ key: newId(), taskId, answer: "A month late." });
  const { dispute, entries } = await collector.disputes.read({ disputeId });
  expect(dispute.status).toBe("in_review");
  expect(entries.at(-1)).toMatchObject({ kind: "note", body: expect.stringContaining("A month late.") });
});

test("a cause is named, given to a dispute and counted in the report", async () => {
  const { collector, manager, disputeId } = await disputed();
  const causeId = newId();
  await expect(collector.causes.create({ causeId, title: "Card 7 not loaded" })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  const owner = (await manager.colleagues.list()).find(({ name }) => name === "Rafael Ochoa");
  expect(owner).toMatchObject({ handlesDisputes: true, teams: ["collections"] });
  await manager.causes.create({ causeId, title: "Card 7 not loaded", ownerId: owner!.id });
  await collector.disputes.setCause({ disputeId, causeId });
  expect((await collector.disputes.similar({ disputeId })).cause).toMatchObject({ id: causeId });
  expect(await collector.causes.report({ by: "cause" })).toMatchObject([
    { name: "Card 7 not loaded", currency: "USD", count: 1, askedMinor: 6_480_00n },
  ]);
  await manager.causes.change({ key: newId(), causeId, fixed: true });
  expect((await manager.causes.list({ status: "fixed" })).rows).toMatchObject([
    { ownerName: "Rafael Ochoa" },
  ]);
});

test("an auditor looks at all of it and changes nothing", async () => {
  const { disputeId, ...world } = await disputed();
  const auditor = callerAs(world, await world.colleague("auditor", "Mei Ling Tan"));
  expect((await auditor.disputes.read({ disputeId })).can).toMatchObject({ take: false, decide: false });
  await expect(auditor.disputes.take({ disputeId, seenAssigneeId: null })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  const wish = { disputeId, outcome: "reject", grounds: "No" } as const;
  await expect(auditor.resolutions.preview(wish)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(auditor.disputes.read({ disputeId: newId() })).rejects.toMatchObject({ code: "NOT_FOUND" });
});
