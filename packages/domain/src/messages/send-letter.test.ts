import { newId } from "@openitem/db/ids";
import { auditRecords } from "@openitem/db/schema/activity";
import { eq } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { close, NOON } from "../../test/world.ts";
import { read } from "../kernel/transact.ts";
import { MailRefused } from "./mailer.ts";
import { sendLetter } from "./send-letter.ts";
import { type MailWorld, newMailWorld } from "./test/mail-world.ts";

afterAll(close);

const HOUR_MS = 60 * 60 * 1000;
const later = (hours: number) => new Date(NOON.getTime() + hours * HOUR_MS);

/** An invitation to send; the same `id` is the same letter. */
const letter = (world: MailWorld, id: string, over: { to?: string; reader?: string } = {}) => ({
  kind: "invitation" as const,
  props: {
    biller: "Parlance",
    reader: over.reader ?? "Dana Whitfield",
    inviter: null,
    accounts: [],
    url: "https://portal.example/invitation/1",
    expiresAt: later(48),
    timeZone: "UTC",
  },
  subject: ["invitation", id] as [string, string],
  customerId: world.customerId,
  contactId: newId(),
  to: over.to ?? "dana@harrow.example",
  locale: "en-GB",
});

test("a letter goes out once, however often and by however many it is asked for", async () => {
  const world = await newMailWorld();
  const id = newId();
  const first = await sendLetter(world.mailing(), letter(world, id));
  expect(first).toMatchObject({ outcome: "sent" });
  expect(await sendLetter(world.mailing(), letter(world, id))).toEqual({ ...first, outcome: "sent_before" });
  const other = newId();
  await Promise.all([1, 2, 3, 4].map(() => sendLetter(world.mailing(), letter(world, other))));

  expect(world.mailer.inbox).toHaveLength(2);
  expect(world.mailer.inbox[0]).toMatchObject({
    from: "Parlance <billing@parlance.example>",
    to: "dana@harrow.example",
    subject: "Letter invitation",
    tags: { kind: "invitation" },
  });
  const messages = await world.messages();
  expect(messages.map(({ status, title, sentAt }) => ({ status, title, sentAt }))).toEqual(
    Array(2).fill({ status: "sent", title: "Letter invitation", sentAt: NOON }),
  );
  expect(messages[0]).toMatchObject({ id: world.mailer.inbox[0]?.key, providerId: "mail_1", attempts: 1 });
});

test("another address, or another thing to tell, is another letter", async () => {
  const world = await newMailWorld();
  const id = newId();
  await sendLetter(world.mailing(), letter(world, id));
  await sendLetter(world.mailing(), letter(world, id, { to: "tomasz@harrow.example" }));
  await sendLetter(world.mailing(), letter(world, newId()));
  expect(world.mailer.inbox).toHaveLength(3);
});

test("what was sent stands in the audit trail, once", async () => {
  const world = await newMailWorld();
  const id = newId();
  await sendLetter(world.mailing(), letter(world, id));
  await sendLetter(world.mailing(), letter(world, id));
  const records = await read(world.worker, (tx) =>
    tx.select().from(auditRecords).where(eq(auditRecords.subjectId, id)),
  );
  expect(records).toHaveLength(1);
  expect(records[0]).toMatchObject({
    action: "message.sent",
    customerId: world.customerId,
    data: { to: "dana@harrow.example", kind: "invitation" },
  });
});

test("a definite no is kept with its reason, and the letter is not tried again", async () => {
  const world = await newMailWorld();
  const id = newId();
  world.mailer.failNext = { when: "before", error: new MailRefused("This address cannot be") };
  const refused = { outcome: "refused", reason: "This address cannot be" };
  expect(await sendLetter(world.mailing(), letter(world, id))).toMatchObject(refused);
  expect(await sendLetter(world.mailing(), letter(world, id))).toMatchObject(refused);
  expect(world.mailer.inbox).toEqual([]);
  expect(await world.messages()).toMatchObject([
    { status: "failed", error: "This address cannot be", sentAt: null },
  ]);
});

test("when the provider is down the letter waits, with the reason, and goes on the next try", async () => {
  const world = await newMailWorld();
  const id = newId();
  world.mailer.failNext = { when: "before", error: new Error("Too many requests") };
  await expect(sendLetter(world.mailing(), letter(world, id))).rejects.toThrow("Too many requests");
  expect(await world.messages()).toMatchObject([{ status: "queued", error: "Too many requests" }]);
  expect(await sendLetter(world.mailing(later(1)), letter(world, id))).toMatchObject({ outcome: "sent" });
  expect(world.mailer.inbox).toHaveLength(1);
  expect(await world.messages()).toMatchObject([{ status: "sent", error: null, attempts: 2 }]);
});

test.each([1, 22, 25, 48])("a mail whose answer was lost is not sent again %i hours later", async (hours) => {
  const world = await newMailWorld();
  const id = newId();
  world.mailer.failNext = { when: "after", error: new Error("The connection broke") };
  await expect(sendLetter(world.mailing(), letter(world, id))).rejects.toThrow("The connection broke");
  expect(await sendLetter(world.mailing(later(hours)), letter(world, id))).toMatchObject({ outcome: "sent" });
  expect(world.mailer.inbox).toHaveLength(1);
  expect(await world.messages()).toMatchObject([{ status: "sent", providerId: "mail_1" }]);
});

test("a mail that never left goes out even two days later, once", async () => {
  const world = await newMailWorld();
  const id = newId();
  world.mailer.failNext = { when: "before", error: new Error("Down") };
  await expect(sendLetter(world.mailing(), letter(world, id))).rejects.toThrow("Down");
  await sendLetter(world.mailing(later(48)), letter(world, id));
  await sendLetter(world.mailing(later(49)), letter(world, id));
  expect(world.mailer.inbox).toHaveLength(1);
});

test("a mail that went is found when its facts have changed since", async () => {
  const world = await newMailWorld();
  const id = newId();
  world.mailer.failNext = { when: "after", error: new Error("The connection broke") };
  await expect(sendLetter(world.mailing(), letter(world, id))).rejects.toThrow();
  const changed = letter(world, id, { reader: "Dana Whitfield-Okafor" });
  expect(await sendLetter(world.mailing(later(1)), changed)).toMatchObject({ outcome: "sent" });
  expect(world.mailer.inbox).toHaveLength(1);
});
