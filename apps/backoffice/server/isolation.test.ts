import { createHash } from "node:crypto";
import { newId } from "@openitem/db/ids";
import { receiveEvent } from "@openitem/domain/payments/receive-event";
import { close, NOON } from "@openitem/domain/test/world";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Caller, callerFor, newWorld, startedPayment } from "../test/office.ts";
import { appRouter } from "./router.ts";

afterAll(close);

/** A call of every procedure that needs a sign-in, with ids of another biller's things. */
type Ids = {
  customerId: string;
  itemId: string;
  paymentId: string;
  eventId: string;
  contactId: string;
  invitationId: string;
};
const CALLS: Record<string, (office: Caller, ids: Ids) => Promise<unknown>> = {
  "customers.list": (office) => office.customers.list({ withSettled: true }),
  "customers.totals": (office) => office.customers.totals({}),
  "customers.read": (office, { customerId }) => office.customers.read({ customerId }),
  "customers.statement": (office, { customerId }) =>
    office.customers.statement({ customerId, asOf: "2026-11-18" }),
  "items.list": (office, { customerId }) => office.items.list({ customerIds: [customerId], state: "all" }),
  "items.totals": (office, { customerId }) =>
    office.items.totals({ customerIds: [customerId], state: "all" }),
  "items.read": (office, { itemId }) => office.items.read({ itemId }),
  "items.lines": (office, { itemId }) => office.items.lines({ itemId }),
  "payments.list": (office, { customerId }) => office.payments.list({ customerIds: [customerId] }),
  "payments.read": (office, { paymentId }) => office.payments.read({ paymentId }),
  "payments.events": (office, { paymentId }) => office.payments.events({ paymentId }),
  "payments.replayEvent": (office, { eventId }) => office.payments.replayEvent({ key: newId(), eventId }),
  "payments.cancel": (office, { paymentId }) => office.payments.cancel({ paymentId }),
  "payments.refund": (office, { paymentId }) =>
    office.payments.refund({ callId: newId(), paymentId, amountMinor: 1n, reason: "test" }),
  "contacts.list": (office, { customerId }) => office.contacts.list({ customerId }),
  "contacts.invite": (office, { customerId }) =>
    office.contacts.invite({ email: "spy@rival.test", name: "Spy", customerId, role: "viewer" }),
  "contacts.revoke": (office, { customerId, invitationId }) =>
    office.contacts.revoke({ customerId, invitationId }),
  "contacts.changeAccess": (office, { customerId, contactId }) =>
    office.contacts.changeAccess({ key: newId(), customerId, contactId, role: "admin" }),
  "activity.list": (office, { customerId }) => office.activity.list({ customerIds: [customerId] }),
  "books.status": (office) => office.books.status(),
  "books.verify": (office) => office.books.verify(),
  "search.jump": (office) => office.search.jump({ text: "INV-SECRET" }),
};
/** What answers without naming a thing of anybody's: refusing is not its business. */
const OWN_ONLY = ["customers.list", "customers.totals", "books.status", "books.verify", "search.jump"];
const EMPTY_LISTS = [
  "items.list",
  "items.totals",
  "items.lines",
  "payments.list",
  "payments.events",
  "activity.list",
];

describe("every procedure", () => {
  const paths = Object.keys(appRouter._def.procedures).filter((path) => !path.startsWith("session."));

  test("is in the list of calls below", () => expect(Object.keys(CALLS).sort()).toEqual(paths.sort()));

  let made: Awaited<ReturnType<typeof twoBillers>>;
  beforeAll(async () => {
    made = await twoBillers();
  });

  test.each(paths)("%s gives nothing of another biller, and says that it is missing", async (path) => {
    const { ids, rival, digest, before } = made;
    const attempt = CALLS[path]!(callerFor(rival, "manager"), ids);
    if (OWN_ONLY.includes(path) || EMPTY_LISTS.includes(path)) {
      const text = JSON.stringify(await attempt, (_, value) =>
        typeof value === "bigint" ? `${value}` : value,
      );
      for (const id of Object.values(ids)) expect(text).not.toContain(id);
      expect(text).not.toContain("123456");
    } else await expect(attempt).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await digest()).toBe(before);
  });

  test.each(paths)("%s is for staff only", async (path) => {
    const { ids, world } = made;
    await expect(CALLS[path]!(callerFor(world, null), ids)).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  });
});

/** A biller with one of everything, another one, and a digest of what the first one's own people see. */
async function twoBillers() {
  const world = await newWorld();
  const { customerId } = world;
  const itemId = await world.document({ number: "INV-SECRET-1", amountMinor: 123456n });
  const paymentId = await startedPayment(world, itemId, 123456n);
  await receiveEvent(world.worker, {
    eventId: "evt_secret",
    type: "charge.succeeded",
    occurredAt: NOON,
    objectId: "ch_1",
    paymentId,
    intentId: null,
    body: {},
  });
  const office = callerFor(world, "manager");
  const [event] = await office.payments.events({ stuckOnly: true });
  const { contactId, invitationId } = await office.contacts.invite({
    email: "own@meridian.test",
    name: "Own",
    customerId,
    role: "payer",
  });
  const ids: Ids = {
    customerId,
    itemId,
    paymentId,
    eventId: event!.id,
    contactId,
    invitationId: invitationId!,
  };
  const digest = async () => {
    const seen = [
      await office.payments.read({ paymentId }),
      await office.contacts.list({ customerId }),
      await office.payments.events({}),
      await office.activity.list({ customerIds: [customerId] }),
    ];
    const text = JSON.stringify(seen, (_, value) => (typeof value === "bigint" ? `${value}` : value));
    return createHash("sha256").update(text).digest("hex");
  };
  return { world, rival: await newWorld(), ids, digest, before: await digest() };
}
