import { describe, expect, it } from "vitest";
import { codesOf, factsOf, filesIn, readReal, realFiles, sidesOf } from "../../test/bank-files.ts";
import { sameNumber } from "../decimal.ts";
import { readBankStatement } from "./read-bank-statement.ts";

const read = (text: string) => readBankStatement(new TextEncoder().encode(text));

describe.skipIf(!realFiles.present)(realFiles.name, () => {
  const files = filesIn("ofx");
  const facts = factsOf("ofx");

  it("states facts for every file", () => {
    expect([...facts.keys()].sort()).toEqual(files);
    expect(files).toHaveLength(8);
  });

  it.each(files)("%s yields what is stated of it", (path) => {
    const stated = facts.get(path) ?? "";
    if (stated.includes("no bank statement block")) {
      const code = /(?:status|sign-on) code (\d+)/.exec(stated)?.[1];
      expect(() => readReal(path)).toThrow(`The bank answered with error ${code}`);
      return;
    }
    const file = readReal(path);
    const expected = (stated.split("; peer test")[0] ?? "").replace("computed: OFX. ", "").split(" / ");
    expect(file.statements).toHaveLength(expected.length);
    for (const [index, statement] of file.statements.entries()) {
      const [, account, currency, count, credits, debits, ledger] =
        /^(.+) ([A-Z]{3}): (\d+) transactions, credits ([\d.]+), debits ([\d.]+), ledger balance (-?[\d.]+)/.exec(
          expected[index] ?? "",
        ) ?? [];
      expect(statement).toMatchObject({ account, currency });
      expect(statement.entries).toHaveLength(Number(count));
      const sides = sidesOf(statement);
      expect(sameNumber(sides.credits, credits ?? "")).toBe(true);
      expect(sameNumber(sides.debits, debits ?? "")).toBe(true);
      expect(Number(statement.closingBalance)).toBe(Number(ledger));
      // OCA's importer reckons an opening balance from the closing one; the file states none.
      expect(statement.openingBalance).toBeNull();
    }
    const unreadable = file.statements.flatMap((one) => one.entries).filter(({ amount }) => amount === null);
    expect(unreadable).toHaveLength(Number(/\((\d+) amount\(s\) not a number/.exec(stated)?.[1] ?? 0));
  });

  it("keeps what lacks a date or an amount, without either, and says so", () => {
    // The peer's lenient reading drops these transactions; here nothing is dropped, and a person decides.
    expect(codesOf(readReal("ofx/ofxparse/date_missing.ofx"))).toEqual([
      "date-unreadable",
      "dates-missing",
      "reference-repeated",
    ]);
    expect(codesOf(readReal("ofx/ofxparse/decimal_error.ofx"))).toEqual([
      "amount-unreadable",
      "date-unreadable",
      "dates-missing",
    ]);
  });

  it("reads the first transaction of bank_medium as its peer does", () => {
    const [statement] = readReal("ofx/ofxparse/bank_medium.ofx").statements;
    expect(statement?.entries[0]).toMatchObject({
      amount: "-6.60",
      bookingDate: "2009-04-01",
      bankTransactionCode: "POS",
      reference: "0000123456782009040100001",
      counterparty: { name: "MCDONALD'S #112" },
      remittance: { unstructured: "POS MERCHANDISE;MCDONALD'S #112" },
    });
    expect(statement?.balances).toEqual([
      { type: "LEDGERBAL", amount: "382.34", currency: "CAD", date: "2009-05-23" },
      { type: "AVAILBAL", amount: "682.34", currency: "CAD", date: "2009-05-23" },
    ]);
  });
});

const ofx2 = (transactions: string, after = "") =>
  `<?xml version="1.0" encoding="UTF-8"?><?OFX OFXHEADER="200" VERSION="220" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>
<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS></SONRS></SIGNONMSGSRSV1>
<BANKMSGSRSV1><STMTTRNRS><TRNUID>1</TRNUID><STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS><STMTRS><CURDEF>EUR</CURDEF>
<BANKACCTFROM><BANKID>30004</BANKID><ACCTID>00012345</ACCTID><ACCTTYPE>CHECKING</ACCTTYPE></BANKACCTFROM>
<BANKTRANLIST><DTSTART>20260301</DTSTART><DTEND>20260331</DTEND>${transactions}</BANKTRANLIST>${after}
<LEDGERBAL><BALAMT>1 234,56</BALAMT><DTASOF>20260331</DTASOF></LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`;

describe("OFX", () => {
  it("2.x holds payments to accounts, cheques, corrections and what is only pending", () => {
    const file = read(
      ofx2(
        `<STMTTRN><TRNTYPE>XFER</TRNTYPE><DTPOSTED>20260331120000[+1:CET]</DTPOSTED><DTAVAIL>20260401</DTAVAIL><TRNAMT>+150,25</TRNAMT><FITID>F1</FITID><NAME>Dupont &amp; Fils</NAME><BANKACCTTO><BANKID>1</BANKID><ACCTID>FR76</ACCTID></BANKACCTTO><MEMO><![CDATA[Facture <12>]]></MEMO></STMTTRN>
         <STMTTRN><TRNTYPE>CHECK</TRNTYPE><DTPOSTED>20260330</DTPOSTED><TRNAMT>-1,000.50</TRNAMT><FITID>F2</FITID><CHECKNUM>42</CHECKNUM></STMTTRN>
         <STMTTRN><TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20260330</DTPOSTED><TRNAMT>-3.00</TRNAMT><FITID>F3</FITID><CORRECTFITID>F0</CORRECTFITID><CORRECTACTION>DELETE</CORRECTACTION></STMTTRN>`,
        `<BANKTRANLISTP><DTASOF>20260331</DTASOF><STMTTRNP><TRNTYPE>POS</TRNTYPE><DTTRAN>20260331</DTTRAN><TRNAMT>-9.99</TRNAMT><NAME>Kiosk</NAME></STMTTRNP></BANKTRANLISTP>`,
      ),
    );
    expect(file).toMatchObject({ format: "ofx", version: "OFX 220" });
    expect(codesOf(file)).toEqual(["sign-doubtful"]);
    expect(file.statements[0]).toMatchObject({
      closingBalance: "1234.56",
      from: "2026-03-01",
      to: "2026-03-31",
    });
    expect(file.statements[0]?.entries).toMatchObject([
      {
        amount: "150.25",
        bookingDate: "2026-03-31",
        valueDate: "2026-04-01",
        counterparty: { name: "Dupont & Fils", account: "FR76", bank: "1" },
        remittance: { unstructured: "Facture <12>" },
        status: "booked",
      },
      { amount: "-1000.50", references: { cheque: "42" } },
      { amount: "-3.00", reversal: true, details: "DELETE F0" },
      { amount: "-9.99", status: "pending", reference: null },
    ]);
  });

  it("1.x needs no end tags, may stand on one line, and has letters of windows-1252", () => {
    const sgml = `OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:103\r\nENCODING:USASCII\r\nCHARSET:1252\r\n\r\n<OFX><CREDITCARDMSGSRSV1><CCSTMTTRNRS><CCSTMTRS><CURDEF>CAD<CCACCTFROM><ACCTID>4500-1</CCACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260302<TRNAMT>-12.00<FITID>1<NAME>Café A & B<MEMO></STMTTRN></BANKTRANLIST></CCSTMTRS></CCSTMTTRNRS></CREDITCARDMSGSRSV1></OFX>`;
    const file = readBankStatement(new Uint8Array(Buffer.from(sgml, "latin1")));
    expect(file).toMatchObject({ version: "OFX 103", warnings: [] });
    expect(file.statements[0]).toMatchObject({ account: "4500-1", closingBalance: null });
    expect(file.statements[0]?.entries[0]).toMatchObject({
      counterparty: { name: "Café A & B" },
      remittance: { unstructured: null },
    });
  });

  it("is in the charset that its bytes are, whichever it declares", () => {
    const body =
      "<OFX><STMTRS><CURDEF>BRL<BANKTRANLIST><STMTTRN><TRNAMT>-1<NAME>Cobrança</STMTTRN></BANKTRANLIST></STMTRS></OFX>";
    const name = (text: string, charset: BufferEncoding) =>
      readBankStatement(new Uint8Array(Buffer.from(text, charset))).statements[0]?.entries[0]?.counterparty
        .name;
    expect(name(`OFXHEADER:100\nENCODING:USASCII\nCHARSET:1252\n${body}`, "utf8")).toBe("Cobrança");
    expect(name(`OFXHEADER:100\nENCODING:ISO-8859-1\nCHARSET:NONE\n${body}`, "latin1")).toBe("Cobrança");
    expect(name(`OFXHEADER:100\nENCODING:UTF-8\n${body}`, "latin1")).toBe("Cobrança");
  });

  it("refuses declarations of entities, and a file that ends in the middle", () => {
    expect(() => read(ofx2("").replace("<OFX>", '<!DOCTYPE OFX [<!ENTITY a "b">]><OFX>'))).toThrow(
      "entity declaration",
    );
    expect(() => read(ofx2("").slice(0, 500))).toThrow("its end is missing");
  });

  it("warns of an account the bank could not answer for, beside one it could", () => {
    const failed =
      "<STMTTRNRS><STATUS><CODE>2003</CODE><SEVERITY>ERROR</SEVERITY><MESSAGE>Account not found</MESSAGE></STATUS></STMTTRNRS>";
    const file = read(ofx2("").replace("</BANKMSGSRSV1>", `${failed}</BANKMSGSRSV1>`));
    expect(file.warnings.find(({ code }) => code === "bank-error")?.sentence).toBe(
      "The bank answered with error 2003: Account not found.",
    );
  });
});
