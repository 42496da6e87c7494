import { newId } from "@openitem/db/ids";
import { paymentShares, payments } from "@openitem/db/schema/payments";
import { eq } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { close, NOON, newWorld } from "../../test/world.ts";
import { readItem } from "../items/read-item.ts";
import { read } from "../kernel/transact.ts";
import { changePolicy } from "../policies/change-policy.ts";
import { cancelPayment } from "./cancel-payment.ts";
import { followPayment } from "./follow-payment.ts";
import { readPayment } from "./read-payment.ts";
import { startPayment } from "./start-payment.ts";
import { sweepPayments } from "./sweep-payments.ts";

afterAll(close);

test("a customer starts to pay three invoices, one in part, and is sent to the payment page", async () => {
  const world = await newWorld();
  const bills = [await world.document(), await world.document(), await world.document()];
  const dana = world.paying(world.contact());
  const input = world.wish([
    [bills[0]!, 100_00n],
    [bills[1]!, 100_00n],
    [bills[2]!, 40_00n],
  ]);
  const started = await startPayment(dana, input);

  expect(started).toMatchObject({ settled: false, url: expect.stringContaining("https://checkout.test/") });
  const { payment, shares } = await readPayment(dana, input.paymentId);
  expect(payment).toMatchObject({ status: "submitted", amountMinor: 240_00n, currency: "USD" });
  expect(shares.map((share) => [share.amountMinor, share.state])).toEqual([
    [100_00n, "reserved"],
    [100_00n, "reserved"],
    [40_00n, "reserved"],
  ]);
  // In flight is not paid.
  expect(await readItem(dana, bills[2]!)).toMatchObject({
    item: { openMinor: 100_00n },
    inFlightMinor: 40_00n,
  });
  expect(await world.differences()).toEqual([]);
});

test("pressed twice, and twice at once, it is one payment with one page", async () => {
  const world = await newWorld();
  const dana = world.paying(world.contact());
  const input = world.wish([[await world.document(), 100_00n]]);
  const answers = await Promise.all([
    startPayment(dana, input),
    startPayment(dana, input),
    startPayment(dana, input),
  ]);
  answers.push(await startPayment(dana, input));
  expect(new Set(answers.map((answer) => answer.url)).size).toBe(1);
  expect(world.gateway.checkouts.size).toBe(1);
  expect(await read(world.worker, (tx) => tx.select().from(payments))).toHaveLength(1);
});

test("the same form sent again with other amounts is refused", async () => {
  const world = await newWorld();
  const dana = world.paying(world.contact());
  const bill = await world.document();
  const input = world.wish([[bill, 100_00n]]);
  await startPayment(dana, input);
  const edited = { ...input, debits: [{ itemId: bill, amountMinor: 50_00n, shortReason: "price" }] };
  await expect(startPayment(dana, edited)).rejects.toMatchObject({ code: "command.reused" });
});

test("thirty-two people paying the same invoice at once reserve it once", async () => {
  const world = await newWorld();
  const bill = await world.document();
  const outcomes = await Promise.allSettled(
    Array.from({ length: 32 }, () =>
      startPayment(world.paying(world.contact()), world.wish([[bill, 100_00n]])),
    ),
  );
  const won = outcomes.filter((outcome) => outcome.status === "fulfilled");
  const lost = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason.code] : []));
  expect(won).toHaveLength(1);
  expect(new Set(lost)).toEqual(new Set(["payment.in_flight"]));
  expect(await world.differences()).toEqual([]);
});

test("credits alone settle at once, without the provider", async () => {
  const world = await newWorld();
  const bill = await world.document();
  const credit = await world.document({ kind: "credit_memo", amountMinor: 100_00n, issuedOn: "2026-11-01" });
  const dana = world.paying(world.contact());
  const input = world.wish([[bill, 100_00n]], { credits: [{ itemId: credit, amountMinor: 100_00n }] });
  expect(await startPayment(dana, input)).toEqual({ paymentId: input.paymentId, settled: true, url: null });
  expect((await readPayment(dana, input.paymentId)).payment).toMatchObject({
    status: "settled",
    amountMinor: 0n,
    receiptId: null,
  });
  expect((await readItem(dana, bill)).item.openMinor).toBe(0n);
  expect((await readItem(dana, credit)).item.openMinor).toBe(0n);
  expect(world.gateway.calls).toBe(0);
  expect(await world.differences()).toEqual([]);
});

test("a parent pays its subsidiary's invoice, and each account's books stay whole", async () => {
  const world = await newWorld();
  const child = await world.customer({ parentId: world.customerId });
  const bill = await world.document({ customerId: child });
  const credit = await world.document({ kind: "credit_memo", amountMinor: 30_00n, issuedOn: "2026-11-01" });
  const dana = world.paying(world.contact("payer", [world.customerId, child]));
  const input = world.wish([[bill, 100_00n]], { credits: [{ itemId: credit, amountMinor: 30_00n }] });
  await startPayment(dana, input);
  world.gateway.complete(input.paymentId);
  await followPayment(world.paying(world.worker), { paymentId: input.paymentId });
  expect((await readItem(dana, bill)).item.openMinor).toBe(0n);
  expect(await world.differences()).toEqual([]);
});

describe("who may not", () => {
  test("a viewer is told so; somebody else's contact is told it is not there", async () => {
    const world = await newWorld();
    const bill = await world.document();
    const stranger = await world.customer();
    const start = (ctx: Parameters<typeof world.paying>[0], over = {}) =>
      startPayment(world.paying(ctx), world.wish([[bill, 100_00n]], over));
    await expect(start(world.contact("viewer"))).rejects.toMatchObject({ kind: "forbidden" });
    await expect(start(world.contact("payer", [stranger]))).rejects.toMatchObject({ kind: "missing" });
    // Even with his own account named as the payer, another's invoice is not there.
    await expect(start(world.contact("payer", [stranger]), { customerId: stranger })).rejects.toMatchObject({
      code: "payment.item_missing",
    });
    await expect(start(world.staff("finance"))).rejects.toMatchObject({ kind: "forbidden" });
    expect(await read(world.worker, (tx) => tx.select().from(payments))).toEqual([]);
  });
});

describe("when the provider does not answer", () => {
  test("an answer lost after the page was made is asked for again with the same key, and it is the same page", async () => {
    const world = await newWorld();
    const dana = world.paying(world.contact());
    const input = world.wish([[await world.document(), 100_00n]]);
    world.gateway.failNext = { when: "after", error: new Error("socket hang up") };
    await expect(startPayment(dana, input)).rejects.toMatchObject({ code: "payment.provider" });
    expect((await readPayment(dana, input.paymentId)).calls).toMatchObject([{ status: "unknown" }]);

    const { url } = await startPayment(dana, input);
    expect(url).toContain("https://checkout.test/");
    expect(world.gateway.checkouts.size).toBe(1);
    expect((await readPayment(dana, input.paymentId)).calls).toMatchObject([{ status: "succeeded" }]);
  });

  test("after a day the key no longer holds: we look, and never ask blindly", async () => {
    const world = await newWorld();
    const input = world.wish([[await world.document(), 100_00n]]);
    world.gateway.failNext = { when: "before", error: new Error("time-out") };
    await expect(startPayment(world.paying(world.contact()), input)).rejects.toMatchObject({
      code: "payment.provider",
    });
    const later = new Date(NOON.getTime() + 25 * 3600_000);
    await expect(startPayment({ ...world.paying(world.contact()), now: later }, input)).rejects.toThrow();
    const asTheSame = { ...world.paying(world.worker), now: later };
    await sweepPayments(asTheSame);
    expect(world.gateway.checkouts.size).toBe(0);
    expect((await readPayment(world.worker, input.paymentId)).payment.status).toBe("expired");
  });

  test("a definite no ends the payment and frees the invoice", async () => {
    const world = await newWorld();
    const { GatewayRefused } = await import("./gateway.ts");
    const dana = world.paying(world.contact());
    const bill = await world.document();
    const input = world.wish([[bill, 100_00n]]);
    world.gateway.failNext = { when: "before", error: new GatewayRefused("amount_too_small") };
    await expect(startPayment(dana, input)).rejects.toMatchObject({
      code: "payment.provider",
      message: expect.stringContaining("Nothing was charged"),
    });
    expect((await readPayment(dana, input.paymentId)).payment).toMatchObject({
      status: "failed",
      failure: "amount_too_small",
    });
    expect((await readItem(dana, bill)).inFlightMinor).toBe(0n);
    expect(await world.differences()).toEqual([]);
  });
});

describe("cancelling while the page is being made", () => {
  test("closes the page that comes of it, and sends nobody there", async () => {
    const world = await newWorld();
    const input = world.wish([[await world.document(), 100_00n]]);
    const open = world.gateway.openCheckout.bind(world.gateway);
    world.gateway.openCheckout = async (spec) => {
      // A colleague cancels while Stripe is still at it.
      await cancelPayment(world.paying(world.contact("approver")), { paymentId: input.paymentId });
      return open(spec);
    };
    await expect(startPayment(world.paying(world.contact()), input)).rejects.toMatchObject({
      code: "payment.over",
    });
    expect([...world.gateway.checkouts.values()].map((page) => page.status)).toEqual(["expired"]);
    const { payment, calls } = await readPayment(world.worker, input.paymentId);
    expect(payment.status).toBe("cancelled");
    expect(calls.map((call) => [call.kind, call.status])).toEqual([
      ["checkout.create", "succeeded"],
      ["checkout.expire", "succeeded"],
    ]);
    expect(await world.differences()).toEqual([]);
  });

  test("when the answer was lost, cancelling finds the page and closes it; so does the sweep", async () => {
    const world = await newWorld();
    const dana = world.paying(world.contact());
    const [first, second] = [
      world.wish([[await world.document(), 100_00n]]),
      world.wish([[await world.document(), 100_00n]]),
    ];
    for (const input of [first, second]) {
      world.gateway.failNext = { when: "after", error: new Error("socket hang up") };
      await expect(startPayment(dana, input)).rejects.toMatchObject({ code: "payment.provider" });
    }
    await cancelPayment(dana, { paymentId: first.paymentId });
    const find = world.gateway.findCheckout.bind(world.gateway);
    world.gateway.findCheckout = async () => null;
    await cancelPayment(dana, { paymentId: second.paymentId });
    world.gateway.findCheckout = find;
    const later = { ...world.paying(world.worker), now: new Date(NOON.getTime() + 10 * 60_000) };
    await sweepPayments(later);
    expect([...world.gateway.checkouts.values()].map((page) => page.status)).toEqual(["expired", "expired"]);
    for (const input of [first, second])
      expect(
        (await readPayment(world.worker, input.paymentId)).calls.filter((call) => call.resolvedAt === null),
      ).toEqual([]);
    expect(await world.differences()).toEqual([]);
  });
});

test("a fault that sticks to the key is given up after looking, and the payer goes on with a new call", async () => {
  const world = await newWorld();
  const dana = world.paying(world.contact());
  const input = world.wish([[await world.document(), 100_00n]]);
  const open = world.gateway.openCheckout.bind(world.gateway);
  let stuck: string | null = null;
  world.gateway.openCheckout = async (spec) => {
    stuck ??= spec.key;
    if (spec.key === stuck) throw new Error("500, stored under the key");
    return open(spec);
  };
  await expect(startPayment(dana, input)).rejects.toMatchObject({ code: "payment.provider" });
  expect((await startPayment(dana, input)).url).toContain("https://checkout.test/");
  expect((await readPayment(dana, input.paymentId)).calls.map((call) => call.status)).toEqual([
    "refused",
    "succeeded",
  ]);
});

test.each([
  [49n, "payment.too_little"],
  [100_000_000n, "payment.too_much"],
])(
  "what Stripe would not charge, %i, is refused before anything is reserved",
  async (onAccountMinor, code) => {
    const world = await newWorld();
    await expect(
      startPayment(world.paying(world.contact()), world.wish([], { onAccountMinor })),
    ).rejects.toMatchObject({ code });
    expect(await read(world.worker, (tx) => tx.select().from(payments))).toEqual([]);
  },
);

test("a form's id that is somebody else's payment is refused, and tells nothing of it", async () => {
  const world = await newWorld();
  const neighbour = await world.customer();
  const input = world.wish([[await world.document(), 100_00n]]);
  await startPayment(world.paying(world.contact()), input);
  const theirs = world.wish([[await world.document({ customerId: neighbour }), 100_00n]], {
    customerId: neighbour,
    paymentId: input.paymentId,
  });
  await expect(startPayment(world.paying(world.contact("payer", [neighbour])), theirs)).rejects.toMatchObject(
    { code: "command.reused" },
  );
});

describe("cancelling", () => {
  test("a colleague cancels before the money is on its way, and the invoice is free again", async () => {
    const world = await newWorld();
    const bill = await world.document();
    const input = world.wish([[bill, 100_00n]]);
    await startPayment(world.paying(world.contact()), input);
    const tomasz = world.paying(world.contact("approver"));
    const cancel = () => cancelPayment(tomasz, { paymentId: input.paymentId });
    await Promise.all([cancel(), cancel()]);
    await cancel();
    expect((await readPayment(tomasz, input.paymentId)).payment.status).toBe("cancelled");
    expect([...world.gateway.checkouts.values()][0]!.status).toBe("expired");
    await startPayment(tomasz, world.wish([[bill, 100_00n]]));
    expect(await world.differences()).toEqual([]);
  });

  test("a page that was just completed is not cancelled", async () => {
    const world = await newWorld();
    const dana = world.paying(world.contact());
    const input = world.wish([[await world.document(), 100_00n]]);
    await startPayment(dana, input);
    world.gateway.complete(input.paymentId, { status: "processing", receivedMinor: 0n });
    await expect(cancelPayment(dana, { paymentId: input.paymentId })).rejects.toMatchObject({
      code: "payment.not_cancellable",
    });
    await followPayment(world.paying(world.worker), { paymentId: input.paymentId });
    await expect(cancelPayment(dana, { paymentId: input.paymentId })).rejects.toMatchObject({
      code: "payment.not_cancellable",
    });
  });
});

test("the policy in force decides about parts", async () => {
  const world = await newWorld();
  const bill = await world.document();
  await changePolicy(world.staff("manager"), {
    key: newId(),
    kind: "payment",
    basedOn: 0,
    rules: { partPayment: { allowed: false, shortReasons: ["other"] } },
    reason: "Whole invoices only",
  });
  const dana = world.paying(world.contact());
  await expect(startPayment(dana, world.wish([[bill, 1_00n]]))).rejects.toMatchObject({
    code: "payment.part_not_allowed",
  });
});

test("KWD is charged to two decimals only, and says so before anything is reserved", async () => {
  const world = await newWorld();
  const bill = await world.document({ currency: "KWD", amountMinor: 1_005n });
  const dana = world.paying(world.contact());
  await expect(startPayment(dana, world.wish([[bill, 1_005n]], { currency: "KWD" }))).rejects.toMatchObject({
    code: "payment.not_chargeable",
  });
  expect(
    await read(world.worker, (tx) => tx.select().from(paymentShares).where(eq(paymentShares.itemId, bill))),
  ).toEqual([]);
});
