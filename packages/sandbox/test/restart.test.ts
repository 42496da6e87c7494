import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Resend } from "resend";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startResendStandIn } from "../src/resend-stand-in.ts";
import { startStripeStandIn } from "../src/stripe-stand-in.ts";
import { day, openCheckout, openShop } from "./stand-in.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sandbox-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("a clock of the test's own", () => {
  test("decides what is due, once the stand-in is asked to look", async () => {
    let now = Date.now();
    const shop = await openShop({ now: () => new Date(now) });
    try {
      const session = await openCheckout(shop, { methods: ["us_bank_account"] });
      const done = await shop.control.completeSession(session.id);
      now += 5 * day;
      await shop.control.advanceClock(0);
      const intent = await shop.stripe.paymentIntents.retrieve(String(done.payment_intent));
      expect(intent.status).toBe("succeeded");
      expect((await shop.control.state()).now).toBe(new Date(now).toISOString());
    } finally {
      await shop.close();
    }
  });
});

describe("a restart of the Stripe stand-in", () => {
  test("keeps open sessions, waiting debits, keys and the clock", async () => {
    const stateFile = join(folder, "stripe.json");
    const before = await openShop({ stateFile });
    const open = await openCheckout(before);
    const ach = await before.control.completeSession(
      (await openCheckout(before, { methods: ["us_bank_account"] })).id,
    );
    await before.stripe.customers.create({ name: "Aldgate" }, { idempotencyKey: "key-1" });
    await before.control.advanceClock(day / 2);
    await before.close();
    expect(readdirSync(folder)).toEqual(["stripe.json"]);

    const after = await openShop({ stateFile });
    try {
      expect((await after.stripe.checkout.sessions.retrieve(open.id)).status).toBe("open");
      expect((await after.control.completeSession(open.id)).payment_status).toBe("paid");
      const again = await after.stripe.customers.create({ name: "Aldgate" }, { idempotencyKey: "key-1" });
      expect(again.lastResponse.headers["idempotent-replayed"]).toBe("true");
      await after.control.advanceClock(4 * day);
      expect((await after.stripe.paymentIntents.retrieve(String(ach.payment_intent))).status).toBe(
        "succeeded",
      );
    } finally {
      await after.close();
    }
  });

  test("sends what the webhook address missed while it was down", async () => {
    const stateFile = join(folder, "stripe.json");
    const before = await openShop({ stateFile });
    before.answerWith(() => 503);
    await before.stripe.customers.create({ name: "Aldgate" });
    await before.control.idle();
    await before.close();
    const after = await openShop({ stateFile });
    try {
      await after.control.advanceClock(2_000);
      expect(await after.types()).toEqual(["customer.created"]);
    } finally {
      await after.close();
    }
  });

  test("with a state that cannot be read says so in one sentence", async () => {
    const stateFile = join(folder, "stripe.json");
    writeFileSync(stateFile, '{"version":1,"sta');
    await expect(startStripeStandIn({ port: 0, stateFile })).rejects.toThrow(
      /cannot read its state in .*remove the file/,
    );
  });
});

describe("the Resend stand-in", () => {
  test("takes mail, shows it in the inbox, and sends nothing twice under one key", async () => {
    const standIn = await startResendStandIn({ port: 0, stateFile: join(folder, "mail.json") });
    const resend = new Resend(standIn.apiKey, { baseUrl: standIn.url });
    const mail = {
      from: "ar@halden.example",
      to: "dana@aldgate.example",
      subject: "Receipt for 123.45 USD",
      html: "<p>Thank you</p>",
    };
    try {
      const first = await resend.emails.send(mail, { idempotencyKey: "receipt-1" });
      const again = await resend.emails.send(mail, { idempotencyKey: "receipt-1" });
      expect(first.error).toBeNull();
      expect(again.data?.id).toBe(first.data?.id);
      const inbox = await (await fetch(`${standIn.url}/inbox`)).text();
      expect(inbox.split("Receipt for 123.45 USD")).toHaveLength(2);
    } finally {
      await standIn.close();
    }

    const after = await startResendStandIn({ port: 0, stateFile: join(folder, "mail.json") });
    try {
      expect(await (await fetch(`${after.url}/inbox`)).text()).toContain("Receipt for 123.45 USD");
    } finally {
      await after.close();
    }
  });
});
