import { describe, expect, it } from "vitest";
import { codesOf } from "../../test/bank-files.ts";
import { readBankStatement } from "./read-bank-statement.ts";

const read = (...lines: readonly string[]) => readBankStatement(new TextEncoder().encode(lines.join("\r\n")));
const message = (...entries: readonly string[]) => [
  ":20:REF1",
  ":25:NL91ABNA0417164300",
  ":28C:45/1",
  ":60F:C260330EUR1000,00",
  ...entries,
];
const entryOf = (...lines: readonly string[]) => read(...message(...lines)).statements[0]?.entries[0];

describe("statement lines", () => {
  it("read marks as the balances demand: RC takes away, RD gives back, the third letter is no mark", () => {
    const file = read(
      ...message(
        ":61:2603310331CR100,00NTRFA",
        ":61:2603310331RC40,NTRFB",
        ":61:2603310331RDR5,5NTRFC",
        ":61:260331D15,00NMSC",
        ":62F:C260331EUR1050,50",
      ),
    );
    expect(file.warnings).toEqual([]);
    expect(
      file.statements[0]?.entries.map(({ amount, reversal, bookingDate }) => [amount, reversal, bookingDate]),
    ).toEqual([
      ["100.00", false, "2026-03-31"],
      ["-40", true, "2026-03-31"],
      ["5.5", true, "2026-03-31"],
      ["-15.00", false, null],
    ]);
  });

  it("put the entry date into the year that lies next to the value date", () => {
    expect(entryOf(":61:2512310102C1,00NTRFX")?.bookingDate).toBe("2026-01-02");
    expect(entryOf(":61:2601021231C1,00NTRFX")?.bookingDate).toBe("2025-12-31");
    expect(entryOf(":61:9912310103C1,00NTRFX")).toMatchObject({
      valueDate: "1999-12-31",
      bookingDate: "2000-01-03",
    });
  });

  it("part the holder's reference from the bank's, and keep the supplementary line", () => {
    expect(entryOf(":61:2603310331D12,NCHK000123//9876/54", "/OCMT/USD13,00/CHGS/EUR0,25/")).toMatchObject({
      bankTransactionCode: "NCHK",
      reference: "9876/54",
      references: { customer: "000123", bank: "9876/54" },
      instructedAmount: { amount: "13.00", currency: "USD" },
      charges: [{ amount: "0.25", currency: "EUR" }],
    });
  });

  it("may be broken before the amount, as a colon may be broken from its tag", () => {
    const file = read(
      ...message(":61:2603310331CR", "30,00N062NONREF", ":", "86:166?00GUTSCHRIFT?20SVWZ+Test"),
    );
    expect(file.warnings).toEqual([]);
    expect(file.statements[0]?.entries).toMatchObject([
      { amount: "30.00", bankTransactionCode: "N062", remittance: { unstructured: "Test" } },
    ]);
  });

  it("may hold longer references than SWIFT allows", () => {
    expect(
      entryOf(":61:2207060706DR20,NTRFBIPI-dvT1FzfMqvzF5HaU4oetlH7SGRkonU//2022070616391534000"),
    ).toMatchObject({
      amount: "-20",
      references: { customer: "BIPI-dvT1FzfMqvzF5HaU4oetlH7SGRkonU", bank: "2022070616391534000" },
    });
  });

  it("that cannot be read are named with their line, and their details with them", () => {
    const file = read(...message(":61:garbled", ":86:details", ":61:260331C1,00NTRFX", ":86:fine"));
    expect(file.statements[0]?.entries).toHaveLength(1);
    expect(file.warnings.map(({ code, location }) => [code, location])).toEqual([
      ["entry-unreadable", { line: 5 }],
      ["details-lost", { line: 6 }],
    ]);
  });
});

describe("field 86", () => {
  it("of ABN AMRO and Rabobank: codes between slashes, nested ones included", () => {
    expect(
      entryOf(
        ":61:2603310331C250,00N658NONREF",
        ":86:/TRTP/SEPA OVERBOEKING/IBAN/NL20INGB0001234567/BIC/INGBNL2A/NAME/J",
        "ANSEN BV/REMI/FACTUUR 2026/0041/EREF/E2E-77",
      ),
    ).toMatchObject({
      counterparty: { name: "JANSEN BV", account: "NL20INGB0001234567", bank: "INGBNL2A" },
      remittance: { unstructured: "FACTUUR 2026/0041" },
      endToEndId: "E2E-77",
    });
    expect(
      entryOf(
        ":61:2603310331C250,00N658EREF",
        ":86:/EREF/X-1//ORDP//NAME/PIET BV/ADDR/KADE 1/REMI/INV 9//ISDT/2026-03-31",
      ),
    ).toMatchObject({
      counterparty: { name: "PIET BV" },
      endToEndId: "X-1",
      remittance: { unstructured: "INV 9" },
      references: { customer: null },
    });
  });

  it("of ING: the counterparty in one code, remittance marked as structured or not", () => {
    const ing = entryOf(
      ":61:2603310331C10,00NTRFEREF//26090123456789",
      ":86:/EREF/EV123//MARF/MND-1//CSID/NL32ZZZ999//CNTP/NL98INGB0003856625/INGBNL2A/KLANT BV/DELFT//REMI/USTD//Invoice 12/",
    );
    expect(ing).toMatchObject({
      endToEndId: "EV123",
      counterparty: { name: "KLANT BV", account: "NL98INGB0003856625", bank: "INGBNL2A" },
      references: { mandate: "MND-1", creditor: "NL32ZZZ999" },
      remittance: { structured: [], unstructured: "Invoice 12" },
    });
    expect(
      entryOf(
        ":61:2603310331C10,00NTRFX",
        ":86:/CNTP/NL98INGB0003856625/INGBNL2A/K//REMI/STRD/CUR/1234567890123456/",
      )?.remittance,
    ).toEqual({
      structured: [
        { type: "CUR", reference: "1234567890123456", issuer: null, date: null, amounts: [], text: null },
      ],
      unstructured: null,
    });
  });

  it("of Deutsche Bank and other German banks: subfields, keywords inside the text, 27 characters to a segment", () => {
    expect(
      entryOf(
        ":61:2603310331CR119,00NTRFKREF+//BANK9",
        ":86:166?00SEPA-GUTSCHRIFT?109301?20EREF+RE-2026-000123?21KREF+K9?22SVWZ+Rechnung RE-2026-00012?233 vom 01.03.2026?24ABWA+Holding SE?30DEUTDEFFXXX?31DE75512",
        "108001245126199?32Muster Maschinenbau GmbH & C?33o. KG?34000",
      ),
    ).toMatchObject({
      proprietaryCode: "166",
      endToEndId: "RE-2026-000123",
      references: { customer: "K9", bank: "BANK9" },
      counterparty: {
        name: "Muster Maschinenbau GmbH & Co. KG",
        account: "DE75512108001245126199",
        bank: "DEUTDEFFXXX",
        ultimateName: "Holding SE",
      },
      remittance: { unstructured: "Rechnung RE-2026-000123 vom 01.03.2026" },
    });
  });

  it("of Polish banks: the same subfields behind another sign", () => {
    expect(
      entryOf(
        ":61:2603310331C5,00N152NONREF",
        ":86:020~00152~20Faktura 12/2026~32ACME SP~33 Z O O~38PL61109010140000071219812874",
      ),
    ).toMatchObject({
      counterparty: { name: "ACME SP Z O O", account: "PL61109010140000071219812874" },
      remittance: { unstructured: "Faktura 12/2026" },
    });
  });

  it("of German banks without a business transaction code", () => {
    expect(
      entryOf(":61:2603310331C5,00NTRFNONREF", ":86:?20Abrechnung 29.05.2026 ?21siehe Anlage?32Nord AG"),
    ).toMatchObject({
      proprietaryCode: null,
      counterparty: { name: "Nord AG" },
      remittance: { unstructured: "Abrechnung 29.05.2026 siehe Anlage" },
    });
  });

  it("of no form at all is text, its short lines kept apart and its full lines joined", () => {
    const full = "A".repeat(61);
    expect(entryOf(":61:260331C5,00NTRFX", `:86:${full}`, "BBB", "CCC")?.remittance.unstructured).toBe(
      `${full}BBB\nCCC`,
    );
  });

  it("behind the closing balance tells of the statement, not of an entry", () => {
    const file = read(
      ...message(":61:260331C5,00NTRFX", ":62F:C260331EUR1005,00", ":86:Have a look at our new rates"),
    );
    expect(file.statements[0]?.information).toBe("Have a look at our new rates");
    expect(file.statements[0]?.entries[0]?.remittance.unstructured).toBeNull();
  });
});

describe("messages", () => {
  it("come in envelopes, several to a file, pages with interim balances among them", () => {
    const file = read(
      "{1:F01ABNANL2AXXXX0000000000}{2:O9401200260331ABNANL2AXXXX00000000002603311200N}{3:}{4:",
      ":20:P1",
      ":25:NL91ABNA0417164300",
      ":28C:45/1",
      ":60F:C260330EUR10,00",
      ":61:2603310331C5,00NTRFX",
      ":62M:C260331EUR15,00",
      "-}{5:{CHK:123456789012}}",
      "{1:F01ABNANL2AXXXX0000000000}{2:O9401200260331ABNANL2AXXXX00000000002603311200N}{4:",
      ":20:P2",
      ":25:NL91ABNA0417164300",
      ":28C:45/2",
      ":60M:C260331EUR15,00",
      ":61:2603310331D1,00NTRFX",
      ":62F:C260331EUR14,00",
      ":64:C260331EUR14,00",
      "-}",
    );
    expect(file.warnings).toEqual([]);
    expect(file.statements.map((one) => [one.sequence, one.openingBalance, one.closingBalance])).toEqual([
      ["45/1", "10.00", "15.00"],
      ["45/2", "15.00", "14.00"],
    ]);
    expect(file.statements[1]?.balances.map(({ type }) => type)).toEqual(["60M", "62F", "64"]);
  });

  it("MT942 has floor limits, a time, sums that are checked, and entries that are only expected", () => {
    const file = read(
      ":20:INTRA",
      ":25:DE02100100100006820101",
      ":28C:12/3",
      ":34F:EURD0,",
      ":34F:EURC500,",
      ":13D:2603311430+0200",
      ":61:2603310331C750,00NTRFA//B1",
      ":61:2603310331EC20,00NTRFC//B2",
      ":90D:0EUR0,",
      ":90C:2EUR770,00",
    );
    expect(file).toMatchObject({ format: "mt942", warnings: [] });
    expect(file.statements[0]).toMatchObject({ kind: "report", currency: "EUR", openingBalance: null });
    expect(file.statements[0]?.entries.map(({ status }) => status)).toEqual([null, "pending"]);
    const wrong = read(":20:X", ":25:1", ":34F:EURC500,", ":61:260331C750,00NTRFA", ":90C:2EUR770,00");
    expect(codesOf(wrong)).toEqual(["declared-count-differs", "declared-total-differs"]);
  });

  it("reads letters that are not UTF-8 as latin-1, and says so", () => {
    const bytes = new Uint8Array(
      Buffer.from(message(":61:260331C5,00NTRFX", ":86:Müller & Söhne").join("\n"), "latin1"),
    );
    const file = readBankStatement(bytes);
    expect(file.statements[0]?.entries[0]?.remittance.unstructured).toBe("Müller & Söhne");
    expect(codesOf(file)).toEqual(["charset-guessed"]);
  });

  it("reads ten thousand lines", () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => [
      `:61:2603310331C${index},00NTRFREF${index}//B${index}`,
      `:86:166?00GUTSCHRIFT?20EREF+E${index}?21SVWZ+Rechnung ${index}?32Kunde ${index}`,
    ]).flat();
    const file = read(...message(...lines, ":62F:C260331EUR49996000,00"));
    expect(file.statements[0]?.entries).toHaveLength(10_000);
    expect(file.warnings).toEqual([]);
  });
});
