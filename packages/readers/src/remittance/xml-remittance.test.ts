import { describe, expect, test } from "vitest";
import { RefusedFile } from "../refused-file.ts";
import { readRemittance } from "./read-remittance.ts";

const read = (text: string) => readRemittance(Buffer.from(text));
const iso = (message: string, body: string) =>
  `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:${message}">${body}</Document>`;

const strd = `<Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>CINV</Cd></CdOrPrtry></Tp><Nb>INV-1</Nb><RltdDt>2026-09-01</RltdDt></RfrdDocInf>
  <RfrdDocAmt><DuePyblAmt Ccy="EUR">1000.00</DuePyblAmt><DscntApldAmt><Amt Ccy="EUR">20.00</Amt></DscntApldAmt>
  <AdjstmntAmtAndRsn><Amt Ccy="EUR">30.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Rsn>DAMG</Rsn><AddtlInf>crushed</AddtlInf></AdjstmntAmtAndRsn>
  <RmtdAmt Ccy="EUR">950.00</RmtdAmt></RfrdDocAmt></Strd>
  <Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>CREN</Cd></CdOrPrtry></Tp><Nb>CN-9</Nb></RfrdDocInf>
  <RfrdDocAmt><CdtNoteAmt Ccy="EUR">50.00</CdtNoteAmt></RfrdDocAmt></Strd>`;
const lineFacts = [
  {
    documentNumber: "INV-1",
    documentKind: "CINV",
    documentDate: "2026-09-01",
    gross: "1000.00",
    discount: "20.00",
    deduction: "30.00",
    reasonCode: "DAMG",
    net: "950.00",
  },
  { documentNumber: "CN-9", documentKind: "CREN", gross: "-50.00", net: "-50.00" },
];

describe("a pain.001", () => {
  const transfer = (
    information: string,
    amount = "900.00",
  ) => `<CdtTrfTxInf><PmtId><InstrId>I-1</InstrId><EndToEndId>E2E-1</EndToEndId></PmtId>
    <Amt><InstdAmt Ccy="EUR">${amount}</InstdAmt></Amt><Cdtr><Nm>Parlance GmbH</Nm></Cdtr>
    <CdtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></CdtrAcct><RmtInf>${information}</RmtInf></CdtTrfTxInf>`;
  const message = (transfers: string, { count = 1, sum = "900.00", date = "<Dt>2026-11-18</Dt>" } = {}) =>
    iso(
      "pain.001.001.09",
      `<CstmrCdtTrfInitn><GrpHdr><MsgId>M</MsgId><NbOfTxs>${count}</NbOfTxs><CtrlSum>${sum}</CtrlSum></GrpHdr>
      <PmtInf><PmtInfId>P-1</PmtInfId><PmtMtd>TRF</PmtMtd><ReqdExctnDt>${date}</ReqdExctnDt><Dbtr><Nm>Meridian AG</Nm></Dbtr>${transfers}</PmtInf></CstmrCdtTrfInitn>`,
    );

  test("of version 09 gives amounts, discounts, adjustments and credit notes of each document", async () => {
    const file = await read(message(transfer(strd)));
    expect(file).toMatchObject({
      format: "pain.001",
      version: "pain.001.001.09",
      payer: "Meridian AG",
      payee: "Parlance GmbH",
      reference: "E2E-1",
      paymentDate: "2026-11-18",
      currency: "EUR",
      total: "900.00",
      method: "TRF",
      lines: lineFacts,
      payeeParty: { account: "DE02120300000000202051" },
    });
    expect(file.warnings).toEqual([]);
  });

  test("of the latest version gives typed amounts and dates of documents", async () => {
    const typed = `<Strd><RfrdDocInf><Nb>INV-1</Nb><RltdDt><Tp><Cd>INDA</Cd></Tp><Dt>2026-09-01</Dt></RltdDt></RfrdDocInf><RfrdDocAmt>
      <RmtAmtAndTp><Tp><Cd>DUPA</Cd></Tp><Amt Ccy="EUR">920.00</Amt></RmtAmtAndTp><RmtAmtAndTp><Tp><Cd>TMDS</Cd></Tp><Amt Ccy="EUR">20.00</Amt></RmtAmtAndTp>
      <RmtAmtAndTp><Tp><Cd>REMI</Cd></Tp><Amt Ccy="EUR">900.00</Amt></RmtAmtAndTp></RfrdDocAmt></Strd>`;
    const { lines } = await read(message(transfer(typed)).replace("001.001.09", "001.001.12"));
    expect(lines).toMatchObject([
      {
        documentNumber: "INV-1",
        documentDate: "2026-09-01",
        gross: "920.00",
        discount: "20.00",
        net: "900.00",
      },
    ]);
  });

  test("of version 02 is read by its own element names", async () => {
    const old = iso(
      "pain.001.001.02",
      `<pain.001.001.02><GrpHdr><MsgId>M</MsgId></GrpHdr><PmtInf><PmtMtd>TRF</PmtMtd><ReqdExctnDt>2026-11-18</ReqdExctnDt><Dbtr><Nm>Old AG</Nm></Dbtr>
      <CdtTrfTxInf><PmtId><EndToEndId>NOTPROVIDED</EndToEndId></PmtId><Amt><InstdAmt Ccy="CHF">12</InstdAmt></Amt><Cdtr><Nm>P</Nm></Cdtr>
      <RmtInf><Strd><RfrdDocInf><RfrdDocTp><Cd>CINV</Cd></RfrdDocTp><RfrdDocNb>4711</RfrdDocNb></RfrdDocInf><RfrdDocRltdDt>2026-09-01</RfrdDocRltdDt><RfrdDocAmt><RmtdAmt Ccy="CHF">12</RmtdAmt></RfrdDocAmt></Strd></RmtInf></CdtTrfTxInf></PmtInf></pain.001.001.02>`,
    );
    const file = await read(old);
    expect(file).toMatchObject({
      version: "pain.001.001.02",
      payer: "Old AG",
      reference: null,
      paymentDate: "2026-11-18",
    });
    expect(file.lines).toMatchObject([
      {
        documentNumber: "4711",
        documentKind: "CINV",
        documentDate: "2026-09-01",
        net: "12",
        netFrom: "line",
      },
    ]);
  });

  test("that states one amount for several documents gives it to none of them", async () => {
    const shared = `<Strd><RfrdDocInf><Nb>A</Nb></RfrdDocInf><RfrdDocInf><Nb>B</Nb></RfrdDocInf><RfrdDocAmt><RmtdAmt Ccy="EUR">900.00</RmtdAmt></RfrdDocAmt></Strd>`;
    const file = await read(message(transfer(shared)));
    expect(file.lines.map(({ documentNumber, net }) => [documentNumber, net])).toEqual([
      ["A", null],
      ["B", null],
      [null, "900.00"],
    ]);
    expect(file.warnings.map(({ code }) => code)).toContain("amount-shared");
  });

  test("whose counts, control sum and lines do not fit says so with their places", async () => {
    const file = await read(message(transfer(strd, "905.00"), { count: 2, sum: "900.00" }));
    expect(file.warnings.map(({ code }) => code)).toEqual([
      "count-differs",
      "control-sum-differs",
      "total-differs",
    ]);
    expect(
      file.warnings.every(({ location }) => location?.path?.startsWith("Document/CstmrCdtTrfInitn")),
    ).toBe(true);
  });
});

test("a remt.001 has the payment it goes with, and its documents", async () => {
  const file = await read(
    iso(
      "remt.001.001.05",
      `<RmtAdvc><GrpHdr><MsgId>M</MsgId><InitgPty><Nm>Meridian AG</Nm></InitgPty></GrpHdr><RmtInf><RmtId>ADV-7</RmtId>${strd}
      <OrgnlPmtInf><Refs><EndToEndId>E2E-9</EndToEndId></Refs><Amt><InstdAmt Ccy="EUR">900.00</InstdAmt></Amt><ReqdExctnDt><DtTm>2026-11-18T10:00:00+01:00</DtTm></ReqdExctnDt>
      <Dbtr><Nm>Meridian Treasury AG</Nm></Dbtr><Cdtr><Nm>Parlance GmbH</Nm></Cdtr></OrgnlPmtInf></RmtInf></RmtAdvc>`,
    ),
  );
  expect(file).toMatchObject({
    format: "remt.001",
    version: "remt.001.001.05",
    payer: "Meridian Treasury AG",
    payee: "Parlance GmbH",
    reference: "E2E-9",
    paymentDate: "2026-11-18",
    total: "900.00",
    lines: lineFacts,
  });
  expect(file.warnings).toEqual([]);
});

test("a camt.054 gives what payers said with what they paid, and leaves aside what went out", async () => {
  const details = (
    direction: string,
    name: string,
  ) => `<TxDtls><Refs><EndToEndId>E-${name}</EndToEndId></Refs><Amt Ccy="EUR">900.00</Amt><CdtDbtInd>${direction}</CdtDbtInd>
    <RltdPties><Dbtr><Pty><Nm>${name}</Nm></Pty></Dbtr></RltdPties><RmtInf>${strd}</RmtInf></TxDtls>`;
  const file = await read(
    iso(
      "camt.054.001.08",
      `<BkToCstmrDbtCdtNtfctn><Ntfctn><Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ownr><Nm>Parlance GmbH</Nm></Ownr></Acct>
      <Ntry><Amt Ccy="EUR">1800.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><ValDt><Dt>2026-11-18</Dt></ValDt><NtryDtls>${details("CRDT", "One")}${details("CRDT", "Two")}${details("DBIT", "Three")}</NtryDtls></Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn>`,
    ),
  );
  expect(file).toMatchObject({
    format: "camt.054",
    payee: "Parlance GmbH",
    paymentDate: "2026-11-18",
    total: "1800.00",
  });
  expect(file.remittances.map(({ payer, reference, total }) => [payer, reference, total])).toEqual([
    ["One", "E-One", "900.00"],
    ["Two", "E-Two", "900.00"],
  ]);
  expect(file.remittances[0]?.lines).toMatchObject(lineFacts);
  expect(file.warnings.map(({ code }) => code)).toEqual([
    "payments-outgoing",
    "duplicate-document",
    "duplicate-document",
  ]);
});

test("a UBL remittance advice gives debits less credits of each document", async () => {
  const line = (
    id: string,
    kind: string,
    debit: string,
    credit: string,
  ) => `<cac:RemittanceAdviceLine><cbc:ID>${id}</cbc:ID>
    <cbc:DebitLineAmount currencyID="GBP">${debit}</cbc:DebitLineAmount><cbc:CreditLineAmount currencyID="GBP">${credit}</cbc:CreditLineAmount>
    <cac:BillingReference><cac:${kind}DocumentReference><cbc:ID>${kind}-${id}</cbc:ID><cbc:IssueDate>2026-09-0${id}</cbc:IssueDate></cac:${kind}DocumentReference></cac:BillingReference></cac:RemittanceAdviceLine>`;
  const file =
    await read(`<RemittanceAdvice xmlns="urn:oasis:names:specification:ubl:schema:xsd:RemittanceAdvice-2"
    xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
    <cbc:UBLVersionID>2.1</cbc:UBLVersionID><cbc:ID>RA-1</cbc:ID><cbc:DocumentCurrencyCode>GBP</cbc:DocumentCurrencyCode>
    <cbc:TotalPaymentAmount currencyID="GBP">275.00</cbc:TotalPaymentAmount><cbc:PaymentOrderReference>PO-77</cbc:PaymentOrderReference>
    <cac:AccountingCustomerParty><cac:Party><cac:PartyName><cbc:Name>Meridian Ltd</cbc:Name></cac:PartyName></cac:Party></cac:AccountingCustomerParty>
    <cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Parlance Ltd</cbc:Name></cac:PartyName></cac:Party></cac:AccountingSupplierParty>
    <cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cbc:PaymentDueDate>2026-11-18</cbc:PaymentDueDate></cac:PaymentMeans>
    ${line("1", "Invoice", "200.00", "0.00")}${line("2", "Invoice", "120.00", "20.00")}${line("3", "CreditNote", "0.00", "25.00")}</RemittanceAdvice>`);
  expect(file).toMatchObject({
    format: "ubl-remittance-advice",
    version: "2.1",
    payer: "Meridian Ltd",
    payee: "Parlance Ltd",
    reference: "PO-77",
    paymentDate: "2026-11-18",
    currency: "GBP",
    total: "275.00",
  });
  expect(
    file.lines.map(({ documentNumber, documentKind, gross, deduction, net }) => [
      documentNumber,
      documentKind,
      gross,
      deduction,
      net,
    ]),
  ).toEqual([
    ["Invoice-1", "invoice", null, null, "200.00"],
    ["Invoice-2", "invoice", "120.00", "20.00", "100.00"],
    ["CreditNote-3", "credit note", null, null, "-25.00"],
  ]);
  expect(file.warnings).toEqual([]);
});

test.each([
  ["a document type", '<!DOCTYPE x [<!ENTITY e "boom">]><Document/>', "xml-doctype"],
  [
    "an invoice",
    '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>',
    "format-unknown",
  ],
  ["something unknown", "<html><body/></html>", "format-unknown"],
  ["broken XML", "<Document><CstmrCdtTrfInitn></Document>", "xml-malformed"],
])("XML with %s is refused for what it is, with its place", async (_, text, code) => {
  const error = await read(text).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(RefusedFile);
  expect(error).toMatchObject({ code });
  expect((error as RefusedFile).location).not.toBeNull();
});
