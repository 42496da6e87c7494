import type { LetterKind, LetterProps, WrittenLetter } from "@openitem/domain/messages/letter";
import { describe, expect, test } from "vitest";
import { renderLetter } from "../src/render-letter.ts";
import { letters } from "./letters.ts";

const KINDS = Object.keys(letters) as LetterKind[];
const HOSTILE = `<script>alert(1)</script> & "Söhne"`;

const write = <K extends LetterKind>(kind: K, over: Partial<LetterProps[K]> = {}, locale = "en-GB") =>
  renderLetter(kind, { ...letters[kind], ...over }, { locale });

/** The sentences and figures of the HTML, as a reader sees them. */
const visible = ({ html }: WrittenLetter) =>
  html
    .replace(/<head>.*?<\/head>/s, "")
    .replace(/<div[^>]*data-skip-in-text.*?<\/div>\s*<\/div>/s, "")
    .replace(/<!--.*?-->/gs, "")
    .replace(/<[^>]+>/g, "\n")
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&#x27;", "'")
    .replaceAll("&amp;", "&")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

describe.each(KINDS)("a letter of kind %s", (kind) => {
  test("says in plain text everything that its HTML says", async () => {
    const letter = await write(kind);
    const text = letter.text.replace(/\s+/g, " ");
    for (const line of visible(letter)) expect(text).toContain(line.replace(/\s+/g, " "));
  });

  test("has no gaps where a fact is missing", async () => {
    const { subject, html, text } = await write(kind);
    for (const part of [subject, html, text]) expect(part).not.toMatch(/undefined|NaN|\[object|\{[a-z]+\}/i);
    expect(text).not.toContain("null");
  });

  test("fetches nothing when it is opened", async () => {
    const { html } = await write(kind);
    expect(html).not.toMatch(/<img|<link|@import|@font-face|url\(|background=/i);
    expect([...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address)).toSatisfy(
      (addresses: string[]) => addresses.every((address) => address === letters[kind].url),
    );
  });

  test("leads to one address only, and writes it out in plain text", async () => {
    const { html, text } = await write(kind);
    expect(html).toContain(`href="${letters[kind].url}"`);
    expect(text).toContain(`\n${letters[kind].url}\n`);
  });

  test("shows a hostile name as a name", async () => {
    const { html, text } = await write(kind, { biller: HOSTILE, reader: HOSTILE });
    expect(html).not.toContain("<script");
    expect(html).toContain("&lt;script&gt;");
    expect(text).toContain(HOSTILE);
  });

  test("keeps a name with line breaks or turned direction on its line", async () => {
    const { subject, text } = await write(kind, {
      biller: "Parlance\r\nBcc: everyone@example.com",
      reader: "Dana\u202e\u2028 Whitfield",
    });
    expect(subject).not.toMatch(/[\r\n]/);
    expect(text).not.toMatch(/^Bcc/m);
    expect(text).not.toMatch(/[\u202e\u2028]/);
  });

  test("reads names that look like message syntax as names", async () => {
    const { text } = await write(kind, { reader: "{count, plural, other {'#'}}" });
    expect(text).toContain("{count, plural, other {'#'}}");
  });
});

describe("a receipt", () => {
  const one = (left: string | null): Partial<LetterProps["payment-receipt"]> => ({
    received: "51377.92",
    count: { full: left ? 0 : 1, part: left ? 1 : 0, kind: "invoice" },
    paid: { shown: [{ number: "INV-2026-09260", amount: "51377.92", left }], rest: null, total: "51377.92" },
    credits: { shown: [], rest: null, total: "0.00" },
    onAccount: null,
    hasPdf: false,
  });

  test("says that the money arrived and which invoice it paid", async () => {
    const { subject, text } = await write("payment-receipt", one(null));
    expect(subject).toBe("51,377.92 USD has arrived, payment PAY-7F3K-22QX");
    expect(text).toContain("51,377.92 USD has arrived\n\nINV-2026-09260 is paid.\n");
    expect(text).toMatch(/^INV-2026-09260 +51,377\.92\n {2}Paid in full$/m);
    expect(text).toMatch(/^Received +51,377\.92$/m);
    expect(text).not.toMatch(/PDF|account\. You/);
  });

  test("says what is left of an invoice that it paid in part", async () => {
    const { text } = await write("payment-receipt", one("1904.15"));
    expect(text).toContain("INV-2026-09260 is part paid; 1,904.15 is left.");
    expect(text).not.toContain("is paid.");
  });

  test("counts invoices paid in full and in part", async () => {
    const counted = async (full: number, part: number, kind: "invoice" | "document") =>
      (await write("payment-receipt", { count: { full, part, kind } })).text;
    expect(await counted(1, 1, "invoice")).toContain(
      "1 invoice is paid. 1 invoice is paid in part; its rest stays open.",
    );
    expect(await counted(12, 2, "invoice")).toContain(
      "12 invoices are paid. 2 invoices are paid in part; their rest stays open.",
    );
    expect(await counted(2, 0, "document")).toContain("2 documents are paid.");
    expect(await counted(0, 2, "invoice")).not.toContain("invoices are paid.");
  });

  test("shows credits with a minus and says what is on account", async () => {
    const { text } = await write("payment-receipt");
    expect(text).toMatch(/^Credit CM-2026-0561 +\u22121,003\.46$/m);
    expect(text).toMatch(/^On account +500\.00$/m);
    expect(text).toContain("500.00 is on your account.");
  });

  test("says that nothing was charged when credits settled everything", async () => {
    const { subject, text } = await write("payment-receipt", {
      ...one(null),
      received: "0.00",
      receiptNumber: null,
      method: "credits",
    });
    expect(subject).toBe("Settled with your credits, payment PAY-7F3K-22QX");
    expect(text).toContain("INV-2026-09260 is paid. No money was charged.");
    expect(text).toMatch(/^Charged +0\.00$/m);
    expect(text).not.toContain("arrived");
  });

  test("names the first of very many documents and sums the others", async () => {
    const { text } = await write("payment-receipt", {
      paid: {
        shown: letters["payment-receipt"].paid.shown,
        rest: { count: 960, amount: "123456.78" },
        total: "175338.16",
      },
    });
    expect(text).toMatch(/^960 more documents +123,456\.78$/m);
  });

  test.each([
    ["JPY", "5000", "en-GB", "5,000 JPY has arrived"],
    ["KWD", "1234.500", "en-GB", "1,234.500 KWD has arrived"],
    ["EUR", "1204330.10", "de-DE", "1.204.330,10 EUR has arrived"],
    ["USD", "9007199254740993.07", "en-US", "9,007,199,254,740,993.07 USD has arrived"],
    ["EUR", "12.50", "not a locale!", "12.50 EUR has arrived"],
  ])("writes %s %s for %s exactly", async (currency, received, locale, title) => {
    const { text, html } = await write("payment-receipt", { ...one(null), currency, received }, locale);
    expect(text).toContain(`${title}\n`);
    expect(html).toContain(title);
    expect(text).toContain(`Paid, ${currency}`);
  });

  test("refuses an amount that is none", async () => {
    await expect(write("payment-receipt", { received: "12,50" })).rejects.toThrow(RangeError);
  });
});

describe("a failed payment", () => {
  test.each([
    ["us_bank_account", "Your bank declined the debit"],
    ["sepa_debit", "Your bank declined the debit"],
    ["card", "Your card was declined"],
    [null, "The payment failed"],
    ["promptpay", "The payment failed"],
  ])("by %s says who declined, and that nothing was charged", async (method, title) => {
    const { subject, text } = await write("payment-failed", { method });
    expect(subject).toBe("Nothing was charged: payment PAY-7F3K-22QX of 3,000.00 USD failed");
    expect(text).toContain(`${title}\n\nNothing was charged.`);
    expect(text).toContain("INV-2026-09261 is open again, due 1 Oct 2026 as before.");
    expect(text).toMatch(/^Reason given +The customer’s bank account has been closed\.$/m);
  });

  test("says nothing of open documents when all were paid meanwhile", async () => {
    const { text } = await write("payment-failed", {
      reason: null,
      open: { shown: [], rest: null, total: "0.00" },
    });
    expect(text).not.toMatch(/open again|Reason given|Open, USD/);
  });
});

describe("money that went back", () => {
  test("is told with the bank's reason, and the old due days", async () => {
    const { subject, text } = await write("payment-returned");
    expect(subject).toBe("Your bank sent back 3,000.00 USD, payment PAY-7F3K-22QX");
    expect(text).toContain("The reason given: not enough money in the account.");
    expect(text).toContain("2 documents are open again with their old due dates.");
    expect(text).toMatch(/INV-2026-09261 +1,500\.00\n {2}Due 1 Oct 2026 as before$/m);
    expect(text).toContain("Due 30 Sep 2026 as before, 4,000.00 open in all");
    expect(text).toMatch(/^Taken from your money on account +500\.00$/m);
  });

  test("shows a reason it has no words for as the bank gave it", async () => {
    expect((await write("payment-returned")).text).not.toContain("Autopay");
    expect((await write("payment-returned", { pausesAutopay: true })).text).toContain(
      "It is paused now, and charges nothing until somebody of the account turns it on again.",
    );
    const { text } = await write("payment-returned", { kind: "chargeback", reason: "some_new_code" });
    expect(text).toContain("The reason given: some new code.");
    expect(text).toContain("Your card’s bank took back 3,000.00 USD");
  });

  test("as a refund says whether it is all of the payment, and where it goes", async () => {
    expect((await write("payment-refunded")).text).toContain("This is a part of payment PAY-7F3K-22QX.");
    const { subject, text } = await write("payment-refunded", { isWhole: true, reason: null });
    expect(subject).toBe("We sent back 3,000.00 USD, payment PAY-7F3K-22QX");
    expect(text).toContain("This is the whole of payment PAY-7F3K-22QX.");
    expect(text).toContain("It goes to the card you paid with.");
    expect(text).not.toContain("The reason");
  });
});

describe("an invitation", () => {
  test("says who invites, until when the link works, and what to do when it was not expected", async () => {
    const { subject, text } = await write("invitation");
    expect(subject).toBe("Priya Raman invites you to the Parlance portal");
    expect(text).toContain("The link works once, until Fri 27 Nov 2026, 09:14 EST.");
    expect(text).toContain("If you did not expect this, do nothing");
    expect(text).toMatch(/^Account +Harrow & Pike Logistics, 100423$/m);
  });

  test("by the biller's own system comes from the biller", async () => {
    const { subject, text } = await write("invitation", { inviter: null });
    expect(subject).toBe("Parlance invites you to its portal");
    expect(text).toContain("Parlance invites you to its customer portal.");
  });

  test("to very many accounts names ten and counts the others", async () => {
    const accounts = Array.from({ length: 12 }, (_, index) => ({
      number: `${index}`,
      name: `Branch ${index}`,
    }));
    const { text } = await write("invitation", { accounts });
    expect(text).toContain("Branch 9, 9");
    expect(text).not.toContain("Branch 10");
    expect(text).toContain("2 more accounts");
    expect(text).toContain("statements of these accounts.");
  });
});
