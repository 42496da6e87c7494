import { afterAll, describe, expect, it } from "vitest";
import type { StatementPaper } from "../src/statement-paper.ts";
import { closeTypesetter, TypesettingError, typeset } from "../src/typeset.ts";
import { invoicePaper, longSection, printed, receiptPaper, statementPaper } from "./papers.ts";
import { readPdf } from "./read-pdf.ts";

afterAll(closeTypesetter);

const hostile =
  '#import "/etc/passwd" *bold* $x^2$ \\ _it_ `raw` <label> @ref // no /* comment */ #panic("x") [a] ~ --';

/** Text as it is read aloud: without the breaks and gaps of typesetting. */
function unspaced(text: string): string {
  return text.replaceAll(/[\s\u200b]/g, "");
}

describe("a statement", () => {
  it("names its title, author and language in its properties and is tagged", async () => {
    const pdf = await typeset("statement", statementPaper());
    expect(new TextDecoder().decode(pdf.subarray(0, 5))).toBe("%PDF-");
    const read = await readPdf(pdf);
    expect(read).toMatchObject({
      title: "Statement of account",
      author: "Parlance Communications, Inc.",
      language: "en-GB",
    });
    expect([...read.tags]).toEqual(expect.arrayContaining(["H1", "Table", "THead", "TH", "TD"]));
  });

  it("prints every row, the credits with their minus, the balance and what was checked", async () => {
    const [page] = (await readPdf(await typeset("statement", statementPaper()))).pages;
    expect(page).toContain("Meridian Freight & Customs Brokerage Group, Inc.");
    expect(page).toContain("INV-2026-08417 31 Jul 2026 30 Aug 2026 80 Usage July 2026");
    expect(page).toContain("6,480.00 disputed, DSP-0347");
    expect(page).toContain("−4,000.00 Credits and money on account −6,350.00 Balance, USD 45,006.55");
    expect(page).toContain("Over 90 1,904.15");
    expect(page).toContain("Checked on 18 Nov 2026, 09:14 EST");
    expect(page).toContain("Page 1 of 1");
  });

  it("gives the same file for the same data", async () => {
    const once = await typeset("statement", statementPaper());
    expect(await typeset("statement", statementPaper())).toEqual(once);
  });

  it("carries each sheet's sum forward to the next, the last ends in the balance", async () => {
    const section = longSection(130);
    const { pages } = await readPdf(await typeset("statement", statementPaper({ sections: [section] })));
    expect(pages.length).toBeGreaterThan(2);
    let printedRows = 0;
    for (const [index, page] of pages.entries()) {
      const documents = page.match(/INV-2026-\d{5}/g) ?? [];
      const before = section.rows[printedRows - 1];
      printedRows += documents.length;
      const after = section.rows[printedRows - 1];
      if (index > 0) expect(page).toContain(`Brought forward ${before?.runningTotal} `);
      else expect(page).not.toContain("Brought forward");
      if (index < pages.length - 1) expect(page).toContain(`Carried forward ${after?.runningTotal} `);
      else expect(page).not.toContain("Carried forward");
      expect(page).toContain("Document Issued Due Days late For Amount Open, USD");
      expect(page).toContain(`Page ${index + 1} of ${pages.length}`);
    }
    expect(printedRows).toBe(130);
    expect(pages.at(-1)).toContain(`Balance, USD ${section.balance}`);
  });

  it("prints 2,720 rows, each once, and balance and ageing add up on the last sheet", async () => {
    const section = longSection(2720);
    const { pages } = await readPdf(await typeset("statement", statementPaper({ sections: [section] })));
    const text = pages.join(" ");
    const documents = text.match(/INV-2026-\d{5}/g) ?? [];
    expect(documents).toEqual(section.rows.map((row) => row.document));
    expect(pages).toHaveLength(79);
    for (const [index, page] of pages.entries())
      expect(page).toContain(`Page ${index + 1} of ${pages.length}`);
    // 2,720 rows of 1.25 and 79.19 more from row to row, starting over at 9,998.74: added up apart from the paper.
    expect(section.balance).toBe("13,440,557.78");
    expect(pages.slice(-2).join(" ")).toContain(`Balance, USD ${section.balance}`);
    expect(pages.at(-1)).toContain(`By days past due`);
    expect(pages.at(-1)).toContain(`Over 90 0.00 Balance, USD ${section.ageingTotal}`);
  }, 60_000);

  it("keeps each currency on sheets of its own, with its own check in the foot", async () => {
    const dollars = { ...longSection(3), checkLine: "Dollars agree." };
    const euros = { ...longSection(5), currency: "EUR", heading: "Euro, EUR", checkLine: "Euros agree." };
    const { pages } = await readPdf(
      await typeset("statement", statementPaper({ sections: [dollars, euros] })),
    );
    expect(pages).toHaveLength(2);
    expect(pages[0]).toContain("Dollars agree.");
    expect(pages[0]).not.toContain("Euro");
    expect(pages[1]).toContain("Open, EUR");
    expect(pages[1]).toContain("Euros agree.");
    expect(pages[1]).not.toContain("Dollars");
    expect(pages[1]).not.toContain("Brought forward");
  });

  it("says so where nothing is open", async () => {
    const section = { ...longSection(0), equation: [], ageing: [] };
    const { pages } = await readPdf(await typeset("statement", statementPaper({ sections: [section] })));
    expect(pages[0]).toContain("Nothing is open in this currency.");
  });

  it("comes on letter paper for customers in the United States", async () => {
    const { widthPt } = await readPdf(await typeset("statement", statementPaper({ page: "us-letter" })));
    expect(widthPt).toBe(612);
  });

  it("prints text that looks like markup as it is, in every place", async () => {
    const paper = statementPaper();
    const row = longSection(1).rows[0];
    if (!row) throw new Error("A section of one row has a row.");
    const rows = [{ ...row, document: hostile, reference: hostile, kind: hostile, note: hostile }];
    const { pages, title } = await readPdf(
      await typeset("statement", {
        ...paper,
        title: hostile,
        lead: hostile,
        notes: [hostile],
        recipient: { name: hostile, addressLines: [hostile] },
        sections: [{ ...longSection(1), rows }],
      }),
    );
    expect(title).toBe(hostile);
    const times = unspaced(pages.join("")).split(unspaced(hostile)).length - 1;
    // Title, lead, note, recipient twice, the row's document, reference, kind and note; the title again overleaf.
    expect(times).toBe(9 + pages.length - 1);
    expect(pages.join("")).not.toContain("root:");
  });

  it("keeps endless words and amounts on the sheet", async () => {
    const row = longSection(1).rows[0];
    if (!row) throw new Error("A section of one row has a row.");
    const endless = "X".repeat(400);
    const rows = [{ ...row, document: endless, reference: endless, note: "long ".repeat(2000) }];
    const { pages } = await readPdf(
      await typeset(
        "statement",
        statementPaper({
          recipient: { name: endless, addressLines: [endless] },
          sections: [{ ...longSection(1), rows }],
        }),
      ),
    );
    expect(pages.join(" ").match(/long/g)).toHaveLength(2000);
    expect(unspaced(pages.join("")).match(/X{400}/g)?.length).toBeGreaterThanOrEqual(2);
  });

  it("survives control characters, half characters and reversed text in a name", async () => {
    const name = "A\u0000B\u0007C\tD\nE\ud83d F\u202egnp\u202c \u200f\ufeff\uffff";
    const { pages } = await readPdf(
      await typeset("statement", statementPaper({ recipient: { name, addressLines: [name] } })),
    );
    expect(pages[0]).toContain("Balance, USD 45,006.55");
  });

  it("is set from right to left in Arabic, with the minus before its digits", async () => {
    const { pages, language } = await readPdf(await typeset("statement", statementPaper({ language: "ar" })));
    expect(language).toBe("ar");
    expect(pages[0]).toContain("−4,000.00");
  });

  it("prints Arabic and Japanese names", async () => {
    const recipient = {
      name: "株式会社メリディアン物流",
      addressLines: ["شركة ميريديان للشحن", "Łódź, Đà Nẵng"],
    };
    const { pages } = await readPdf(await typeset("statement", statementPaper({ recipient })));
    expect(unspaced(pages[0] ?? "")).toContain("株式会社メリディアン物流");
    expect(pages[0]).toContain("Łódź, Đà Nẵng");
    expect(pages[0]).toMatch(/[\u0600-\u06ff]/);
  });
});

describe("a receipt", () => {
  it("says what was paid, when and by whom, and adds up", async () => {
    const { pages, title } = await readPdf(await typeset("receipt", receiptPaper()));
    expect(title).toBe("Receipt");
    expect(pages).toHaveLength(1);
    expect(pages[0]).toContain("Received, USD 50,000.00 Settled The money arrived on 18 November 2026.");
    expect(pages[0]).toContain("Paid by Dana Whitfield, Meridian Freight");
    expect(pages[0]).toContain("Paid to invoices 49,000.00");
    expect(pages[0]).toContain("Left on your account 3,350.00 Received, USD 50,000.00");
  });

  it("stands for a payment that settles no invoice", async () => {
    const { pages } = await readPdf(await typeset("receipt", receiptPaper({ rows: [], credits: [] })));
    expect(pages[0]).toContain("This payment settles no invoice.");
    expect(pages[0]).toContain("Left on your account 3,350.00 Received, USD 50,000.00");
  });

  it.each(["arrived", "under-way", "gone"] as const)("shows a payment that is %s", async (tone) => {
    const state = { word: "State", sentence: hostile, tone };
    const { pages } = await readPdf(await typeset("receipt", receiptPaper({ state })));
    expect(unspaced(pages[0] ?? "")).toContain(unspaced(`State${hostile}`));
  });
});

describe("an invoice", () => {
  it("prints its lines in groups, taxes, total and what is open now", async () => {
    const { pages } = await readPdf(await typeset("invoice", invoicePaper()));
    expect(pages[0]).toContain("Outbound messages, United States Sep 2026 4,810,127 0.0079 38,000.00");
    expect(pages[0]).toContain("Total Messages 41,000.04");
    expect(pages[0]).toContain("Communications tax 4.33% 42,034.00 1,820.07");
    expect(pages[0]).toContain("Open on 18 Nov 2026, USD 820.07");
  });

  it("repeats the heading of a group on each sheet the group reaches, and carries forward", async () => {
    const lines = (from: number) =>
      Array.from({ length: 90 }, (_, index) => ({
        description: `Line ${from + index}`,
        period: "Sep 2026",
        quantity: "1",
        unitPrice: "0.01",
        amount: "0.01",
        runningTotal: printed(BigInt(from + index)),
      }));
    const groups = [
      { heading: "First group", lines: lines(1), subtotal: "0.90" },
      { heading: "Second group", lines: lines(91), subtotal: "0.90" },
    ];
    const { pages } = await readPdf(await typeset("invoice", invoicePaper({ groups })));
    const printedLines = pages.join(" ").match(/Line \d+/g) ?? [];
    expect(printedLines).toHaveLength(180);
    for (const page of pages) {
      const first = page.match(/Line (\d+)/)?.[1];
      if (first) expect(page).toContain(Number(first) > 90 ? "Second group" : "First group");
      if (first && first !== "1") expect(page).toContain(`Brought forward ${printed(BigInt(first) - 1n)} `);
    }
  });

  it("prints text that looks like markup as it is", async () => {
    const group = invoicePaper().groups[0];
    const line = group?.lines[0];
    if (!group || !line) throw new Error("The invoice has a line.");
    const groups = [{ ...group, heading: hostile, lines: [{ ...line, description: hostile }] }];
    const { pages } = await readPdf(await typeset("invoice", invoicePaper({ groups })));
    const times = unspaced(pages.join("")).split(unspaced(hostile)).length - 1;
    expect(times).toBe(3);
  });
});

describe("the typesetter", () => {
  it("reports data that does not fit the template without repeating it, and sets the next paper", async () => {
    const broken = { ...statementPaper(), sections: "none" } as unknown as StatementPaper;
    const failed = typeset("statement", broken);
    const next = typeset("receipt", receiptPaper());
    const error = await failed.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TypesettingError);
    expect(error).toMatchObject({
      message: "The statement could not be typeset.",
      template: "statement",
      reason: "unfit",
    });
    expect((error as TypesettingError).cause).toEqual(
      expect.arrayContaining([expect.objectContaining({ message: expect.any(String) })]),
    );
    expect((await readPdf(await next)).title).toBe("Receipt");
  });

  it("gives up on a paper that takes too long and sets the next one in a new thread", async () => {
    const tooLong = typeset("statement", statementPaper({ sections: [longSection(2000)] }), {
      timeoutMs: 20,
    });
    const next = typeset("receipt", receiptPaper());
    await expect(tooLong).rejects.toThrow("The statement took longer than 20 ms to typeset.");
    expect((await readPdf(await next)).title).toBe("Receipt");
  });

  it("refuses a paper too long for one document before it starts", async () => {
    const notes = ["x".repeat(1_300_000)];
    await expect(typeset("receipt", receiptPaper({ notes }))).rejects.toMatchObject({
      message: "The receipt is too long for one document.",
      reason: "too-long",
    });
  });

  it("refuses what waits when it is closed, and opens again", async () => {
    const waiting = typeset("receipt", receiptPaper());
    await Promise.all([expect(waiting).rejects.toThrow("the typesetter was closed"), closeTypesetter()]);
    expect((await readPdf(await typeset("receipt", receiptPaper()))).title).toBe("Receipt");
  });
});
