import { createHmac } from "node:crypto";
import { Resend } from "resend";
import { afterEach, expect, test } from "vitest";
import { startHttpServer } from "../src/http-server.ts";
import { resendControl } from "../src/resend-control.ts";
import { startResendStandIn } from "../src/resend-stand-in.ts";

const secret = `whsec_${Buffer.from("twenty-four bytes of key").toString("base64")}`;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Event = { type: string; data: { email_id: string; to: string[]; tags?: Record<string, string> } };

/** The stand-in, and an address that keeps what it is told when Svix's signature is right. */
async function open() {
  const events: Event[] = [];
  const receiver = await startHttpServer("127.0.0.1", 0, async (request) => {
    const body = await request.text();
    const [id, at] = [request.headers.get("svix-id"), request.headers.get("svix-timestamp")];
    const key = Buffer.from(secret.slice("whsec_".length), "base64");
    const expected = `v1,${createHmac("sha256", key).update(`${id}.${at}.${body}`).digest("base64")}`;
    if (request.headers.get("svix-signature") !== expected) return new Response(null, { status: 400 });
    events.push(JSON.parse(body) as Event);
    return new Response(null, { status: 200 });
  });
  const url = `http://127.0.0.1:${receiver.port}/webhooks/resend`;
  const standIn = await startResendStandIn({ port: 0, webhook: { url, secret } });
  closing.push(standIn.close, receiver.close);
  const control = resendControl(standIn.url);
  return { standIn, control, events, resend: new Resend(standIn.apiKey, { baseUrl: standIn.url }) };
}

test("a mail that is sent is told as sent and delivered, to the test addresses as they are called", async () => {
  const { control, events, resend } = await open();
  const send = (to: string) =>
    resend.emails.send(
      { from: "a@b.example", to, subject: "x", text: "y", tags: [{ name: "message", value: "7" }] },
      { idempotencyKey: to },
    );
  const { data } = await send("dana@harrow.example");
  await send("dana@harrow.example");
  await control.idle();
  expect(events.map(({ type }) => type).sort()).toEqual(["email.delivered", "email.sent"]);
  expect(events[0]?.data).toMatchObject({
    email_id: data?.id,
    to: ["dana@harrow.example"],
    tags: { message: "7" },
  });
  await send("bounced@resend.dev");
  await send("complained+1@resend.dev");
  await control.idle();
  expect(events.map(({ type }) => type)).toEqual(
    expect.arrayContaining(["email.bounced", "email.complained"]),
  );
});

test("a mail that comes in is told without its words, which the API has, as have links its files", async () => {
  const { control, events, resend } = await open();
  const { id } = await control.receive({
    from: "dana@harrow.example",
    to: "dispute+1@in.example",
    subject: "Re: x",
    text: "Yes.",
    attachments: [{ filename: "a.txt", content: Buffer.from("hello").toString("base64") }],
  });
  await control.idle();
  expect(events).toMatchObject([
    {
      type: "email.received",
      data: { email_id: id, to: ["dispute+1@in.example"], attachments: [{ filename: "a.txt" }] },
    },
  ]);
  expect(JSON.stringify(events)).not.toContain("Yes.");
  const mail = await resend.emails.receiving.get(id);
  expect(mail.data).toMatchObject({ text: "Yes.", html: null, attachments: [{ size: 5 }] });
  const files = await resend.emails.receiving.attachments.list({ emailId: id });
  const link = files.data?.data[0]?.download_url ?? "";
  expect(await (await fetch(link)).text()).toBe("hello");
  expect((await resend.emails.receiving.get("11111111-1111-4111-8111-111111111111")).error).toMatchObject({
    name: "not_found",
  });
});

test("the reader of a mail answers it on a page", async () => {
  const { standIn, control, events, resend } = await open();
  await resend.emails.send({
    from: "a@b.example",
    to: "dana@harrow.example",
    replyTo: "dispute+1@in.example",
    subject: 'Which <"sender">?',
    text: "y",
  });
  const page = await (await fetch(`${standIn.url}/answers`)).text();
  expect(page).toContain("Which &lt;&quot;sender&quot;&gt;?");
  expect(page).toContain('name="to" value="dispute+1@in.example"');
  const form = { from: "dana@harrow.example", to: "dispute+1@in.example", subject: "Re: x", text: "MRDFRT" };
  await fetch(`${standIn.url}/answers`, {
    method: "POST",
    body: new URLSearchParams(form),
    redirect: "manual",
  });
  await control.idle();
  expect(events.filter(({ type }) => type === "email.received")).toHaveLength(1);
});
