import { newId } from "@openitem/db/ids";
import { contactSettings } from "@openitem/db/schema/access";
import { outbox } from "@openitem/db/schema/activity";
import { and, asc, eq } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import type { Context } from "../kernel/context.ts";
import { transact } from "../kernel/transact.ts";
import { answerPromise, counterPromise } from "../promises/answer-promise.ts";
import { judgePromise } from "../promises/judge-promise.ts";
import { makePromise } from "../promises/make-promise.ts";
import { remindPromises } from "../promises/remind-promises.ts";
import { mailPromiseAnswered } from "./mail-promise-answered.ts";
import { mailPromiseBroken } from "./mail-promise-broken.ts";
import { mailPromiseMade } from "./mail-promise-made.ts";
import { mailPromiseReminder } from "./mail-promise-reminder.ts";
import { newMailWorld } from "./test/mail-world.ts";

afterAll(close);

const at = (day: string) => new Date(`${day}T15:00:00Z`);

async function newPromiseMail() {
  const world = await newMailWorld();
  const terms = (itemId: string, dueOn: string, amountMinor = 100_00n) => ({
    promiseId: newId(),
    currency: "USD",
    documents: [{ itemId, amountMinor }],
    instalments: [{ dueOn, amountMinor }],
  });
  const make = async (by: Context, dueOn: string, over = {}) => {
    const bill = await world.document();
    const wish = { customerId: world.customerId, ...terms(bill, dueOn), ...over };
    return { bill, ...(await makePromise(by, wish)) };
  };
  const choose = (contactId: string, promises: string) =>
    transact(world.worker, (tx) =>
      tx
        .insert(contactSettings)
        .values({ organizationId: world.organizationId, contactId, mailChoices: { promises } }),
    );
  const outcomes = async (letters: Promise<{ outcome: string }[]>) =>
    (await letters).map(({ outcome }) => outcome);
  return { ...world, terms, make, choose, outcomes };
}

test("whoever promises is told once that it stands, however often the job runs", async () => {
  const world = await newPromiseMail();
  const { as } = await world.invite();
  const { promiseId } = await world.make(as, "2026-12-04");
  expect(await world.outcomes(mailPromiseMade(world.mailing(), { promiseId }))).toEqual(["sent"]);
  expect(await world.outcomes(mailPromiseMade(world.mailing(), { promiseId }))).toEqual(["sent_before"]);
  expect(world.mailer.inbox).toHaveLength(1);
  expect(world.lastLetter("promise-stands")).toMatchObject({
    reader: "Dana Whitfield",
    promiseNumber: "PRM-0001",
    total: "100.00",
    dates: [{ on: "2026-12-04", amount: "100.00" }],
    documents: { count: 1 },
    acceptedBy: null,
    graceDays: 2,
    debitedFrom: null,
    url: `https://portal.example/promises/${promiseId}`,
  });
});

test("a request is told with the day of the answer, and its answer with the name and the words", async () => {
  const world = await newPromiseMail();
  const { as } = await world.invite();
  const { promiseId } = await world.make(as, "2027-01-15");
  await mailPromiseMade(world.mailing(), { promiseId });
  expect(world.lastLetter("promise-requested")).toMatchObject({ answerer: null, answerBy: "2026-11-20" });

  const answer = { answer: "decline" as const, key: newId(), promiseId, note: "Too late for us" };
  await answerPromise(world.staff("collector"), answer);
  await mailPromiseAnswered(world.mailing(), { promiseId });
  expect(world.lastLetter("promise-declined")).toMatchObject({
    decliner: "Priya Raman",
    note: "Too late for us",
  });
  // The confirmation of a request that was answered meanwhile would say what is not true any more.
  const other = await world.make(as, "2027-01-15");
  await answerPromise(world.staff("collector"), {
    answer: "accept",
    key: newId(),
    promiseId: other.promiseId,
  });
  await mailPromiseAnswered(world.mailing(), { promiseId: other.promiseId });
  expect(world.lastLetter("promise-stands").acceptedBy).toEqual({
    side: "biller",
    name: "Priya Raman",
    note: null,
  });
});

test("a counter goes to the contact whose request it answers", async () => {
  const world = await newPromiseMail();
  const { as } = await world.invite();
  await world.invite("payer", { email: "colleague@harrow.example" });
  const { promiseId, bill } = await world.make(as, "2027-01-15");
  const counter = await counterPromise(world.staff("collector"), {
    ...world.terms(bill, "2026-12-11"),
    note: "A week earlier",
    countersId: promiseId,
  });
  await mailPromiseMade(world.mailing(), { promiseId: counter.promiseId });
  expect(world.mailer.inbox.map((mail) => mail.to)).toEqual(["dana@harrow.example"]);
  expect(world.lastLetter("promise-proposed")).toMatchObject({
    proposer: "Priya Raman",
    note: "A week earlier",
    isCounter: true,
  });
  await answerPromise(as, { answer: "accept", key: newId(), promiseId: counter.promiseId });
  await mailPromiseAnswered(world.mailing(), { promiseId: counter.promiseId });
  expect(world.lastLetter("promise-stands").acceptedBy).toMatchObject({ side: "customer" });
});

test("a plan that the biller proposes goes to everybody who may answer for the account, and to nobody else", async () => {
  const world = await newPromiseMail();
  await world.invite("payer", { email: "payer@harrow.example" });
  await world.invite("viewer", { email: "viewer@harrow.example" });
  await world.invite("admin", { email: "admin@harrow.example" });
  const other = await world.customer();
  await world.invite("admin", { email: "stranger@else.example", customerId: other });
  const { promiseId } = await world.make(world.staff("collector"), "2026-12-04", { asProposal: true });
  await mailPromiseMade(world.mailing(), { promiseId });
  expect(world.mailer.inbox.map((mail) => mail.to)).toEqual(["admin@harrow.example", "payer@harrow.example"]);
});

test("when nobody of the account may answer, that is said", async () => {
  const world = await newPromiseMail();
  const { promiseId } = await world.make(world.staff("collector"), "2026-12-04", { asProposal: true });
  expect(await world.outcomes(mailPromiseMade(world.mailing(), { promiseId }))).toEqual(["skipped"]);
});

test("a reminder goes out once for each date, some days before it, and not for what is paid", async () => {
  const world = await newPromiseMail();
  const { as } = await world.invite();
  const { promiseId, bill } = await world.make(as, "2026-12-04");
  await world.make(as, "2026-11-20");
  expect(await remindPromises(world.at(at("2026-11-30")))).toEqual({ reminded: 0 });
  // Made so late that its confirmation is the reminder.
  expect(await remindPromises(world.at(at("2026-11-19")))).toEqual({ reminded: 0 });
  expect(await remindPromises(world.at(at("2026-12-01")))).toEqual({ reminded: 1 });
  expect(await remindPromises(world.at(at("2026-12-02")))).toEqual({ reminded: 0 });
  const jobs = await transact(world.worker, (tx) =>
    tx
      .select()
      .from(outbox)
      .where(and(eq(outbox.organizationId, world.organizationId), eq(outbox.kind, "promise.reminder_mail")))
      .orderBy(asc(outbox.id)),
  );
  expect(jobs.map((job) => job.payload)).toEqual([{ promiseId, no: "1" }]);
  const reminder = { promiseId, no: "1" };
  expect(await world.outcomes(mailPromiseReminder(world.mailing(), reminder))).toEqual(["sent"]);
  expect(world.lastLetter("promise-reminder")).toMatchObject({ on: "2026-12-04", amount: "100.00" });
  expect(await world.outcomes(mailPromiseReminder(world.mailing(), reminder))).toEqual(["sent_before"]);

  const paid = await world.make(as, "2026-12-10");
  await world.pay([[paid.bill, 100_00n]], {}, "other@harrow.example");
  expect(await remindPromises(world.at(at("2026-12-08")))).toEqual({ reminded: 0 });
  expect(bill).not.toBe(paid.bill);
});

test("a broken promise is told with what is missing; not when the money has come meanwhile", async () => {
  const world = await newPromiseMail();
  const { as } = await world.invite();
  const { promiseId, bill } = await world.make(as, "2026-11-20");
  await judgePromise(world.at(at("2026-11-23")), { promiseId });
  expect(await world.outcomes(mailPromiseBroken(world.mailing(at("2026-11-23")), { promiseId }))).toEqual([
    "sent",
  ]);
  expect(world.lastLetter("promise-broken")).toMatchObject({
    on: "2026-11-20",
    missing: "100.00",
    isKeptInPart: false,
  });
  const late = await world.make(as, "2026-11-20");
  await judgePromise(world.at(at("2026-11-23")), { promiseId: late.promiseId });
  const paymentId = await world.pay([[late.bill, 100_00n]], {}, "other@harrow.example");
  world.gateway.complete(paymentId);
  await world.follow(paymentId);
  const letters = mailPromiseBroken(world.mailing(at("2026-11-23")), { promiseId: late.promiseId });
  expect(await world.outcomes(letters)).toEqual(["skipped"]);
  expect(bill).not.toBe(late.bill);
});

test("who wants to hear only what he has to do is reminded, and not told that it stands", async () => {
  const world = await newPromiseMail();
  const { as, contactId } = await world.invite();
  await world.choose(contactId, "needed");
  const { promiseId } = await world.make(as, "2026-12-04");
  expect(await world.outcomes(mailPromiseMade(world.mailing(), { promiseId }))).toEqual(["skipped"]);
  expect(await world.outcomes(mailPromiseReminder(world.mailing(), { promiseId, no: "1" }))).toEqual([
    "sent",
  ]);
  const silent = await newPromiseMail();
  const nobody = await silent.invite();
  await silent.choose(nobody.contactId, "none");
  const made = await silent.make(nobody.as, "2026-12-04");
  const reminder = mailPromiseReminder(silent.mailing(), { promiseId: made.promiseId, no: "1" });
  expect(await silent.outcomes(reminder)).toEqual(["skipped"]);
});
