import { newId } from "@openitem/db/ids";
import { disputes } from "@openitem/db/schema/disputes";
import { eq } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { close, contextAs, NOON } from "../../test/world.ts";
import { readBalances } from "../items/read-balances.ts";
import { read } from "../kernel/transact.ts";
import { startPayment } from "../payments/start-payment.ts";
import { changePolicy } from "../policies/change-policy.ts";
import { raiseDispute } from "./raise-dispute.ts";
import { readDispute } from "./read-dispute.ts";
import { INDIA, newDisputeWorld } from "./test/dispute-world.ts";
import { withdrawDispute } from "./withdraw-dispute.ts";

afterAll(close);

const refused = (code: string, facts: Record<string, unknown> = {}) =>
  expect.objectContaining({ code, facts: expect.objectContaining(facts) });

async function invoiced() {
  const world = await newDisputeWorld();
  return { ...world, itemId: await world.invoice(), dana: world.contact("disputer") };
}

describe("disputing a line by its price", () => {
  test("holds quantity times the difference, says by when it is answered, and leaves the rest to be paid", async () => {
    const world = await invoiced();
    const raised = await raiseDispute(world.dana, world.wish(world.itemId));
    expect(raised).toEqual({
      disputeId: raised.disputeId,
      number: "DSP-0001",
      amountMinor: "648000",
      // Five office days on from Wednesday, 07:00 in New York.
      answerDueAt: "2026-11-24T22:00:00.000Z",
    });
    const detail = await readDispute(world.dana, raised.disputeId);
    expect(detail.holds).toEqual({
      openMinor: 48_216_40n,
      heldMinor: 6_480_00n,
      disputedMinor: 6_480_00n,
      inFlightMinor: 0n,
      readyMinor: 41_736_40n,
    });
    expect(detail.documents[0]?.lines).toEqual([
      {
        lineNo: INDIA,
        disputedMinor: 6_480_00n,
        expectedQuantity: null,
        expectedUnitPrice: "0.0086",
        billed: {
          description: "Outbound SMS, India",
          quantity: "1080000",
          unit: "messages",
          unitPrice: "0.0146",
          amountMinor: 15_768_00n,
          periodFromOn: null,
          periodToOn: null,
        },
      },
    ]);
    expect(detail.dispute).toMatchObject({
      status: "submitted",
      product: "Outbound SMS, India",
      facts: { expected_price: "0.0086", agreed_in: "Rate card 7, page 4" },
      raisedByName: "Dana Whitfield",
    });
    expect(await readBalances(world.dana, [world.customerId])).toMatchObject([{ disputedMinor: 6_480_00n }]);
    expect(await world.lettersOf(raised.disputeId)).toEqual(["dispute-raised"]);
    expect(await world.differences()).toEqual([]);
  });

  test("sent twice, or by two clicks at once, is one dispute", async () => {
    const world = await invoiced();
    const input = world.wish(world.itemId);
    const first = await raiseDispute(world.dana, input);
    expect(await raiseDispute(world.dana, input)).toEqual(first);
    const other = world.wishAmount(world.itemId, 10_00n);
    const both = await Promise.all([raiseDispute(world.dana, other), raiseDispute(world.dana, other)]);
    expect(both[0]).toEqual(both[1]);
    const numbers = await read(world.worker, (tx) =>
      tx
        .select({ number: disputes.number })
        .from(disputes)
        .where(eq(disputes.organizationId, world.organizationId))
        .orderBy(disputes.number),
    );
    expect(numbers.map(({ number }) => number)).toEqual(["DSP-0001", "DSP-0002"]);
  });

  test("an edited form under the same id is refused, also when a colleague sends it", async () => {
    const world = await invoiced();
    const input = world.wish(world.itemId);
    await raiseDispute(world.dana, input);
    await expect(raiseDispute(world.dana, { ...input, comment: "Other words" })).rejects.toEqual(
      refused("command.reused"),
    );
    const colleague = world.contact("disputer");
    const same = { ...input, items: [{ itemId: world.itemId, lines: [{ lineNo: 1, amountMinor: 1n }] }] };
    await expect(raiseDispute(colleague, same)).rejects.toEqual(refused("command.reused"));
  });
});

describe("an amount is disputed once", () => {
  test("the same line again is refused, with a link to the first", async () => {
    const world = await invoiced();
    const whole = { items: [{ itemId: world.itemId, lines: [{ lineNo: INDIA }] }], reason: "other" };
    const first = await raiseDispute(world.dana, world.wish(world.itemId, whole));
    await expect(raiseDispute(world.contact("payer"), world.wish(world.itemId))).rejects.toEqual(
      refused("dispute.already_disputed", { number: "DSP-0001", disputeId: first.disputeId, left: "0.00" }),
    );
    await withdrawDispute(world.dana, { disputeId: first.disputeId, seen: "submitted" });
    await expect(raiseDispute(world.dana, world.wish(world.itemId))).resolves.toBeTruthy();
  });

  test("what is left of a line can be disputed for another reason", async () => {
    const world = await invoiced();
    await raiseDispute(world.dana, world.wish(world.itemId));
    const rest = {
      reason: "quantity",
      items: [{ itemId: world.itemId, lines: [{ lineNo: INDIA, quantity: "1000000" }] }],
    };
    await expect(raiseDispute(world.dana, world.wish(world.itemId, rest))).resolves.toMatchObject({
      amountMinor: "116800",
    });
  });

  test("two who dispute all of it at once: one is taken, the other is told of it", async () => {
    const world = await invoiced();
    const all = () => raiseDispute(world.contact("payer"), world.wishAmount(world.itemId, null));
    const results = await Promise.allSettled([all(), all(), all()]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results)
      if (result.status === "rejected")
        expect(result.reason).toEqual(refused("dispute.already_disputed", { number: "DSP-0001" }));
  });

  test("what is being paid cannot be disputed", async () => {
    const world = await invoiced();
    await startPayment(world.paying(world.contact("payer")), world.payment([[world.itemId, 40_000_00n]]));
    await expect(raiseDispute(world.dana, world.wishAmount(world.itemId, 9_000_00n))).rejects.toEqual(
      refused("dispute.in_flight", { left: "8216.40" }),
    );
    await expect(raiseDispute(world.dana, world.wishAmount(world.itemId, null))).resolves.toMatchObject({
      amountMinor: "821640",
    });
  });
});

describe("an amount that cannot be", () => {
  test.each([
    ["0", 0n, "dispute.amount"],
    ["negative", -5_00n, "dispute.amount"],
    ["more than is open", 48_216_41n, "dispute.over_open"],
    ["more than there is in the world", 10n ** 17n, "dispute.over_open"],
  ])("%s is refused", async (_words, amountMinor, code) => {
    const world = await invoiced();
    await expect(raiseDispute(world.dana, world.wishAmount(world.itemId, amountMinor))).rejects.toEqual(
      refused(code),
    );
    const line = {
      reason: "other",
      items: [{ itemId: world.itemId, lines: [{ lineNo: INDIA, amountMinor }] }],
    };
    await expect(raiseDispute(world.dana, world.wish(world.itemId, line))).rejects.toEqual(
      refused(code === "dispute.over_open" ? "dispute.over_line" : code),
    );
  });

  test.each([
    ["a price that is none", { unitPrice: "cheap" }, "dispute.number"],
    ["a quantity that is none", { quantity: "1e6" }, "dispute.number"],
    ["a price above the one that was billed", { unitPrice: "0.02" }, "dispute.not_less"],
    ["the price that was billed", { unitPrice: "0.0146" }, "dispute.not_less"],
  ])("%s is refused", async (_words, line, code) => {
    const world = await invoiced();
    const items = [{ itemId: world.itemId, lines: [{ lineNo: INDIA, ...line }] }];
    await expect(raiseDispute(world.dana, world.wish(world.itemId, { items }))).rejects.toEqual(
      refused(code),
    );
  });

  test("a line that is not there, a document named twice, lines and an amount at once, and nothing at all", async () => {
    const world = await invoiced();
    const { itemId } = world;
    const attempt = (items: Parameters<typeof raiseDispute>[1]["items"]) =>
      raiseDispute(world.dana, world.wish(itemId, { items }));
    await expect(attempt([{ itemId, lines: [{ lineNo: 9 }] }])).rejects.toEqual(
      refused("dispute.line_missing"),
    );
    await expect(attempt([{ itemId }, { itemId }])).rejects.toEqual(refused("dispute.twice"));
    await expect(attempt([{ itemId, lines: [{ lineNo: 1 }, { lineNo: 1 }] }])).rejects.toEqual(
      refused("dispute.twice"),
    );
    await expect(attempt([{ itemId, amountMinor: 1n, lines: [{ lineNo: 1 }] }])).rejects.toEqual(
      refused("dispute.lines_or_amount"),
    );
    await expect(attempt([])).rejects.toEqual(refused("dispute.nothing"));
  });
});

describe("documents that cannot be disputed, or not together", () => {
  test("credits, paid ones, old ones", async () => {
    const world = await invoiced();
    const memo = await world.document({ kind: "credit_memo" });
    await expect(raiseDispute(world.dana, world.wishAmount(memo, 1_00n))).rejects.toEqual(
      refused("dispute.kind"),
    );
    const old = await world.document({ issuedOn: "2025-11-17", dueOn: "2025-12-17" });
    await expect(raiseDispute(world.dana, world.wishAmount(old, 1_00n))).rejects.toEqual(
      refused("dispute.too_late", { until: "2026-11-17" }),
    );
    const justInTime = await world.document({ issuedOn: "2025-11-18", dueOn: "2025-12-18" });
    await expect(raiseDispute(world.dana, world.wishAmount(justInTime, 1_00n))).resolves.toBeTruthy();
    const paid = await world.document({ amountMinor: 100_00n });
    const credit = await world.document({ kind: "credit_memo", amountMinor: 100_00n });
    await startPayment(
      world.paying(world.contact("payer")),
      world.payment([[paid, 100_00n]], { credits: [{ itemId: credit, amountMinor: 100_00n }] }),
    );
    await expect(raiseDispute(world.dana, world.wishAmount(paid, 1_00n))).rejects.toEqual(
      refused("dispute.nothing_open"),
    );
    expect(await world.differences()).toEqual([]);
  });

  test("two currencies, or another than the form's", async () => {
    const world = await invoiced();
    const euro = await world.document({ currency: "EUR" });
    const items = [
      { itemId: world.itemId, amountMinor: 1n },
      { itemId: euro, amountMinor: 1n },
    ];
    await expect(raiseDispute(world.dana, world.wishAmount(euro, 1n, { items }))).rejects.toEqual(
      refused("dispute.one_currency", { currency: "EUR" }),
    );
    await expect(
      raiseDispute(world.dana, world.wishAmount(world.itemId, 1n, { currency: "EUR" })),
    ).rejects.toEqual(refused("dispute.one_currency"));
  });

  test("of two accounts that the person both has", async () => {
    const world = await invoiced();
    const other = await world.customer();
    const theirs = await world.document({ customerId: other });
    const both = world.contact("disputer", [world.customerId, other]);
    const items = [
      { itemId: world.itemId, amountMinor: 1n },
      { itemId: theirs, amountMinor: 1n },
    ];
    await expect(raiseDispute(both, world.wishAmount(theirs, 1n, { items }))).rejects.toEqual(
      refused("dispute.one_customer"),
    );
  });

  test("several of one account are one dispute, each with its own amount", async () => {
    const world = await invoiced();
    const second = await world.document({ amountMinor: 70_00n });
    const items = [
      { itemId: world.itemId, amountMinor: 500_00n },
      { itemId: second, amountMinor: null },
    ];
    const { disputeId, amountMinor } = await raiseDispute(
      world.dana,
      world.wishAmount(second, null, { items }),
    );
    expect(amountMinor).toBe("57000");
    const { documents } = await readDispute(world.dana, disputeId);
    expect(documents.map(({ claimMinor, heldMinor }) => [claimMinor, heldMinor])).toEqual([
      [500_00n, 500_00n],
      [70_00n, 70_00n],
    ]);
  });

  test("another customer's document is answered like one that does not exist", async () => {
    const world = await invoiced();
    const stranger = await world.customer();
    const theirs = await world.document({ customerId: stranger });
    const foreign = refused("item.missing");
    await expect(raiseDispute(world.dana, world.wishAmount(theirs, 1n))).rejects.toEqual(foreign);
    await expect(raiseDispute(world.dana, world.wishAmount(newId(), 1n))).rejects.toEqual(foreign);
    await expect(
      raiseDispute(world.dana, world.wishAmount(theirs, 1n, { customerId: stranger })),
    ).rejects.toMatchObject({ kind: "missing" });
    await expect(
      raiseDispute(world.staff("collector"), world.wishAmount(theirs, 1n, { customerId: newId() })),
    ).rejects.toMatchObject({ kind: expect.stringMatching(/missing|invalid/) });
  });
});

describe("reason, facts and proof", () => {
  test("an unknown reason, a missing fact, a number that is none, a comment that is needed", async () => {
    const world = await invoiced();
    const attempt = (over: Parameters<typeof world.wish>[1]) =>
      raiseDispute(world.dana, world.wish(world.itemId, over));
    await expect(attempt({ reason: "weather" })).rejects.toEqual(refused("dispute.reason"));
    await expect(attempt({ facts: { agreed_in: "  " } })).rejects.toEqual(
      refused("dispute.fact_missing", { field: "agreed_in" }),
    );
    const items = [{ itemId: world.itemId, amountMinor: 1_00n }];
    await expect(attempt({ items, facts: { agreed_in: "Card 7" } })).rejects.toEqual(
      refused("dispute.fact_missing", { field: "expected_price" }),
    );
    await expect(attempt({ items, facts: { agreed_in: "Card 7", expected_price: "less" } })).rejects.toEqual(
      refused("dispute.fact_invalid", { field: "expected_price" }),
    );
    await expect(attempt({ reason: "other", comment: " " })).rejects.toEqual(
      refused("dispute.comment_missing"),
    );
  });

  test("facts that the reason does not ask for are not kept", async () => {
    const world = await invoiced();
    const facts = { expected_price: "0.0086", agreed_in: "Rate card 7", tax_id: "DE123" };
    const disputeId = await world.raised(world.dana, world.wish(world.itemId, { facts }));
    expect((await readDispute(world.dana, disputeId)).dispute.facts).toEqual({
      expected_price: "0.0086",
      agreed_in: "Rate card 7",
    });
  });

  test("proof where the policy asks for it, and no more files than it takes", async () => {
    const world = await invoiced();
    const reason = {
      code: "price",
      facts: [],
      proof: "required",
      team: "sales",
      answerHours: 8,
      answerHoursLarge: 4,
    };
    await changePolicy(world.staff("manager"), {
      key: newId(),
      kind: "dispute",
      basedOn: 0,
      rules: { reasons: [reason], filesMax: 1, largeFrom: { USD: "5000" } },
      reason: "Price disputes need the contract",
    });
    const wish = world.wish(world.itemId);
    await expect(raiseDispute(world.dana, wish)).rejects.toEqual(refused("dispute.proof_missing"));
    await expect(raiseDispute(world.dana, { ...wish, fileIds: [newId(), newId()] })).rejects.toEqual(
      refused("dispute.too_many_files", { max: 1 }),
    );
    await expect(raiseDispute(world.dana, { ...wish, fileIds: [newId()] })).rejects.toEqual(
      refused("file.missing"),
    );
  });

  test("large amounts are answered sooner", async () => {
    const world = await invoiced();
    const large = await raiseDispute(world.dana, world.wishAmount(world.itemId, 10_000_00n));
    const small = await raiseDispute(world.dana, world.wishAmount(world.itemId, 9_999_99n));
    expect(large.answerDueAt).toBe("2026-11-20T22:00:00.000Z");
    expect(small.answerDueAt).toBe("2026-11-24T22:00:00.000Z");
  });
});

test.each(["viewer"] as const)("a %s may not dispute", async (role) => {
  const world = await invoiced();
  await expect(raiseDispute(world.contact(role), world.wish(world.itemId))).rejects.toMatchObject({
    kind: "forbidden",
  });
});

test("staff dispute for a customer who telephones, an auditor does not", async () => {
  const world = await invoiced();
  await expect(raiseDispute(world.staff("auditor"), world.wish(world.itemId))).rejects.toMatchObject({
    kind: "forbidden",
  });
  const disputeId = await world.raised(world.staff("collector"), world.wish(world.itemId));
  expect((await readDispute(world.dana, disputeId)).dispute.raisedByName).toBe("Priya Raman");
});

test("the day of the window is the customer's", async () => {
  const world = await newDisputeWorld();
  const tokyo = await world.customer({ timeZone: "Asia/Tokyo" });
  const itemId = await world.document({ customerId: tokyo, issuedOn: "2025-11-18", dueOn: "2025-12-18" });
  const evening = new Date("2026-11-18T16:00:00Z");
  const dana = contextAs(world.contact("disputer", [tokyo]).actor, world.organizationId, evening);
  await expect(raiseDispute(dana, world.wishAmount(itemId, 1n, { customerId: tokyo }))).rejects.toEqual(
    refused("dispute.too_late"),
  );
  expect(NOON < evening).toBe(true);
});
