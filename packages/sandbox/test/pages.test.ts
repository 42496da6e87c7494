import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openCheckout, openShop, type Shop } from "./stand-in.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ merchant: "Halden & Sons <Messaging>" });
});
afterEach(() => shop.close());

const choose = (url: string | null, choice: string) =>
  fetch(url ?? "", { method: "POST", body: new URLSearchParams({ choice }), redirect: "manual" });

describe("the payment page", () => {
  test("says who is paid, for what and how much, that no money moves, and how to go back", async () => {
    const session = await openCheckout(shop, { amount: 4_682_007 });
    const answer = await fetch(session.url ?? "");
    const page = await answer.text();
    for (const words of [
      "Halden &amp; Sons &lt;Messaging&gt;",
      "INV-2026-0001",
      "46,820.07",
      "no money moves",
      "Go back without paying",
    ]) {
      expect(page).toContain(words);
    }
    expect(page).toContain('href="https://portal.example/pay"');
    expect(page).not.toMatch(/<script|style="| on[a-z]+="/);
    const policy = answer.headers.get("Content-Security-Policy");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'self' https://portal.example");
  });

  test("sends the payer back to where the session said", async () => {
    const session = await openCheckout(shop);
    const answer = await choose(session.url, "card");
    expect(answer.status).toBe(303);
    expect(answer.headers.get("Location")).toBe(`https://portal.example/return?session=${session.id}`);
    expect((await shop.stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe("paid");
  });

  test.each([
    ["ach_settles", "processing"],
    ["ach_fails", "processing"],
    ["ach_returned", "processing"],
    ["card_delayed", "processing"],
  ])("with %s sends him back while the payment is %s", async (choice, status) => {
    const session = await openCheckout(shop);
    expect((await choose(session.url, choice)).status).toBe(303);
    const after = await shop.stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent"] });
    expect(after).toMatchObject({ status: "complete", payment_status: "unpaid", payment_intent: { status } });
  });

  test("stays and says so when the card is declined", async () => {
    const session = await openCheckout(shop);
    const answer = await choose(session.url, "card_declined");
    expect(await answer.text()).toContain("Your card was declined. Nothing was charged.");
    expect((await shop.stripe.checkout.sessions.retrieve(session.id)).status).toBe("open");
  });

  test("offers only what the session takes", async () => {
    const session = await openCheckout(shop, { methods: ["sepa_debit"], currency: "eur" });
    const page = await (await fetch(session.url ?? "")).text();
    expect(page).toContain("SEPA direct debit");
    expect(page).not.toContain("Card, accepted");
    expect((await choose(session.url, "card")).status).toBe(422);
  });

  test("takes nothing once it was submitted or has expired", async () => {
    const session = await openCheckout(shop);
    await choose(session.url, "card");
    const again = await choose(session.url, "card");
    expect(await again.text()).toContain("This payment was submitted");
    const other = await openCheckout(shop);
    await shop.stripe.checkout.sessions.expire(other.id);
    expect(await (await fetch(other.url ?? "")).text()).toContain("This payment page has expired");
    expect((await shop.control.state()).payment_intents).toHaveLength(1);
  });
});

describe("the control page", () => {
  test("shows what is there and its buttons work", async () => {
    const session = await openCheckout(shop, { methods: ["us_bank_account"] });
    const done = await shop.control.completeSession(session.id);
    const page = await (await fetch(shop.url)).text();
    expect(page).toContain(session.id);
    expect(page).toContain('action="/_control/settle_payment"');
    const pressed = await fetch(`${shop.url}/_control/settle_payment`, {
      method: "POST",
      body: new URLSearchParams({ payment_intent: String(done.payment_intent) }),
      redirect: "manual",
    });
    expect([pressed.status, pressed.headers.get("Location")]).toEqual([303, "/"]);
    expect((await shop.stripe.paymentIntents.retrieve(String(done.payment_intent))).status).toBe("succeeded");
  });

  test("is not for other sites to press", async () => {
    const answer = await fetch(`${shop.url}/_control/reset`, {
      method: "POST",
      headers: { "Sec-Fetch-Site": "cross-site" },
    });
    expect(answer.status).toBe(403);
  });

  test("an unknown action, or one that does not fit, is refused with a sentence", async () => {
    await expect(shop.control.settlePayment("pi_none")).rejects.toThrow("No such payment_intent");
    const answer = await fetch(`${shop.url}/_control/nonsense`, { method: "POST", body: "{}" });
    expect(answer.status).toBe(404);
  });
});
