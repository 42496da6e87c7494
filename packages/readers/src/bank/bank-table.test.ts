import { describe, expect, it } from "vitest";
import { codesOf, factsOf, filesIn, readReal, realFiles } from "../../test/bank-files.ts";
import type { BankTableMapping } from "./bank-table-mapping.ts";
import { readBankStatement } from "./read-bank-statement.ts";

const read = (lines: readonly string[], mapping?: BankTableMapping) =>
  readBankStatement(new TextEncoder().encode(lines.join("\n")), mapping && { mapping });

describe.skipIf(!realFiles.present)(realFiles.name, () => {
  const files = filesIn("csv-xlsx");

  it("states facts for every file", () => {
    expect([...factsOf("csv-xlsx").keys()].sort()).toEqual(files);
    expect(files).toHaveLength(8);
  });

  /** Rows, opening and closing balance, from the peer's tests; a table of two currencies is two statements. */
  const expected: Readonly<
    Record<string, readonly [entries: number, open: number | null, close: number | null]>
  > = {
    "balance.csv": [2, 10, 1510],
    "debit_credit.csv": [2, 10, 1510],
    "empty_statement_en.csv": [0, null, null],
    // The peer's mapping takes the four bookings; its two rows of balance are the balances here.
    "meta_data_separated_credit_debit.csv": [4, 30000.77, 31070.11],
    // The peer reads one currency and drops the row of the other; here each currency has its statement.
    "multi_currency.csv": [2, null, null],
    "original_currency.csv": [1, null, null],
    "sample_statement_en.csv": [2, null, null],
    "sample_statement_en.xlsx": [2, null, null],
  };

  it.each(files)("%s yields what is stated of it", (path) => {
    const name = path.split("/").at(-1) ?? "";
    const [entries, open, close] = expected[name] ?? [];
    const file = readReal(path);
    expect(file.format).toBe(name.endsWith("xlsx") ? "xlsx" : "csv");
    expect(file.statements.flatMap((one) => one.entries)).toHaveLength(entries ?? -1);
    const [first] = file.statements;
    expect(first?.openingBalance == null ? null : Number(first.openingBalance)).toBe(open);
    expect(first?.closingBalance == null ? null : Number(first.closingBalance)).toBe(close);
    expect(codesOf(file)).toContain("mapping-guessed");
  });

  it("reads amounts as the peer does: signs, currencies and the amount ordered", () => {
    const amounts = (name: string) =>
      readReal(`csv-xlsx/oca/${name}`).statements.flatMap(({ currency, entries }) =>
        entries.map(({ amount, instructedAmount }) => [
          currency,
          Number(amount),
          instructedAmount?.amount ?? null,
        ]),
      );
    expect(amounts("debit_credit.csv")).toEqual([
      [null, -33.5, null],
      [null, 1533.5, null],
    ]);
    expect(amounts("multi_currency.csv")).toEqual([
      ["USD", -33.5, null],
      ["EUR", 1525, null],
    ]);
    expect(amounts("original_currency.csv")).toEqual([["EUR", 1525, "-1000.00"]]);
    expect(amounts("meta_data_separated_credit_debit.csv")).toEqual([
      ["EUR", -50, null],
      ["EUR", -100, null],
      ["EUR", -80.68, null],
      ["EUR", 1300, null],
    ]);
  });

  it("takes account and currency from the rows above the table", () => {
    expect(readReal("csv-xlsx/oca/meta_data_separated_credit_debit.csv").statements[0]).toMatchObject({
      account: "08088804068",
      currency: "EUR",
    });
  });
});

describe("tables", () => {
  it("of a German bank: points and commas, several texts, own account and counterparty", () => {
    const file = read([
      "Auftragskonto;Buchungstag;Valutadatum;Buchungstext;Verwendungszweck;Beguenstigter/Zahlungspflichtiger;Kontonummer/IBAN;BIC (SWIFT-Code);Betrag;Waehrung;Info",
      "DE02100100100006820101;31.03.26;01.04.26;GUTSCHRIFT;Rechnung 4711;Nordwind GmbH;DE75512108001245126199;SOGEDEFF;1.190,50;EUR;Umsatz gebucht",
      "DE02100100100006820101;30.03.26;30.03.26;LASTSCHRIFT;Miete;Haus AG;DE12;X;-800,00;EUR;Umsatz vorgemerkt",
    ]);
    expect(codesOf(file)).toEqual(["mapping-guessed"]);
    expect(file.statements).toMatchObject([
      {
        account: "DE02100100100006820101",
        currency: "EUR",
        entries: [
          {
            bookingDate: "2026-03-31",
            valueDate: "2026-04-01",
            amount: "1190.50",
            bankTransactionCode: "GUTSCHRIFT",
            counterparty: { name: "Nordwind GmbH", account: "DE75512108001245126199" },
            remittance: { unstructured: "Rechnung 4711" },
            details: "BIC (SWIFT-Code): SOGEDEFF\nInfo: Umsatz gebucht",
          },
          { amount: "-800.00" },
        ],
      },
    ]);
  });

  it("sorted newest first have their opening balance at the end", () => {
    const file = read([
      "Date,Description,Money In,Money Out,Balance",
      "2026-03-31,Card,,5.00,115.00",
      "2026-03-30,Salary,20.00,,120.00",
    ]);
    expect(file.statements[0]).toMatchObject({ openingBalance: "100.00", closingBalance: "115.00" });
    expect(file.statements[0]?.entries.map(({ amount }) => amount)).toEqual(["-5.00", "20.00"]);
    const broken = read(["Date,Amount,Balance", "2026-03-30,20.00,120.00", "2026-03-31,-5.00,116.00"]);
    expect(codesOf(broken)).toContain("running-balance-differs");
  });

  it("are read by a mapping, by header or by letter, that says how numbers and dates are written", () => {
    const rows = ["When;What;Sum;Side", "03/04/2026;Invoice 9;1.234;S", "03/05/2026;Invoice 10;2.000;H"];
    const mapping = {
      columns: { bookingDate: "When", text: "What", amount: "Sum", direction: "Side" },
      decimal: ",",
      dates: "mdy",
      account: "ACC1",
      currency: "EUR",
    } as const;
    const file = read(rows, mapping);
    expect(file.warnings).toEqual([]);
    expect(file.statements[0]).toMatchObject({ account: "ACC1", currency: "EUR" });
    expect(file.statements[0]?.entries.map(({ bookingDate, amount }) => [bookingDate, amount])).toEqual([
      ["2026-03-04", "-1234"],
      ["2026-03-05", "2000"],
    ]);
    const lettered = { ...mapping, headerRow: 0, columns: { bookingDate: "A", amount: "C", direction: "D" } };
    expect(read(rows.slice(1), lettered).statements[0]?.entries).toHaveLength(2);
    expect(() => read(rows, { ...mapping, columns: { bookingDate: "Day", amount: "Sum" } })).toThrow(
      "does not have the columns",
    );
  });

  it("leave nothing aside in silence: totals, notes, amounts that are none", () => {
    const file = read([
      "Date,Description,Debit,Credit",
      "2026-03-30,Rent,800.00,",
      "2026-03-31,Both,1.00,2.00",
      "2026-03-31,Bad,abc,",
      "Total,,801.00,2.00",
      "Printed by the bank,,,",
    ]);
    expect(file.statements[0]?.entries.map(({ amount }) => amount)).toEqual(["-800.00", null, null]);
    expect(codesOf(file)).toEqual([
      "account-missing",
      "amount-double",
      "amount-unreadable",
      "mapping-guessed",
      "row-total",
      "row-unread",
    ]);
  });

  it("that name no date or no amount are refused", () => {
    expect(() => read(["Name,City", "A,B"])).toThrow("a date and an amount at least");
  });
});
