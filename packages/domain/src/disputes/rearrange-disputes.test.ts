import { newId } from "@openitem/db/ids";
import { afterAll, describe, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { readBalances } from "../items/read-balances.ts";
import { answerDispute } from "./answer-dispute.ts";
import { askCustomer } from "./ask-customer.ts";
import { mergeDisputes } from "./merge-disputes.ts";
import { readDispute } from "./read-dispute.ts";
import { splitDispute } from "./split-dispute.ts";
import { INDIA, newDisputeWorld } from "./test/dispute-world.ts";
import { withdrawDispute } from "./withdraw-dispute.ts";

afterAll(close);

const refused = (code: string, facts: Record<string, unknown> = {}) =>
  expect.objectContaining({ code, facts: expect.objectContaining(facts) });

const entry = (disputeId: string, body = "I compare it with the routing logs.") => ({
  disputeId,
  entryId: newId(),
  body,
});

async function raisedOne() {
  const world = await newDisputeWorld();
  const itemId = await world.invoice();
  const dana = world.contact("disputer");
  const disputeId = await world.raised(dana, world.wish(itemId));
  const rafael = await world.colleague();
  const disputed = async () => (await readBalances(dana, [world.customerId]))[0]?.disputedMinor;
  return { ...world, itemId, dana, disputeId, rafael, disputed };
}

describe("merging", () => {
  test("adds up the amounts of the same line, keeps both conversations and the earlier day", async () => {
    const world = await raisedOne();
    const early = (await readDispute(world.dana, world.disputeId)).clock.dueAt;
    const days = world.later(world.dana, 1);
    const items = [
      {
        itemId: world.itemId,
        lines: [
          { lineNo: INDIA, amountMinor: 1_000_00n },
          { lineNo: 1, amountMinor: 100_00n },
        ],
      },
    ];
    const second = await world.raised(
      days,
      world.wish(world.itemId, { reason: "other", facts: {}, comment: "The same again.", items }),
    );
    expect(await world.disputed()).toBe(7_580_00n);
    const merging = { intoId: second, otherIds: [world.disputeId] };
    expect(await mergeDisputes(world.rafael, merging)).toEqual({ disputeId: second, amountMinor: "758000" });
    expect(await mergeDisputes(world.rafael, merging)).toEqual({ disputeId: second, amountMinor: "758000" });
    expect(await world.disputed()).toBe(7_580_00n);
    const merged = await readDispute(days, second);
    expect(merged.documents[0]?.lines.map(({ lineNo, disputedMinor }) => [lineNo, disputedMinor])).toEqual([
      [1, 100_00n],
      [INDIA, 7_480_00n],
    ]);
    expect(merged.documents[0]?.lines[1]?.expectedUnitPrice).toBe("0.0086");
    expect(merged.clock.dueAt).toEqual(early);
    expect(merged.entries.map(({ body, saidIn }) => [body, saidIn])).toEqual([
      ["The DLT route moved to rate card 7 on 1 July.", "DSP-0001"],
      ["The same again.", null],
    ]);
    expect(merged.merged).toEqual([{ id: world.disputeId, number: "DSP-0001", status: "merged" }]);
    expect(await readDispute(days, world.disputeId)).toMatchObject({
      mergedInto: { id: second, number: "DSP-0002" },
      dispute: { status: "merged" },
      documents: [],
    });
    expect((await world.lettersOf(world.disputeId)).at(-1)).toBe("dispute-merged");
    expect(await world.differences()).toEqual([]);
  });

  test("at once in both directions: one goes through", async () => {
    const world = await raisedOne();
    const second = await world.raised(world.dana, world.wishAmount(world.itemId, 10_00n));
    const results = await Promise.allSettled([
      mergeDisputes(world.rafael, { intoId: second, otherIds: [world.disputeId] }),
      mergeDisputes(world.rafael, { intoId: world.disputeId, otherIds: [second] }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await world.disputed()).toBe(6_490_00n);
  });

  test("not with itself, not of another account or currency, not once something was decided", async () => {
    const world = await raisedOne();
    const { disputeId, rafael } = world;
    const merge = (otherId: string) => mergeDisputes(rafael, { intoId: disputeId, otherIds: [otherId] });
    await expect(merge(disputeId)).rejects.toEqual(refused("dispute.merge_self"));
    await expect(merge(newId())).rejects.toEqual(refused("dispute.missing"));
    const neighbour = await world.customer();
    const theirs = await world.document({ customerId: neighbour });
    const foreign = await world.raised(rafael, world.wishAmount(theirs, 1n, { customerId: neighbour }));
    await expect(merge(foreign)).rejects.toEqual(refused("dispute.not_alike"));
    const euro = await world.document({ currency: "EUR" });
    await expect(
      merge(await world.raised(rafael, world.wishAmount(euro, 1n, { currency: "EUR" }))),
    ).rejects.toEqual(refused("dispute.not_alike"));
    const decided = await world.raised(rafael, world.wishAmount(world.itemId, 1n));
    await world.decided(decided, "submitted");
    await expect(merge(decided)).rejects.toEqual(refused("dispute.fixed", { status: "rejected" }));
    await expect(mergeDisputes(world.dana, { intoId: disputeId, otherIds: [decided] })).rejects.toMatchObject(
      { kind: "forbidden" },
    );
  });
});

describe("splitting", () => {
  async function raisedTwoLines() {
    const world = await raisedOne();
    await withdrawDispute(world.dana, { disputeId: world.disputeId, seen: "submitted" });
    const items = [{ itemId: world.itemId, lines: [{ lineNo: 1 }, { lineNo: INDIA, unitPrice: "0.0086" }] }];
    const disputeId = await world.raised(
      world.dana,
      world.wish(world.itemId, { items, facts: { agreed_in: "7", expected_price: "0.0086" } }),
    );
    const split = (items: Parameters<typeof splitDispute>[1]["items"], over = {}) =>
      splitDispute(world.rafael, { disputeId, newDisputeId: newId(), items, ...over });
    return { ...world, disputeId, split };
  }

  test("a line goes on by itself; together they hold what the one held", async () => {
    const world = await raisedTwoLines();
    const held = await world.disputed();
    const input = {
      disputeId: world.disputeId,
      newDisputeId: newId(),
      items: [{ itemId: world.itemId, lineNo: 1 }],
      reason: "usage",
    };
    const made = await splitDispute(world.rafael, input);
    expect(await splitDispute(world.rafael, input)).toEqual(made);
    expect(made).toMatchObject({ number: "DSP-0003", amountMinor: "1910481" });
    expect(await world.disputed()).toBe(held);
    const [first, second] = await Promise.all([
      readDispute(world.dana, world.disputeId),
      readDispute(world.dana, made.disputeId),
    ]);
    expect(first.dispute.amountMinor).toBe(6_480_00n);
    expect(second.dispute).toMatchObject({ reason: "usage", status: "submitted", amountMinor: 19_104_81n });
    expect(second.clock).toEqual(first.clock);
    expect(second.splitFrom?.id).toBe(world.disputeId);
    expect(first.splits.map(({ id }) => id)).toEqual([made.disputeId]);
    expect(second.entries.map(({ body }) => body)).toEqual(["The DLT route moved to rate card 7 on 1 July."]);
    expect(await world.lettersOf(made.disputeId)).toEqual(["dispute-split"]);
    expect(await world.differences()).toEqual([]);
  });

  test("an amount of a line can go, the rest stays", async () => {
    const world = await raisedTwoLines();
    const { disputeId } = await world.split([{ itemId: world.itemId, lineNo: INDIA, amountMinor: 480_00n }]);
    const left = await readDispute(world.dana, world.disputeId);
    expect(left.documents[0]?.lines.map((line) => line.disputedMinor)).toEqual([19_104_81n, 6_000_00n]);
    expect((await readDispute(world.dana, disputeId)).holds.heldMinor).toBe(480_00n);
  });

  test("not all of it, not more than there is, nothing that is not in it, not while it waits", async () => {
    const world = await raisedTwoLines();
    const { itemId } = world;
    await expect(
      world.split([
        { itemId, lineNo: 1 },
        { itemId, lineNo: INDIA },
      ]),
    ).rejects.toEqual(refused("dispute.split_all"));
    await expect(world.split([{ itemId, lineNo: 1, amountMinor: 19_104_82n }])).rejects.toEqual(
      refused("dispute.split_over"),
    );
    await expect(world.split([{ itemId, lineNo: 1, amountMinor: 0n }])).rejects.toEqual(
      refused("dispute.amount"),
    );
    await expect(world.split([{ itemId, lineNo: 3 }])).rejects.toEqual(refused("dispute.split_item"));
    await expect(
      world.split([
        { itemId, lineNo: 1, amountMinor: 1n },
        { itemId, lineNo: 1, amountMinor: 1n },
      ]),
    ).rejects.toEqual(refused("dispute.split_item"));
    await expect(world.split([{ itemId, lineNo: 1 }], { reason: "weather" })).rejects.toEqual(
      refused("dispute.reason"),
    );
    await askCustomer(world.rafael, entry(world.disputeId));
    await expect(world.split([{ itemId, lineNo: 1 }])).rejects.toEqual(refused("dispute.not_here"));
    await answerDispute(world.dana, entry(world.disputeId));
    await world.decided(world.disputeId, "in_review");
    await expect(world.split([{ itemId, lineNo: 1 }])).rejects.toEqual(refused("dispute.fixed"));
  });
});
