import { afterAll, describe, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { listPromises } from "./list-promises.ts";
import { newPromising } from "./test/promising.ts";

afterAll(close);

async function listed() {
  const world = await newPromising();
  const due = ["2026-12-04", "2026-11-20", "2026-12-18"];
  const made = [];
  for (const day of due) made.push(await world.promise([[await world.document(), 10_00n]], day));
  // The third is one open promise too many, and so a request.
  const broken = await world.promise(
    [[await world.document(), 20_00n]],
    "2026-11-19",
    world.staff("collector"),
    {
      customerId: world.customerId,
    },
  );
  return { ...world, made, broken };
}

const numbers = (page: { rows: { number: string }[] }) => page.rows.map((row) => row.number);

test("what is to come stands by its next day, all others the newest first", async () => {
  const world = await listed();
  const dana = world.contact();
  expect(numbers(await listPromises(dana, { group: "open" }))).toEqual([
    "PRM-0004",
    "PRM-0002",
    "PRM-0001",
    "PRM-0003",
  ]);
  expect(numbers(await listPromises(dana, { group: "all" }))).toHaveLength(4);
  const [row] = (await listPromises(dana, { group: "due_this_week" })).rows;
  expect(row).toMatchObject({
    number: "PRM-0002",
    customerName: "Customer 1",
    amountMinor: 10_00n,
    keptMinor: 0n,
    status: "active",
    next: { dueOn: "2026-11-20", leftMinor: 10_00n, daysLeft: 2 },
    instalmentCount: 1,
    documentCount: 1,
    documents: [expect.stringMatching(/^INV-/)],
  });
});

test("counts are of all groups, whichever is asked for, and totals of the one", async () => {
  const world = await listed();
  await world.judgeOn(world.made[1]?.promiseId ?? "", "2026-11-23");
  const { counts, totals } = await listPromises(world.staff("collector"), { group: "requests" });
  expect(counts).toEqual({ open: 3, requests: 2, due_this_week: 0, broken: 1, kept: 0, all: 4 });
  expect(totals).toEqual([{ currency: "USD", count: 2, amountMinor: 30_00n, keptMinor: 0n }]);
  // The customer's own requests are not his to answer.
  expect((await listPromises(world.contact(), {})).counts.requests).toBe(0);
});

test("pages follow each other without gap or repetition", async () => {
  const world = await listed();
  for (const group of ["open", "all"] as const) {
    const whole = numbers(await listPromises(world.contact(), { group }));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listPromises>> = await listPromises(world.contact(), {
        group,
        limit: 2,
        cursor,
      });
      seen.push(...numbers(page));
      cursor = page.next;
    } while (cursor);
    expect(seen).toEqual(whole);
  }
  await expect(listPromises(world.contact(), { cursor: "nonsense" })).rejects.toMatchObject({
    code: "list.cursor",
  });
});

describe("searched", () => {
  test("by its number, an invoice, the account's name or number", async () => {
    const world = await listed();
    const find = async (search: string) =>
      numbers(await listPromises(world.staff("collector"), { group: "all", search }));
    expect(await find("prm-0003")).toEqual(["PRM-0003"]);
    const [row] = (await listPromises(world.contact(), { group: "all", search: "PRM-0002" })).rows;
    expect(await find(row?.documents[0] ?? "")).toEqual(["PRM-0002"]);
    expect(await find("customer 1")).toHaveLength(4);
    expect(await find("nobody")).toEqual([]);
  });
});

test("a contact sees his accounts' promises, and no others whatever he asks for", async () => {
  const world = await listed();
  const stranger = await world.customer();
  const theirs = world.contact("admin", [stranger]);
  expect((await listPromises(theirs, { group: "all", customerIds: [world.customerId] })).rows).toEqual([]);
  expect((await listPromises(theirs, { group: "all" })).counts.all).toBe(0);
  const own = await listPromises(world.staff("auditor"), { group: "all", customerIds: [stranger] });
  expect(own.rows).toEqual([]);
});
