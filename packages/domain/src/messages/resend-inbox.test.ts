import { resendControl } from "@openitem/sandbox/resend-control";
import { startResendStandIn } from "@openitem/sandbox/resend-stand-in";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { MailInbox } from "./inbox.ts";
import { resendInbox } from "./resend-inbox.ts";

let standIn: Awaited<ReturnType<typeof startResendStandIn>>;
let inbox: MailInbox;
beforeAll(async () => {
  standIn = await startResendStandIn({ port: 0 });
  inbox = resendInbox({ apiKey: standIn.apiKey, apiUrl: standIn.url });
});
afterAll(() => standIn.close());

const base64 = (text: string) => Buffer.from(text).toString("base64");
const came = async (over: Partial<Parameters<ReturnType<typeof resendControl>["receive"]>[0]> = {}) => {
  const mail = {
    from: "Dana <dana@harrow.example>",
    to: "dispute+1@in.example",
    subject: "Re: x",
    text: "Yes.",
  };
  const { id } = await resendControl(standIn.url).receive({ ...mail, ...over });
  return inbox.read(id);
};

test("a mail is read with its files, but not with the logos of signatures", async () => {
  const mail = await came({
    message_id: "<7@harrow.example>",
    attachments: [
      { filename: "log.csv", content: base64("a,b\n"), content_type: "text/csv" },
      { filename: "logo.png", content: base64("png"), content_disposition: "inline", content_id: "logo" },
      {
        filename: "screen.png",
        content: base64("p".repeat(30_000)),
        content_disposition: "inline",
        content_id: "s",
      },
    ],
  });
  expect(mail).toMatchObject({
    mailId: "<7@harrow.example>",
    from: "Dana <dana@harrow.example>",
    to: ["dispute+1@in.example", "dispute+1@in.example"],
    text: "Yes.",
    isAutomatic: false,
    isDisowned: false,
  });
  expect(mail.attachments.map(({ name, bytes }) => [name, bytes.length])).toEqual([
    ["log.csv", 4],
    ["screen.png", 30_000],
  ]);
});

test("without plain text the words are taken out of the HTML", async () => {
  expect((await came({ text: "", html: "<p>Yes,<br>it did.</p>" })).text).toBe("Yes,\nit did.");
});

test("absence notes, reports and mail that its domain disowns are told apart", async () => {
  const told = async (headers: Record<string, string>) => {
    const { isAutomatic, isDisowned } = await came({ headers });
    return [isAutomatic, isDisowned];
  };
  expect(await told({ "Auto-Submitted": "auto-replied" })).toEqual([true, false]);
  expect(await told({ "Auto-Submitted": "no" })).toEqual([false, false]);
  expect(await told({ "Return-Path": "<>" })).toEqual([true, false]);
  expect(
    await told({ "Authentication-Results": "mx; spf=pass; dmarc=fail header.from=harrow.example" }),
  ).toEqual([false, true]);
  expect(await told({ "Authentication-Results": "mx; dmarc=pass" })).toEqual([false, false]);
});

test("a mail that is not there is a fault to be tried again", async () => {
  await expect(inbox.read("11111111-1111-4111-8111-111111111111")).rejects.toThrow("Email not found");
});
