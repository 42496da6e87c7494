import { newId } from "@openitem/db/ids";
import { receiveEvent } from "@openitem/domain/payments/receive-event";
import { close, NOON } from "@openitem/domain/test/world";
import { afterAll, describe, expect, test } from "vitest";
import { callerFor, newWorld, startedPayment } from "../test/office.ts";

afterAll(close);

describe("customers", () => {
  test("stand in the list with what they owe by age, page by page, and add up per currency", async () => {
    const world = await newWorld();
    const other = await world.customer({ name: "Acme Routing" });
    await world.document();
    await world.document({ customerId: other, amountMinor: 70_00n, dueOn: "2026-12-24" });
    await world.document({ customerId: other, currency: "JPY", amountMinor: 900n });
    const office = callerFor(world, "collector");

    const first = await office.customers.list({ limit: 2, sort: "open" });
    expect(first).toMatchObject({ count: 3, next: 2 });
    const second = await office.customers.list({ limit: 2, sort: "open", cursor: first.next });
    expect(second.next).toBeNull();
    expect([...first.rows, ...second.rows].map((row) => [row.currency, row.openMinor])).toEqual([
      ["USD", 100_00n],
      ["USD", 70_00n],
      ["JPY", 900n],
    ]);

    const totals = await office.customers.totals({});
    expect(totals).toMatchObject([
      { currency: "JPY", customers: 1, openMinor: 900n },
      { currency: "USD", customers: 2, openMinor: 170_00n, overdueMinor: 100_00n },
    ]);
    expect(totals[1]?.ageing).toMatchObject({ current: 70_00n, "1-30": 100_00n });
    expect(await office.customers.totals({ search: "acme" })).toHaveLength(2);
    expect(await office.customers.totals({ search: "acme", currency: "USD" })).toMatchObject([
      { customers: 1, openMinor: 70_00n },
    ]);
  });

  test("are read with their family, and their statement as of any day", async () => {
    const world = await newWorld();
    const child = await world.customer({ parentId: world.customerId });
    await world.document({ issuedOn: "2026-10-01" });
    await world.document({ customerId: child, issuedOn: "2026-11-02", amountMinor: 5_00n });
    const office = callerFor(world, "auditor");

    const { children, balances } = await office.customers.read({ customerId: world.customerId });
    expect(children.map(({ id }) => id)).toEqual([child]);
    expect(balances).toMatchObject([{ currency: "USD", openMinor: 100_00n }]);

    const balanceOn = async (asOf: string, withSubsidiaries = false) =>
      (await office.customers.statement({ customerId: world.customerId, asOf, withSubsidiaries })).sections[0]
        ?.balanceMinor;
    expect(await balanceOn("2026-09-30")).toBeUndefined();
    expect(await balanceOn("2026-11-18")).toBe(100_00n);
    expect(await balanceOn("2026-11-18", true)).toBe(105_00n);
    for (const asOf of ["2026-02-30", "", "tomorrow"])
      await expect(balanceOn(asOf)).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  test("reach down to the subsidiaries of subsidiaries, as a contact of the parent does", async () => {
    const world = await newWorld();
    const child = await world.customer({ parentId: world.customerId });
    const grandchild = await world.customer({ parentId: child });
    await world.customer();
    await world.document({ customerId: grandchild, amountMinor: 7_00n });
    const office = callerFor(world, "auditor");
    const asked = { customerId: world.customerId, asOf: "2026-11-18", withSubsidiaries: true };
    const { sections } = await office.customers.statement(asked);
    expect(sections).toMatchObject([{ balanceMinor: 7_00n, debits: [{ customerId: grandchild }] }]);
    const missing = office.customers.statement({ ...asked, customerId: newId() });
    await expect(missing).rejects.toThrow("We cannot find this account.");
  });
});

test("a NUL in what is looked for is not looked for", async () => {
  const world = await newWorld();
  const itemId = await world.document({ number: "INV-77" });
  const office = callerFor(world, "collector");
  const search = "INV\0-77";
  const customerIds = [world.customerId];
  expect((await office.search.jump({ text: search })).documents.map(({ id }) => id)).toEqual([itemId]);
  expect((await office.items.list({ customerIds, search })).rows.map(({ id }) => id)).toEqual([itemId]);
  expect(await office.items.totals({ customerIds, search })).toMatchObject([{ count: 1 }]);
  expect((await office.items.lines({ itemId, search })).rows).toEqual([]);
  expect((await office.customers.list({ search: "Cust\0omer" })).rows.length).toBeGreaterThan(0);
  expect(await office.customers.totals({ search: "\0" })).toHaveLength(1);
  expect((await office.payments.list({ search })).rows).toEqual([]);
});

test("documents are listed, added up, opened and read line by line", async () => {
  const world = await newWorld();
  const lines = [1, 2, 3].map((n) => ({
    description: `SMS to ${["Ghana", "Peru", "Laos"][n - 1]}`,
    quantity: "10",
    unit: "message",
    unitPrice: "1.00",
    amountMinor: 10_00n,
  }));
  const itemId = await world.document({ amountMinor: 30_00n, lines });
  await world.document();
  const office = callerFor(world, "collector");
  const filter = { customerIds: [world.customerId], state: "open" as const };

  const page = await office.items.list({ ...filter, sort: "open", limit: 1 });
  expect(page.rows.map((row) => row.id)).toEqual([itemId]);
  const rest = await office.items.list({ ...filter, sort: "open", limit: 1, cursor: page.next });
  expect(rest.rows.map((row) => row.openMinor)).toEqual([100_00n]);
  expect(await office.items.totals(filter)).toMatchObject([
    { currency: "USD", count: 2, openMinor: 130_00n },
  ]);

  expect(await office.items.read({ itemId })).toMatchObject({ lineCount: 3, daysLate: 18 });
  const first = await office.items.lines({ itemId, limit: 2 });
  expect(first.rows).toHaveLength(2);
  const more = await office.items.lines({ itemId, limit: 2, cursor: first.next });
  expect(more.rows.map((line) => line.description)).toEqual(["SMS to Laos"]);
  expect((await office.items.lines({ itemId, search: "peru" })).rows).toHaveLength(1);
});

test("a payment is seen while it is under way, and can be cancelled by a collector", async () => {
  const world = await newWorld();
  const itemId = await world.document();
  const paymentId = await startedPayment(world, itemId);
  const office = callerFor(world, "collector");

  const underWay = await office.payments.list({ customerIds: [world.customerId], group: "under_way" });
  expect(underWay.rows).toMatchObject([{ id: paymentId, status: "submitted" }]);
  expect(await office.payments.read({ paymentId })).toMatchObject({
    shares: [{ itemId, state: "reserved" }],
    calls: [{ kind: "checkout.create", status: "succeeded" }],
  });
  const timeline = await office.activity.list({ subject: { kind: "payment", id: paymentId }, limit: 1 });
  expect(timeline.rows).toMatchObject([{ action: "payment.submitted" }]);
  const earlier = await office.activity.list({
    subject: { kind: "payment", id: paymentId },
    limit: 1,
    cursor: timeline.next,
  });
  expect(earlier.rows).toMatchObject([{ action: "payment.started" }]);

  await office.payments.cancel({ paymentId });
  expect((await office.payments.read({ paymentId })).payment.status).toBe("cancelled");
  expect((await office.payments.list({ group: "not_paid" })).rows).toHaveLength(1);
});

test("an event that waits is seen, and worked on again by finance", async () => {
  const world = await newWorld();
  await receiveEvent(world.worker, {
    eventId: "evt_1",
    type: "payment_intent.succeeded",
    occurredAt: NOON,
    objectId: "pi_1",
    paymentId: null,
    intentId: null,
    body: {},
  });
  const office = callerFor(world, "finance");
  const [event] = await office.payments.events({ stuckOnly: true });
  expect(event).toMatchObject({ eventId: "evt_1", status: "received" });
  const key = newId();
  await office.payments.replayEvent({ key, eventId: event!.id });
  await office.payments.replayEvent({ key, eventId: event!.id });
  const { rows } = await office.activity.list({ subject: { kind: "provider_event", id: event!.id } });
  expect(rows.map((row) => row.action)).toEqual(["event.replayed"]);
});

test("a contact is invited, his role changed by finance, and his invitation revoked", async () => {
  const world = await newWorld();
  const { customerId } = world;
  const office = callerFor(world, "finance");
  const wish = {
    id: newId(),
    email: "Dana@Meridian.test",
    name: "Dana Whitfield",
    customerId,
    role: "payer",
  } as const;
  const { contactId, invitationId } = await office.contacts.invite(wish);
  expect(await office.contacts.invite(wish)).toEqual({ contactId, invitationId });
  expect(await office.contacts.list({ customerId })).toMatchObject([
    { contactId, email: "dana@meridian.test", role: "payer", state: "invited", invitationId },
  ]);

  await office.contacts.changeAccess({
    key: newId(),
    contactId,
    customerId,
    role: "viewer",
    withSubsidiaries: true,
  });
  await office.contacts.revoke({ invitationId: invitationId!, customerId });
  expect(await office.contacts.list({ customerId })).toMatchObject([
    { role: "viewer", withSubsidiaries: true, state: "revoked" },
  ]);
  await office.contacts.changeAccess({ key: newId(), contactId, customerId, role: null });
  expect(await office.contacts.list({ customerId })).toEqual([]);
});

test("a few characters lead to customers, documents and payments", async () => {
  const world = await newWorld();
  await world.customer({ name: "Meridian Freight", number: "104882" });
  const itemId = await world.document({ number: "INV-77001", poNumber: "4500-12" });
  const paymentId = await startedPayment(world, itemId);
  const office = callerFor(world, "collector");

  expect((await office.search.jump({ text: "meridian" })).customers).toMatchObject([{ number: "104882" }]);
  expect((await office.search.jump({ text: "104882" })).customers).toHaveLength(1);
  expect((await office.search.jump({ text: "inv-770" })).documents).toMatchObject([{ id: itemId }]);
  expect((await office.search.jump({ text: "77001" })).documents).toMatchObject([{ id: itemId }]);
  expect((await office.search.jump({ text: "4500" })).documents).toMatchObject([
    { id: itemId, poNumber: "4500-12" },
  ]);
  const { payment } = await office.payments.read({ paymentId });
  expect((await office.search.jump({ text: payment.number })).payments).toMatchObject([{ id: paymentId }]);
});

test("the state of the books is checked once for all who ask, and again when somebody wishes it", async () => {
  const world = await newWorld();
  await world.document();
  const office = callerFor(world, "auditor");
  const [one, two] = await Promise.all([office.books.status(), office.books.status()]);
  expect(one.differences).toEqual([]);
  expect(one.checked.length).toBeGreaterThan(5);
  expect(two).toBe(one);
  expect(await office.books.status()).toBe(one);
  expect(await office.books.verify()).not.toBe(one);
});

test("who is signed in learns what he may do, and who is not what the policy asks of him", async () => {
  const world = await newWorld();
  const me = await callerFor(world, "auditor").session.me();
  expect(me).toMatchObject({ state: "signed_in", today: "2026-11-18", person: { role: "auditor" } });
  expect(me.state === "signed_in" && me.may).toEqual(["account.read", "books.verify", "work.read"]);
  expect(await callerFor(world, null).session.me()).toMatchObject({
    state: "signed_out",
    totpRequired: true,
  });
});
