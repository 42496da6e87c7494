import { newId } from "@openitem/db/ids";
import { newDisputeWorld } from "@openitem/domain/disputes/test/dispute-world";
import { close } from "@openitem/domain/test/world";
import { afterAll, expect, test } from "vitest";
import { callerAs } from "../test/office.ts";

afterAll(close);

async function owing() {
  const world = await newDisputeWorld();
  const itemId = await world.invoice();
  const collector = callerAs(world, await world.colleague("collector", "Rafael Ochoa"));
  const { customerId } = world;
  const { openMinor } = (await collector.items.read({ itemId })).item;
  const terms = (dueOn: string, amountMinor = openMinor) => ({
    customerId,
    currency: "USD",
    documents: [{ itemId, amountMinor }],
    instalments: [{ dueOn, amountMinor }],
  });
  return { ...world, itemId, collector, openMinor, terms };
}

test("a collector sees what can be promised and by which rules, and records what the customer said", async () => {
  const { collector, itemId, openMinor, terms } = await owing();
  const wish = terms("2026-12-04");
  const weighed = await collector.promises.weigh(wish);
  expect(weighed).toMatchObject({
    documents: [{ id: itemId, promisableMinor: openMinor }],
    beyond: [],
    problems: [],
  });
  expect(weighed.rules).toContainEqual({ code: "days_out", limit: 30, actual: 16, isMet: true });

  const promiseId = newId();
  const made = await collector.promises.record({ ...wish, promiseId, asRequest: false });
  expect(made).toMatchObject({ promiseId, status: "active", beyond: [] });
  expect(await collector.promises.record({ ...wish, promiseId, asRequest: false })).toEqual(made);
  expect((await collector.items.read({ itemId })).holds.promisedMinor).toBe(openMinor);
  expect((await collector.promises.weigh(wish)).problems).toMatchObject([
    { at: { part: "document", itemId }, code: "promise.promised" },
  ]);
});

test("the customer's word beyond the rules waits for a colleague, and a plan of ours for the customer", async () => {
  const { collector, itemId, openMinor, terms, ...world } = await owing();
  const far = terms("2027-01-15", openMinor / 2n);
  expect(await collector.promises.weigh(far)).toMatchObject({ beyond: ["days_out"], problems: [] });
  await expect(
    collector.promises.record({ ...far, promiseId: newId(), asRequest: false }),
  ).rejects.toMatchObject({ code: "CONFLICT" });
  const asked = await collector.promises.record({ ...far, promiseId: newId(), asRequest: true });
  expect(asked).toMatchObject({ status: "proposed", beyond: ["days_out"] });
  const answer = { answer: "accept", promiseId: asked.promiseId } as const;
  await expect(collector.promises.answer({ ...answer, key: newId() })).rejects.toMatchObject({
    code: "CONFLICT",
  });
  const lead = callerAs(world, await world.colleague("team_lead", "Helen Strand"));
  expect(await lead.promises.answer({ ...answer, key: newId() })).toMatchObject({ status: "active" });

  const rest = terms("2026-12-04", openMinor - openMinor / 2n);
  const proposed = await collector.promises.propose({ ...rest, promiseId: newId() });
  expect(proposed.status).toBe("proposed");
  expect((await collector.promises.read({ promiseId: proposed.promiseId })).promise).toMatchObject({
    proposedSide: "biller",
  });
});

test("what is typed wrongly is answered in words before it is sent, and an auditor records nothing", async () => {
  const { collector, itemId, openMinor, terms, ...world } = await owing();
  const { problems } = await collector.promises.weigh({
    ...terms("2026-11-01", openMinor + 1n),
    instalments: [
      { dueOn: "2026-11-01", amountMinor: 0n },
      { dueOn: "2026-10-01", amountMinor: 1n },
    ],
  });
  expect(problems.map(({ at, code }) => [at.part, code])).toEqual([
    ["document", "promise.over_open"],
    ["date", "promise.past"],
    ["date", "promise.amount"],
    ["date", "promise.past"],
  ]);
  const auditor = callerAs(world, await world.colleague("auditor", "Mei Ling Tan"));
  const wish = terms("2026-12-04");
  await expect(auditor.promises.weigh(wish)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(auditor.promises.record({ ...wish, promiseId: newId() })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  expect((await collector.items.read({ itemId })).holds.promisedMinor).toBe(0n);
});
