import { newId } from "@openitem/db/ids";
import { afterAll, describe, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { mergeDisputes } from "../disputes/merge-disputes.ts";
import { setCause } from "../disputes/set-cause.ts";
import { disputedWorld } from "../resolutions/test-dispute.ts";
import { changeCause } from "./change-cause.ts";
import { createCause } from "./create-cause.ts";
import { listCauses } from "./list-causes.ts";
import { readRootCauses } from "./read-root-causes.ts";

afterAll(close);

describe("a root cause", () => {
  test("gets an owner, an action and a day, shows what it has cost, and is fixed once", async () => {
    const world = await disputedWorld();
    const helen = await world.person("Helen Strand", "team_lead");
    const ownerId = helen.actor.kind === "staff" ? helen.actor.staffId : null;
    const causeId = newId();
    const create = { causeId, title: "Rate card 7 not loaded", reason: "other" };
    await createCause(helen, create);
    await createCause(helen, create);
    const change = {
      key: newId(),
      causeId,
      ownerId,
      action: "Load cards on signing",
      actionDueOn: "2026-12-01",
    };
    await changeCause(helen, change);
    const dollars = await world.document();
    const euros = await world.document({ currency: "EUR" });
    const first = await world.dispute(dollars, 40_00n);
    const second = await world.dispute(euros, 30_00n, { currency: "EUR" });
    for (const disputeId of [first, second]) await setCause(helen, { disputeId, causeId });
    await world.decide(helen, first, {
      outcome: "part_credit",
      documents: [{ itemId: dollars, amountMinor: 25_00n }],
    });
    expect((await listCauses(helen, { reason: "other" })).rows).toMatchObject([
      {
        title: "Rate card 7 not loaded",
        ownerName: "Helen Strand",
        action: "Load cards on signing",
        actionDueOn: "2026-12-01",
        status: "open",
        amounts: [
          { currency: "EUR", count: 1, askedMinor: 30_00n, creditedMinor: 0n },
          { currency: "USD", count: 1, askedMinor: 40_00n, creditedMinor: 25_00n },
        ],
      },
    ]);
    expect((await listCauses(helen, { reason: "price" })).rows).toEqual([]);
    await changeCause(helen, { key: newId(), causeId, fixed: true });
    const fixed = (await listCauses(helen, { status: "fixed" })).rows[0]!;
    expect(fixed).toMatchObject({ status: "fixed", fixedAt: helen.now, ownerName: "Helen Strand" });
    await changeCause(helen, { key: newId(), causeId, fixed: false, action: "" });
    expect((await listCauses(helen, { status: "open" })).rows).toMatchObject([
      { fixedAt: null, action: null },
    ]);
    expect(await world.recordsOf("cause.fixed")).toHaveLength(1);
  });

  test("is not for everybody to change, nor for people who left", async () => {
    const world = await disputedWorld();
    const helen = await world.person("Helen Strand", "team_lead");
    const cause = { causeId: newId(), title: "Late loading" };
    await expect(createCause(world.staff("collector"), cause)).rejects.toMatchObject({ kind: "forbidden" });
    await expect(createCause(helen, { ...cause, ownerId: newId() })).rejects.toMatchObject({
      code: "colleague.gone",
    });
    await expect(changeCause(helen, { key: newId(), causeId: newId() })).rejects.toMatchObject({
      code: "cause.missing",
    });
    await expect(listCauses(world.contact(), {})).rejects.toMatchObject({ kind: "missing" });
  });
});

test("the report counts disputes by what they have in common, each currency in rows of its own", async () => {
  const world = await disputedWorld();
  const helen = await world.person("Helen Strand", "team_lead");
  const dollars = await world.document({ amountMinor: 1_000_00n });
  const euros = await world.document({ currency: "EUR" });
  const [first, second] = [await world.dispute(dollars, 100_00n), await world.dispute(dollars, 50_00n)];
  await world.dispute(dollars, 25_00n);
  await world.dispute(euros, 30_00n, { currency: "EUR" });
  const later = (days: number) => ({ ...helen, now: new Date(helen.now.getTime() + days * 86_400_000) });
  await world.decide(later(2), first);
  await world.decide(later(6), second, { outcome: "reject", reason: null, grounds: "No." });
  const expected = [
    {
      currency: "USD",
      count: 3,
      openCount: 1,
      askedMinor: 175_00n,
      creditedMinor: 100_00n,
      medianDays: 4,
      meanDays: 4,
    },
    {
      currency: "EUR",
      count: 1,
      openCount: 1,
      askedMinor: 30_00n,
      creditedMinor: 0n,
      medianDays: null,
      meanDays: null,
    },
  ];
  for (const by of ["reason", "product", "customer", "legal_entity", "cause"] as const)
    expect(await readRootCauses(helen, { by })).toMatchObject(expected);
  expect(await readRootCauses(helen, { by: "reason" })).toMatchObject([{ key: "other" }, { key: "other" }]);
  expect((await readRootCauses(helen, { by: "legal_entity" }))[0]).toMatchObject({
    name: "US01 Parlance, Inc.",
  });
  expect((await readRootCauses(helen, { by: "month" })).map((row) => [row.key, row.currency])).toEqual([
    ["2026-11", "EUR"],
    ["2026-11", "USD"],
  ]);
  expect(await readRootCauses(helen, { by: "month", fromOn: "2026-11-19" })).toEqual([]);
  expect(await readRootCauses(helen, { by: "month", fromOn: "2026-11-18", toOn: "2026-11-18" })).toHaveLength(
    2,
  );
  const [fourth, fifth] = [await world.dispute(dollars, 10_00n), await world.dispute(dollars, 5_00n)];
  await mergeDisputes(helen, { intoId: fourth, otherIds: [fifth] });
  expect((await readRootCauses(helen, { by: "reason" }))[0]).toMatchObject({ count: 4, askedMinor: 190_00n });
  await expect(readRootCauses(world.contact(), { by: "month" })).rejects.toMatchObject({ kind: "missing" });
});

test("a bill issued anew counts as credited by what it became less", async () => {
  const world = await disputedWorld();
  const helen = await world.person("Helen Strand", "team_lead");
  const invoice = await world.document();
  const disputeId = await world.dispute(invoice, 20_00n);
  await world.decide(helen, disputeId, {
    outcome: "rebill",
    documents: [{ itemId: invoice, corrected: { amountMinor: 85_00n } }],
  });
  expect(await readRootCauses(helen, { by: "reason" })).toMatchObject([{ creditedMinor: 15_00n }]);
});
