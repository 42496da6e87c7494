import { describe, expect, it } from "vitest";
import { codesOf, factsOf, filesIn, peerOf, readReal, realFiles } from "../../test/bank-files.ts";
import { absolute, isNegative, sameNumber, sumOf } from "../decimal.ts";
import { readBankStatement } from "./read-bank-statement.ts";

const read = (...lines: readonly string[]) => readBankStatement(new TextEncoder().encode(lines.join("\n")));

describe.skipIf(!realFiles.present)(realFiles.name, () => {
  const files = filesIn("bai2");
  const facts = factsOf("bai2");

  it("states facts for every file", () => {
    expect([...facts.keys()].sort()).toEqual(files);
    expect(files).toHaveLength(5);
  });

  it.each(files)("%s yields what is stated of it", (path) => {
    const stated = facts.get(path) ?? "";
    const fact =
      /(\d+) group\(s\), (\d+) account record\(s\), (\d+) transaction\(s\) \(16\), credits ([\d.]+), debits ([\d.]+).*?currency (not stated|[A-Z/]+); type codes ([^;]+)/.exec(
        stated,
      );
    if (!fact) {
      // The broken file has no header record 01, by which BAI2 is known.
      expect(() => readReal(path)).toThrow("no bank statement of a known format");
      return;
    }
    const [, , accounts, entries, credits, debits, currencies, types] = fact;
    const file = readReal(path);
    const all = file.statements.flatMap((one) => one.entries);
    expect(file).toMatchObject({ format: "bai2" });
    expect(file.statements).toHaveLength(Number(accounts));
    expect(all).toHaveLength(Number(entries));
    const amounts = all.flatMap(({ amount }) => amount ?? []);
    expect(sameNumber(sumOf(amounts.filter((amount) => !isNegative(amount))), credits ?? "")).toBe(true);
    expect(sameNumber(sumOf(amounts.filter(isNegative).map(absolute)), debits ?? "")).toBe(true);
    const named = new Set(file.statements.flatMap(({ currency }) => currency ?? []));
    expect([...named].sort().join("/")).toBe(currencies === "not stated" ? "" : currencies);
    const counts = Map.groupBy(all, ({ bankTransactionCode }) => bankTransactionCode);
    expect([...counts].map(([type, of]) => `${type} x${of.length}`).sort()).toEqual(
      types?.trim().split(", ").sort(),
    );
  });

  it("agrees with the peer's golden table on sample1", () => {
    const peer = peerOf("bai2/sample1.peer.json") as Record<string, string | null>[];
    const own = readReal("bai2/moov/sample1.txt").statements.flatMap(({ account, currency, entries }) =>
      entries.map((entry) => ({
        account,
        currency,
        amount: Number(entry.amount),
        bookingDate: entry.bookingDate,
        typeCode: entry.bankTransactionCode,
        bankReference: entry.references.bank,
        description: entry.remittance.unstructured,
      })),
    );
    expect(own).toEqual(peer.map((row) => ({ ...row, amount: Number(row.amount) })));
  });

  it("finds sample1 and sample2 in order by their own control totals, and the others not", () => {
    const controls = (path: string) => codesOf(readReal(path)).filter((code) => code.startsWith("control"));
    expect(controls("bai2/moov/sample1.txt")).toEqual([]);
    expect(controls("bai2/moov/sample2.txt")).toEqual([]);
    // Both are shortened by hand: the peer only reads them, and does not add up what they declare.
    expect(controls("bai2/moov/sample4-continuations-newline-delimited.txt")).toHaveLength(2);
    expect(controls("bai2/loader-bai2/multi_group_multi_account.bai")).toHaveLength(2);
  });
});

const lockbox = [
  "01,BANK,CUSTOMER,260331,0600,1,80,1,2/",
  "02,CUSTOMER,BANK,1,260330,2359,USD,2/",
  "03,5551234,USD,010,1000000,,,015,1355000,,,100,355000,2,/",
  "16,115,350000,S,100000,250000,0,LBX77,,LOCKBOX 77 DEPOSIT/",
  "16,116,120000,Z,LBX77-1,CHK1001,ACME CORP INV 4711/",
  "88,INV 4712 SHORT 5.00/",
  "16,116,230000,Z,LBX77-2,CHK1002,GLOBEX INV 4720/",
  "16,195,5000,V,260401,,WIRE9,CUST9,ORIG:BETA, LLC / REF 1/",
  "49,3415000,7/",
  "98,3415000,1,9/",
  "99,3415000,1,11/",
];

describe("BAI2", () => {
  const file = read(...lockbox);
  const [statement] = file.statements;

  it("holds a lockbox deposit with its items, whose text goes on in continuations", () => {
    expect(statement?.entries).toHaveLength(2);
    expect(statement?.entries[0]).toMatchObject({
      amount: "3500.00",
      bankTransactionCode: "115",
      reference: "LBX77",
      bookingDate: "2026-03-30",
      batch: { count: 2, total: "3500.00" },
      availability: [
        { days: 0, amount: "1000.00" },
        { days: 1, amount: "2500.00" },
        { days: 2, amount: "0.00" },
      ],
    });
    expect(
      statement?.entries[0]?.transactions.map((part) => [
        part.amount,
        part.references.customer,
        part.remittance.unstructured,
      ]),
    ).toEqual([
      ["1200.00", "CHK1001", "ACME CORP INV 4711\nINV 4712 SHORT 5.00"],
      ["2300.00", "CHK1002", "GLOBEX INV 4720"],
    ]);
  });

  it("keeps commas and slashes of text, value dates of funds type V, and balances", () => {
    expect(statement?.entries[1]).toMatchObject({
      amount: "50.00",
      valueDate: "2026-04-01",
      remittance: { unstructured: "ORIG:BETA, LLC / REF 1" },
    });
    expect(statement).toMatchObject({
      openingBalance: "10000.00",
      closingBalance: "13550.00",
      from: "2026-03-30",
    });
  });

  it("compares control totals, counts of records and declared credits", () => {
    expect(file.warnings).toEqual([]);
    const wrong = read(
      ...lockbox.map((line) =>
        line.replace("49,3415000,7", "49,3415001,6").replace("100,355000,2", "100,354999,1"),
      ),
    );
    expect(wrong.warnings.map(({ code, location }) => [code, location?.line])).toEqual([
      ["control-total-differs", 9],
      ["control-count-differs", 9],
      ["control-total-differs", 10],
      ["declared-count-differs", 3],
      ["declared-total-differs", 3],
    ]);
  });

  it("keeps items that do not sum to their deposit as entries, and says so", () => {
    const broken = read(...lockbox.map((line) => line.replace("16,116,230000", "16,116,230001")));
    expect(broken.statements[0]?.entries).toHaveLength(4);
    expect(codesOf(broken)).toContain("items-differ");
  });

  it("reads amounts by the decimals of their currency", () => {
    const of = (currency: string) =>
      read(
        "01,B,C,260331,0600,1,80,1,2/",
        `02,C,B,1,260330,,${currency},2/`,
        "03,1,,/",
        "16,475,123456,0,,,/",
        "49,123456,3/",
        "98,123456,1,5/",
        "99,123456,1,7/",
      ).statements[0]?.entries[0]?.amount;
    expect([of("USD"), of("JPY"), of("KWD")]).toEqual(["-1234.56", "-123456", "-123.456"]);
  });

  it("reads distributed availability across a continuation", () => {
    const distributed = read(
      "01,B,C,260331,0600,1,80,1,2/",
      "02,C,B,1,260330,,USD,2/",
      "03,1,,/",
      "16,195,300,D,3,0,100/",
      "88,1,150,7,50,BREF,CREF,TEXT/",
      "49,300,4/",
      "98,300,1,6/",
      "99,300,1,8/",
    );
    expect(distributed.warnings).toEqual([]);
    expect(distributed.statements[0]?.entries[0]).toMatchObject({
      reference: "BREF",
      references: { customer: "CREF" },
      remittance: { unstructured: "TEXT" },
      availability: [
        { days: 0, amount: "1.00" },
        { days: 1, amount: "1.50" },
        { days: 7, amount: "0.50" },
      ],
    });
  });

  it("gives no sign to types that have none, and says which", () => {
    const odd = read(
      "01,B,C,260331,0600,1,80,1,2/",
      "02,C,B,1,260330,,USD,2/",
      "03,1,,/",
      "16,890,,,,,FREE TEXT/",
      "16,710,100,0,,,/",
      "16,951,70,0,,,/",
      "16,961,80,0,,,/",
      "49,250,6/",
      "98,250,1,8/",
      "99,250,1,10/",
    );
    expect(odd.statements[0]?.entries.map(({ amount, status }) => [amount, status])).toEqual([
      [null, "information"],
      [null, "booked"],
      ["0.70", "booked"],
      ["-0.80", "booked"],
    ]);
    expect(codesOf(odd)).toEqual(["sign-missing", "type-status"]);
  });

  it("says that a group is a correction, a deletion or a test", () => {
    expect(
      codesOf(read(...lockbox.map((line) => line.replace("02,CUSTOMER,BANK,1", "02,CUSTOMER,BANK,2")))),
    ).toContain("group-status");
  });

  it("reads a file of one line", () => {
    expect(read(lockbox.join("")).statements[0]?.entries).toHaveLength(2);
  });

  it("finds its way through summaries that end early, late or with a comma too many", () => {
    const summary = (...lines: readonly string[]) =>
      read(
        "01,B,C,260331,0600,1,80,1,2/",
        "02,C,B,1,260330,,USD,2/",
        ...lines,
        "49,6,4/",
        "98,6,1,6/",
        "99,6,1,8/",
      ).statements[0];
    for (const lines of [
      ["03,1,USD,010,1,,,015/", "88,2,,,040,3,,/"],
      ["03,1,USD,010,1,,,015,2,,,/", "88,040,3,,/"],
      ["03,1,USD,010,1,,,015,2/", "88,,,040,3/"],
      ["03,1,USD,010,1,,S,1,2,3,015,2,,/", "88,040,3,,/"],
    ]) {
      expect(summary(...lines)?.balances, lines.join(" ")).toMatchObject([
        { type: "010", amount: "0.01" },
        { type: "015", amount: "0.02" },
        { type: "040", amount: "0.03" },
      ]);
    }
  });

  it("lets text run on into lines that are no records, after a record without its slash", () => {
    const run = read(
      "01,B,C,260331,0600,1,80,1,2/",
      "02,C,B,1,260330,,USD,2/",
      "03,1,,/",
      "16,195,100,0,R,,WIRE FROM",
      "ACME 12/03/26/",
      "49,100,3/",
      "98,100,1,5/",
      "99,100,1,7/",
    );
    expect(run.warnings).toEqual([]);
    expect(run.statements[0]?.entries[0]?.remittance.unstructured).toBe("WIRE FROM\nACME 12/03/26");
    expect(codesOf(read(...lockbox.toSpliced(2, 0, "stray")))).toContain("record-unknown");
  });

  it("refuses a file that is cut off or out of order, at its line", () => {
    expect(() => read(...lockbox.slice(0, -1))).toThrow(
      "without its trailer (99); the end is missing. (line 10)",
    );
    expect(() => read(...lockbox.filter((line) => !line.startsWith("03")))).toThrow(
      "Record 16 cannot stand here. (line 3)",
    );
    expect(() => read(...lockbox, "16,115,1,Z,,,/")).toThrow("after the end of the file (99). (line 12)");
  });
});
