import { newId } from "@openitem/db/ids";
import { payments } from "@openitem/db/schema/payments";
import { eq } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { newChargeWorld } from "../autopay/test/charge-world.ts";
import { readItem } from "../items/read-item.ts";
import type { Actor, ContactRole, StaffRole } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { read } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { changeAccountSettings, readAccountSettings } from "./change-account-settings.ts";
import { declinePrepared } from "./decline-prepared.ts";
import { listPrepared, readPrepared } from "./list-prepared.ts";
import { preparePayment } from "./prepare-payment.ts";
import {
  PREPARED_TRANSITIONS,
  type PreparedEvent,
  type PreparedStatus,
  toStoredWishes,
  wishesOf,
} from "./prepared-payment.ts";
import { readPayment } from "./read-payment.ts";
import { releasePayment } from "./release-payment.ts";
import { startPayment } from "./start-payment.ts";
import { withdrawPrepared } from "./withdraw-prepared.ts";

afterAll(close);

describe("a prepared payment", () => {
  const states: PreparedStatus[] = ["prepared", "released", "declined", "withdrawn"];
  const allowed: Record<PreparedEvent, { to: PreparedStatus; roles: ContactRole[] }> = {
    release: { to: "released", roles: ["approver", "admin"] },
    decline: { to: "declined", roles: ["approver", "admin"] },
    withdraw: { to: "withdrawn", roles: ["payer", "approver", "admin"] },
  };
  const actors: [string, Actor][] = [
    ...(["viewer", "payer", "disputer", "approver", "admin"] as const).map((role): [string, Actor] => [
      role,
      { kind: "contact", contactId: "c", name: "Dana", accounts: new Map([["his", role]]) },
    ]),
    ...(["collector", "team_lead", "finance", "manager", "auditor", "admin"] as StaffRole[]).map(
      (role): [string, Actor] => [`staff ${role}`, { kind: "staff", staffId: "s", name: "Priya", role }],
    ),
    ["worker", { kind: "worker", name: "test" }],
  ];

  test.each(
    states.flatMap((from) =>
      (Object.keys(allowed) as PreparedEvent[]).map((event) => [from, event] as const),
    ),
  )(
    "that is %s and somebody is to %s goes where the rules say, for who may, and nowhere for anybody else",
    (from, event) => {
      const { to, roles } = allowed[event];
      for (const [name, actor] of actors) {
        const attempt = () =>
          transit("payment", PREPARED_TRANSITIONS, { event, from, actor, customerId: "his" });
        const may = (roles as string[]).includes(name);
        if (may && from === "prepared") expect(attempt(), name).toBe(to);
        else expect(attempt, name).toThrow(Refusal);
      }
    },
  );

  test("keeps its amounts exactly, whatever their size", () => {
    const wishes = {
      debits: [
        { itemId: newId(), amountMinor: 9_007_199_254_740_993n, shortReason: "price", shortNote: null },
      ],
      credits: [{ itemId: newId(), amountMinor: 1n }],
      onAccountMinor: 0n,
    };
    const stored = JSON.parse(JSON.stringify(toStoredWishes(wishes)));
    expect(wishesOf({ wishes: stored, currency: "USD" })).toEqual({ currency: "USD", ...wishes });
  });
});

/** An account that wants two people for a payment: a clerk and an approver of it, and an invoice of 100.00. */
async function dual() {
  const world = await newChargeWorld("payer");
  const clerk = world.dana;
  const approver = await world.invite("approver", { email: "noor@harrow.example" });
  await changeAccountSettings(world.contact("admin"), {
    customerId: world.customerId,
    paymentApproval: true,
  });
  const bill = await world.document();
  const prepared = (over = {}) => {
    const { paymentId: preparedId, ...wish } = world.wish([[bill, 100_00n]], over);
    return { ...wish, preparedId };
  };
  const prepare = async (over = {}) => {
    const input = prepared(over);
    await preparePayment(clerk.as, input);
    return input.preparedId;
  };
  const release = (preparedId: string, as = approver.as, paymentId = newId()) =>
    releasePayment(world.paying(as), { preparedId, paymentId });
  const status = async (id: string) => (await readPrepared(clerk.as, id)).prepared.status;
  return { ...world, clerk, approver, bill, prepared, prepare, release, status };
}

describe("where the account wants two people for a payment", () => {
  test("nobody pays alone, and each is told what to do", async () => {
    const world = await dual();
    for (const role of ["payer", "approver", "admin"] as const)
      await expect(
        startPayment(world.paying(world.contact(role)), world.wish([[world.bill, 100_00n]])),
      ).rejects.toMatchObject({
        code: "payment.approval_required",
        message: expect.stringContaining("Prepare the payment"),
      });
    expect(
      await read(world.worker, (tx) =>
        tx.select().from(payments).where(eq(payments.organizationId, world.organizationId)),
      ),
    ).toEqual([]);
    expect(await readAccountSettings(world.clerk.as, world.customerId)).toEqual({ paymentApproval: true });
  });

  test("a parent cannot pay such an account's documents alone either", async () => {
    const world = await dual();
    const parent = await world.customer();
    const both = world.contact("admin", [parent, world.customerId]);
    const input = world.wish([[world.bill, 100_00n]], { customerId: parent });
    await expect(startPayment(world.paying(both), input)).rejects.toMatchObject({
      code: "payment.approval_required",
    });
  });

  test("a clerk prepares and reserves nothing; the approvers are told; one of them releases it and goes on to pay", async () => {
    const world = await dual();
    const preparedId = await world.prepare({ note: "The August invoice" });
    expect(await readItem(world.worker, world.bill)).toMatchObject({ inFlightMinor: 0n });
    await world.work("2026-11-18");
    expect(world.lastLetter("payment-to-release")).toMatchObject({
      preparer: "Dana Whitfield",
      amount: "100.00",
      note: "The August invoice",
      preparedNumber: "PPR-0001",
      url: expect.stringContaining(`/prepared-payments/${preparedId}`),
    });
    expect(world.mailer.inbox.map(({ to }) => to)).toEqual(["noor@harrow.example"]);
    expect(await readPrepared(world.approver.as, preparedId)).toMatchObject({
      can: { decide: true, withdraw: false },
      debits: [{ amountMinor: 100_00n, openMinor: 100_00n }],
    });

    const paymentId = newId();
    const started = await world.release(preparedId, world.approver.as, paymentId);
    expect(started).toMatchObject({
      paymentId,
      settled: false,
      url: expect.stringContaining("https://checkout.test/"),
    });
    expect((await readPayment(world.approver.as, paymentId)).payment.startedBy).toBe(
      `contact:${world.approver.contactId}`,
    );
    expect((await readPrepared(world.clerk.as, preparedId)).prepared).toMatchObject({
      status: "released",
      paymentId,
      decidedBy: `contact:${world.approver.contactId}`,
    });
    await world.work("2026-11-18");
    expect(world.lastLetter("payment-released")).toMatchObject({ reader: "Dana Whitfield" });
    world.gateway.complete(paymentId);
    await world.follow(paymentId);
    expect((await readItem(world.worker, world.bill)).item.openMinor).toBe(0n);
    expect(await world.differences()).toEqual([]);
  });

  test("released twice, and by two approvers at once, it is one payment", async () => {
    const world = await dual();
    const other = await world.invite("admin", { email: "sam@harrow.example" });
    const preparedId = await world.prepare();
    const paymentId = newId();
    const outcomes = await Promise.allSettled([
      world.release(preparedId, world.approver.as, paymentId),
      world.release(preparedId, world.approver.as, paymentId),
      world.release(preparedId, other.as),
    ]);
    const won = outcomes.flatMap((outcome) =>
      outcome.status === "fulfilled" ? [outcome.value.paymentId] : [],
    );
    const lost = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason.code] : []));
    expect(new Set(won).size).toBe(1);
    expect(new Set(lost)).toEqual(new Set(["payment.state"]));
    const rows = await read(world.worker, (tx) =>
      tx.select().from(payments).where(eq(payments.organizationId, world.organizationId)),
    );
    expect(rows).toHaveLength(1);
  });

  test("who prepared it cannot release it, also when he is an approver; a clerk cannot at all", async () => {
    const world = await dual();
    const { paymentId: preparedId, ...wish } = world.wish([[world.bill, 100_00n]]);
    await preparePayment(world.approver.as, { ...wish, preparedId });
    await expect(world.release(preparedId)).rejects.toMatchObject({ code: "prepared_payment.own" });
    await expect(world.release(preparedId, world.clerk.as)).rejects.toMatchObject({ kind: "forbidden" });
    expect(await world.status(preparedId)).toBe("prepared");
    expect((await readPrepared(world.approver.as, preparedId)).can).toEqual({
      decide: false,
      withdraw: true,
    });
  });

  test("what was paid meanwhile is not paid again: the approver is told what changed and what to do", async () => {
    const world = await dual();
    const [first, second] = [await world.prepare(), await world.prepare()];
    const { paymentId } = await world.release(first);
    world.gateway.complete(paymentId);
    await world.follow(paymentId);
    await expect(world.release(second)).rejects.toMatchObject({
      code: "prepared_payment.stale",
      message: expect.stringMatching(/has 0\.00 USD open.*decline it, and have it prepared again/s),
    });
    expect(await world.status(second)).toBe("prepared");
    expect(await world.differences()).toEqual([]);
  });

  test("the approver declines with a reason, which the clerk is told; after that nobody releases it", async () => {
    const world = await dual();
    const preparedId = await world.prepare();
    await declinePrepared(world.approver.as, { preparedId, reason: "Wait for the credit memo" });
    await world.work("2026-11-18");
    expect(world.lastLetter("payment-declined")).toMatchObject({ note: "Wait for the credit memo" });
    await expect(world.release(preparedId)).rejects.toMatchObject({ code: "payment.state" });
    await expect(declinePrepared(world.approver.as, { preparedId, reason: "Again" })).rejects.toMatchObject({
      code: "payment.state",
    });
  });

  test("who prepared it takes it back; a colleague cannot", async () => {
    const world = await dual();
    const preparedId = await world.prepare();
    await expect(withdrawPrepared(world.approver.as, { preparedId })).rejects.toMatchObject({
      code: "prepared_payment.others",
    });
    await withdrawPrepared(world.clerk.as, { preparedId });
    expect(await world.status(preparedId)).toBe("withdrawn");
    await expect(world.release(preparedId)).rejects.toMatchObject({ code: "payment.state" });
  });

  test("a payment is checked when it is prepared, in the words of one that starts", async () => {
    const world = await dual();
    const over = world.prepared();
    over.debits[0]!.amountMinor = 100_01n;
    await expect(preparePayment(world.clerk.as, over)).rejects.toMatchObject({ code: "payment.over_open" });
    await expect(preparePayment(world.contact("viewer"), world.prepared())).rejects.toMatchObject({
      kind: "forbidden",
    });
    const stranger = world.contact("admin", [await world.customer()]);
    await expect(preparePayment(stranger, world.prepared())).rejects.toMatchObject({ kind: "missing" });
    expect((await listPrepared(world.clerk.as, { customerIds: [world.customerId] })).rows).toEqual([]);
  });

  test("pressed twice it is prepared once; a stranger finds none of it", async () => {
    const world = await dual();
    const input = world.prepared();
    const press = () => preparePayment(world.clerk.as, input);
    expect(new Set((await Promise.all([press(), press()])).map(({ number }) => number))).toEqual(
      new Set(["PPR-0001"]),
    );
    const { rows } = await listPrepared(world.approver.as, {
      customerIds: [world.customerId],
      status: "prepared",
    });
    expect(rows).toMatchObject([{ id: input.preparedId, amountMinor: 100_00n }]);
    const stranger = world.contact("admin", [await world.customer()]);
    await expect(readPrepared(stranger, input.preparedId)).rejects.toMatchObject({ kind: "missing" });
    await expect(
      releasePayment(world.paying(stranger), { preparedId: input.preparedId, paymentId: newId() }),
    ).rejects.toMatchObject({ kind: "missing" });
  });

  test("credits alone are released and settle at once", async () => {
    const world = await dual();
    const credit = await world.document({
      kind: "credit_memo",
      amountMinor: 100_00n,
      issuedOn: "2026-11-01",
    });
    const preparedId = await world.prepare({ credits: [{ itemId: credit, amountMinor: 100_00n }] });
    expect(await world.release(preparedId)).toMatchObject({ settled: true, url: null });
    expect(await world.differences()).toEqual([]);
  });
});

test("turned off again, a payer pays alone as before", async () => {
  const world = await dual();
  await expect(
    changeAccountSettings(world.clerk.as, { customerId: world.customerId, paymentApproval: false }),
  ).rejects.toMatchObject({ kind: "forbidden" });
  await changeAccountSettings(world.contact("admin"), {
    customerId: world.customerId,
    paymentApproval: false,
  });
  expect(await startPayment(world.paying(world.clerk.as), world.wish([[world.bill, 100_00n]]))).toMatchObject(
    {
      settled: false,
    },
  );
});
