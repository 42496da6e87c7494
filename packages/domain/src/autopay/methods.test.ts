import { newId } from "@openitem/db/ids";
import { auditRecords } from "@openitem/db/schema/activity";
import { paymentMethods } from "@openitem/db/schema/autopay";
import { eq } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { read } from "../kernel/transact.ts";
import { mailMethodAdded } from "../messages/mail-method.ts";
import { GatewayRefused } from "../payments/gateway.ts";
import { addMethod } from "./add-method.ts";
import { MANDATE_WORDS, mandateText } from "./consent-words.ts";
import { followMethod } from "./follow-method.ts";
import { listMethods } from "./list-methods.ts";
import { readAutopay } from "./read-autopay.ts";
import { revokeMethod } from "./revoke-method.ts";
import { sweepCharges } from "./sweep-charges.ts";
import { type ChargeWorld, newChargeWorld } from "./test/charge-world.ts";

afterAll(close);

const wish = (world: ChargeWorld, methodId = newId()) => ({
  methodId,
  customerId: world.customerId,
  currency: "USD",
});
const row = async (world: ChargeWorld, id: string) =>
  (await read(world.worker, (tx) => tx.select().from(paymentMethods).where(eq(paymentMethods.id, id))))[0]!;
const timeout = new Error("connect ETIMEDOUT");

describe("keeping a payment method", () => {
  test("leads to the provider's page with the mandate's words, and is kept once the page was finished", async () => {
    const world = await newChargeWorld();
    const asked = wish(world);
    const { url } = await addMethod(world.paying(world.dana.as), asked);
    expect(url).toContain("https://checkout.test/");
    const [setup] = world.gateway.setups.values();
    expect(setup!.spec).toMatchObject({
      mandateText: mandateText("Parlance"),
      kinds: ["card", "us_bank_account"],
      email: "dana@harrow.example",
      customerRef: null,
      successUrl: `http://portal.test/payment-methods/${asked.methodId}?returned=1`,
    });
    expect(setup!.spec.mandateText.length).toBeLessThanOrEqual(1_200);
    expect(await followMethod(world.paying(world.dana.as), asked)).toBe("pending");

    world.gateway.keep(asked.methodId, {
      kind: "us_bank_account",
      brand: "Chase",
      last4: "6789",
      expiresOn: null,
      mandateRef: "mandate_1",
    });
    const follow = () => followMethod(world.paying(world.worker), asked);
    expect(await Promise.all([follow(), follow()])).toEqual(["active", "active"]);
    expect(await listMethods(world.dana.as, { customerIds: [world.customerId] })).toMatchObject([
      { kind: "us_bank_account", brand: "Chase", last4: "6789", hasMandate: true, status: "active" },
    ]);
    expect(await row(world, asked.methodId)).toMatchObject({
      consentWords: MANDATE_WORDS,
      mandateRef: "mandate_1",
    });
    const added = await read(world.worker, (tx) =>
      tx.select().from(auditRecords).where(eq(auditRecords.action, "method.added")),
    );
    expect(added).toHaveLength(1);
  });

  test("a second method of the account is kept with the same customer of the provider", async () => {
    const world = await newChargeWorld();
    const first = await world.keepMethod();
    const second = wish(world);
    await addMethod(world.paying(world.dana.as), second);
    const spec = [...world.gateway.setups.values()].find((setup) => setup.methodId === second.methodId)?.spec;
    expect(spec?.customerRef).toBe((await row(world, first)).providerCustomerRef);
    expect(spec?.customerRef).not.toBe("");
  });

  test("pressed twice, and twice at once, it is one method with one page", async () => {
    const world = await newChargeWorld();
    const asked = wish(world);
    const press = () => addMethod(world.paying(world.dana.as), asked);
    const answers = await Promise.all([press(), press()]);
    answers.push(await press());
    expect(new Set(answers.map(({ url }) => url)).size).toBe(1);
    expect(world.gateway.setups.size).toBe(1);
  });

  test("whose answer was lost is found by looking, and pressed again leads to the page there is", async () => {
    const world = await newChargeWorld();
    const asked = wish(world);
    world.gateway.failNext = { when: "after", error: timeout };
    await expect(addMethod(world.paying(world.dana.as), asked)).rejects.toMatchObject({
      code: "method.provider",
    });
    expect((await row(world, asked.methodId)).status).toBe("pending");
    const later = { ...world.paying(world.dana.as), now: new Date(world.worker.now.getTime() + 60_000) };
    const calls = world.gateway.calls;
    expect((await addMethod(later, asked)).url).toContain(asked.methodId);
    expect(world.gateway.calls).toBe(calls);
  });

  test("that the process did not survive is found by the sweep, finished or left", async () => {
    const world = await newChargeWorld();
    const [done, left, never] = [wish(world), wish(world), wish(world)];
    for (const asked of [done, left]) {
      world.gateway.failNext = { when: "after", error: timeout };
      await addMethod(world.paying(world.dana.as), asked).catch(() => undefined);
    }
    world.gateway.failNext = { when: "before", error: timeout };
    await addMethod(world.paying(world.dana.as), never).catch(() => undefined);
    world.gateway.keep(done.methodId);
    for (const setup of world.gateway.setups.values())
      if (setup.methodId === left.methodId) Object.assign(setup, { status: "expired", url: null });

    await sweepCharges(world.on(world.worker, "2026-11-18"));
    expect((await row(world, done.methodId)).status).toBe("active");
    expect(await row(world, left.methodId)).toMatchObject({
      status: "failed",
      failure: "The page was not finished.",
    });
    expect((await row(world, never.methodId)).status).toBe("pending");
    await sweepCharges(world.on(world.worker, "2026-11-20"));
    expect((await row(world, never.methodId)).status).toBe("failed");
  });

  test("the provider refuses is told, and keeps nothing", async () => {
    const world = await newChargeWorld();
    const asked = wish(world);
    world.gateway.failNext = { when: "before", error: new GatewayRefused("No such customer") };
    await expect(addMethod(world.paying(world.dana.as), asked)).rejects.toMatchObject({
      code: "method.provider",
      message: expect.stringContaining("Nothing was kept"),
    });
    expect((await row(world, asked.methodId)).status).toBe("failed");
  });

  test("is refused for a kind that the currency cannot be charged with, and to who may only look", async () => {
    const world = await newChargeWorld();
    await expect(
      addMethod(world.paying(world.dana.as), { ...wish(world), currency: "EUR", kind: "us_bank_account" }),
    ).rejects.toMatchObject({ code: "method.kind" });
    await expect(addMethod(world.paying(world.contact("viewer")), wish(world))).rejects.toMatchObject({
      kind: "forbidden",
    });
    await expect(
      addMethod(world.paying(world.contact("admin", [await world.customer()])), wish(world)),
    ).rejects.toMatchObject({ kind: "missing" });
  });
});

describe("a kept method", () => {
  test("that the bank ends is found on the next look: its autopay is paused and the people are told", async () => {
    const world = await newChargeWorld();
    const methodId = await world.keepMethod({ kind: "us_bank_account", mandateRef: "mandate_1" });
    await world.turnOn(methodId);
    Object.assign(world.gateway.methods.get(`pm_${methodId}`)!, { isMandateActive: false });
    expect(await followMethod(world.paying(world.worker), { methodId })).toBe("revoked");
    expect(await followMethod(world.paying(world.worker), { methodId })).toBe("revoked");
    const { autopays } = await readAutopay(world.dana.as, world.customerId);
    expect(autopays).toMatchObject([{ status: "paused", pauseReason: "method_ended" }]);
    await world.work("2026-11-18");
    expect(world.lastLetter("method-revoked")).toMatchObject({ byBank: true, pausedAutopays: 1 });
  });

  test("is told of once to who added it and to those in charge, by its name and never its references", async () => {
    const world = await newChargeWorld("payer");
    await world.invite("admin", { email: "sam@harrow.example" });
    const methodId = await world.keepMethod();
    const tell = () => mailMethodAdded(world.mailing(), { methodId });
    expect((await tell()).map(({ outcome }) => outcome)).toEqual(["sent", "sent"]);
    expect((await tell()).map(({ outcome }) => outcome)).toEqual(["sent_before", "sent_before"]);
    expect(world.mailer.inbox.map(({ to }) => to)).toEqual(["dana@harrow.example", "sam@harrow.example"]);
    expect(world.lastLetter("method-added")).toMatchObject({
      method: "Visa 4242",
      addedBy: "Dana Whitfield",
    });
    expect(world.mailer.inbox[0]?.text).not.toMatch(/pm_|cus_/);
  });

  test("whose card was renewed shows the new date", async () => {
    const world = await newChargeWorld();
    const methodId = await world.keepMethod({ expiresOn: "2026-12-31" });
    Object.assign(world.gateway.methods.get(`pm_${methodId}`)!, { expiresOn: "2031-12-31" });
    await followMethod(world.paying(world.worker), { methodId });
    expect((await row(world, methodId)).expiresOn).toBe("2031-12-31");
  });

  test("is ended by a person at once, also when the provider does not answer; the sweep lets go of it there later", async () => {
    const world = await newChargeWorld();
    const methodId = await world.keepMethod();
    world.gateway.failNext = { when: "before", error: timeout };
    expect(await revokeMethod(world.paying(world.dana.as), { methodId })).toEqual({ isDetached: false });
    expect(await row(world, methodId)).toMatchObject({ status: "revoked", detachedAt: null });
    expect(world.gateway.methods.get(`pm_${methodId}`)?.customerRef).not.toBeNull();

    expect((await sweepCharges(world.on(world.worker, "2026-11-18"))).failures).toEqual([]);
    expect(world.gateway.methods.get(`pm_${methodId}`)?.customerRef).toBeNull();
    expect((await row(world, methodId)).detachedAt).not.toBeNull();
    expect(await revokeMethod(world.paying(world.dana.as), { methodId })).toEqual({ isDetached: true });
  });

  test("that was given up before its page was finished is let go of when it is kept there after all", async () => {
    const world = await newChargeWorld();
    const asked = wish(world);
    await addMethod(world.paying(world.dana.as), asked);
    await revokeMethod(world.paying(world.dana.as), asked);
    world.gateway.keep(asked.methodId);
    expect(await followMethod(world.paying(world.worker), asked)).toBe("revoked");
    expect(world.gateway.methods.get(`pm_${asked.methodId}`)?.customerRef).toBeNull();
  });

  test("of another account is not there for a stranger", async () => {
    const world = await newChargeWorld();
    const methodId = await world.keepMethod();
    const stranger = world.paying(world.contact("admin", [await world.customer()]));
    await expect(revokeMethod(stranger, { methodId })).rejects.toMatchObject({ kind: "missing" });
    await expect(followMethod(stranger, { methodId })).rejects.toMatchObject({ kind: "missing" });
    expect((await row(world, methodId)).status).toBe("active");
  });
});
