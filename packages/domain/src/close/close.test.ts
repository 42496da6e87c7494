import { newId } from "@openitem/db/ids";
import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { close, newWorld, ownerUrl, type World } from "../../test/world.ts";
import { applyCredit } from "../cash/apply-credit.ts";
import { recordReceipt } from "../cash/record-receipt.ts";
import { readItem } from "../items/read-item.ts";
import type { StaffRole } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";
import { readEntity } from "../organizations/read-entity.ts";
import { startPayment } from "../payments/start-payment.ts";
import { beginClose } from "./begin-close.ts";
import { closePeriod } from "./close-period.ts";
import { noteCheck } from "./note-check.ts";
import { readClose } from "./read-close.ts";
import { reopenPeriod } from "./reopen-period.ts";
import { signCheck } from "./sign-check.ts";
import { stopClose } from "./stop-close.ts";
import { begun, closed, signAll } from "./test/closing.ts";

const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} });
afterAll(async () => {
  await owner.end();
  await close();
});

const OCTOBER = "2026-10";
const receiptOf = (world: World, over: Partial<Parameters<typeof recordReceipt>[1]> = {}) =>
  recordReceipt(world.staff("finance"), {
    number: `WIRE-${newId().slice(-6)}`,
    legalEntityId: world.legalEntityId,
    customerId: world.customerId,
    currency: "USD",
    amountMinor: 40_00n,
    valueOn: "2026-10-15",
    ...over,
  });
const closedThrough = async (world: World) =>
  (await read(world.worker, (tx) => readEntity(tx, world.worker, world.legalEntityId))).closedThroughOn;
const stateOf = async (world: World, check: string) =>
  (await readClose(world.staff("finance"), { month: OCTOBER })).checks.find((each) => each.check === check);

test("finance prepares a month, a manager closes it, and money that comes late posts on the first open day", async () => {
  const world = await newWorld();
  const bill = await world.document();
  const finance = world.staff("finance");
  const manager = world.staff("manager");

  expect((await readClose(finance, { month: OCTOBER })).period).toMatchObject({ id: null, status: "open" });
  const key = newId();
  const begin = { key, legalEntityId: world.legalEntityId, month: OCTOBER };
  const [{ periodId }] = await Promise.all([beginClose(finance, begin), beginClose(finance, begin)]);
  await expect(beginClose(finance, { ...begin, key: newId() })).rejects.toMatchObject({
    code: "period.state",
  });

  await signAll(finance, OCTOBER);
  const ready = await readClose(manager, { month: OCTOBER });
  expect(ready.hindrances).toEqual([]);
  expect(ready.checks.filter(({ state }) => state !== "done")).toEqual([]);
  await expect(closePeriod(finance, { key: newId(), periodId })).rejects.toMatchObject({
    code: "period.close.forbidden",
  });
  const closing = { key: newId(), periodId };
  await Promise.all([closePeriod(manager, closing), closePeriod(manager, closing)]);
  expect(await closedThrough(world)).toBe("2026-10-31");

  const { itemId } = await receiptOf(world, { applyTo: [{ itemId: bill, amountMinor: 40_00n }] });
  expect((await readItem(world.worker, itemId)).item).toMatchObject({
    issuedOn: "2026-10-15",
    postedOn: "2026-11-01",
  });
  const after = await readClose(manager, { month: OCTOBER });
  expect(after.period.status).toBe("closed");
  expect(after.lateCash).toEqual([{ currency: "USD", items: 1, minor: 40_00n }]);
  expect(after.rollForward).toEqual(ready.rollForward);
  expect(after.ties).toEqual(ready.ties);
  expect(await world.differences()).toEqual([]);

  await expect(
    reopenPeriod(world.staff("finance"), { key: newId(), periodId, reason: "An invoice is missing" }),
  ).rejects.toMatchObject({ code: "period.reopen.forbidden" });
  await expect(reopenPeriod(manager, { key: newId(), periodId, reason: " " })).rejects.toThrow(/Say why/);
  const reopening = { key: newId(), periodId, reason: "An invoice is missing" };
  await Promise.all([reopenPeriod(manager, reopening), reopenPeriod(manager, reopening)]);
  expect(await closedThrough(world)).toBeNull();
  const { itemId: second } = await receiptOf(world);
  expect((await readItem(world.worker, second)).item.postedOn).toBe("2026-10-15");
  expect(
    (await readClose(manager, { month: OCTOBER })).events.map(({ kind, reason }) => [kind, reason]),
  ).toEqual([
    ["reopened", "An invoice is missing"],
    ["closed", null],
    ["closing", null],
  ]);
  expect(await world.differences()).toEqual([]);
});

test("whoever noted or signed a check does not close the month, even when somebody signed after him", async () => {
  const world = await newWorld();
  await world.document();
  const manager = world.staff("manager");
  const periodId = await begun(world, OCTOBER, manager);
  await signAll(manager, OCTOBER);
  const { figure = "" } = (await stateOf(world, "allowance_reviewed")) ?? {};
  await signCheck(world.staff("finance"), { key: newId(), periodId, check: "allowance_reviewed", figure });
  await expect(closePeriod(manager, { key: newId(), periodId })).rejects.toMatchObject({
    code: "period.prepared",
  });
  expect((await readClose(manager, { month: OCTOBER })).hindrances).toEqual(["prepared"]);
  await closePeriod(world.staff("manager"), { key: newId(), periodId });
});

test("months close in their order, none before it is over, and only the newest is reopened", async () => {
  const world = await newWorld();
  await world.document({ issuedOn: "2026-08-03", dueOn: "2026-09-02" });
  const finance = world.staff("finance");
  const manager = world.staff("manager");
  await expect(begun(world, "2026-11")).rejects.toMatchObject({ code: "period.not_over" });

  const august = await closed(world, "2026-08");
  // September was skipped: October cannot be closed before it.
  const october = await begun(world, OCTOBER);
  await signAll(finance, OCTOBER);
  await expect(closePeriod(manager, { key: newId(), periodId: october })).rejects.toMatchObject({
    code: "period.earlier_open",
  });
  await expect(begun(world, "2026-07")).rejects.toMatchObject({ code: "period.closed_through" });
  const september = await closed(world, "2026-09");
  await closePeriod(manager, { key: newId(), periodId: october });
  for (const periodId of [august, september])
    await expect(
      reopenPeriod(manager, { key: newId(), periodId, reason: "Too early" }),
    ).rejects.toMatchObject({ code: "period.not_newest" });
  await reopenPeriod(manager, { key: newId(), periodId: october, reason: "Too early" });
  expect(await closedThrough(world)).toBe("2026-09-30");
  await reopenPeriod(manager, { key: newId(), periodId: september, reason: "Too early" });
  expect(await closedThrough(world)).toBe("2026-08-31");
  expect(await world.differences()).toEqual([]);
});

test("a check that shows another figure than was signed asks for another signature", async () => {
  const world = await newWorld();
  await receiptOf(world, { valueOn: "2026-09-01" });
  const finance = world.staff("finance");
  const periodId = await begun(world, OCTOBER);
  const seen = await stateOf(world, "unapplied_cash");
  expect(seen).toMatchObject({
    state: "needs_note",
    items: 1,
    amounts: [{ currency: "USD", minor: 40_00n }],
  });
  const on = { periodId, check: "unapplied_cash" as const };
  const figure = seen?.figure ?? "";
  await expect(signCheck(finance, { ...on, key: newId(), figure })).rejects.toMatchObject({
    code: "check.note",
  });
  const note = { ...on, key: newId(), note: "The payer was asked on 3 November.", ownerId: null };
  await Promise.all([noteCheck(finance, note), noteCheck(finance, note)]);
  expect((await stateOf(world, "unapplied_cash"))?.state).toBe("to_sign");
  const sign = { ...on, key: newId(), figure };
  await Promise.all([signCheck(finance, sign), signCheck(finance, sign)]);
  expect((await stateOf(world, "unapplied_cash"))?.state).toBe("done");

  await receiptOf(world, { valueOn: "2026-09-02", amountMinor: 5_00n });
  const changed = await stateOf(world, "unapplied_cash");
  expect(changed).toMatchObject({ state: "to_sign", signed: { holds: false } });
  await expect(signCheck(finance, { ...on, key: newId(), figure })).rejects.toMatchObject({
    code: "check.figure",
  });
  await signCheck(finance, { ...on, key: newId(), figure: changed?.figure ?? "" });
  // Another note is not what was signed.
  await noteCheck(finance, { ...on, key: newId(), note: "Both payers were asked.", ownerId: null });
  expect(await stateOf(world, "unapplied_cash")).toMatchObject({ state: "to_sign", signed: null });
});

test("notes and signatures belong to a closing, and nobody signs what blocks or what is clear", async () => {
  const world = await newWorld();
  const finance = world.staff("finance");
  const periodId = await begun(world, OCTOBER);
  const on = { periodId, check: "events_posted" as const };
  const figure = (await stateOf(world, "events_posted"))?.figure ?? "";
  await expect(signCheck(finance, { ...on, key: newId(), figure })).rejects.toMatchObject({
    code: "check.clear",
  });
  await expect(noteCheck(finance, { ...on, key: newId(), note: "", ownerId: newId() })).rejects.toMatchObject(
    { code: "period.owner_missing" },
  );
  const back = { key: newId(), periodId };
  await Promise.all([stopClose(finance, back), stopClose(finance, back)]);
  await expect(stopClose(finance, { key: newId(), periodId })).rejects.toMatchObject({
    code: "period.state",
  });
  await expect(
    noteCheck(finance, { ...on, key: newId(), note: "Too late", ownerId: null }),
  ).rejects.toMatchObject({ code: "period.state" });
  await expect(closePeriod(world.staff("manager"), { key: newId(), periodId })).rejects.toMatchObject({
    code: "period.state",
  });
});

test.each<StaffRole>(["collector", "team_lead", "auditor", "admin"])(
  "a %s looks and changes nothing",
  async (role) => {
    const world = await newWorld();
    const periodId = await begun(world, OCTOBER);
    const him = world.staff(role);
    expect((await readClose(him, { month: OCTOBER })).hindrances).toContain("role");
    const forbidden = { kind: "forbidden" };
    const key = newId();
    const check = "allowance_reviewed" as const;
    await expect(
      beginClose(him, { key, legalEntityId: world.legalEntityId, month: "2026-09" }),
    ).rejects.toMatchObject(forbidden);
    await expect(stopClose(him, { key, periodId })).rejects.toMatchObject(forbidden);
    await expect(signCheck(him, { key, periodId, check, figure: "0/0" })).rejects.toMatchObject(forbidden);
    await expect(noteCheck(him, { key, periodId, check, note: "x", ownerId: null })).rejects.toMatchObject(
      forbidden,
    );
    await expect(closePeriod(him, { key, periodId })).rejects.toMatchObject(forbidden);
    await expect(reopenPeriod(him, { key, periodId, reason: "Because" })).rejects.toMatchObject(forbidden);
    await expect(readClose(world.contact(), {})).rejects.toMatchObject({ kind: "missing" });
  },
);

test("money of a payment under way over the date is listed and signed, a stuck event blocks", async () => {
  const world = await newWorld();
  const bill = await world.document();
  const inOctober = world.contact("payer", [world.customerId], new Date("2026-10-30T12:00:00Z"));
  await startPayment(world.paying(inOctober), world.wish([[bill, 100_00n]]));
  const periodId = await begun(world, OCTOBER);
  expect(await stateOf(world, "payments_in_flight")).toMatchObject({
    state: "to_sign",
    items: 1,
    amounts: [{ currency: "USD", minor: 100_00n }],
  });
  await owner`insert into provider_events (organization_id, id, provider, event_id, type, body, source, occurred_at, received_at, status)
      values (${world.organizationId}, ${newId()}, 'stripe', ${newId()}, 'charge.succeeded', '{}', 'webhook', '2026-10-31', '2026-10-31', 'parked')`;
  expect(await stateOf(world, "events_posted")).toMatchObject({ state: "blocks", items: 1, faults: 1 });
  await signAll(world.staff("finance"), OCTOBER);
  await expect(closePeriod(world.staff("manager"), { key: newId(), periodId })).rejects.toMatchObject({
    code: "period.blocked",
  });
});

test("money applied across legal entities posts on one day in both books, so each ties at every month end", async () => {
  const world = await newWorld();
  await closed(world, OCTOBER);
  const other = newId();
  await owner`insert into legal_entities (organization_id, id, code, name, country, time_zone, created_at)
      values (${world.organizationId}, ${other}, 'NL01', 'Parlance B.V.', 'NL', 'Europe/Amsterdam', now())`;
  const bill = await world.document({ legalEntityId: other });
  const { itemId } = await receiptOf(world);
  await applyCredit(world.staff("finance"), {
    key: newId(),
    creditId: itemId,
    appliedOn: "2026-10-20",
    applyTo: [{ itemId: bill, amountMinor: 40_00n }],
  });
  for (const entity of ["US01", "NL01"])
    for (const month of [OCTOBER, "2026-11"]) {
      const { checks, ties } = await readClose(world.staff("finance"), { entity, month });
      expect(ties.filter((tie) => tie.subledgerMinor !== tie.controlMinor)).toEqual([]);
      expect(checks.find(({ check }) => check === "ageing_control")?.state).toBe("done");
    }
  const [application] = (await readItem(world.worker, bill)).applications;
  const postedOn = await owner`
    select posted_on::text as day from applications where id = ${application?.id ?? ""}
    union all select posted_on::text from transfers where cause_id = ${application?.id ?? ""}`;
  expect(postedOn.map(({ day }) => day)).toEqual(["2026-11-01", "2026-11-01", "2026-11-01"]);
  expect(await world.differences()).toEqual([]);
});
