import { newId } from "@openitem/db/ids";
import { paymentMethods } from "@openitem/db/schema/autopay";
import { promises } from "@openitem/db/schema/promises";
import { eq } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { close, contextAs, NOON } from "../../test/world.ts";
import { listActivity } from "../audit/list-activity.ts";
import type { Context } from "../kernel/context.ts";
import { read, transact } from "../kernel/transact.ts";
import { answerPromise, counterPromise } from "./answer-promise.ts";
import { cancelPromise } from "./cancel-promise.ts";
import { changePromise } from "./change-promise.ts";
import { readPromise } from "./read-promise.ts";
import { remindPromises } from "./remind-promises.ts";
import { newPromising } from "./test/promising.ts";

afterAll(close);

const accept = (by: Context, promiseId: string) =>
  answerPromise(by, { answer: "accept", key: newId(), promiseId });
const decline = (by: Context, promiseId: string, note = "We need it sooner") =>
  answerPromise(by, { answer: "decline", key: newId(), promiseId, note });

/** A customer's request that goes too far out, on an invoice of 100.00. */
async function requested() {
  const world = await newPromising();
  const bill = await world.document();
  const dana = world.contact();
  const { promiseId } = await world.promise([[bill, 100_00n]], "2027-01-15", dana);
  return { ...world, bill, dana, promiseId };
}

/** A plan that the biller proposes. */
async function proposed() {
  const world = await newPromising();
  const bill = await world.document();
  const priya = world.staff("collector");
  const { promiseId } = await world.promise([[bill, 100_00n]], "2027-01-15", priya, { asProposal: true });
  return { ...world, bill, priya, promiseId };
}

describe("a request", () => {
  test("stands when a collector accepts it", async () => {
    const world = await requested();
    expect(await accept(world.staff("collector"), world.promiseId)).toMatchObject({ status: "active" });
    expect(await readPromise(world.dana, world.promiseId)).toMatchObject({
      promise: { status: "active", answeredByName: "Priya Raman", endedAt: null },
      answer: null,
    });
    expect(await world.takeJobs("promise.answered_mail")).toHaveLength(1);
  });

  test("is over when it is declined, with the reason", async () => {
    const world = await requested();
    expect(await decline(world.staff("collector"), world.promiseId)).toMatchObject({ status: "declined" });
    expect(await readPromise(world.dana, world.promiseId)).toMatchObject({
      promise: { status: "declined", answerNote: "We need it sooner" },
      documents: [{ heldMinor: 0n }],
    });
  });

  test("is answered once: the second answer, by whom ever, comes too late", async () => {
    const world = await requested();
    const [one, other] = [world.staff("collector"), world.staff("manager")];
    const outcomes = await Promise.allSettled([
      accept(one, world.promiseId),
      decline(other, world.promiseId),
    ]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(accept(one, world.promiseId)).rejects.toMatchObject({ code: "promise.state" });
  });

  test("accepted twice with one key is accepted once", async () => {
    const world = await requested();
    const input = { answer: "accept" as const, key: newId(), promiseId: world.promiseId };
    const priya = world.staff("collector");
    const answers = await Promise.all([answerPromise(priya, input), answerPromise(priya, input)]);
    expect(answers[0]).toEqual(answers[1]);
    expect(await world.takeJobs("promise.answered_mail")).toHaveLength(1);
  });

  test("is not accepted by the side that made it, nor by who passed it on", async () => {
    const world = await requested();
    await expect(accept(world.contact("admin"), world.promiseId)).rejects.toMatchObject({
      code: "promise.own_proposal",
    });
    const priya = world.staff("manager");
    const passedOn = await world.promise([[await world.document(), 10_00n]], "2027-01-15", priya);
    await expect(accept(priya, passedOn.promiseId)).rejects.toMatchObject({ code: "promise.own_proposal" });
    expect(await accept(world.staff("collector"), passedOn.promiseId)).toMatchObject({ status: "active" });
  });

  test("is not accepted when its day went by meanwhile", async () => {
    const world = await requested();
    const late = world.staff("collector", world.on("2027-01-16"));
    await expect(accept(late, world.promiseId)).rejects.toMatchObject({ code: "promise.past" });
    expect(await decline(late, world.promiseId)).toMatchObject({ status: "declined" });
  });

  test("is countered with another plan, which the customer accepts", async () => {
    const world = await requested();
    const counter = await counterPromise(world.staff("collector"), {
      ...world.terms(
        [[world.bill, 100_00n]],
        [
          ["2026-12-04", 50_00n],
          ["2026-12-18", 50_00n],
        ],
        { note: "In two parts, please" },
      ),
      countersId: world.promiseId,
    });
    expect(counter).toMatchObject({ status: "proposed", number: "PRM-0002" });
    const detail = await readPromise(world.dana, counter.promiseId);
    expect(detail).toMatchObject({
      promise: { proposedSide: "biller", renewals: 0 },
      answer: { side: "customer" },
      options: { canAnswer: true },
    });
    expect(detail.history.map(({ number, status }) => [number, status])).toEqual([
      ["PRM-0001", "replaced"],
      ["PRM-0002", "proposed"],
    ]);
    await expect(accept(world.staff("collector"), counter.promiseId)).rejects.toMatchObject({
      code: "promise.own_proposal",
    });
    expect(await accept(world.dana, counter.promiseId)).toMatchObject({ status: "active" });
    expect(await world.differences()).toEqual([]);
  });
});

describe("a plan that the biller proposes", () => {
  test("stands when the customer accepts it, whatever the rules say", async () => {
    const world = await proposed();
    expect(await accept(world.contact("disputer"), world.promiseId)).toMatchObject({ status: "active" });
    const [row] = await read(world.worker, (tx) =>
      tx.select().from(promises).where(eq(promises.id, world.promiseId)),
    );
    expect(row).toMatchObject({ chargeMethodId: null, chargeConsentAt: null });
  });

  test("is declined, or countered by the customer's word, which stands at once within the rules", async () => {
    const world = await proposed();
    const counter = await counterPromise(world.contact(), {
      ...world.terms([[world.bill, 100_00n]], "2026-12-01"),
      countersId: world.promiseId,
    });
    expect(counter.status).toBe("active");
    const other = await proposed();
    expect(await decline(other.contact(), other.promiseId)).toMatchObject({ status: "declined" });
  });

  test("is not there for other customers, nor to answer for those who only look", async () => {
    const world = await proposed();
    const stranger = await world.customer();
    await expect(accept(world.contact("admin", [stranger]), world.promiseId)).rejects.toMatchObject({
      kind: "missing",
    });
    await expect(accept(world.contact("viewer"), world.promiseId)).rejects.toMatchObject({
      kind: "forbidden",
    });
  });

  test("is not changed or cancelled by the customer, who answers it", async () => {
    const world = await proposed();
    const dana = world.contact();
    await expect(
      changePromise(dana, {
        ...world.terms([[world.bill, 1_00n]], "2026-12-01"),
        replacesId: world.promiseId,
      }),
    ).rejects.toMatchObject({ code: "promise.answer_instead" });
    await expect(
      cancelPromise(dana, { key: newId(), promiseId: world.promiseId, note: "No thanks" }),
    ).rejects.toMatchObject({ code: "promise.answer_instead" });
    // A refused change leaves everything as it was.
    expect((await world.stored(world.promiseId)).status).toBe("proposed");
  });
});

test("the customer who promises or accepts may have each day's amount debited from his saved method", async () => {
  const world = await proposed();
  const methodId = newId();
  await transact(world.worker, (tx) =>
    tx.insert(paymentMethods).values({
      organizationId: world.organizationId,
      id: methodId,
      customerId: world.customerId,
      kind: "us_bank_account",
      brand: "Chase",
      last4: "6789",
      providerCustomerRef: "cus_1",
      providerRef: "pm_1",
      status: "active",
      addedBy: "contact:dana",
      addedByName: "Dana Whitfield",
      createdAt: NOON,
      activeAt: NOON,
    }),
  );
  const consent = { chargeMethodId: methodId };
  const input = { answer: "accept" as const, key: newId(), promiseId: world.promiseId, ...consent };
  // A disputer speaks for the account, but does not pay for it.
  await expect(answerPromise(world.contact("disputer"), input)).rejects.toMatchObject({ kind: "forbidden" });
  await answerPromise(world.contact("payer"), input);
  const made = await world.promise(
    [[await world.document(), 50_00n]],
    "2026-12-04",
    world.contact(),
    consent,
  );
  for (const promiseId of [world.promiseId, made.promiseId])
    expect(await readPromise(world.contact(), promiseId)).toMatchObject({
      promise: { ...consent, chargeConsentAt: NOON },
      chargeMethod: { brand: "Chase", last4: "6789", status: "active" },
    });
  // Charges announce themselves, so no reminder goes out beside them.
  expect(await remindPromises(world.at(world.on("2026-12-02")))).toEqual({ reminded: 0 });
});

describe("changing and cancelling", () => {
  test("a change takes the place of what stood, counts as a renewal and keeps the history", async () => {
    const world = await newPromising();
    const bill = await world.document();
    const dana = world.contact();
    let { promiseId } = await world.promise([[bill, 100_00n]], "2026-12-01", dana);
    for (const [day, status] of [
      ["2026-12-02", "active"],
      ["2026-12-03", "active"],
      ["2026-12-04", "proposed"],
    ] as const) {
      const changed = await changePromise(dana, {
        ...world.terms([[bill, 100_00n]], day),
        replacesId: promiseId,
      });
      expect(changed).toMatchObject({ status, beyond: status === "active" ? [] : ["renewals"] });
      promiseId = changed.promiseId;
    }
    const { history, promise, documents } = await readPromise(dana, promiseId);
    expect(promise).toMatchObject({ number: "PRM-0004", renewals: 3 });
    expect(documents).toMatchObject([{ heldMinor: 100_00n }]);
    expect(history.map((each) => [each.number, each.status, each.instalments[0]?.dueOn])).toEqual([
      ["PRM-0001", "replaced", "2026-12-01"],
      ["PRM-0002", "replaced", "2026-12-02"],
      ["PRM-0003", "replaced", "2026-12-03"],
      ["PRM-0004", "proposed", "2026-12-04"],
    ]);
    expect((await readPromise(dana, history[0]?.id ?? "")).history).toHaveLength(4);
  });

  test("a request that is reworded before it is answered is no renewal", async () => {
    const world = await requested();
    const changed = await changePromise(world.dana, {
      ...world.terms([[world.bill, 100_00n]], "2026-12-18"),
      replacesId: world.promiseId,
    });
    expect(changed.status).toBe("active");
    expect((await readPromise(world.dana, changed.promiseId)).promise.renewals).toBe(0);
  });

  test("a form opened before somebody else changed it is refused, and nothing is half done", async () => {
    const world = await newPromising();
    const bill = await world.document();
    const { promiseId } = await world.promise([[bill, 100_00n]], "2026-12-01");
    const change = (day: string) =>
      changePromise(world.contact(), { ...world.terms([[bill, 100_00n]], day), replacesId: promiseId });
    const outcomes = await Promise.allSettled([change("2026-12-02"), change("2026-12-03")]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(change("2026-12-04")).rejects.toMatchObject({ kind: "conflict", code: "promise.state" });
    const rows = await read(world.worker, (tx) =>
      tx.select({ status: promises.status }).from(promises).orderBy(promises.number),
    );
    expect(rows.map((row) => row.status).sort()).toEqual(["active", "replaced"]);
  });

  test("a change that cannot be leaves the promise standing", async () => {
    const world = await newPromising();
    const bill = await world.document();
    const { promiseId } = await world.promise([[bill, 100_00n]], "2026-12-01");
    await expect(
      changePromise(world.contact(), {
        ...world.terms([[bill, 100_01n]], "2026-12-02"),
        replacesId: promiseId,
      }),
    ).rejects.toMatchObject({ code: "promise.over_open" });
    expect((await world.stored(promiseId)).status).toBe("active");
  });

  test("a cancelled promise is chased again and says who gave it up, and why", async () => {
    const world = await newPromising();
    const bill = await world.document();
    const dana = world.contact();
    const { promiseId } = await world.promise([[bill, 100_00n]], "2026-12-01", dana);
    const input = { key: newId(), promiseId, note: "The project is on hold" };
    expect(await Promise.all([cancelPromise(dana, input), cancelPromise(dana, input)])).toEqual([
      { promiseId },
      { promiseId },
    ]);
    expect(await readPromise(dana, promiseId)).toMatchObject({
      promise: { status: "cancelled" },
      documents: [{ heldMinor: 0n }],
      options: { canChange: false, canCancel: false, canAnswer: false },
    });
    const [last] = await listActivity(dana, { subject: { kind: "promise", id: promiseId } });
    expect(last).toMatchObject({
      action: "promise.cancelled",
      actorName: "Dana Whitfield",
      data: { note: "The project is on hold" },
    });
    await expect(cancelPromise(dana, { ...input, key: newId() })).rejects.toMatchObject({
      code: "promise.state",
    });
  });

  test("is passed on by the biller's people when the customer calls", async () => {
    const world = await newPromising();
    const bill = await world.document();
    const { promiseId } = await world.promise([[bill, 100_00n]], "2026-12-01");
    const changed = await changePromise(world.staff("collector"), {
      ...world.terms([[bill, 100_00n]], "2026-12-04"),
      replacesId: promiseId,
    });
    expect(changed.status).toBe("active");
    await cancelPromise(world.staff("collector"), {
      key: newId(),
      promiseId: changed.promiseId,
      note: "They called",
    });
    expect((await world.stored(changed.promiseId)).status).toBe("cancelled");
  });

  test("is refused to those who only look, and not there for strangers", async () => {
    const world = await newPromising();
    const { promiseId } = await world.promise([[await world.document(), 100_00n]], "2026-12-01");
    const input = () => ({ key: newId(), promiseId, note: "Just so" });
    for (const who of [world.contact("viewer"), world.staff("auditor")])
      await expect(cancelPromise(who, input())).rejects.toMatchObject({ kind: "forbidden" });
    const stranger = contextAs(
      { kind: "contact", contactId: newId(), name: "Eve", accounts: new Map() },
      world.organizationId,
    );
    await expect(cancelPromise(stranger, input())).rejects.toMatchObject({ kind: "missing" });
  });
});
