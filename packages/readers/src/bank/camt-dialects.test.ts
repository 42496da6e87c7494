import { describe, expect, it } from "vitest";
import { codesOf } from "../../test/bank-files.ts";
import { readBankStatement } from "./read-bank-statement.ts";

const read = (text: string) => readBankStatement(new TextEncoder().encode(text));
const namespace = (version: string) => `xmlns="urn:iso:std:iso:20022:tech:xsd:camt.${version}"`;

const balance = (type: string, amount: string, direction = "CRDT", currency = "EUR") =>
  `<Bal><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd><Dt><Dt>2026-03-31</Dt></Dt></Bal>`;
const account = `<Acct><Id><IBAN>DE02100100100006820101</IBAN></Id><Ccy>EUR</Ccy></Acct>`;
const entry = (amount: string, direction: string, inside = "", status = "<Sts><Cd>BOOK</Cd></Sts>") =>
  `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd>${status}<BookgDt><Dt>2026-03-31</Dt></BookgDt>${inside}</Ntry>`;
const statement = (inside: string, version = "053.001.08") =>
  `<?xml version="1.0" encoding="UTF-8"?><Document ${namespace(version)}><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr><Stmt><Id>S1</Id>${inside}</Stmt></BkToCstmrStmt></Document>`;

describe("camt of versions 08 and later", () => {
  const file = read(
    statement(
      `<ElctrncSeqNb>61</ElctrncSeqNb><FrToDt><FrDtTm>2026-03-31T00:00:00+02:00</FrDtTm><ToDtTm>2026-03-31T23:59:59+02:00</ToDtTm></FrToDt>${account}${balance("OPBD", "100.00")}${balance("CLBD", "1290.50")}${entry(
        "1190.50",
        "CRDT",
        `<ValDt><Dt>2026-04-01</Dt></ValDt><AcctSvcrRef>BANK-1</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn><Prtry><Cd>NTRF+166</Cd><Issr>DK</Issr></Prtry></BkTxCd>
        <NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId><UETR>255ae394-9965-4438-ac86-f406feada396</UETR></Refs><Amt Ccy="EUR">1190.50</Amt><CdtDbtInd>CRDT</CdtDbtInd>
        <AmtDtls><InstdAmt><Amt Ccy="USD">1300.00</Amt><CcyXchg><SrcCcy>USD</SrcCcy><XchgRate>0.9157692</XchgRate></CcyXchg></InstdAmt></AmtDtls>
        <RltdPties><Dbtr><Pty><Nm>Nordwind GmbH</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>DE75512108001245126199</IBAN></Id></DbtrAcct><UltmtDbtr><Pty><Nm>Nordwind Holding</Nm></Pty></UltmtDbtr></RltdPties>
        <RltdAgts><DbtrAgt><FinInstnId><BICFI>SOGEDEFF</BICFI></FinInstnId></DbtrAgt></RltdAgts>
        <RmtInf><Ustrd>Invoices 4711</Ustrd><Ustrd>and 4712</Ustrd><Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>CINV</Cd></CdOrPrtry></Tp><Nb>4711</Nb><RltdDt><Dt>2026-03-01</Dt></RltdDt></RfrdDocInf><RfrdDocAmt><RfrdDocAmt/><DuePyblAmt><Tp/><Amt Ccy="EUR">1200.50</Amt></DuePyblAmt><DscntApldAmt><Tp><Cd>APDS</Cd></Tp><Amt Ccy="EUR">10.00</Amt></DscntApldAmt><RmtdAmt><Tp/><Amt Ccy="EUR">1190.50</Amt></RmtdAmt></RfrdDocAmt></Strd></RmtInf>
        </TxDtls></NtryDtls>`,
      )}`,
      "053.001.10",
    ),
  );

  it("reads statuses as codes, parties inside of Pty, and the version", () => {
    expect(file).toMatchObject({ format: "camt.053", version: "camt.053.001.10", warnings: [] });
    expect(file.statements[0]).toMatchObject({
      account: "DE02100100100006820101",
      currency: "EUR",
      sequence: "61",
      openingBalance: "100.00",
      closingBalance: "1290.50",
      from: "2026-03-31",
      to: "2026-03-31",
    });
    expect(file.statements[0]?.entries[0]).toMatchObject({
      status: "booked",
      amount: "1190.50",
      bookingDate: "2026-03-31",
      valueDate: "2026-04-01",
      reference: "BANK-1",
      bankTransactionCode: "PMNT-RCDT-ESCT",
      proprietaryCode: "NTRF+166",
      endToEndId: null,
      reversal: false,
      counterparty: {
        name: "Nordwind GmbH",
        account: "DE75512108001245126199",
        bank: "SOGEDEFF",
        ultimateName: "Nordwind Holding",
      },
      instructedAmount: { amount: "1300.00", currency: "USD" },
      exchangeRate: "0.9157692",
    });
  });

  it("keeps the lines of free text and every amount of a document paid", () => {
    const remittance = file.statements[0]?.entries[0]?.transactions[0]?.remittance;
    expect(remittance?.unstructured).toBe("Invoices 4711\nand 4712");
    expect(remittance?.structured).toEqual([
      {
        type: "CINV",
        reference: "4711",
        issuer: null,
        date: "2026-03-01",
        text: null,
        amounts: [
          { kind: "due", amount: "1200.50", currency: "EUR", reason: null },
          { kind: "discount", amount: "10.00", currency: "EUR", reason: "APDS" },
          { kind: "remitted", amount: "1190.50", currency: "EUR", reason: null },
        ],
      },
    ]);
  });
});

describe("camt in all its forms", () => {
  it("takes a message out of an envelope, with any prefix and several accounts", () => {
    const file = read(
      `<e:Envelope xmlns:e="urn:e"><e:Body><c:Document xmlns:c="urn:iso:std:iso:20022:tech:xsd:camt.052.001.06"><c:BkToCstmrAcctRpt><c:GrpHdr/>
      <c:Rpt><c:Id>1</c:Id><c:Acct><c:Id><c:Othr><c:Id>A</c:Id></c:Othr></c:Id></c:Acct></c:Rpt><c:Rpt><c:Id>2</c:Id><c:Acct><c:Id><c:Othr><c:Id>B</c:Id></c:Othr></c:Id></c:Acct></c:Rpt>
      </c:BkToCstmrAcctRpt></c:Document></e:Body></e:Envelope>`,
    );
    expect(file).toMatchObject({ format: "camt.052", version: "camt.052.001.06" });
    expect(file.statements.map(({ kind, account }) => [kind, account])).toEqual([
      ["report", "A"],
      ["report", "B"],
    ]);
  });

  it("does not count pending, foretold and informational entries into the booked balance", () => {
    const file = read(
      statement(
        `${account}${balance("OPBD", "10.00")}${balance("CLBD", "15.00")}${entry("5.00", "CRDT")}${entry("7.00", "CRDT", "", "<Sts>PDNG</Sts>")}${entry("8.00", "DBIT", "", "<Sts><Cd>FUTR</Cd></Sts>")}${entry("9.00", "DBIT", "", "<Sts><Prtry>ODD</Prtry></Sts>")}`,
      ),
    );
    expect(codesOf(file)).toEqual(["status-unknown"]);
    expect(file.statements[0]?.entries.map(({ status }) => status)).toEqual([
      "booked",
      "pending",
      "future",
      "unknown",
    ]);
  });

  it("says both sums when a statement does not add up", () => {
    const file = read(
      statement(`${account}${balance("OPBD", "10.00")}${balance("CLBD", "16.00")}${entry("5.00", "CRDT")}`),
    );
    expect(file.warnings).toEqual([
      {
        code: "balance-differs",
        sentence:
          "Opening balance 10.00 and booked entries of 5.00 make 15.00, but the closing balance is 16.00.",
        location: { path: "Document/BkToCstmrStmt/Stmt", line: 1 },
      },
    ]);
  });

  it("gives the parts of a batch their own signs and says when they do not make the whole", () => {
    const parts = `<NtryDtls><Btch><NbOfTxs>3</NbOfTxs><TtlAmt Ccy="EUR">60.00</TtlAmt></Btch><TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs><Amt Ccy="EUR">70.00</Amt></TxDtls><TxDtls><Amt Ccy="EUR">5.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></TxDtls></NtryDtls>`;
    const file = read(statement(`${account}${entry("60.00", "CRDT", parts)}`));
    expect(file.statements[0]?.entries[0]?.transactions.map(({ amount }) => amount)).toEqual([
      "70.00",
      "-5.00",
    ]);
    expect(file.statements[0]?.entries[0]?.endToEndId).toBeNull();
    expect(codesOf(file)).toEqual(["batch-count-differs", "parts-differ"]);
  });

  it("knows a difference between entry and payments that is the bank's charges", () => {
    const parts = (charge: string) =>
      `<NtryDtls><TxDtls><Amt Ccy="EUR">1500.00</Amt><Chrgs><Rcrd><Amt Ccy="EUR">${charge}</Amt><CdtDbtInd>DBIT</CdtDbtInd></Rcrd></Chrgs></TxDtls></NtryDtls>`;
    expect(read(statement(`${account}${entry("1526.00", "DBIT", parts("26.00"))}`)).warnings).toEqual([]);
    const wrong = read(statement(`${account}${entry("1526.00", "DBIT", parts("25.00"))}`));
    expect(codesOf(wrong)).toEqual(["parts-differ"]);
    expect(wrong.statements[0]?.entries[0]?.transactions[0]?.charges).toEqual([
      { amount: "-25.00", currency: "EUR" },
    ]);
  });

  it("keeps a batch of which the file has no parts as one entry", () => {
    const file = read(
      statement(
        `${account}${entry("60.00", "CRDT", "<NtryDtls><Btch><PmtInfId>P</PmtInfId><NbOfTxs>12</NbOfTxs></Btch></NtryDtls>")}`,
      ),
    );
    expect(file.statements[0]?.entries[0]).toMatchObject({
      batch: { id: "P", count: 12, total: null },
      transactions: [],
    });
    expect(file.warnings).toEqual([]);
  });

  it("takes the amount in the account's currency where a payment has several", () => {
    const parts = `<NtryDtls><TxDtls><AmtDtls><InstdAmt><Amt Ccy="GBP">80.00</Amt></InstdAmt><TxAmt><Amt Ccy="EUR">92.10</Amt></TxAmt></AmtDtls></TxDtls></NtryDtls>`;
    const [payment] =
      read(statement(`${account}${entry("92.10", "DBIT", parts)}`)).statements[0]?.entries[0]?.transactions ??
      [];
    expect(payment).toMatchObject({
      amount: "-92.10",
      currency: "EUR",
      instructedAmount: { amount: "80.00", currency: "GBP" },
    });
  });

  it("names the other side of a reversal, whichever way the bank names the parties", () => {
    const parties = (role: string, iban: string) =>
      `<${role}><Nm>${role} of the first booking</Nm></${role}><${role}Acct><Id><IBAN>${iban}</IBAN></Id></${role}Acct>`;
    const own = "DE02100100100006820101";
    const other = "DE75512108001245126199";
    const returned = (inside: string) =>
      read(
        statement(
          `${account}${entry("5.00", "CRDT", `<NtryDtls><TxDtls><RltdPties>${inside}</RltdPties><RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls></NtryDtls>`).replace("<Sts>", "<RvslInd>true</RvslInd><Sts>")}`,
        ),
      ).statements[0]?.entries[0];
    expect(returned(parties("Dbtr", own) + parties("Cdtr", other))?.counterparty.account).toBe(other);
    expect(returned(parties("Dbtr", other))?.counterparty.account).toBe(other);
    expect(returned(parties("Cdtr", other))).toMatchObject({
      amount: "5.00",
      reversal: true,
      returnReason: "AC04",
    });
  });

  it("gives an entry without sign or amount none, and checks no balance with it", () => {
    const file = read(
      statement(
        `${account}${balance("OPBD", "10.00")}${balance("CLBD", "15.00")}<Ntry><Amt Ccy="EUR">5.00</Amt><Sts>BOOK</Sts></Ntry><Ntry><Amt Ccy="EUR">5,00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry><Ntry><Sts>BOOK</Sts></Ntry>`,
      ),
    );
    expect(file.statements[0]?.entries.map(({ amount }) => amount)).toEqual([null, null, null]);
    expect(codesOf(file)).toEqual([
      "amount-missing",
      "amount-unreadable",
      "balance-unchecked",
      "dates-missing",
      "sign-missing",
    ]);
  });

  it("compares the totals a statement declares with its entries", () => {
    const summary = `<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries><Sum>12.00</Sum></TtlNtries><TtlCdtNtries><NbOfNtries>1</NbOfNtries><Sum>5.00</Sum></TtlCdtNtries></TxsSummry>`;
    const file = read(statement(`${account}${summary}${entry("5.00", "CRDT")}${entry("6.00", "DBIT")}`));
    expect(file.warnings.map(({ sentence }) => sentence)).toEqual([
      "The file declares entries of 12.00, but those it holds sum to 11.00.",
    ]);
  });

  it("names an element it does not know, with its text and place", () => {
    const file = read(statement(`${account}${entry("5.00", "CRDT", "<BankInf>42</BankInf>")}`));
    expect(file.warnings).toEqual([
      {
        code: "element-unknown",
        sentence: 'The element BankInf is not known here and was not used: "42".',
        location: { path: "Document/BkToCstmrStmt/Stmt/Ntry/BankInf", line: 1 },
      },
    ]);
  });

  it("finds a statement that comes twice, and a gap between two", () => {
    const one = `${account}${balance("OPBD", "10.00")}${balance("CLBD", "15.00")}${entry("5.00", "CRDT")}`;
    const twice = statement(`${one}</Stmt><Stmt><Id>S1</Id>${one}`);
    expect(codesOf(read(twice))).toEqual(["series-broken", "statement-repeated"]);
  });

  it("refuses XML that is something else, and a message without statements", () => {
    expect(() => read("<Invoice/>")).toThrow("its outermost element is Invoice");
    expect(() => read(`<Document ${namespace("053.001.02")}><BkToCstmrStmt/></Document>`)).toThrow(
      "holds no statement",
    );
    expect(() => read(`<!DOCTYPE x><Document/>`)).toThrow("document type declaration");
    expect(() => read(statement(account).slice(0, -20))).toThrow("not well-formed");
  });

  it("reads ten thousand entries", () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      entry(`${index}.01`, index % 2 ? "DBIT" : "CRDT"),
    ).join("");
    const file = read(
      statement(`${account}${balance("OPBD", "0")}${balance("CLBD", "5000.00", "DBIT")}${many}`),
    );
    expect(file.statements[0]?.entries).toHaveLength(10_000);
    expect(file.warnings).toEqual([]);
  });
});
