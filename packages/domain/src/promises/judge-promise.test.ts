import { newId } from "@openitem/db/ids";
import { afterAll, describe, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { applyCredit } from "../cash/apply-credit.ts";
import { transact } from "../kernel/transact.ts";
import { changePolicy } from "../policies/change-policy.ts";
import { judgeLater } from "./enqueue-judging.ts";
import { judgePromise } from "./judge-promise.ts";
import { readKeptRate } from "./read-kept-rate.ts";
import { readPromise } from "./read-promise.ts";
import { sweepPromises } from "./sweep-promises.ts";
import { newPromising } from "./test/promising.ts";

afterAll(close);

/* Promised on 18 November 2026; two days of grace. */

async function promised(
  days: Parameters<Awaited<ReturnType<typeof newPromising>>["promise"]>[1] = "2026-12-04",
) {
  const world = await newPromising();
  const bill = await world.document();
  const { promiseId } = await world.promise([[bill, 100_00n]], days);
  return { ...world, bill, promiseId };
}

test("a promise is kept by a bank debit that settles in time, and broken by its late return", async () => {
  const world = await promised();
  const money = await world.debit([[world.bill, 100_00n]], "2026-12-01");
  await world.judgeOn(world.promiseId, "2026-12-01");
  expect(await world.stored(world.promiseId)).toEqual({ status: "active", dates: [["pending", 0n]] });

  await money.settle("2026-12-05");
  expect(await world.judgeOn(world.promiseId, "2026-12-05")).toEqual({
    status: "kept",
    missingMinor: 0n,
    changed: true,
  });
  expect(await world.stored(world.promiseId)).toEqual({ status: "kept", dates: [["kept", 100_00n]] });
  expect(await world.tasksOf(world.promiseId)).toEqual([]);

  await money.giveBack("2027-01-20");
  await world.judgeOn(world.promiseId, "2027-01-20");
  expect(await world.stored(world.promiseId)).toEqual({ status: "broken", dates: [["broken", 0n]] });
  expect(await world.tasksOf(world.promiseId)).toMatchObject([
    {
      kind: "broken_promise",
      team: "collections",
      title: "Call about broken promise PRM-0001",
      dueOn: "2027-01-21",
      status: "open",
    },
  ]);
  expect(await world.takeJobs("promise.broken_mail")).toEqual([{ promiseId: world.promiseId }]);
  expect(await world.differences()).toEqual([]);
});

test("while a debit is in flight it is pending past its day; when the debit fails it is broken", async () => {
  const world = await promised();
  const money = await world.debit([[world.bill, 100_00n]], "2026-12-04");
  await world.judgeOn(world.promiseId, "2026-12-08");
  expect(await world.stored(world.promiseId)).toEqual({ status: "active", dates: [["pending", 0n]] });
  expect(await readPromise(world.contact(), world.promiseId)).toMatchObject({
    inFlightMinor: 100_00n,
    instalments: [{ state: "pending" }],
  });
  await money.fail("2026-12-09");
  await world.judgeOn(world.promiseId, "2026-12-09");
  expect((await world.stored(world.promiseId)).status).toBe("broken");
});

test("money that settles after grace does not keep it, and nobody is called about money that is there", async () => {
  const world = await promised();
  const money = await world.debit([[world.bill, 100_00n]], "2026-12-04");
  await money.settle("2026-12-09");
  await world.judgeOn(world.promiseId, "2026-12-09");
  expect((await world.stored(world.promiseId)).status).toBe("broken");
  expect(await world.tasksOf(world.promiseId)).toEqual([]);
  expect(await world.takeJobs("promise.broken_mail")).toEqual([]);
});

test("a part that came in time keeps it in part; the late rest takes the task back", async () => {
  const world = await promised();
  await (await world.debit([[world.bill, 30_00n]], "2026-12-01")).settle("2026-12-03");
  await world.judgeOn(world.promiseId, "2026-12-07");
  expect(await world.stored(world.promiseId)).toEqual({
    status: "part_kept",
    dates: [["part_kept", 30_00n]],
  });
  expect(await world.tasksOf(world.promiseId)).toMatchObject([
    { status: "open", note: expect.stringContaining("70.00 USD of 100.00 USD is missing") },
  ]);

  await (await world.debit([[world.bill, 70_00n]], "2026-12-08")).settle("2026-12-10");
  await world.judgeOn(world.promiseId, "2026-12-10");
  expect(await world.stored(world.promiseId)).toEqual({
    status: "part_kept",
    dates: [["part_kept", 30_00n]],
  });
  expect(await world.tasksOf(world.promiseId)).toMatchObject([{ status: "cancelled", endedByName: "test" }]);
  expect(await world.differences()).toEqual([]);
});

test("a plan of three is kept date by date, and decided by the one that is missed", async () => {
  const world = await newPromising();
  const bill = await world.document({ amountMinor: 5_000_00n });
  const { promiseId } = await world.promise(
    [[bill, 5_000_00n]],
    [
      ["2026-12-04", 2_000_00n],
      ["2026-12-11", 2_000_00n],
      ["2026-12-18", 1_000_00n],
    ],
  );
  await (await world.debit([[bill, 2_000_00n]], "2026-12-01")).settle("2026-12-04");
  await world.judgeOn(promiseId, "2026-12-04");
  expect(await world.stored(promiseId)).toEqual({
    status: "active",
    dates: [
      ["kept", 2_000_00n],
      ["waiting", 0n],
      ["waiting", 0n],
    ],
  });
  expect(await readPromise(world.contact(), promiseId)).toMatchObject({
    next: { no: 2, daysLeft: 23 },
    keptMinor: 2_000_00n,
    documents: [{ openMinor: 3_000_00n, heldMinor: 3_000_00n }],
  });
  await world.judgeOn(promiseId, "2026-12-14");
  expect((await world.stored(promiseId)).status).toBe("part_kept");
  expect(await world.tasksOf(promiseId)).toHaveLength(1);
  // The next date is missed as well: it is the same task while that is open.
  await world.judgeOn(promiseId, "2026-12-21");
  expect((await world.stored(promiseId)).dates.map(([state]) => state)).toEqual(["kept", "broken", "broken"]);
  expect(await world.tasksOf(promiseId)).toHaveLength(1);
  expect(await world.differences()).toEqual([]);
});

test("a promise over several invoices takes of each what was promised of it", async () => {
  const world = await newPromising();
  const [one, other] = [await world.document(), await world.document()];
  const { promiseId } = await world.promise(
    [
      [one, 60_00n],
      [other, 40_00n],
    ],
    "2026-12-04",
  );
  // More than promised of the one does not stand in for the other.
  await (await world.debit([[one, 100_00n]], "2026-12-01")).settle("2026-12-02");
  await world.judgeOn(promiseId, "2026-12-07");
  expect(await world.stored(promiseId)).toEqual({ status: "part_kept", dates: [["part_kept", 60_00n]] });
});

test("what was on its way when the rest was promised keeps nothing of it when it lands", async () => {
  const world = await newPromising();
  const bill = await world.document();
  const earlier = await world.debit([[bill, 60_00n]], "2026-11-17");
  const { promiseId } = await world.promise([[bill, 40_00n]], "2026-12-04");
  await earlier.settle("2026-11-20");
  await world.judgeOn(promiseId, "2026-11-20");
  expect(await world.stored(promiseId)).toEqual({ status: "active", dates: [["waiting", 0n]] });
  await (await world.debit([[bill, 40_00n]], "2026-12-01")).settle("2026-12-03");
  await world.judgeOn(promiseId, "2026-12-03");
  expect((await world.stored(promiseId)).status).toBe("kept");
});

test("a credit for a part lowers what has to be brought, and one for the whole leaves nothing to keep", async () => {
  const world = await promised();
  const credit = async (amountMinor: bigint) => {
    const creditId = await world.document({ kind: "credit_memo", amountMinor, issuedOn: "2026-11-20" });
    await applyCredit(world.staff("finance", world.on("2026-11-20")), {
      key: newId(),
      creditId,
      appliedOn: "2026-11-20",
      applyTo: [{ itemId: world.bill, amountMinor }],
    });
  };
  await credit(30_00n);
  await world.judgeOn(world.promiseId, "2026-11-20");
  expect(await world.stored(world.promiseId)).toEqual({ status: "active", dates: [["waiting", 0n]] });
  await (await world.debit([[world.bill, 70_00n]], "2026-12-01")).settle("2026-12-03");
  await world.judgeOn(world.promiseId, "2026-12-03");
  expect(await world.stored(world.promiseId)).toEqual({ status: "kept", dates: [["kept", 100_00n]] });
  expect(await world.differences()).toEqual([]);
});

test("of two promises on one invoice the older one is kept first, and no money keeps both", async () => {
  const world = await newPromising();
  const bill = await world.document();
  const first = await world.promise([[bill, 60_00n]], "2026-12-04");
  const second = await world.promise(
    [[bill, 40_00n]],
    "2026-12-18",
    world.contact("payer", undefined, world.on("2026-11-19")),
  );
  const judgeBoth = async (day: string) => {
    for (const { promiseId } of [first, second]) await world.judgeOn(promiseId, day);
    return [(await world.stored(first.promiseId)).status, (await world.stored(second.promiseId)).status];
  };
  await (await world.debit([[bill, 60_00n]], "2026-12-01")).settle("2026-12-02");
  expect(await judgeBoth("2026-12-02")).toEqual(["kept", "active"]);
  await (await world.debit([[bill, 40_00n]], "2026-12-10")).settle("2026-12-11");
  expect(await judgeBoth("2026-12-11")).toEqual(["kept", "kept"]);
});

describe("what follows a broken promise", () => {
  test("gets firmer with each one that the account broke before", async () => {
    const world = await newPromising();
    const titles: (string | undefined)[] = [];
    for (const day of ["2026-11-19", "2026-11-20", "2026-11-23", "2026-11-24"]) {
      const { promiseId } = await world.promise([[await world.document(), 10_00n]], day);
      await world.judgeOn(promiseId, "2026-12-01");
      titles.push((await world.tasksOf(promiseId))[0]?.title);
    }
    expect(titles).toEqual([
      "Call about broken promise PRM-0001",
      "Send a final notice for broken promise PRM-0002",
      "Escalate broken promise PRM-0003",
      "Escalate broken promise PRM-0004",
    ]);
  });

  test("is one task and one letter, however often and by however many it is judged", async () => {
    const world = await promised();
    await Promise.all([1, 2, 3].map(() => world.judgeOn(world.promiseId, "2026-12-07")));
    expect(await world.judgeOn(world.promiseId, "2026-12-08")).toMatchObject({ changed: false });
    expect(await world.tasksOf(world.promiseId)).toHaveLength(1);
    expect(await world.takeJobs("promise.broken_mail")).toHaveLength(1);
  });

  test("is taken back when it turns out not to be broken", async () => {
    const world = await promised();
    await world.judgeOn(world.promiseId, "2026-12-07");
    // The bookkeeper finds the wire of 2 December, and applies it as of its day.
    const money = await world.debit([[world.bill, 100_00n]], "2026-12-02");
    await money.settle("2026-12-02");
    await world.judgeOn(world.promiseId, "2026-12-08");
    expect((await world.stored(world.promiseId)).status).toBe("kept");
    expect(await world.tasksOf(world.promiseId)).toMatchObject([{ status: "cancelled" }]);
  });
});

test("the grace is that of the day it was made: rules that change later break nothing and save nothing", async () => {
  const world = await promised();
  await changePolicy(world.staff("manager"), {
    key: newId(),
    kind: "promise",
    basedOn: 0,
    rules: { graceDays: 0 },
    reason: "No more grace",
  });
  const strict = await world.promise([[await world.document(), 100_00n]], "2026-12-04");
  const after = async (day: string) => {
    const swept = await sweepPromises(world.at(world.on(day)));
    expect(swept.failures).toEqual([]);
    return [(await world.stored(world.promiseId)).status, (await world.stored(strict.promiseId)).status];
  };
  expect(await after("2026-12-06")).toEqual(["active", "broken"]);
  expect((await readPromise(world.contact(), world.promiseId)).instalments).toMatchObject([
    { graceOn: "2026-12-06" },
  ]);
  expect(await after("2026-12-07")).toEqual(["broken", "broken"]);
});

test("the day is the account's own: where it is still the day of grace, nothing is broken", async () => {
  const world = await newPromising();
  const customerId = await world.customer({ timeZone: "Pacific/Honolulu" });
  const bill = await world.document({ customerId });
  const dana = world.contact("payer", [customerId]);
  const { promiseId } = await world.promise([[bill, 100_00n]], "2026-12-04", dana, { customerId });
  const judgeAt = (iso: string) => judgePromise(world.at(new Date(iso)), { promiseId });
  expect(await judgeAt("2026-12-07T09:59:00Z")).toMatchObject({ status: "active" });
  expect(await judgeAt("2026-12-07T10:00:00Z")).toMatchObject({ status: "broken" });
});

test("proposals and promises that were given up are not judged, and judging is the system's own work", async () => {
  const world = await newPromising();
  const { promiseId } = await world.promise([[await world.document(), 100_00n]], "2027-01-15");
  expect(await world.judgeOn(promiseId, "2027-03-01")).toBeNull();
  await expect(judgePromise(world.staff("manager"), { promiseId })).rejects.toMatchObject({
    kind: "forbidden",
  });
  await expect(judgePromise(world.worker, { promiseId: newId() })).rejects.toMatchObject({ kind: "missing" });
});

test("who applies money to documents has their promises judged, and no others", async () => {
  const world = await promised();
  const other = await world.document();
  await world.promise([[other, 50_00n]], "2027-01-15");
  const dana = world.contact();
  await world.takeJobs("promise.judge");
  await transact(dana, (tx) => judgeLater(tx, dana, []));
  expect(await world.takeJobs("promise.judge")).toEqual([]);
  await transact(dana, (tx) => judgeLater(tx, dana, [world.bill, world.bill, other, newId()]));
  expect(await world.takeJobs("promise.judge")).toEqual([{ promiseId: world.promiseId }]);
});

test("the rate of promises kept is by amount, over judged dates of the period", async () => {
  const world = await newPromising();
  const [kept, part, waiting] = [await world.document(), await world.document(), await world.document()];
  const days = ["2026-12-01", "2026-12-02", "2027-02-01"] as const;
  const made = [
    await world.promise([[kept, 100_00n]], days[0]),
    await world.promise([[part, 80_00n]], days[1]),
    await world.promise([[waiting, 50_00n]], "2026-12-03"),
  ];
  await (
    await world.debit(
      [
        [kept, 100_00n],
        [part, 20_00n],
      ],
      "2026-11-25",
    )
  ).settle("2026-11-27");
  for (const { promiseId } of made) await world.judgeOn(promiseId, "2026-12-05");
  const rate = (from: string, to: string) =>
    readKeptRate(world.staff("collector"), { customerIds: [world.customerId], from, to });
  expect(await rate("2026-12-01", "2026-12-31")).toEqual([
    { currency: "USD", dueMinor: 180_00n, keptMinor: 120_00n, dates: 2, datesKept: 1, basisPoints: 6666 },
  ]);
  expect(await rate("2027-01-01", "2027-12-31")).toEqual([]);
});
