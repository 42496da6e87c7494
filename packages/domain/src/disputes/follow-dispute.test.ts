import { newId } from "@openitem/db/ids";
import { afterAll, describe, expect, test } from "vitest";
import { close, contextAs } from "../../test/world.ts";
import { listItems } from "../items/list-items.ts";
import { readBalances } from "../items/read-balances.ts";
import type { Context } from "../kernel/context.ts";
import { startPayment } from "../payments/start-payment.ts";
import { decideDispute } from "../resolutions/decide-dispute.ts";
import { addMessage } from "./add-message.ts";
import { agreeToOutcome } from "./agree-to-outcome.ts";
import { answerDispute } from "./answer-dispute.ts";
import { askCustomer } from "./ask-customer.ts";
import { contestDispute } from "./contest-dispute.ts";
import { endDisputeWork } from "./end-dispute-work.ts";
import { lapseDisputes } from "./lapse-disputes.ts";
import { readDisputable } from "./read-disputable.ts";
import { readDispute } from "./read-dispute.ts";
import { INDIA, newDisputeWorld } from "./test/dispute-world.ts";
import { withdrawDispute } from "./withdraw-dispute.ts";

afterAll(close);

const refused = (code: string, facts: Record<string, unknown> = {}) =>
  expect.objectContaining({ code, facts: expect.objectContaining(facts) });

const entry = (disputeId: string, body = "All of it went out as MRDFRT.") => ({
  disputeId,
  entryId: newId(),
  body,
});

async function raisedOne() {
  const world = await newDisputeWorld();
  const itemId = await world.invoice();
  const dana = world.contact("disputer");
  const disputeId = await world.raised(dana, world.wish(itemId));
  const disputed = async () => (await readBalances(dana, [world.customerId]))[0]?.disputedMinor;
  return { ...world, itemId, dana, disputeId, disputed };
}

async function asked() {
  const world = await raisedOne();
  const rafael = await world.colleague();
  const question = entry(world.disputeId, "Which of your two sender IDs carried this traffic?");
  await askCustomer(rafael, question);
  return { ...world, rafael, question };
}

describe("answering a question", () => {
  test("the clock stops with the question and goes on with what was left", async () => {
    const world = await asked();
    const waiting = await readDispute(world.dana, world.disputeId);
    expect(waiting.question?.body).toBe("Which of your two sender IDs carried this traffic?");
    expect(waiting.assignee).toMatchObject({ name: "Rafael Ochoa" });
    expect(waiting.clock).toEqual({ state: "stopped", dueAt: null, leftMinutes: 40 * 60 });
    expect(waiting.holds.heldMinor).toBe(6_480_00n);

    const days = world.later(world.dana, 7);
    await answerDispute(days, entry(world.disputeId));
    const { dispute, clock, question, steps } = await readDispute(days, world.disputeId);
    expect(dispute.status).toBe("in_review");
    expect(question).toBeNull();
    expect(clock).toEqual({
      state: "running",
      dueAt: new Date("2026-12-01T22:00:00Z"),
      leftMinutes: 40 * 60,
    });
    expect(steps.map(({ step, state }) => [step, state])).toEqual([
      ["sent", "done"],
      ["checking", "now"],
      ["waiting_for_you", "done"],
      ["decision", "next"],
    ]);
  });

  test("twice, or by two clicks, is one answer; nothing waits after it", async () => {
    const world = await asked();
    const answer = entry(world.disputeId);
    const [first, second] = await Promise.all([
      answerDispute(world.dana, answer),
      answerDispute(world.dana, answer),
    ]);
    expect(first).toEqual(second);
    const said = (await readDispute(world.dana, world.disputeId)).entries;
    expect(said.filter(({ kind }) => kind === "answer")).toHaveLength(1);
    await expect(answerDispute(world.contact("payer"), entry(world.disputeId))).rejects.toEqual(
      refused("dispute.state", { from: "in_review" }),
    );
  });

  test("two colleagues who answer at once: one answers, the other is told", async () => {
    const world = await asked();
    const results = await Promise.allSettled(
      [1, 2].map(() => answerDispute(world.contact("payer"), entry(world.disputeId))),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("a message while a question waits is the answer to it", async () => {
    const world = await asked();
    expect(await addMessage(world.dana, entry(world.disputeId))).toMatchObject({ status: "in_review" });
  });

  test("of nothing is refused, and nothing moves", async () => {
    const world = await asked();
    await expect(answerDispute(world.dana, entry(world.disputeId, "  "))).rejects.toEqual(
      refused("dispute.empty"),
    );
    await expect(
      answerDispute(world.dana, { ...entry(world.disputeId, ""), fileIds: [newId()] }),
    ).rejects.toEqual(refused("file.missing"));
    expect((await readDispute(world.dana, world.disputeId)).dispute.status).toBe("waiting_customer");
  });
});

describe("a message", () => {
  test("changes nothing of the state, once", async () => {
    const world = await raisedOne();
    const message = entry(world.disputeId, "Here is the routing log.");
    await addMessage(world.dana, message);
    await addMessage(world.dana, message);
    const { entries, dispute } = await readDispute(world.dana, world.disputeId);
    expect(dispute.status).toBe("submitted");
    expect(entries.map(({ body, side, isOwn }) => [body, side, isOwn])).toEqual([
      ["The DLT route moved to rate card 7 on 1 July.", "customer", true],
      ["Here is the routing log.", "customer", true],
    ]);
  });

  test("is refused when the dispute has ended", async () => {
    const world = await raisedOne();
    await withdrawDispute(world.dana, { disputeId: world.disputeId, seen: "submitted" });
    await expect(addMessage(world.dana, entry(world.disputeId))).rejects.toEqual(refused("dispute.ended"));
  });

  test("with an id that somebody else used is refused like other contents", async () => {
    const world = await raisedOne();
    const message = entry(world.disputeId);
    await addMessage(world.dana, message);
    await expect(addMessage(world.contact("payer"), message)).rejects.toEqual(refused("command.reused"));
  });
});

describe("withdrawing", () => {
  test("makes what was held payable and chased again, whatever the dispute waits for", async () => {
    const world = await asked();
    expect(await world.disputed()).toBe(6_480_00n);
    await withdrawDispute(world.dana, {
      disputeId: world.disputeId,
      seen: "in_review",
      comment: "Our mistake.",
    });
    expect(await world.disputed()).toBe(0n);
    const { dispute, steps, clock, outcome } = await readDispute(world.dana, world.disputeId);
    expect(dispute).toMatchObject({ status: "withdrawn", endedAt: world.dana.now });
    expect(clock.state).toBe("over");
    expect(outcome).toBeNull();
    expect(steps.at(-1)).toMatchObject({ step: "decision", state: "skipped", dueAt: null });
    expect(await world.lettersOf(world.disputeId)).toEqual([
      "dispute-raised",
      "dispute-question",
      "dispute-withdrawn",
    ]);
    expect(await world.differences()).toEqual([]);
  });

  test("again does nothing; of what was decided meanwhile it is refused", async () => {
    const world = await raisedOne();
    const withdrawal = { disputeId: world.disputeId, seen: "submitted" as const };
    await withdrawDispute(world.dana, withdrawal);
    expect(await withdrawDispute(world.dana, withdrawal)).toEqual({ status: "withdrawn" });
    const other = await world.raised(world.dana, world.wish(world.itemId));
    await world.decided(other, "submitted");
    await expect(withdrawDispute(world.dana, { disputeId: other, seen: "submitted" })).rejects.toEqual(
      refused("dispute.stale", { status: "rejected" }),
    );
    await expect(withdrawDispute(world.dana, { disputeId: other, seen: "rejected" })).rejects.toEqual(
      refused("dispute.state"),
    );
  });

  test("ends what waits at the biller", async () => {
    const world = await raisedOne();
    await world.decided(world.disputeId, "submitted", { outcome: "credit", reason: "Price" });
    const second = await world.raised(world.dana, world.wishAmount(world.itemId, 9_000_00n));
    const rafael = await world.colleague();
    const request = await decideDispute(rafael, {
      decisionId: newId(),
      disputeId: second,
      seen: "submitted",
      outcome: "credit",
      reason: "Price",
    });
    expect(request.approvalId).not.toBeNull();
    await withdrawDispute(world.dana, { disputeId: second, seen: "submitted" });
    expect(await endDisputeWork(world.worker, { disputeId: second })).toEqual({ tasks: 0, requests: 1 });
    expect(await endDisputeWork(world.worker, { disputeId: second })).toEqual({ tasks: 0, requests: 0 });
    expect((await readDispute(rafael, second)).decisions.map(({ status }) => status)).toEqual(["withdrawn"]);
    expect((await readDispute(world.dana, second)).decisions).toEqual([]);
    expect(await world.differences()).toEqual([]);
  });
});

describe("an outcome", () => {
  test("contested once holds again what was not credited and is still open", async () => {
    const world = await raisedOne();
    await world.decided(world.disputeId, "submitted", {
      outcome: "part_credit",
      documents: [{ itemId: world.itemId, amountMinor: 2_000_00n }],
      reason: "Price",
      grounds: "The route changed on 12 July.",
    });
    expect(await world.disputed()).toBe(0n);
    const decided = await readDispute(world.dana, world.disputeId);
    expect(decided).toMatchObject({
      outcome: "part_accepted",
      can: { contest: true, agree: true, withdraw: false },
    });
    expect(decided.decision).toMatchObject({
      amountMinor: 2_000_00n,
      items: [{ credit: { number: "CM-0001" } }],
    });

    const contest = { ...entry(world.disputeId, "It changed on the 1st."), seen: "part_accepted" as const };
    await contestDispute(world.dana, contest);
    expect(await contestDispute(world.dana, contest)).toMatchObject({ status: "contested" });
    expect(await world.disputed()).toBe(4_480_00n);
    const { rows } = await listItems(world.dana, { customerIds: [world.customerId] });
    expect(rows.find(({ id }) => id === world.itemId)?.disputedMinor).toBe(4_480_00n);
    const contested = await readDispute(world.dana, world.disputeId);
    expect(contested.clock).toMatchObject({ state: "running", leftMinutes: 40 * 60 });
    expect(contested.holds).toMatchObject({ openMinor: 46_216_40n, heldMinor: 4_480_00n });

    await world.decided(world.disputeId, "contested");
    expect(await world.disputed()).toBe(0n);
    await expect(contestDispute(world.dana, { ...entry(world.disputeId), seen: "rejected" })).rejects.toEqual(
      refused("dispute.contested_before"),
    );
    expect(await world.differences()).toEqual([]);
  });

  test("contested leaves alone the document of which all was credited", async () => {
    const world = await raisedOne();
    const second = await world.document({ amountMinor: 90_00n });
    const items = [
      { itemId: world.itemId, amountMinor: 50_00n },
      { itemId: second, amountMinor: 40_00n },
    ];
    const disputeId = await world.raised(world.dana, world.wishAmount(second, null, { items }));
    await world.decided(disputeId, "submitted", {
      outcome: "part_credit",
      documents: [{ itemId: second, amountMinor: 40_00n }],
      reason: "Price",
      grounds: "The other one is right.",
    });
    await contestDispute(world.dana, { ...entry(disputeId), seen: "part_accepted" });
    const { documents } = await readDisputable(world.dana, { itemIds: [world.itemId, second] });
    expect(documents.map((document) => document.disputes.map(({ heldMinor }) => heldMinor))).toEqual([
      [6_480_00n, 50_00n],
      [],
    ]);
    expect(await world.differences()).toEqual([]);
  });

  test("is contested in words, in time, and as it was seen", async () => {
    const world = await raisedOne();
    const { disputeId } = world;
    await expect(contestDispute(world.dana, { ...entry(disputeId), seen: "submitted" })).rejects.toEqual(
      refused("dispute.state"),
    );
    await world.decided(disputeId, "submitted");
    await expect(contestDispute(world.dana, { ...entry(disputeId), seen: "part_accepted" })).rejects.toEqual(
      refused("dispute.stale"),
    );
    await expect(contestDispute(world.dana, { ...entry(disputeId, ""), seen: "rejected" })).rejects.toEqual(
      refused("dispute.comment_missing"),
    );
    // The fourteenth day in New York, to its end.
    const at = (now: string) => contextAs(world.dana.actor, world.organizationId, new Date(now));
    await expect(
      contestDispute(at("2026-12-03T05:00:00Z"), { ...entry(disputeId), seen: "rejected" }),
    ).rejects.toEqual(refused("dispute.contest_over"));
    await expect(
      contestDispute(at("2026-12-03T04:59:00Z"), { ...entry(disputeId), seen: "rejected" }),
    ).resolves.toMatchObject({ status: "contested" });
  });

  test("is not contested over an amount that another dispute holds by now", async () => {
    const world = await raisedOne();
    await world.decided(world.disputeId, "submitted");
    const other = await world.raised(world.dana, world.wishAmount(world.itemId, null));
    await expect(contestDispute(world.dana, { ...entry(world.disputeId), seen: "rejected" })).rejects.toEqual(
      refused("dispute.already_disputed", { disputeId: other }),
    );
  });

  test("of a paid invoice may be contested, and holds nothing", async () => {
    const world = await raisedOne();
    await world.decided(world.disputeId, "submitted");
    await startPayment(world.paying(world.contact("payer")), world.payment([[world.itemId, 48_216_40n]]));
    await contestDispute(world.dana, { ...entry(world.disputeId), seen: "rejected" });
    const { holds } = await readDispute(world.dana, world.disputeId);
    expect(holds.readyMinor).toBe(0n);
    expect(await world.differences()).toEqual([]);
  });

  test("agreed to is closed, as it was seen; again does nothing", async () => {
    const world = await raisedOne();
    const { disputeId } = world;
    await expect(agreeToOutcome(world.dana, { disputeId, seen: "accepted" })).rejects.toEqual(
      refused("dispute.state"),
    );
    await world.decided(disputeId, "submitted");
    await expect(agreeToOutcome(world.dana, { disputeId, seen: "accepted" })).rejects.toEqual(
      refused("dispute.stale"),
    );
    expect(await agreeToOutcome(world.dana, { disputeId, seen: "rejected" })).toEqual({ status: "closed" });
    expect(await agreeToOutcome(world.dana, { disputeId, seen: "rejected" })).toEqual({ status: "closed" });
    expect((await readDispute(world.dana, disputeId)).outcome).toBe("rejected");
  });

  test("that nobody contests is closed when the time is over, and not before", async () => {
    const world = await raisedOne();
    await world.decided(world.disputeId, "submitted");
    const open = await world.raised(world.dana, world.wishAmount(world.itemId, 5_00n));
    expect(await lapseDisputes(world.at(new Date("2026-12-03T04:59:00Z")))).toEqual({ closed: 0 });
    const over = world.at(new Date("2026-12-03T05:00:00Z"));
    const both = await Promise.all([lapseDisputes(over), lapseDisputes(over)]);
    expect(both.reduce((closed, each) => closed + each.closed, 0)).toBe(1);
    const statusOf = async (id: string) => (await readDispute(world.dana, id)).dispute.status;
    expect([await statusOf(world.disputeId), await statusOf(open)]).toEqual(["closed", "submitted"]);
    await expect(lapseDisputes(world.staff("manager"))).rejects.toMatchObject({ kind: "forbidden" });
  });
});

describe("another customer's dispute", () => {
  test("is answered like one that does not exist, whatever is tried", async () => {
    const world = await asked();
    const stranger = world.contact("admin", [await world.customer()]);
    const tries: ((ctx: Context, disputeId: string) => Promise<unknown>)[] = [
      (ctx, disputeId) => readDispute(ctx, disputeId),
      (ctx, disputeId) => answerDispute(ctx, entry(disputeId)),
      (ctx, disputeId) => addMessage(ctx, entry(disputeId)),
      (ctx, disputeId) => withdrawDispute(ctx, { disputeId, seen: "waiting_customer" }),
      (ctx, disputeId) => contestDispute(ctx, { ...entry(disputeId), seen: "rejected" }),
      (ctx, disputeId) => agreeToOutcome(ctx, { disputeId, seen: "rejected" }),
    ];
    for (const attempt of tries) {
      const [foreign, nowhere] = await Promise.allSettled([
        attempt(stranger, world.disputeId),
        attempt(stranger, newId()),
      ]);
      expect(foreign).toMatchObject({ reason: { kind: "missing", code: "dispute.missing" } });
      expect(nowhere).toMatchObject({
        reason: { message: (foreign as PromiseRejectedResult).reason.message },
      });
    }
    await expect(readDispute(stranger, "not-an-id")).rejects.toEqual(refused("dispute.missing"));
    expect((await readDispute(world.dana, world.disputeId)).dispute.status).toBe("waiting_customer");
  });

  test("a viewer of the account reads it and changes nothing", async () => {
    const world = await asked();
    const viewer = world.contact("viewer");
    const { can, documents } = await readDispute(viewer, world.disputeId);
    expect(Object.values(can)).not.toContain(true);
    expect(documents[0]?.lines[0]?.lineNo).toBe(INDIA);
    await expect(answerDispute(viewer, entry(world.disputeId))).rejects.toMatchObject({ kind: "forbidden" });
    await expect(addMessage(viewer, entry(world.disputeId))).rejects.toMatchObject({ kind: "forbidden" });
    await expect(
      withdrawDispute(viewer, { disputeId: world.disputeId, seen: "waiting_customer" }),
    ).rejects.toMatchObject({ kind: "forbidden" });
  });
});
