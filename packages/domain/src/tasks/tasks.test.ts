import { newId } from "@openitem/db/ids";
import { disputeEntries } from "@openitem/db/schema/disputes";
import { tasks } from "@openitem/db/schema/work";
import { eq } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { routeDispute } from "../disputes/route-dispute.ts";
import { read, transact } from "../kernel/transact.ts";
import { disputedWorld } from "../resolutions/test-dispute.ts";
import { answerTask } from "./answer-task.ts";
import { assignTask } from "./assign-task.ts";
import { cancelTask } from "./cancel-task.ts";
import { createTask } from "./create-task.ts";
import { countTasks, listTasks } from "./list-tasks.ts";
import { openTask } from "./open-task.ts";

afterAll(close);

async function worldWithTask(over: Partial<Parameters<typeof createTask>[1]> = {}) {
  const world = await disputedWorld();
  const rafael = await world.person("Rafael Ochoa", "collector");
  const taskId = newId();
  const input = {
    taskId,
    subject: { kind: "customer" as const, id: world.customerId },
    team: "billing" as const,
    title: "Load rate card 7",
    dueOn: "2026-11-20",
    ...over,
  };
  await createTask(rafael, input);
  return { world, rafael, taskId, input };
}

const taskOf = (world: Awaited<ReturnType<typeof disputedWorld>>, taskId: string) =>
  read(world.worker, async (tx) => {
    const [task] = await tx.select().from(tasks).where(eq(tasks.id, taskId));
    return task!;
  });

describe("a task", () => {
  test("is made once, handed on and done with an answer", async () => {
    const { world, rafael, taskId, input } = await worldWithTask();
    await createTask(rafael, input);
    const luis = await world.person("Luis Ferreira", "finance");
    const assigneeId = luis.actor.kind === "staff" ? luis.actor.staffId : null;
    await assignTask(rafael, { key: newId(), taskId, team: "finance", assigneeId, dueOn: "2026-11-25" });
    expect((await listTasks(luis, { scope: "mine" })).rows).toMatchObject([
      {
        id: taskId,
        team: "finance",
        dueOn: "2026-11-25",
        assigneeName: "Luis Ferreira",
        title: "Load rate card 7",
      },
    ]);
    await assignTask(rafael, { key: newId(), taskId, assigneeId: null });
    expect(await taskOf(world, taskId)).toMatchObject({
      assigneeId: null,
      team: "finance",
      dueOn: "2026-11-25",
    });
    const answer = { key: newId(), taskId, answer: "Loaded today." };
    await answerTask(luis, answer);
    await answerTask(luis, answer);
    expect(await taskOf(world, taskId)).toMatchObject({
      status: "done",
      answer: "Loaded today.",
      endedByName: "Luis Ferreira",
    });
    expect(await world.recordsOf("task.done")).toHaveLength(1);
  });

  test("is refused for a day that is over, for people who left, for what is not there, and once it is done", async () => {
    const { world, rafael, taskId, input } = await worldWithTask();
    const create = (over = {}, ctx = rafael) => createTask(ctx, { ...input, taskId: newId(), ...over });
    await expect(create({ dueOn: "2026-11-17" })).rejects.toMatchObject({ code: "task.due_past" });
    await expect(create({ assigneeId: newId() })).rejects.toMatchObject({ code: "colleague.gone" });
    for (const kind of ["customer", "dispute", "promise"])
      await expect(create({ subject: { kind, id: newId() } })).rejects.toMatchObject({
        code: "task.subject_missing",
      });
    await expect(create({}, world.staff("auditor"))).rejects.toMatchObject({ kind: "forbidden" });
    await expect(create({}, world.contact("admin"))).rejects.toMatchObject({ kind: "missing" });
    const key = newId();
    await expect(assignTask(rafael, { key, taskId, dueOn: "2026-11-01" })).rejects.toMatchObject({
      code: "task.due_past",
    });
    await expect(assignTask(rafael, { key, taskId: newId() })).rejects.toMatchObject({
      code: "task.missing",
    });
    await cancelTask(rafael, { key, taskId, reason: "Not needed" });
    await expect(answerTask(rafael, { key, taskId, answer: "Done" })).rejects.toMatchObject({
      code: "task.state",
    });
    await expect(assignTask(rafael, { key, taskId })).rejects.toMatchObject({ code: "task.state" });
    expect(await taskOf(world, taskId)).toMatchObject({ status: "cancelled", answer: null });
  });

  test("answered by two at once is answered by one", async () => {
    const { world, rafael, taskId } = await worldWithTask();
    const results = await Promise.allSettled(
      ["Yes", "No"].map((answer) => answerTask(rafael, { key: newId(), taskId, answer })),
    );
    expect(results.filter((result) => result.status === "rejected")).toMatchObject([
      { reason: { code: "task.state" } },
    ]);
    expect(await world.recordsOf("task.done")).toHaveLength(1);
  });
});

describe("what a dispute was routed for", () => {
  async function routed() {
    const world = await disputedWorld();
    const rafael = await world.person("Rafael Ochoa", "collector");
    const invoice = await world.document();
    const disputeId = await world.dispute(invoice, 40_00n);
    const taskId = newId();
    await routeDispute(rafael, {
      disputeId,
      taskId,
      team: "billing",
      title: "Which rate card?",
      dueOn: "2026-11-20",
    });
    return { world, rafael, disputeId, taskId };
  }

  test("brings the dispute back when it is answered, with the answer as a note", async () => {
    const { world, rafael, disputeId, taskId } = await routed();
    expect(await world.statusOf(disputeId)).toBe("waiting_internal");
    expect((await listTasks(rafael, { kinds: ["ask_colleague"] })).rows).toMatchObject([
      { id: taskId, subjectNumber: "DSP-0001" },
    ]);
    await answerTask(world.staff("finance"), { key: newId(), taskId, answer: "Card 7, a month late." });
    expect(await world.statusOf(disputeId)).toBe("in_review");
    const notes = await read(world.worker, (tx) =>
      tx.select().from(disputeEntries).where(eq(disputeEntries.disputeId, disputeId)),
    );
    expect(notes.filter((entry) => entry.kind === "note")).toMatchObject([
      { body: "Which rate card?\n\nCard 7, a month late.", visibility: "internal" },
    ]);
  });

  test("brings it back when it is no longer needed, but not while somebody else is asked", async () => {
    const { world, rafael, disputeId, taskId } = await routed();
    const second = newId();
    await createTask(rafael, {
      taskId: second,
      subject: { kind: "dispute", id: disputeId },
      team: "legal",
      title: "Is the order form binding?",
      dueOn: "2026-11-20",
    });
    await answerTask(rafael, { key: newId(), taskId, answer: "Card 7." });
    expect(await world.statusOf(disputeId)).toBe("waiting_internal");
    await cancelTask(rafael, { key: newId(), taskId: second, reason: "Clear already" });
    expect(await world.statusOf(disputeId)).toBe("in_review");
  });
});

test("everybody finds his own, his team's and what is overdue, in the order of their days", async () => {
  const { world, rafael, taskId } = await worldWithTask({ team: "collections" });
  const customerId = world.customerId;
  const helen = await world.person("Helen Strand", "team_lead");
  const open = (team: "legal" | "collections", dueOn: string) =>
    transact(world.worker, (tx) =>
      openTask(tx, world.worker, {
        kind: "broken_promise",
        subject: ["promise", newId()],
        customerId,
        team,
        title: "Call",
        dueOn,
      }),
    );
  const late = await open("collections", "2026-11-10");
  const legal = await open("legal", "2026-11-19");
  const ids = async (over: Parameters<typeof listTasks>[1], ctx = rafael) =>
    (await listTasks(ctx, over)).rows.map((row) => row.id);
  expect(await ids({})).toEqual([late, legal, taskId]);
  expect(await ids({ scope: "team" })).toEqual([late, taskId]);
  expect(await ids({ scope: "mine" }, helen)).toEqual([]);
  expect(await ids({ overdueOnly: true })).toEqual([late]);
  expect(await ids({ team: "legal" })).toEqual([legal]);
  expect(await ids({ kinds: ["other"] })).toEqual([taskId]);
  expect(await ids({ subject: { kind: "customer", id: customerId } })).toEqual([taskId]);
  expect(await ids({ customerIds: [newId()] })).toEqual([]);
  expect(await countTasks(rafael)).toEqual({ mine: 0, team: 2, all: 3, overdue: 1 });
  const first = await listTasks(rafael, { limit: 2 });
  expect(await ids({ limit: 2, after: first.next })).toEqual([taskId]);
  await answerTask(rafael, { key: newId(), taskId: late, answer: "Called" });
  await answerTask(
    { ...rafael, now: new Date("2026-11-19T12:00:00Z") },
    {
      key: newId(),
      taskId: legal,
      answer: "Yes",
    },
  );
  expect(await ids({ status: "done" })).toEqual([legal, late]);
  const done = await listTasks(rafael, { status: "done", limit: 1 });
  expect(await ids({ status: "done", after: done.next })).toEqual([late]);
  await expect(listTasks(world.contact(), {})).rejects.toMatchObject({ kind: "missing" });
});
