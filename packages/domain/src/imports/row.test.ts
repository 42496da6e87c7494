import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchColumns } from "./columns.ts";
import { readDay } from "./date-format.ts";
import { PROFILES, type ProfileName } from "./profile.ts";
import { appliedOn, type Draft, type Reading, readRow, signedMinor } from "./row.ts";

const HEADERS = {
  generic:
    "legal_entity,customer_number,customer_name,document_number,document_type,issued_on,due_on,currency,amount,reference",
  "sap-fbl5n":
    "business_code,cust_number,name_customer,doc_id,posting_date,due_in_date,invoice_currency,document type,total_open_amount,cust_payment_terms,isOpen",
  "ibm-late-payments": "customerID,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,SettledDate",
};

function reading(profile: ProfileName, over: Partial<Reading> = {}): Reading {
  const columns = matchColumns(HEADERS[profile].split(","), PROFILES[profile]);
  const { dates } = PROFILES[profile];
  return {
    profile: PROFILES[profile],
    columns,
    dates,
    documentTypes: {},
    entityCode: profile === "ibm-late-payments" ? "US01" : null,
    currency: "USD",
    issuedBy: "2027-11-19",
    ...over,
  };
}

const read = (profile: ProfileName, line: string, over: Partial<Reading> = {}) =>
  readRow(line.split(","), 2, reading(profile, over));

function draft(profile: ProfileName, line: string, over: Partial<Reading> = {}): Draft {
  const result = read(profile, line, over);
  if ("problem" in result) throw new Error(`rejected: ${result.problem.reason}`);
  return result.draft;
}

const SAP = "U001,0200915438,GROC  foundation ,1930565277.0,2020-02-27,2020-03-13,USD,RV,8761.37,NAA8,1";

describe("a line of SAP's customer items", () => {
  test("is an invoice with its number cleaned and its customer's zeros kept", () => {
    expect(draft("sap-fbl5n", SAP)).toMatchObject({
      entityCode: "U001",
      customerKey: "200915438",
      customerNumber: "0200915438",
      customerName: "GROC foundation",
      kind: "invoice",
      number: "1930565277",
      amountMinor: 876137n,
      currency: "USD",
      issuedOn: "2020-02-27",
      dueOn: "2020-03-13",
      terms: "NAA8",
      warnings: [],
    });
  });

  test.each([
    ["RV,100", "invoice", 10000n],
    ["RV,-100", "credit_memo", -10000n],
    ["DG,-100", "credit_memo", -10000n],
    ["DZ,-100", "receipt", -10000n],
    ["AB,100", "debit_memo", 10000n],
    ["AB,-100", "credit_memo", -10000n],
  ])("of type and amount %s is a %s", (typeAndAmount, kind, minor) => {
    const found = draft("sap-fbl5n", SAP.replace("RV,8761.37", typeAndAmount));
    expect([found.kind, signedMinor(found)]).toEqual([kind, minor]);
    expect(found.dueOn === null).toBe(minor < 0n);
    expect(found.warnings).toEqual([]);
  });

  test("that is a credit without a minus is taken as one and reported", () => {
    const found = draft("sap-fbl5n", SAP.replace("RV", "DG"));
    expect(signedMinor(found)).toBe(-876137n);
    expect(found.warnings).toMatchObject([{ code: "credit.sign", column: "total_open_amount" }]);
  });

  test("of a type of the house is what the caller says it is", () => {
    const line = SAP.replace("RV", "ZX");
    expect(read("sap-fbl5n", line)).toMatchObject({
      problem: { column: "document type", value: "ZX", reason: "document type we do not know" },
    });
    expect(draft("sap-fbl5n", line, { documentTypes: { ZX: "debit_memo" } }).kind).toBe("debit_memo");
  });

  test("that is due before it was posted is taken and reported", () => {
    const found = draft("sap-fbl5n", SAP.replace("2020-03-13", "2020-01-09"));
    expect(found.warnings).toMatchObject([{ code: "due.before_issue", row: 2, value: "2020-01-09" }]);
  });

  test("that is due ten years on is taken, one day later it is reported", () => {
    expect(draft("sap-fbl5n", SAP.replace("2020-03-13", "2030-02-27")).warnings).toEqual([]);
    expect(draft("sap-fbl5n", SAP.replace("2020-03-13", "2030-02-28")).warnings).toMatchObject([
      { code: "due.far_off", row: 2, column: "due_in_date", value: "2030-02-28" },
    ]);
  });

  test("that is dated up to a year ahead is taken", () => {
    const ahead = SAP.replace("2020-02-27", "2027-11-19").replace("2020-03-13", "2027-12-19");
    expect(draft("sap-fbl5n", ahead).issuedOn).toBe("2027-11-19");
  });

  test.each([
    [SAP.replace("USD", "XXQ"), "invoice_currency", "not a currency we know"],
    [SAP.replace("2020-02-27", "2020-02-30"), "posting_date", "not a day as YYYY-MM-DD or YYYYMMDD"],
    [SAP.replace("2020-03-13", ""), "due_in_date", "due date missing"],
    [SAP.replace("0200915438", " "), "cust_number", "customer number missing"],
    [SAP.replace("1930565277.0", ""), "doc_id", "document number missing"],
    [SAP.replace("8761.37", "0.00"), "total_open_amount", "amount is zero"],
    [SAP.replace(/1$/, "0"), "isOpen", "not an open item"],
    [SAP.replace("NAA8", "N".repeat(61)), "cust_payment_terms", "longer than 60 characters"],
    [SAP.replace("GROC", "GR\0OC"), "name_customer", "holds a NUL character"],
    [SAP.replace("1930565277.0", "19\n30"), "doc_id", "holds a control character or a line break"],
    [SAP.replace("1930565277.0", "19\u202830"), "doc_id", "holds a control character or a line break"],
    [SAP.replace("0200915438", "02\x1b[2J"), "cust_number", "holds a control character or a line break"],
    [SAP.replace("2020-02-27", "1989-12-31"), "posting_date", "before 1990"],
    [SAP.replace("2020-02-27", "2062-02-27"), "posting_date", "more than a year ahead"],
    ["U001,0200915438", null, "2 cells where the header has 11"],
    [`${SAP},extra`, null, "12 cells where the header has 11"],
  ])("is rejected with its column and reason: %s", (line, column, reason) => {
    expect(read("sap-fbl5n", line)).toMatchObject({ problem: { column, reason } });
  });

  test("may end in more commas than the header", () => {
    expect(draft("sap-fbl5n", `${SAP},,`).number).toBe("1930565277");
  });
});

describe("a line of the generic file", () => {
  const line = "US01,C-7,Acme,INV-1,,2026-10-01,2026-10-31,JPY,1500,PO 5";

  test("is an invoice, or a credit memo when its amount is negative", () => {
    expect(draft("generic", line)).toMatchObject({ kind: "invoice", amountMinor: 1500n, reference: "PO 5" });
    expect(draft("generic", line.replace("1500", "-1500"))).toMatchObject({
      kind: "credit_memo",
      amountMinor: 1500n,
      dueOn: null,
    });
  });

  test("takes types by name, credits with or without a minus", () => {
    for (const amount of ["1500", "-1500"]) {
      const found = draft("generic", line.replace(",INV-1,,", ",INV-1,Credit memo,").replace("1500", amount));
      expect([found.kind, signedMinor(found), found.warnings]).toEqual(["credit_memo", -1500n, []]);
    }
  });

  test("has ISO days unless another format is said", () => {
    const european = line.replace("2026-10-01", "1.10.2026").replace("2026-10-31", "31.10.2026");
    expect(read("generic", european)).toMatchObject({ problem: { column: "issued_on" } });
    expect(draft("generic", european, { dates: ["D.M.YYYY"] }).dueOn).toBe("2026-10-31");
  });
});

describe("a line of IBM's payment histories", () => {
  test("is an invoice with the day it was settled; its dispute is a note", () => {
    const found = draft("ibm-late-payments", "9174-IYKOC,136962706,8/7/2013,9/6/2013,92.67,Yes,9/13/2013");
    expect(found).toMatchObject({
      kind: "invoice",
      customerName: "9174-IYKOC",
      issuedOn: "2013-08-07",
      dueOn: "2013-09-06",
      settledOn: "2013-09-13",
      note: "Disputed in source: yes.",
      amountMinor: 9267n,
    });
    expect(appliedOn(found)).toBe("2013-09-13");
  });

  test("without a settlement stays open; one settled before it was issued is applied when it was issued", () => {
    const open = draft("ibm-late-payments", "C1,1,8/7/2013,9/6/2013,92.67,No,");
    expect(open.settledOn).toBeNull();
    const early = draft("ibm-late-payments", "C1,1,8/7/2013,9/6/2013,92.67,No,8/1/2013");
    expect(appliedOn(early)).toBe("2013-08-07");
    expect(early.warnings).toMatchObject([{ code: "settled.before_issue" }]);
  });
});

test("a file that lacks a column we need is refused by its name", () => {
  expect(() => matchColumns(["cust_number", "doc_id"], PROFILES["sap-fbl5n"])).toThrow(
    expect.objectContaining({ code: "import.columns_missing" }),
  );
});

test("no line of any text breaks the reader: it is a document or has a reason", () => {
  const cell = fc.oneof(
    fc.string(),
    fc.constantFrom("RV", "USD", "1.5", "2020-02-27", "0200915438", "2309.7899999999995"),
  );
  fc.assert(
    fc.property(fc.array(cell, { minLength: 11, maxLength: 11 }), (cells) => {
      const result = readRow(cells, 2, reading("sap-fbl5n"));
      if ("problem" in result) expect(result.problem.reason).not.toBe("");
      else expect(result.draft.amountMinor > 0n).toBe(true);
    }),
  );
});

test("a day is the same day however a file writes it", () => {
  const days = fc.date({ min: new Date("1990-01-01"), max: new Date("2060-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(days, (date) => {
      const iso = date.toISOString().slice(0, 10);
      const [year, month, day] = iso.split("-").map(Number);
      expect(readDay(iso, ["YYYY-MM-DD"])).toBe(iso);
      expect(readDay(`${month}/${day}/${year}`, ["M/D/YYYY"])).toBe(iso);
      expect(readDay(`${day}/${month}/${year}`, ["D/M/YYYY"])).toBe(iso);
      expect(readDay(iso.replaceAll("-", ""), ["YYYY-MM-DD", "YYYYMMDD"])).toBe(iso);
    }),
  );
});
