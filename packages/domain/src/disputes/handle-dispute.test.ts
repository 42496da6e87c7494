import { newId } from "@openitem/db/ids";
import { disputeCauses } from "@openitem/db/schema/disputes";
import { afterAll, describe, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { listActivity } from "../audit/list-activity.ts";
import { readBalances } from "../items/read-balances.ts";
import type { Context } from "../kernel/context.ts";
import { transact } from "../kernel/transact.ts";
import { answerTask } from "../tasks/answer-task.ts";
import { askCustomer } from "./ask-customer.ts";
import { assignDispute } from "./assign-dispute.ts";
import { endDisputeWork } from "./end-dispute-work.ts";
import { noteDispute } from "./note-dispute.ts";
import { readDispute } from "./read-dispute.ts";
import { replyToCustomer } from "./reply-to-customer.ts";
import { returnFromRoute } from "./return-from-route.ts";
import { routeDispute } from "./route-dispute.ts";
import { setCause } from "./set-cause.ts";
import { takeDispute } from "./take-dispute.ts";
import { newDisputeWorld } from "./test/dispute-world.ts";
import { withdrawDispute } from "./withdraw-dispute.ts";

afterAll(close);

const refused = (code: string, facts: Record<string, unknown> = {}) =>
  expect.objectContaining({ code, facts: expect.objectContaining(facts) });

const entry = (disputeId: string, body = "I compare it with the routing logs.") => ({
  disputeId,
  entryId: newId(),
  body,
});

async function raisedOne() {
  const world = await newDisputeWorld();
  const itemId = await world.invoice();
  const dana = world.contact("disputer");
  const disputeId = await world.raised(dana, world.wish(itemId));
  const rafael = await world.colleague();
  const staffId = rafael.actor.kind === "staff" ? rafael.actor.staffId : "";
  const disputed = async () => (await readBalances(dana, [world.customerId]))[0]?.disputedMinor;
  const statusOf = async (id = disputeId) => (await readDispute(rafael, id)).dispute.status;
  const route = (ctx: Context, over: Partial<Parameters<typeof routeDispute>[1]> = {}) =>
    routeDispute(ctx, {
      disputeId,
      taskId: newId(),
      team: "billing",
      title: "Was card 7 loaded late?",
      dueOn: "2026-11-20",
      ...over,
    });
  return { ...world, itemId, dana, disputeId, rafael, staffId, disputed, statusOf, route };
}

describe("taking a dispute", () => {
  test("makes it one's own and tells the customer who has it, once", async () => {
    const world = await raisedOne();
    const { disputeId, rafael, staffId } = world;
    expect(await takeDispute(rafael, { disputeId, seenAssigneeId: null })).toEqual({ status: "in_review" });
    expect(await takeDispute(rafael, { disputeId, seenAssigneeId: null })).toEqual({ status: "in_review" });
    const { assignee, steps } = await readDispute(world.dana, disputeId);
    expect(assignee).toEqual({ id: staffId, name: "Rafael Ochoa", role: "collector" });
    expect(steps[1]).toEqual({ step: "checking", state: "now", at: rafael.now, dueAt: null });
    expect(await world.lettersOf(disputeId)).toEqual(["dispute-raised", "dispute-taken"]);
  });

  test("at once with a colleague: one has it, the other learns so", async () => {
    const world = await raisedOne();
    const helen = await world.colleague("team_lead", "Helen Strand");
    const seen = { disputeId: world.disputeId, seenAssigneeId: null };
    const results = await Promise.allSettled([takeDispute(world.rafael, seen), takeDispute(helen, seen)]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "dispute.taken" },
    });
  });

  test("over from a colleague is possible for who sees that he has it", async () => {
    const world = await raisedOne();
    const helen = await world.colleague("team_lead", "Helen Strand");
    await takeDispute(world.rafael, { disputeId: world.disputeId, seenAssigneeId: null });
    await takeDispute(helen, { disputeId: world.disputeId, seenAssigneeId: world.staffId });
    expect((await readDispute(helen, world.disputeId)).assignee?.name).toBe("Helen Strand");
  });

  test("is for people of the biller who handle disputes", async () => {
    const world = await raisedOne();
    const take = (ctx: Context, disputeId = world.disputeId) =>
      takeDispute(ctx, { disputeId, seenAssigneeId: null });
    await expect(take(world.staff("auditor"))).rejects.toMatchObject({ kind: "forbidden" });
    await expect(take(world.dana)).rejects.toMatchObject({
      kind: expect.stringMatching(/forbidden|missing/),
    });
    await expect(take(world.worker)).rejects.toMatchObject({ kind: "forbidden" });
    await expect(take(world.rafael, newId())).rejects.toEqual(refused("dispute.missing"));
    const other = await newDisputeWorld();
    await expect(take(await other.colleague())).rejects.toEqual(refused("dispute.missing"));
    await withdrawDispute(world.dana, { disputeId: world.disputeId, seen: "submitted" });
    await expect(take(world.rafael)).rejects.toEqual(refused("dispute.ended"));
  });
});

describe("assigning", () => {
  test("gives it to a colleague who handles disputes, or back to the queue; the state stays", async () => {
    const world = await raisedOne();
    const { disputeId, rafael, staffId } = world;
    await assignDispute(rafael, { disputeId, assigneeId: staffId });
    expect((await readDispute(rafael, disputeId)).assignee?.name).toBe("Rafael Ochoa");
    expect(await world.statusOf()).toBe("submitted");
    await assignDispute(rafael, { disputeId, assigneeId: null });
    expect((await readDispute(rafael, disputeId)).assignee).toBeNull();
  });

  test("not to somebody who only looks, or is not there", async () => {
    const world = await raisedOne();
    const { actor } = await world.colleague("auditor");
    const auditorId = actor.kind === "staff" ? actor.staffId : "";
    for (const assigneeId of [auditorId, newId()])
      await expect(assignDispute(world.rafael, { disputeId: world.disputeId, assigneeId })).rejects.toEqual(
        refused("dispute.assignee"),
      );
  });
});

describe("asking, replying and noting", () => {
  test("a question needs words, and a second one waits for the answer to the first", async () => {
    const world = await raisedOne();
    await expect(askCustomer(world.rafael, entry(world.disputeId, " "))).rejects.toEqual(
      refused("dispute.question_missing"),
    );
    const question = entry(world.disputeId, "Which sender ID?");
    await askCustomer(world.rafael, question);
    expect(await askCustomer(world.rafael, question)).toMatchObject({ status: "waiting_customer" });
    await expect(askCustomer(world.rafael, entry(world.disputeId, "And since when?"))).rejects.toEqual(
      refused("dispute.state", { from: "waiting_customer" }),
    );
    await expect(askCustomer(world.dana, entry(world.disputeId))).rejects.toMatchObject({
      kind: "forbidden",
    });
  });

  test("a reply reaches the customer and leaves the clock running", async () => {
    const world = await raisedOne();
    const before = (await readDispute(world.dana, world.disputeId)).clock;
    await replyToCustomer(world.rafael, entry(world.disputeId));
    const { entries, clock } = await readDispute(world.dana, world.disputeId);
    expect(entries.at(-1)).toMatchObject({ side: "biller", authorName: "Rafael Ochoa", isOwn: false });
    expect(clock).toEqual(before);
    expect(await world.lettersOf(world.disputeId)).toEqual(["dispute-raised", "dispute-message"]);
    await expect(replyToCustomer(world.rafael, entry(world.disputeId, ""))).rejects.toEqual(
      refused("dispute.empty"),
    );
    await expect(replyToCustomer(world.dana, entry(world.disputeId))).rejects.toMatchObject({
      kind: "forbidden",
    });
  });

  test("a note never reaches the customer: not the thread, not the trail, not a letter", async () => {
    const world = await raisedOne();
    await noteDispute(world.rafael, entry(world.disputeId, "This is ours: billing was late."));
    expect((await readDispute(world.rafael, world.disputeId)).entries.at(-1)).toMatchObject({
      kind: "note",
      visibility: "internal",
    });
    const seen = await readDispute(world.dana, world.disputeId);
    expect(
      JSON.stringify(seen, (_key, value) => (typeof value === "bigint" ? String(value) : value)),
    ).not.toContain("ours");
    const trail = await listActivity(world.dana, { subject: { kind: "dispute", id: world.disputeId } });
    expect(trail.map(({ action }) => action)).toEqual(["dispute.raised"]);
    expect(await world.lettersOf(world.disputeId)).toEqual(["dispute-raised"]);
    await expect(noteDispute(world.dana, entry(world.disputeId))).rejects.toMatchObject({
      kind: "forbidden",
    });
    await expect(noteDispute(world.rafael, entry(world.disputeId, " "))).rejects.toEqual(
      refused("dispute.empty"),
    );
  });
});

describe("routing", () => {
  test("asks a team by a day while the clock runs, and brings its answer back as a note", async () => {
    const world = await raisedOne();
    const { clock } = await readDispute(world.rafael, world.disputeId);
    const { taskId, status } = await world.route(world.rafael);
    expect(status).toBe("waiting_internal");
    expect((await readDispute(world.rafael, world.disputeId)).clock).toEqual(clock);
    await answerTask(world.staff("finance"), { key: newId(), taskId, answer: "Yes, a month late." });
    expect(await world.statusOf()).toBe("in_review");
    const { entries } = await readDispute(world.rafael, world.disputeId);
    expect(entries.at(-1)).toMatchObject({
      kind: "note",
      body: expect.stringContaining("Yes, a month late."),
    });
    expect((await readDispute(world.dana, world.disputeId)).entries).toHaveLength(1);
  });

  test("twice by one form is one task; needs words and a day that is not over", async () => {
    const world = await raisedOne();
    await expect(world.route(world.rafael, { title: " " })).rejects.toEqual(refused("task.title_missing"));
    await expect(world.route(world.rafael, { dueOn: "2026-11-17" })).rejects.toEqual(
      refused("task.due_past"),
    );
    const taskId = newId();
    const once = await world.route(world.rafael, { taskId });
    expect(await world.route(world.rafael, { taskId })).toEqual(once);
    await expect(world.route(world.rafael)).rejects.toEqual(refused("dispute.state"));
    await expect(world.route(world.dana)).rejects.toMatchObject({ kind: "forbidden" });
  });

  test("what comes back after the customer withdrew changes nothing but the notes", async () => {
    const world = await raisedOne();
    const { taskId } = await world.route(world.rafael);
    await withdrawDispute(world.dana, { disputeId: world.disputeId, seen: "waiting_internal" });
    await transact(world.rafael, (tx) =>
      returnFromRoute(tx, world.rafael, { disputeId: world.disputeId, taskId, answer: "Too late." }),
    );
    expect(await world.statusOf()).toBe("withdrawn");
    expect(await endDisputeWork(world.worker, { disputeId: world.disputeId })).toEqual({
      tasks: 1,
      requests: 0,
    });
  });
});

test("a dispute is said to come from a cause, or from none", async () => {
  const world = await raisedOne();
  const causeId = newId();
  await transact(world.worker, (tx) =>
    tx.insert(disputeCauses).values({
      organizationId: world.organizationId,
      id: causeId,
      title: "Rate card 7 not loaded",
      status: "open",
      createdBy: "worker:test",
      createdAt: world.worker.now,
    }),
  );
  const { disputeId, rafael } = world;
  expect(await setCause(rafael, { disputeId, causeId })).toEqual({ causeId });
  expect((await readDispute(rafael, disputeId)).dispute.causeId).toBe(causeId);
  expect(await setCause(rafael, { disputeId, causeId: null })).toEqual({ causeId: null });
  await expect(setCause(rafael, { disputeId, causeId: newId() })).rejects.toEqual(refused("cause.missing"));
  await expect(setCause(world.staff("auditor"), { disputeId, causeId })).rejects.toMatchObject({
    kind: "forbidden",
  });
});
