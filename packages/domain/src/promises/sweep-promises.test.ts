import { newId } from "@openitem/db/ids";
import { afterAll, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { answerPromise } from "./answer-promise.ts";
import { sweepPromises } from "./sweep-promises.ts";
import { newPromising } from "./test/promising.ts";

afterAll(close);

test("the daily sweep judges what is over and leaves the rest", async () => {
  const world = await newPromising();
  const [soon, later] = [
    await world.promise([[await world.document(), 100_00n]], "2026-11-20"),
    await world.promise([[await world.document(), 100_00n]], "2026-12-04"),
  ];
  const sweep = (day: string) => sweepPromises(world.at(world.on(day)));
  expect(await sweep("2026-11-22")).toEqual({ judged: 0, unanswered: 0, failures: [] });
  expect(await sweep("2026-11-23")).toEqual({ judged: 1, unanswered: 0, failures: [] });
  expect((await world.stored(soon.promiseId)).status).toBe("broken");
  expect((await world.stored(later.promiseId)).status).toBe("active");
  expect(await sweep("2026-11-24")).toMatchObject({ judged: 0 });
});

test("what stays pending past its day is looked at again until the money lands or fails", async () => {
  const world = await newPromising();
  const bill = await world.document();
  const { promiseId } = await world.promise([[bill, 100_00n]], "2026-11-20");
  const money = await world.debit([[bill, 100_00n]], "2026-11-20");
  const sweep = (day: string) => sweepPromises(world.at(world.on(day)));
  expect(await sweep("2026-11-23")).toMatchObject({ judged: 1 });
  expect((await world.stored(promiseId)).dates).toEqual([["pending", 0n]]);
  await money.fail("2026-11-24");
  expect(await sweep("2026-11-24")).toMatchObject({ judged: 1 });
  expect((await world.stored(promiseId)).status).toBe("broken");
});

test("a proposal that nobody answered in time becomes one task for the collector", async () => {
  const world = await newPromising();
  const request = await world.promise([[await world.document(), 100_00n]], "2027-01-15");
  const plan = await world.promise(
    [[await world.document(), 100_00n]],
    "2026-12-04",
    world.staff("collector"),
    { asProposal: true },
  );
  const answered = await world.promise([[await world.document(), 100_00n]], "2027-01-15");
  const accept = { answer: "accept" as const, key: newId(), promiseId: answered.promiseId };
  await answerPromise(world.staff("collector"), accept);
  const sweep = (iso: string) => sweepPromises(world.at(new Date(iso)));
  // The close of business of the second working day, in New York.
  expect(await sweep("2026-11-20T22:00:00Z")).toMatchObject({ unanswered: 0 });
  expect(await sweep("2026-11-20T22:00:01Z")).toEqual({ judged: 0, unanswered: 2, failures: [] });
  expect(await sweep("2026-11-23T12:00:00Z")).toMatchObject({ unanswered: 0 });
  expect(await world.tasksOf(request.promiseId)).toMatchObject([
    { kind: "other", team: "collections", title: "Answer the request PRM-0001", dueOn: "2026-11-20" },
  ]);
  expect(await world.tasksOf(plan.promiseId)).toMatchObject([
    { title: "Ask the customer about the plan PRM-0002" },
  ]);
  expect(await world.tasksOf(answered.promiseId)).toEqual([]);
});

test("two sweeps at once ask once", async () => {
  const world = await newPromising();
  const { promiseId } = await world.promise([[await world.document(), 100_00n]], "2027-01-15");
  await Promise.all([1, 2, 3].map(() => sweepPromises(world.at(world.on("2026-11-24")))));
  expect(await world.tasksOf(promiseId)).toHaveLength(1);
});

test("sweeping is the system's own work", async () => {
  const world = await newPromising();
  await expect(sweepPromises(world.staff("admin"))).rejects.toMatchObject({ kind: "forbidden" });
});
