import { createHash } from "node:crypto";
import { newId } from "@openitem/db/ids";
import { newCashWorld } from "@openitem/domain/cash/test/cash-world";
import { raiseDispute } from "@openitem/domain/disputes/raise-dispute";
import { addFile } from "@openitem/domain/files/add-file";
import { readFile } from "@openitem/domain/files/read-file";
import { receiveEvent } from "@openitem/domain/payments/receive-event";
import { makePromise } from "@openitem/domain/promises/make-promise";
import { close, NOON, type World } from "@openitem/domain/test/world";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CASH_CALLS, CASH_OPEN_TO_ALL, type CashIds, cashOf, seenOfCash } from "../test/cash-calls.ts";
import { type Caller, callerFor, newWorld, servicesFor, slugOf, startedPayment } from "../test/office.ts";
import { appRouter } from "./router.ts";

afterAll(close);

/** A call of every procedure that needs a sign-in, with ids of another biller's things. */
type Ids = CashIds & {
  customerId: string;
  itemId: string;
  paymentId: string;
  eventId: string;
  contactId: string;
  invitationId: string;
  disputeId: string;
  approvalId: string;
  taskId: string;
  causeId: string;
  fileId: string;
  promiseId: string;
};
const SEEN = "in_review";
const termsOf = (itemId: string) => ({
  promiseId: newId(),
  currency: "USD",
  documents: [{ itemId, amountMinor: 100n }],
  instalments: [{ dueOn: "2026-12-01", amountMinor: 100n }],
});
const CALLS: Record<string, (office: Caller, ids: Ids) => Promise<unknown>> = {
  ...CASH_CALLS,
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
  "disputes.list": (office, { customerId }) =>
    office.disputes.list({ customerIds: [customerId], tab: "all" }),
  "disputes.read": (office, { disputeId }) => office.disputes.read({ disputeId }),
  "disputes.similar": (office, { disputeId }) => office.disputes.similar({ disputeId }),
  "disputes.rules": (office) => office.disputes.rules(),
  "disputes.take": (office, { disputeId }) => office.disputes.take({ disputeId, seenAssigneeId: null }),
  "disputes.assign": (office, { disputeId }) => office.disputes.assign({ disputeId, assigneeId: null }),
  "disputes.ask": (office, { disputeId }) => office.disputes.ask({ disputeId, entryId: newId(), body: "?" }),
  "disputes.reply": (office, { disputeId }) =>
    office.disputes.reply({ disputeId, entryId: newId(), body: "." }),
  "disputes.note": (office, { disputeId }) =>
    office.disputes.note({ disputeId, entryId: newId(), body: "." }),
  "disputes.route": (office, { disputeId }) =>
    office.disputes.route({ disputeId, taskId: newId(), team: "legal", title: "?", dueOn: "2026-12-01" }),
  "disputes.merge": (office, { disputeId }) =>
    office.disputes.merge({ intoId: disputeId, otherIds: [newId()] }),
  "disputes.split": (office, { disputeId, itemId }) =>
    office.disputes.split({ disputeId, newDisputeId: newId(), items: [{ itemId, lineNo: 0 }] }),
  "disputes.setCause": (office, { disputeId, causeId }) => office.disputes.setCause({ disputeId, causeId }),
  "resolutions.preview": (office, { disputeId }) =>
    office.resolutions.preview({ disputeId, outcome: "credit", reason: "test" }),
  "resolutions.decide": (office, { disputeId }) =>
    office.resolutions.decide({
      disputeId,
      decisionId: newId(),
      outcome: "credit",
      reason: "test",
      seen: SEEN,
    }),
  "resolutions.origins": (office, { itemId }) => office.resolutions.origins({ itemId }),
  "approvals.list": (office) => office.approvals.list({ view: "pending" }),
  "approvals.read": (office, { approvalId }) => office.approvals.read({ approvalId }),
  "approvals.decide": (office, { approvalId }) =>
    office.approvals.decide({ key: newId(), approvalId, grant: true }),
  "approvals.withdraw": (office, { approvalId }) =>
    office.approvals.withdraw({ key: newId(), approvalId, reason: "test" }),
  "tasks.list": (office, { customerId }) => office.tasks.list({ customerIds: [customerId] }),
  "tasks.counts": (office) => office.tasks.counts(),
  "tasks.answer": (office, { taskId }) => office.tasks.answer({ key: newId(), taskId, answer: "test" }),
  "tasks.assign": (office, { taskId }) => office.tasks.assign({ key: newId(), taskId, team: "legal" }),
  "tasks.cancel": (office, { taskId }) => office.tasks.cancel({ key: newId(), taskId, reason: "test" }),
  "causes.list": (office) => office.causes.list({}),
  "causes.report": (office) => office.causes.report({ by: "customer" }),
  "causes.create": (office) => office.causes.create({ causeId: newId(), title: "Of the rival's own" }),
  "causes.change": (office, { causeId }) => office.causes.change({ key: newId(), causeId, fixed: true }),
  "promises.list": (office, { customerId }) => office.promises.list({ customerIds: [customerId] }),
  "promises.read": (office, { promiseId }) => office.promises.read({ promiseId }),
  "promises.answer": (office, { promiseId }) =>
    office.promises.answer({ answer: "accept", key: newId(), promiseId }),
  "promises.counter": (office, { promiseId, itemId }) =>
    office.promises.counter({ countersId: promiseId, ...termsOf(itemId) }),
  "promises.weigh": (office, { customerId, itemId }) => {
    const { promiseId: _promiseId, ...wish } = termsOf(itemId);
    return office.promises.weigh({ customerId, ...wish });
  },
  "promises.record": (office, { customerId, itemId }) =>
    office.promises.record({ customerId, ...termsOf(itemId) }),
  "promises.propose": (office, { customerId, itemId }) =>
    office.promises.propose({ customerId, ...termsOf(itemId) }),
  "promises.cancel": (office, { promiseId }) =>
    office.promises.cancel({ key: newId(), promiseId, note: "test" }),
  "files.remove": (office, { fileId }) => office.files.remove({ fileId }),
  "colleagues.list": (office) => office.colleagues.list(),
  "work.counts": (office) => office.work.counts(),
};
/** What answers without naming a thing of anybody's: refusing is not its business. */
const OWN_ONLY = [
  ...CASH_OPEN_TO_ALL,
  "customers.list",
  "customers.totals",
  "books.status",
  "books.verify",
  "search.jump",
  "disputes.rules",
  "tasks.counts",
  "causes.report",
  "causes.create",
  // Taking back what one has not added is done already.
  "files.remove",
  "colleagues.list",
  "work.counts",
];
const EMPTY_LISTS = [
  "items.list",
  "items.totals",
  "items.lines",
  "payments.list",
  "payments.events",
  "activity.list",
  "disputes.list",
  "resolutions.origins",
  "approvals.list",
  "tasks.list",
  "causes.list",
  "promises.list",
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
  const world = await newCashWorld();
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
  const work = await workOf(world, office);
  const cash = await cashOf(world);
  const ids: Ids = {
    ...work,
    ...cash,
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
      await office.disputes.read({ disputeId: work.disputeId }),
      await office.approvals.read({ approvalId: work.approvalId }),
      await office.promises.read({ promiseId: work.promiseId }),
      await office.tasks.list({}),
      await office.causes.list({}),
      (await readFile(filing(world), work.fileId)).file,
      ...(await seenOfCash(office, cash)),
    ];
    const text = JSON.stringify(seen, (_, value) => (typeof value === "bigint" ? `${value}` : value));
    return createHash("sha256").update(text).digest("hex");
  };
  return { world, rival: await newWorld(), ids, digest, before: await digest() };
}

/** A dispute with a task and a cause, one that waits for approval, and a file that was not sent yet. */
async function workOf(
  world: World,
  office: Caller,
): Promise<Pick<Ids, "disputeId" | "approvalId" | "taskId" | "causeId" | "fileId" | "promiseId">> {
  const { customerId } = world;
  const raise = async (amountMinor: bigint) => {
    const disputeId = newId();
    const itemId = await world.document({ amountMinor });
    await raiseDispute(world.contact("disputer"), {
      disputeId,
      customerId,
      currency: "USD",
      reason: "other",
      comment: "1234.56 too much",
      items: [{ itemId, amountMinor }],
    });
    return disputeId;
  };
  const [disputeId, waiting] = [await raise(100_00n), await raise(6_000_00n)];
  const [taskId, causeId] = [newId(), newId()];
  await office.disputes.route({ disputeId, taskId, team: "billing", title: "Look", dueOn: "2026-12-01" });
  await office.causes.create({ causeId, title: "INV-SECRET cards not loaded" });
  const { approvalId } = await callerFor(world, "collector").resolutions.decide({
    disputeId: waiting,
    decisionId: newId(),
    outcome: "credit",
    reason: "test",
    seen: "submitted",
  });
  const file = await addFile(
    filing(world),
    { customerId, name: "secret.txt" },
    new TextEncoder().encode("123456"),
  );
  // Beyond the rules: it waits for an answer of the biller.
  const { promiseId } = await makePromise(world.contact("payer"), {
    customerId,
    ...termsOf(await world.document()),
    instalments: [{ dueOn: "2027-02-01", amountMinor: 100n }],
  });
  return { disputeId, approvalId: approvalId!, taskId, causeId, fileId: file.id, promiseId };
}

const filing = (world: World) => {
  const { storage, scanner } = servicesFor(slugOf(world));
  return { ...world.worker, storage, scanner };
};
