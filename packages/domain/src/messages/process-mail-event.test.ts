import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newId } from "@openitem/db/ids";
import { messages } from "@openitem/db/schema/activity";
import { disputes } from "@openitem/db/schema/disputes";
import { providerEvents } from "@openitem/db/schema/payments";
import { insertRow } from "@openitem/db/statement";
import { eq } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import { afterAll, describe, expect, test } from "vitest";
import { close, NOON } from "../../test/world.ts";
import { readDispute } from "../disputes/read-dispute.ts";
import { newDisputeWorld } from "../disputes/test/dispute-world.ts";
import { diskStorage } from "../files/storage.ts";
import { read, transact } from "../kernel/transact.ts";
import { MailEventRefused, type ReceivedMail } from "./inbox.ts";
import { processMailEvent } from "./process-mail-event.ts";
import { receiveMailEvent } from "./receive-mail-event.ts";
import { replyAddress } from "./reply-address.ts";
import { readResendEvent } from "./resend-events.ts";

const folder = mkdtempSync(join(tmpdir(), "openitem-mail-"));
const storage = diskStorage(folder);
afterAll(async () => {
  await close();
  rmSync(folder, { recursive: true });
});

/** A biller whose mail provider tells him things. */
async function told() {
  const world = await newDisputeWorld();
  const mails = new Map<string, ReceivedMail>();
  const ctx = {
    ...world.worker,
    storage,
    scanner: null,
    inbox: {
      async read(emailId: string) {
        const mail = mails.get(emailId);
        if (!mail) throw new Error("Resend: no answer");
        return mail;
      },
    },
  };
  const eventOf = async (id: string) => {
    const [event] = await read(world.worker, (tx) =>
      tx.select().from(providerEvents).where(eq(providerEvents.eventId, id)),
    );
    return event!;
  };
  /** Keeps an event and works on it. */
  async function tell(type: string, emailId: string, data: object = {}, eventId = newId()) {
    const body = { type, data: { email_id: emailId, ...data } };
    await receiveMailEvent(ctx, { eventId, type, occurredAt: NOON, emailId, body });
    await processMailEvent(ctx, { eventId: (await eventOf(eventId)).id });
    return eventOf(eventId);
  }
  return { ...world, ctx, mails, tell, eventOf };
}

async function sentMail(world: Awaited<ReturnType<typeof told>>, over: { providerId?: string | null } = {}) {
  const { organizationId, customerId } = world;
  const [id, subjectId] = [newId(), newId()];
  const providerId = over.providerId === undefined ? newId() : over.providerId;
  await transact(world.worker, (tx) =>
    insertRow(tx, messages, {
      organizationId,
      id,
      kind: "payment-receipt",
      subjectKind: "payment",
      subjectId,
      customerId,
      toAddress: "dana@harrow.example",
      title: "Receipt",
      status: providerId ? "sent" : "queued",
      providerId,
      createdAt: NOON,
      sentAt: providerId ? NOON : null,
    }),
  );
  const message = async () => {
    const [row] = await read(world.worker, (tx) => tx.select().from(messages).where(eq(messages.id, id)));
    return row!;
  };
  return { id, providerId, message };
}

describe("what became of a mail", () => {
  test("is marked on it, and what comes late does not undo what is known", async () => {
    const world = await told();
    const { providerId, message } = await sentMail(world);
    expect(await world.tell("email.delivered", providerId!)).toMatchObject({ status: "processed" });
    expect((await message()).status).toBe("delivered");
    await world.tell("email.bounced", providerId!, {
      bounce: { message: "No such mailbox", type: "Permanent" },
    });
    expect(await message()).toMatchObject({ status: "bounced", error: "No such mailbox" });
    await world.tell("email.delivered", providerId!);
    expect((await message()).status).toBe("bounced");
    await world.tell("email.complained", providerId!);
    expect((await message()).status).toBe("complained");
  });

  test("is marked even when it is told before our own call was answered", async () => {
    const world = await told();
    const { id, message } = await sentMail(world, { providerId: null });
    await world.tell("email.delivered", "re_1", { tags: { message: id } });
    expect(await message()).toMatchObject({ status: "delivered", providerId: "re_1", sentAt: NOON });
  });

  test("of mail that is not ours, or that says nothing new, is kept and left alone", async () => {
    const world = await told();
    expect(await world.tell("email.delivered", newId())).toMatchObject({ status: "ignored" });
    expect(await world.tell("email.opened", newId())).toMatchObject({ status: "ignored" });
    const rival = await sentMail(await told());
    await world.tell("email.bounced", rival.providerId!);
    expect((await rival.message()).status).toBe("sent");
  });

  test("told twice is kept once", async () => {
    const world = await told();
    const event = { eventId: newId(), type: "email.sent", occurredAt: NOON, emailId: null, body: {} };
    expect(await receiveMailEvent(world.ctx, event)).toBe(true);
    expect(await receiveMailEvent(world.ctx, event)).toBe(false);
  });
});

describe("a mail that comes in", () => {
  async function answered(over: Partial<ReceivedMail> = {}) {
    const world = await told();
    const dana = await world.person("dana@harrow.example");
    const disputeId = await world.raised(dana, world.wish(await world.invoice()));
    const [{ token } = { token: "" }] = await read(world.worker, (tx) =>
      tx.select({ token: disputes.replyToken }).from(disputes).where(eq(disputes.id, disputeId)),
    );
    const emailId = newId();
    world.mails.set(emailId, {
      mailId: "<1@harrow.example>",
      from: "Dana Whitfield <dana@harrow.example>",
      to: [`Parlance <${replyAddress("in.parlance.example", token)}>`],
      subject: "Re: Your dispute",
      text: "All of it went out as MRDFRT.",
      isAutomatic: false,
      isDisowned: false,
      attachments: [],
      ...over,
    });
    const event = await world.tell("email.received", emailId);
    const entries = (await readDispute(await world.colleague(), disputeId)).entries.slice(1);
    return { ...world, event, entries };
  }

  test("in answer to a dispute lands in its conversation", async () => {
    const { event, entries } = await answered();
    expect(event).toMatchObject({ status: "processed", provider: "resend" });
    expect(entries).toMatchObject([{ kind: "message", body: "All of it went out as MRDFRT.", isMail: true }]);
  });

  test("whose sender's domain disowns it is parked as a note", async () => {
    const { event, entries } = await answered({ isDisowned: true });
    expect(event.outcome).toContain("parked");
    expect(entries).toMatchObject([{ kind: "note", visibility: "internal" }]);
  });

  test.each([
    ["written by a program", { isAutomatic: true }],
    ["to nobody we know", { to: ["billing@in.parlance.example"] }],
    ["to a dispute that is not there", { to: [replyAddress("in.parlance.example", "0".repeat(40))] }],
  ])("%s is kept and left alone", async (_, over) => {
    const { event, entries } = await answered(over);
    expect(event.status).toBe("ignored");
    expect(entries).toEqual([]);
  });

  test("that cannot be read now is tried again, and says why", async () => {
    const world = await told();
    const eventId = newId();
    await expect(world.tell("email.received", newId(), {}, eventId)).rejects.toThrow("no answer");
    expect(await world.eventOf(eventId)).toMatchObject({ status: "failed", outcome: "Resend: no answer" });
  });
});

describe("the signature of an event", () => {
  const secret = `whsec_${Buffer.from("a secret of twenty-four b").toString("base64")}`;
  const body = JSON.stringify({
    type: "email.delivered",
    created_at: "2026-11-18T12:00:00.000Z",
    data: { email_id: "re_1" },
  });
  const headersAt = (at: Date, signed = body, id = "msg_1") =>
    new Headers({
      "svix-id": id,
      "svix-timestamp": String(Math.floor(at.getTime() / 1000)),
      "svix-signature": new Webhook(secret).sign(id, at, signed),
    });

  test("lets through what Resend signed just now", () => {
    expect(readResendEvent(body, headersAt(new Date()), secret)).toMatchObject({
      eventId: "msg_1",
      type: "email.delivered",
      emailId: "re_1",
      occurredAt: new Date("2026-11-18T12:00:00Z"),
    });
  });

  test.each([
    ["other contents", () => headersAt(new Date(), `${body} `), body],
    ["an old signature", () => headersAt(new Date(Date.now() - 3_600_000)), body],
    ["no headers", () => new Headers(), body],
    ["no JSON", () => headersAt(new Date(), "{"), "{"],
    ["no event", () => headersAt(new Date(), "[]"), "[]"],
  ])("refuses %s", (_, headers, sent) => {
    expect(() => readResendEvent(sent, headers(), secret)).toThrow(MailEventRefused);
  });
});
