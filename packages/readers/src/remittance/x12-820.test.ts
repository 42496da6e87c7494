import { describe, expect, test } from "vitest";
import { RefusedFile } from "../refused-file.ts";
import { readRemittance } from "./read-remittance.ts";

/** An interchange around segments of one or more transaction sets, with right counts. */
function interchange(
  sets: readonly (readonly string[])[],
  { element = "*", end = "~\n", version = "004010" } = {},
): string {
  const join = (...elements: readonly string[]) => elements.join(element);
  const pad = (text: string) => text.padEnd(15);
  const head = [
    join(
      "ISA",
      "00",
      " ".repeat(10),
      "00",
      " ".repeat(10),
      "ZZ",
      pad("PAYER"),
      "01",
      pad("PARLANCE"),
      "261117",
      "1200",
      "U",
      "00401",
      "000000007",
      "0",
      "P",
      ">",
    ),
    join("GS", "RA", "PAYER", "PARLANCE", "20261117", "1200", "7", "X", version),
  ];
  const body = sets.flatMap((segments, index) => {
    const number = String(index + 1).padStart(4, "0");
    const own = segments.map((segment) => segment.replaceAll("*", element));
    return [join("ST", "820", number), ...own, join("SE", String(segments.length + 2), number)];
  });
  return `${[...head, ...body, join("GE", String(sets.length), "7"), join("IEA", "1", "000000007")].join(end)}${end}`;
}

const trade = [
  "BPR*C*2865.50*C*ACH*CTX*01*021000021*DA*123456789*9876543210**01*071000013*DA*555019900*20261118",
  "TRN*1*ACH-20261118-77*9876543210",
  "CUR*PR*USD",
  "REF*VR*V-4711",
  "N1*PR*MERIDIAN FREIGHT*92*104882",
  "N3*1 HARBOR WAY",
  "N1*PE*PARLANCE COMMUNICATIONS*1*123456789",
  "ENT*1",
  "ADX*-120*A8*IV*PROMO-9",
  "DTM*003*20261001",
  "RMR*IV*INV-1001**980*1000*20",
  "REF*PO*PO-55",
  "DTM*003*20260901",
  "RMR*IV*INV-1002*PP*2255.50*2400",
  "NTE*PMT*two cartons arrived crushed",
  "ADX*-100*04",
  "ADX*-44.50*54",
  "RMR*CM*CM-7**-250.00*-250.00",
];
const read = (text: string) => readRemittance(Buffer.from(text));

describe("an X12 820 of trade", () => {
  test("gives payer, payee, trace number, date, currency and total of its header", async () => {
    const file = await read(interchange([trade]));
    expect(file).toMatchObject({
      format: "x12-820",
      version: "004010",
      payer: "MERIDIAN FREIGHT",
      payee: "PARLANCE COMMUNICATIONS",
      reference: "ACH-20261118-77",
      paymentDate: "2026-11-18",
      currency: "USD",
      total: "2865.50",
      method: "ACH",
      payerParty: { identifier: "104882", account: "123456789" },
      payeeParty: { account: "555019900" },
      references: [{ kind: "VR", value: "V-4711" }],
      readBy: "text",
    });
    expect(file.warnings).toEqual([]);
    expect(file.remittances).toHaveLength(1);
  });

  test("gives what is paid, gross, discount and adjustments of each item, and adjustments of no item as lines", async () => {
    const { lines } = await read(interchange([trade]));
    expect(
      lines.map(({ documentNumber, gross, discount, deduction, reasonCode, net }) => [
        documentNumber,
        gross,
        discount,
        deduction,
        reasonCode,
        net,
      ]),
    ).toEqual([
      ["PROMO-9", null, null, null, "A8", "-120"],
      ["INV-1001", "1000", "20", null, null, "980"],
      ["INV-1002", "2400", null, "144.50", "04, 54", "2255.50"],
      ["CM-7", "-250.00", null, null, null, "-250.00"],
    ]);
    expect(lines[1]).toMatchObject({
      documentDate: "2026-09-01",
      documentKind: "IV",
      references: [{ kind: "PO", value: "PO-55" }],
    });
    expect(lines[2]).toMatchObject({
      note: "two cartons arrived crushed",
      adjustments: [
        { amount: "-100", reasonCode: "04", reason: "item not accepted: damaged" },
        { amount: "-44.50", reasonCode: "54", reason: "freight deducted" },
      ],
    });
  });

  test.each([
    { element: "|", end: "~" },
    { element: "*", end: "\r\n" },
    { element: "^", end: "'\n" },
    { element: "\u001d", end: "\u001c" },
  ])("is read with whatever separators its ISA names: %j", async (separators) => {
    const file = await read(interchange([trade], separators));
    expect(file.lines).toHaveLength(4);
    expect(file.total).toBe("2865.50");
    expect(file.warnings).toEqual([]);
  });

  test("is read when a mainframe wrapped it into lines of 80 characters", async () => {
    const wrapped = interchange([trade], { end: "~" }).replace(/(.{80})/g, "$1\r\n");
    expect((await read(wrapped)).lines).toEqual((await read(interchange([trade], { end: "~" }))).lines);
  });

  test("is read without its envelope, as some networks deliver it", async () => {
    const bare = interchange([trade])
      .split("~\n")
      .filter((segment) => !/^(?:ISA|GS|GE|IEA)/.test(segment))
      .join("~\n");
    const file = await read(bare);
    expect([file.total, file.lines.length]).toEqual(["2865.50", 4]);
  });

  test("with several transaction sets has as many remittances, and the sum of them", async () => {
    const second = [
      "BPR*I*10*C*CHK************20261119",
      "TRN*1*CHK-9",
      "CUR*PR*USD",
      "N1*PR*MERIDIAN FREIGHT",
      "RMR*IV*INV-2001**10",
    ];
    const file = await read(interchange([trade, second]));
    expect(file.remittances.map(({ reference, total, lines }) => [reference, total, lines.length])).toEqual([
      ["ACH-20261118-77", "2865.50", 4],
      ["CHK-9", "10", 1],
    ]);
    expect(file).toMatchObject({
      payer: "MERIDIAN FREIGHT",
      payee: null,
      reference: null,
      currency: "USD",
      total: "2875.50",
    });
    expect(file.lines).toHaveLength(5);
  });

  test("says where its counts and control numbers do not fit, and reads on", async () => {
    const wrong = interchange([trade])
      .replace(/SE\*\d+\*0001/, "SE*99*0002")
      .replace("GE*1*7", "GE*3*8")
      .replace("IEA*1*", "IEA*2*");
    const file = await read(wrong);
    expect(file.lines).toHaveLength(4);
    expect(file.warnings.map(({ code }) => code)).toEqual([
      "x12-count",
      "x12-control-number",
      "x12-count",
      "x12-control-number",
      "x12-count",
    ]);
    expect(file.warnings.every(({ location }) => location?.record !== undefined)).toBe(true);
  });

  test("that was cut off keeps what is there, and says so", async () => {
    const whole = interchange([trade]);
    const file = await read(whole.slice(0, whole.indexOf("RMR*IV*INV-1002")));
    expect(file.lines).toHaveLength(2);
    expect(file.warnings.map(({ code }) => code)).toContain("x12-cut-off");
    expect(file.warnings.map(({ code }) => code)).toContain("total-differs");
  });

  test("says which lines, totals, reasons and numbers are not right", async () => {
    const file = await read(
      interchange([
        ["BPR*C*100*C*ACH", "RMR*IV*A-1**60*100*10", "ADX*-20*QQ", "RMR*IV*A-1**30", "RMR*IV*B-2"],
      ]),
    );
    expect(file.warnings.map(({ code, sentence }) => `${code}: ${sentence}`)).toEqual([
      "currency-missing: The remittance states no currency.",
      "net-missing: 1 of 3 lines state no amount paid.",
      "line-differs: Document A-1: gross 100 less discount 10, deduction 20 is not 60.",
      "duplicate-document: Document A-1 is named more than once in this remittance.",
      "reason-unknown: Document A-1: the adjustment reason QQ is not in the list.",
    ]);
  });

  test.each([
    ["-20", "adds what its sign says"],
    ["20", "was written without its sign"],
  ])("an adjustment of %s %s: the line's arithmetic tells", async (amount) => {
    const { lines } = await read(interchange([["BPR*C*80*C*ACH", "RMR*IV*A-1**80*100", `ADX*${amount}*01`]]));
    expect(lines[0]).toMatchObject({ gross: "100", deduction: "20", net: "80" });
  });

  test("has interest paid on top in RMR08", async () => {
    const { lines } = await read(interchange([["BPR*C*105*C*ACH", "RMR*IV*A-1**105*100**FI*5"]]));
    expect(lines[0]).toMatchObject({ gross: "100", deduction: "-5", net: "105", reasonCode: "FI" });
  });

  test("of the first releases has RMT lines with discount and adjustment", async () => {
    const set = [
      "BPS*ACH*970*C*01*021000021*111***01*071000013*222*961118",
      "N1*BY*OLD BUYER",
      "RMT*IV*4711*970*1000*1000*980*20*-10*01*freight",
    ];
    const file = await read(interchange([set], { version: "003020" }));
    expect(file).toMatchObject({ payer: "OLD BUYER", paymentDate: "1996-11-18", total: "970" });
    expect(file.lines[0]).toMatchObject({
      documentNumber: "4711",
      gross: "1000",
      discount: "20",
      deduction: "10",
      net: "970",
      reasonCode: "01",
      note: "freight",
    });
  });
});

describe("an X12 file that is no remittance", () => {
  test.each([
    ["another transaction set", interchange([trade]).replace("ST*820*", "ST*810*"), "x12-no-820"],
    ["an interchange without any", interchange([]), "x12-no-820"],
    ["a header without separators", "ISA*00*short", "x12-header"],
  ])("%s is refused with its place", async (_, text, code) => {
    const error = await read(text).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(RefusedFile);
    expect(error).toMatchObject({ code, location: { record: 1 } });
  });
});
