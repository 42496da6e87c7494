import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { charge, day, kept, openShop, type Shop } from "./stand-in.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

describe("a page that keeps a method", () => {
  test("makes the customer, keeps the method for him, and says what is agreed to", async () => {
    const session = await shop.stripe.checkout.sessions.create({
      mode: "setup",
      currency: "usd",
      customer_creation: "always",
      custom_text: { submit: { message: "You let us debit <what> falls due." } },
      setup_intent_data: { metadata: { method_id: "method-1" } },
      success_url: "https://portal.example/",
    });
    const page = await (await fetch(session.url ?? "")).text();
    expect(page).toContain("You let us debit &lt;what&gt; falls due.");
    expect(page).toContain("Keep a payment method for");
    const done = await shop.control.completeSession(session.id, { method: "us_bank_account" });
    const setup = await shop.stripe.setupIntents.retrieve(String(done.setup_intent), {
      expand: ["payment_method", "mandate"],
    });
    expect(setup).toMatchObject({
      status: "succeeded",
      customer: done.customer,
      metadata: { method_id: "method-1" },
      payment_method: { type: "us_bank_account", customer: done.customer },
      mandate: { status: "active", payment_method: (setup.payment_method as { id: string }).id },
    });
    expect(await shop.types()).toEqual([
      "setup_intent.created",
      "customer.created",
      "payment_method.attached",
      "setup_intent.succeeded",
      "checkout.session.completed",
    ]);
  });

  test("keeps nothing when the bank declines, and can be tried again", async () => {
    const session = await shop.stripe.checkout.sessions.create({
      mode: "setup",
      currency: "usd",
      success_url: "https://portal.example/",
    });
    const after = await shop.control.completeSession(session.id, { outcome: "declined" });
    expect(after.status).toBe("open");
    expect(await shop.stripe.setupIntents.retrieve(String(after.setup_intent))).toMatchObject({
      status: "requires_payment_method",
      last_setup_error: { code: "card_declined" },
    });
    expect((await shop.control.completeSession(session.id)).status).toBe("complete");
  });
});

describe("a kept card charged while nobody is there", () => {
  test("is paid at once", async () => {
    const { customer, method } = await kept(shop, "card");
    expect(await charge(shop.stripe, customer, method)).toMatchObject({
      status: "succeeded",
      amount_received: 12_345,
      metadata: { attempt: "attempt-1" },
    });
  });

  test.each([
    ["declined", undefined, "card_declined", "generic_decline"],
    ["declined", "insufficient_funds", "card_declined", "insufficient_funds"],
    ["authentication_required", undefined, "authentication_required", "authentication_required"],
  ] as const)(
    "that ends in %s %s is refused with 402 and names the intent",
    async (outcome, reason, code, decline) => {
      const { customer, method } = await kept(shop, "card");
      await shop.control.decideCharges(method, outcome, reason);
      const error = await charge(shop.stripe, customer, method).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        type: "StripeCardError",
        statusCode: 402,
        code,
        decline_code: decline,
        payment_intent: { status: "requires_payment_method", last_payment_error: { code } },
      });
      await shop.control.decideCharges(method, "succeeds");
      expect((await charge(shop.stripe, customer, method)).status).toBe("succeeded");
    },
  );

  test("asked for twice with one key is one charge, also when it was declined", async () => {
    const { customer, method } = await kept(shop, "card");
    await shop.control.decideCharges(method, "declined");
    const asked = {
      amount: 500,
      currency: "usd",
      customer,
      payment_method: method,
      confirm: true,
      off_session: true,
    };
    const once = () =>
      shop.stripe.paymentIntents
        .create(asked, { idempotencyKey: "attempt-1" })
        .catch((error: Error) => error.message);
    expect([await once(), await once()]).toEqual(["Your card was declined.", "Your card was declined."]);
    expect((await shop.stripe.paymentIntents.list({ customer })).data).toHaveLength(1);
  });
});

describe("a kept bank account", () => {
  test("is in process for days and settles", async () => {
    const { customer, method, mandate } = await kept(shop, "us_bank_account");
    const intent = await charge(shop.stripe, customer, method, { mandate: mandate ?? "" });
    expect(intent.status).toBe("processing");
    await shop.control.advanceClock(4 * day);
    expect((await shop.stripe.paymentIntents.retrieve(intent.id)).status).toBe("succeeded");
  });

  test("without the money fails days later", async () => {
    const { customer, method } = await kept(shop, "us_bank_account");
    await shop.control.decideCharges(method, "fails", "insufficient_funds");
    const intent = await charge(shop.stripe, customer, method);
    expect(intent.status).toBe("processing");
    await shop.control.advanceClock(4 * day);
    expect(await shop.stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
      status: "requires_payment_method",
      last_payment_error: { code: "insufficient_funds" },
    });
  });

  test("that was let go of can never be charged again, and its mandate has ended", async () => {
    const { customer, method, mandate } = await kept(shop, "us_bank_account");
    expect((await shop.stripe.paymentMethods.detach(method)).customer).toBeNull();
    await expect(charge(shop.stripe, customer, method)).rejects.toMatchObject({ statusCode: 400 });
    await expect(shop.stripe.paymentMethods.detach(method)).rejects.toMatchObject({ statusCode: 400 });
    expect((await shop.stripe.mandates.retrieve(mandate ?? "")).status).toBe("inactive");
  });
});

describe("what is refused", () => {
  test("another's method, and a charge that waits for somebody", async () => {
    const { method } = await kept(shop, "card");
    const other = await kept(shop, "card");
    await expect(charge(shop.stripe, other.customer, method)).rejects.toMatchObject({
      code: "payment_method_customer_mismatch",
    });
    await expect(
      charge(shop.stripe, other.customer, other.method, { off_session: false }),
    ).rejects.toMatchObject({ param: "off_session" });
  });
});

test("the control page shows kept methods and how their charges end", async () => {
  const { method } = await kept(shop, "card");
  await shop.control.decideCharges(method, "declined", "insufficient_funds");
  const page = await (await fetch(`${shop.url}/`)).text();
  expect(page).toContain(method);
  expect(page).toContain("declined, insufficient_funds");
  expect(page).toContain("Ask the payer");
});
