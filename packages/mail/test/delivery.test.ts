import { invariant } from "@openitem/domain/kernel/refusal";
import { mailInvitation } from "@openitem/domain/messages/mail-invitation";
import { mailReceipt } from "@openitem/domain/messages/mail-receipt";
import type { Mailer } from "@openitem/domain/messages/mailer";
import { MailRefused } from "@openitem/domain/messages/mailer";
import { resendMailer } from "@openitem/domain/messages/resend";
import { newMailWorld } from "@openitem/domain/messages/test/mail-world";
import { close } from "@openitem/domain/test/world";
import { type ResendStandIn, startResendStandIn } from "@openitem/sandbox/resend-stand-in";
import { afterAll, beforeAll, expect, test } from "vitest";
import { renderLetter } from "../src/render-letter.ts";

/* The whole way of a letter, with the real SDK, to a stand-in for Resend on this machine. */

let standIn: ResendStandIn;
let resend: Mailer;

beforeAll(async () => {
  standIn = await startResendStandIn({ port: 0 });
  resend = resendMailer({ apiKey: standIn.apiKey, apiUrl: standIn.url });
});
afterAll(async () => {
  await standIn.close();
  await close();
});

type Received = { subject: string; html: string; text: string; from: string; to: string[] };

async function inboxOf(address: string): Promise<Received[]> {
  const answer = await fetch(`${standIn.url}/emails`, {
    headers: { Authorization: `Bearer ${standIn.apiKey}` },
  });
  const { data } = (await answer.json()) as { data: Received[] };
  return data.filter((mail) => mail.to.includes(address));
}

async function worldOf(email: string, mailer: Mailer = resend) {
  const world = await newMailWorld();
  const { invitationId, as } = await world.invite("payer", { email });
  invariant(invitationId, "a person without a sign-in is invited");
  return { ...world, invitationId, as, ctx: { ...world.mailing(), mailer, letters: renderLetter } };
}

test("an invitation whose job ran twice is in the inbox once, with its link", async () => {
  const { ctx, invitationId } = await worldOf("dana@harrow.example");
  await mailInvitation(ctx, { invitationId });
  await mailInvitation(ctx, { invitationId });
  const inbox = await inboxOf("dana@harrow.example");
  expect(inbox).toHaveLength(1);
  expect(inbox[0]).toMatchObject({
    from: "Parlance <billing@parlance.example>",
    subject: "Parlance invites you to its portal",
  });
  expect(inbox[0]?.text).toContain(`https://portal.example/invitation/${invitationId}`);
  expect(inbox[0]?.html).toContain("Set your password");
});

test("a receipt says to the cent what arrived", async () => {
  const world = await worldOf("tomasz@harrow.example");
  const invoice = await world.document({ number: "INV-2026-09260", amountMinor: 51_377_92n });
  const paymentId = await world.pay([[invoice, 51_377_92n]], {}, "tomasz@harrow.example");
  world.gateway.complete(paymentId);
  await world.follow(paymentId);
  const pdf = async () => new TextEncoder().encode("%PDF-2.0");
  await mailReceipt({ ...world.ctx, receiptPdf: pdf }, { paymentId });
  const [receipt] = await inboxOf("tomasz@harrow.example");
  expect(receipt?.subject).toMatch(/^51,377\.92 USD has arrived, payment PAY-/);
  expect(receipt?.text).toContain("INV-2026-09260 is paid.");
  expect((await world.messages()).at(-1)).toMatchObject({ status: "sent", providerId: expect.any(String) });
});

test("a mail whose answer was lost is found again at Resend, and not sent twice", async () => {
  const lossy: Mailer = {
    find: resend.find,
    async send(mail) {
      await resend.send(mail);
      throw new Error("The connection broke");
    },
  };
  const { ctx, invitationId, messages } = await worldOf("helen@harrow.example", lossy);
  await expect(mailInvitation(ctx, { invitationId })).rejects.toThrow("The connection broke");
  // More than a day later the key is no help any more.
  const later = { ...ctx, mailer: resend, now: new Date(ctx.now.getTime() + 25 * 60 * 60 * 1000) };
  await mailInvitation(later, { invitationId });
  expect(await inboxOf("helen@harrow.example")).toHaveLength(1);
  expect(await messages()).toMatchObject([{ status: "sent", attempts: 2, providerId: expect.any(String) }]);
});

test("a mail that Resend will never take is a definite no", async () => {
  const mail = { key: "k1", from: "", to: "dana@harrow.example", subject: "s", html: "h", text: "t" };
  await expect(resend.send(mail)).rejects.toBeInstanceOf(MailRefused);
});

test("other contents under the same key are told apart from a repetition", async () => {
  const mail = { key: "k2", from: "a@b.example", to: "x@y.example", subject: "s", html: "h", text: "t" };
  const first = await resend.send(mail);
  expect(await resend.send(mail)).toEqual(first);
  await expect(resend.send({ ...mail, html: "other" })).rejects.toMatchObject({ name: "MailKeyTaken" });
  expect(await resend.find({ key: "k2", to: "x@y.example", since: new Date(0) })).toEqual(first);
  expect(await resend.find({ key: "k3", to: "x@y.example", since: new Date(0) })).toBeNull();
});

test("when nobody answers it stays unknown whether the mail went", async () => {
  const nowhere = resendMailer({ apiKey: "re_1", apiUrl: "http://127.0.0.1:9" });
  const sent = nowhere.send({
    key: "k4",
    from: "a@b.example",
    to: "x@y.example",
    subject: "s",
    html: "h",
    text: "t",
  });
  await expect(sent).rejects.toSatisfy((error) => error instanceof Error && !(error instanceof MailRefused));
});
