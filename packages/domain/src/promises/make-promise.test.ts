import { newId } from "@openitem/db/ids";
import { afterAll, describe, expect, test } from "vitest";
import { close, newWorld } from "../../test/world.ts";
import { changePolicy } from "../policies/change-policy.ts";
import { changePromise } from "./change-promise.ts";
import { listPromises } from "./list-promises.ts";
import { makePromise } from "./make-promise.ts";
import { planPromise } from "./plan.ts";
import { readPromisable } from "./read-promisable.ts";
import { readPromise } from "./read-promise.ts";
import { newPromising } from "./test/promising.ts";

afterAll(close);

/* Today is Wednesday, 18 November 2026. */

describe("a customer promises", () => {
  test("within the rules it stands at once, and its amount is held and no more", async () => {
    const world = await newPromising();
    const [first, second] = [await world.document(), await world.document()];
    const dana = world.contact();
    const made = await makePromise(
      dana,
      world.wish(
        [
          [first, 100_00n],
          [second, 40_00n],
        ],
        "2026-12-04",
      ),
    );
    expect(made).toMatchObject({ number: "PRM-0001", status: "active", beyond: [] });

    const detail = await readPromise(dana, made.promiseId);
    expect(detail).toMatchObject({
      promise: { amountMinor: 140_00n, proposedSide: "customer", answerDueAt: null, renewals: 0 },
      documents: [
        { amountMinor: 100_00n, openMinor: 100_00n, heldMinor: 100_00n },
        { amountMinor: 40_00n, openMinor: 100_00n, heldMinor: 40_00n },
      ],
      instalments: [
        {
          no: 1,
          dueOn: "2026-12-04",
          amountMinor: 140_00n,
          state: "waiting",
          leftMinor: 140_00n,
          daysLeft: 16,
          graceOn: "2026-12-06",
        },
      ],
      next: { no: 1 },
      answer: null,
      options: { canAnswer: false, canChange: true, canCancel: true },
    });
    expect(await world.takeJobs("promise.made_mail")).toEqual([{ promiseId: made.promiseId }]);
    expect(await world.differences()).toEqual([]);
  });

  test("beyond the rules it is a request, to be answered by the close of the second working day", async () => {
    const world = await newPromising();
    const made = await world.promise([[await world.document(), 100_00n]], "2027-01-15");
    expect(made).toMatchObject({ status: "proposed", beyond: ["days_out"] });
    const detail = await readPromise(world.staff("collector"), made.promiseId);
    // 17:00 in New York on Friday.
    expect(detail.promise.answerDueAt).toEqual(new Date("2026-11-20T22:00:00Z"));
    expect(detail.answer).toMatchObject({ side: "biller", name: null });
    expect(detail.rules.filter((rule) => !rule.isMet)).toEqual([
      { code: "days_out", limit: 30, actual: 58, isMet: false },
    ]);
    expect(detail.options).toEqual({ canAnswer: true, canChange: false, canCancel: false });
    expect(await readPromise(world.contact(), made.promiseId)).toMatchObject({
      options: { canAnswer: false, canChange: true, canCancel: true },
      documents: [{ heldMinor: 100_00n }],
    });
  });

  test("a form that said it stands at once makes no request that nobody asked for", async () => {
    const world = await newPromising();
    const wish = world.wish([[await world.document(), 100_00n]], "2027-01-15", { asRequest: false });
    await expect(makePromise(world.contact(), wish)).rejects.toMatchObject({
      kind: "conflict",
      code: "promise.beyond",
      facts: { rules: "days_out" },
    });
    expect((await listPromises(world.contact(), { group: "all" })).counts.all).toBe(0);
  });

  test("the third open promise is one too many to stand at once", async () => {
    const world = await newPromising();
    const bill = await world.document();
    for (const status of ["active", "active", "proposed"])
      expect(await world.promise([[bill, 10_00n]], "2026-12-04")).toMatchObject({ status });
    expect(await world.promise([[bill, 10_00n]], "2026-12-04")).toMatchObject({
      beyond: ["open_promises"],
    });
  });

  test("two at once are counted one after the other", async () => {
    const world = await newPromising();
    const bills = await Promise.all(Array.from({ length: 6 }, () => world.document()));
    const made = await Promise.all(bills.map((bill) => world.promise([[bill, 10_00n]], "2026-12-04")));
    expect(made.filter(({ status }) => status === "active")).toHaveLength(2);
    expect(new Set(made.map(({ number }) => number)).size).toBe(6);
  });

  test("sixteen people promising the same invoice at once promise it once", async () => {
    const world = await newPromising();
    const bill = await world.document();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 16 }, () => world.promise([[bill, 60_00n]], "2026-12-04")),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const codes = outcomes.flatMap((each) => (each.status === "rejected" ? [each.reason.code] : []));
    expect(new Set(codes)).toEqual(new Set(["promise.over_open"]));
    expect(await world.differences()).toEqual([]);
  });

  test("pressed twice, and twice at once, it is one promise", async () => {
    const world = await newPromising();
    const dana = world.contact();
    const wish = world.wish([[await world.document(), 100_00n]], "2026-12-04");
    const answers = await Promise.all([
      makePromise(dana, wish),
      makePromise(dana, wish),
      makePromise(dana, wish),
    ]);
    answers.push(await makePromise(dana, wish));
    expect(new Set(answers.map(({ number }) => number))).toEqual(new Set(["PRM-0001"]));
    expect(await world.takeJobs("promise.made_mail")).toHaveLength(1);
  });

  test("the same form with other contents, or from somebody else, is refused", async () => {
    const world = await newPromising();
    const dana = world.contact();
    const bill = await world.document();
    const wish = world.wish([[bill, 50_00n]], "2026-12-04");
    await makePromise(dana, wish);
    await expect(makePromise(dana, { ...wish, note: "other" })).rejects.toMatchObject({
      code: "command.reused",
    });
    await expect(makePromise(world.contact(), wish)).rejects.toMatchObject({ code: "command.reused" });
  });
});

describe("what cannot be promised", () => {
  const refused = async (
    over: (world: Awaited<ReturnType<typeof newPromising>>, bill: string) => Promise<object> | object,
    code: string,
    kind = "invalid",
  ) => {
    const world = await newPromising();
    const bill = await world.document();
    const wish = { ...world.wish([[bill, 100_00n]], "2026-12-04"), ...(await over(world, bill)) };
    await expect(makePromise(world.contact(), wish)).rejects.toMatchObject({ kind, code });
    expect((await listPromises(world.contact(), { group: "all" })).counts.all).toBe(0);
  };
  const amounts = (minor: bigint) => (_: unknown, itemId: string) => ({
    documents: [{ itemId, amountMinor: minor }],
    instalments: [{ dueOn: "2026-12-04", amountMinor: minor }],
  });
  const dates = (...days: string[]) => ({
    instalments: days.map((dueOn, index) => ({
      dueOn,
      amountMinor: index === 0 ? 100_00n - BigInt(days.length - 1) : 1n,
    })),
  });

  test("nothing, or less", async () => {
    await refused(amounts(0n), "promise.amount");
    await refused(amounts(-1n), "promise.amount");
    await refused(() => ({ documents: [] }), "promise.no_documents");
    await refused(() => ({ instalments: [] }), "promise.no_dates");
  });

  test("more than is open", async () => {
    await refused(amounts(100_01n), "promise.over_open", "conflict");
  });

  test("dates that do not come to the documents", async () => {
    await refused(() => ({ instalments: [{ dueOn: "2026-12-04", amountMinor: 99_99n }] }), "promise.sum");
  });

  test("days that are over, out of order, or too far away", async () => {
    await refused(() => dates("2026-11-17"), "promise.past");
    await refused(() => dates("2026-12-04", "2026-12-04"), "promise.order");
    await refused(() => dates("2026-12-04", "2026-12-03"), "promise.order");
    await refused(() => dates("2027-11-20"), "promise.too_far");
    await refused(() => dates("2026-02-30"), "promise.day");
  });

  test("a foreign currency", async () => {
    await refused(() => ({ currency: "EUR" }), "promise.mixed_currency");
    await refused(() => ({ currency: "XQQ" }), "promise.currency");
  });

  test("what is in dispute, on its way or promised already is named as what it is", async () => {
    const world = await newPromising();
    const [paying, promised, settled] = [
      await world.document(),
      await world.document(),
      await world.document(),
    ];
    await world.debit([[paying, 100_00n]], "2026-11-18");
    await world.promise([[promised, 100_00n]], "2026-12-04");
    const money = await world.debit([[settled, 100_00n]], "2026-11-18");
    await money.settle("2026-11-18");
    const codeOf = (bill: string) =>
      world.promise([[bill, 10_00n]], "2026-12-04").then(
        () => "made",
        (error) => error.code,
      );
    expect(await codeOf(paying)).toBe("promise.in_flight");
    expect(await codeOf(promised)).toBe("promise.promised");
    expect(await codeOf(settled)).toBe("promise.paid");
  });

  test("a credit, and another account's invoice, are not there", async () => {
    const world = await newPromising();
    const stranger = await world.customer();
    const theirs = await world.document({ customerId: stranger });
    const credit = await world.document({ kind: "credit_memo" });
    for (const bill of [theirs, credit, newId()])
      await expect(world.promise([[bill, 10_00n]], "2026-12-04")).rejects.toMatchObject({
        kind: "missing",
        code: "promise.document_missing",
      });
    await expect(
      world.promise([[theirs, 10_00n]], "2026-12-04", world.contact(), { customerId: stranger }),
    ).rejects.toMatchObject({ kind: "missing" });
  });

  test("a subsidiary's invoice in the parent's promise", async () => {
    const world = await newPromising();
    const child = await world.customer({ parentId: world.customerId });
    const bill = await world.document({ customerId: child });
    const both = world.contact("payer", [world.customerId, child]);
    await expect(world.promise([[bill, 10_00n]], "2026-12-04", both)).rejects.toMatchObject({
      code: "promise.other_account",
    });
    expect(await world.promise([[bill, 10_00n]], "2026-12-04", both, { customerId: child })).toMatchObject({
      status: "active",
    });
  });

  test("by those who only look", async () => {
    const world = await newPromising();
    const bill = await world.document();
    for (const who of [world.contact("viewer"), world.staff("auditor")])
      await expect(world.promise([[bill, 10_00n]], "2026-12-04", who)).rejects.toMatchObject({
        kind: "forbidden",
      });
  });
});

describe("the biller's people", () => {
  test("pass on the customer's word, which stands within the rules", async () => {
    const world = await newPromising();
    const made = await world.promise(
      [[await world.document(), 100_00n]],
      "2026-12-04",
      world.staff("collector"),
    );
    expect(made.status).toBe("active");
    expect((await readPromise(world.contact(), made.promiseId)).promise).toMatchObject({
      proposedSide: "customer",
      madeByName: "Priya Raman",
    });
  });

  test("propose a plan, which the customer has to accept however modest it is", async () => {
    const world = await newPromising();
    const made = await world.promise(
      [[await world.document(), 100_00n]],
      "2026-12-04",
      world.staff("collector"),
      { asProposal: true },
    );
    expect(made).toMatchObject({ status: "proposed", beyond: [] });
    expect(await readPromise(world.contact(), made.promiseId)).toMatchObject({
      answer: { side: "customer" },
      options: { canAnswer: true, canChange: false, canCancel: false },
    });
    expect((await listPromises(world.contact(), { group: "requests" })).rows).toHaveLength(1);
    expect((await listPromises(world.staff("collector"), { group: "requests" })).rows).toHaveLength(0);
  });
});

describe("the form", () => {
  test("shows before anything is sent what the command will say", async () => {
    const world = await newPromising();
    const dana = world.contact();
    const bill = await world.document({ amountMinor: 50_460_07n });
    await world.promise([[bill, 460_07n]], "2026-11-27");
    const form = await readPromisable(dana, { customerId: world.customerId, itemIds: [bill, newId()] });
    expect(form.documents).toMatchObject([
      {
        openMinor: 50_460_07n,
        promisedMinor: 460_07n,
        promisableMinor: 50_000_00n,
        daysLate: 18,
        inReplacedMinor: null,
      },
    ]);
    expect(form.answer).toEqual({ name: null, dueAt: new Date("2026-11-20T22:00:00Z") });

    const wish = world.wish(
      [[bill, 50_000_00n]],
      [
        ["2026-12-04", 20_000_00n],
        ["2026-12-18", 20_000_00n],
        ["2027-01-15", 10_000_00n],
      ],
    );
    const plan = planPromise(wish, form.documents, form.standing);
    expect(plan.problems).toEqual([]);
    expect(plan.rules).toEqual([
      { code: "instalments", limit: 3, actual: 3, isMet: true },
      { code: "smallest", limitMinor: 500_00n, actualMinor: 10_000_00n, isMet: true },
      { code: "open_promises", limit: 2, actual: 2, isMet: true },
      { code: "days_out", limit: 30, actual: 58, isMet: false },
      { code: "renewals", limit: 2, actual: 0, isMet: true },
    ]);
    expect(await makePromise(dana, wish)).toMatchObject({ status: "proposed", beyond: plan.beyond });
  });

  test("of a change counts the amounts of the promise it replaces as free", async () => {
    const world = await newPromising();
    const dana = world.contact();
    const bill = await world.document();
    const { promiseId } = await world.promise([[bill, 80_00n]], "2026-12-04");
    const form = await readPromisable(dana, {
      customerId: world.customerId,
      itemIds: [],
      replacesId: promiseId,
    });
    expect(form).toMatchObject({
      documents: [{ id: bill, promisableMinor: 100_00n, inReplacedMinor: 80_00n }],
      standing: { otherOpenPromises: 0, renewals: 1 },
      replaces: { id: promiseId, instalments: [{ dueOn: "2026-12-04", amountMinor: 80_00n }] },
    });
    const changed = await changePromise(dana, {
      ...world.terms([[bill, 100_00n]], "2026-12-10"),
      replacesId: promiseId,
    });
    expect(changed.status).toBe("active");
  });

  test("is not there for another account", async () => {
    const world = await newPromising();
    const stranger = await newWorld();
    await expect(
      readPromisable(world.contact(), { customerId: stranger.customerId, itemIds: [] }),
    ).rejects.toMatchObject({ kind: "missing" });
  });

  test("follows the biller's own rules", async () => {
    const world = await newPromising();
    await changePolicy(world.staff("manager"), {
      key: newId(),
      kind: "promise",
      basedOn: 0,
      rules: { daysOut: 7, answerWorkingDays: 1 },
      reason: "Shorter",
    });
    const made = await world.promise([[await world.document(), 100_00n]], "2026-12-04");
    expect(made).toMatchObject({ status: "proposed", beyond: ["days_out"] });
  });
});

test("another account's promise is not there, whatever is asked of it", async () => {
  const world = await newPromising();
  const stranger = await world.customer();
  const made = await world.promise([[await world.document(), 100_00n]], "2026-12-04");
  const theirs = world.contact("admin", [stranger]);
  for (const id of [made.promiseId, newId(), "nonsense"])
    await expect(readPromise(theirs, id)).rejects.toMatchObject({ kind: "missing", code: "promise.missing" });
  await expect(
    changePromise(theirs, {
      ...world.terms([[await world.document(), 1_00n]], "2026-12-04"),
      replacesId: made.promiseId,
    }),
  ).rejects.toMatchObject({ kind: "missing", code: "promise.missing" });
});
