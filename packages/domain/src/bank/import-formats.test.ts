import { newId } from "@openitem/db/ids";
import { afterAll, describe, expect, test } from "vitest";
import { importBankStatement } from "./import-bank-statement.ts";
import { setLineElsewhere } from "./set-line-elsewhere.ts";
import { tableMappingOf } from "./table-mapping.ts";
import { booksOf, bring, bringCamt, close, lineOf, newBank, paid, statement } from "./test/bank-world.ts";

afterAll(close);

const ajax = paid("200.00", {
  reference: "BANK-1",
  endToEndId: "E2E-77",
  name: "Ajax GmbH",
  account: "DE02120300000000202051",
  text: "Invoice 4711",
});
const rent = paid("-50.00", { reference: "BANK-2", name: "Landlord & Sons", text: "Rent November" });

describe("intraday reports", () => {
  test("book what the bank has booked, and the statement of the day only the rest", async () => {
    const { world, finance } = await newBank();
    const pending = paid("70.00", { reference: "BANK-3", name: "Bolt", pending: true });
    const early = await bringCamt(finance, "camt.052", statement({ entries: [ajax, pending] }));
    expect(early).toMatchObject({ entries: 1, new: 1, held: 0 });
    expect(early.statements[0]).toMatchObject({ leftOut: 1 });
    const later = await bringCamt(finance, "camt.052", statement({ id: "2", entries: [ajax, rent] }));
    expect(later).toMatchObject({ new: 1, known: 1 });
    const whole = statement({
      opening: "0.00",
      closing: "220.00",
      entries: [ajax, rent, paid("70.00", { reference: "BANK-3", name: "Bolt" })],
    });
    expect(await bringCamt(finance, "camt.053", whole)).toMatchObject({ new: 1, known: 2, held: 0 });
    expect(await booksOf(world)).toMatchObject({ posted: "3 of 22000" });
    expect(await bringCamt(finance, "camt.052", statement({ id: "3", entries: [ajax, rent] }))).toMatchObject(
      {
        new: 0,
        known: 2,
      },
    );
    expect(await world.differences()).toEqual([]);
  });

  test("of equal bookings count as many as the statement then has", async () => {
    const { world, finance } = await newBank();
    const twin = paid("29.99", { name: "Ajax", text: "Subscription" });
    await bringCamt(finance, "camt.052", statement({ entries: [twin] }));
    await bringCamt(finance, "camt.052", statement({ id: "2", entries: [twin, twin] }));
    const whole = statement({ opening: "0.00", closing: "89.97", entries: [twin, twin, twin] });
    expect(await bringCamt(finance, "camt.053", whole)).toMatchObject({ new: 1, known: 2 });
    expect((await booksOf(world)).posted).toBe("3 of 8997");
  });
});

describe("the same bookings in another format", () => {
  const whole = statement({ opening: "1000.00", closing: "1150.00", entries: [ajax, rent] });
  const mt940 = `:20:STARTUMS
:25:37040044/0532013000
:28C:00220/001
:60F:C261113EUR1000,00
:61:2611161116C200,00NTRFNONREF//BANK-1
:86:166?00GUTSCHRIFT?20EREF+E2E-77?21SVWZ+INVOICE 4711?30BYLADEM1001?31DE02120300000000202051?32AJAX GMBH
:61:2611161116D50,00NTRFNONREF
:86:177?00DAUERAUFTRAG?20RENT NOVEMBER?32LANDLORD + SONS
:62F:C261116EUR1150,00
-
`;

  test.each(["camt.053 first", "MT940 first"])("are found again, %s", async (order) => {
    const { world, finance } = await newBank();
    const camt = () => bringCamt(finance, "camt.053", whole);
    const swift = () => bring(finance, mt940);
    const [first, second] = order.startsWith("camt") ? [camt, swift] : [swift, camt];
    expect(await first()).toMatchObject({ new: 2, held: 0 });
    expect(await second()).toMatchObject({ new: 0, known: 2, held: 0 });
    expect((await booksOf(world)).posted).toBe("2 of 15000");
    expect(await world.differences()).toEqual([]);
  });

  test("are found again in a table, which knows neither references nor balances", async () => {
    const { world, finance } = await newBank();
    await bringCamt(finance, "camt.053", whole);
    const csv = `Date;Amount;Currency;Name;Text
16.11.2026;200,00;EUR;AJAX GMBH;INVOICE 4711
16.11.2026;-50,00;EUR;LANDLORD;RENT NOVEMBER
17.11.2026;5,00;EUR;BOLT;NEW
`;
    const table = { bytes: new TextEncoder().encode(csv), fileName: "export.csv" };
    await expect(importBankStatement(finance, table)).rejects.toMatchObject({
      code: "bank_file.account_missing",
    });
    const named = { ...table, account: whole.account };
    expect(await importBankStatement(finance, named)).toMatchObject({ new: 1, known: 2, held: 0 });
    expect((await booksOf(world)).posted).toBe("3 of 15500");
    expect(await world.differences()).toEqual([]);
  });

  test("are read from a table by a mapping that was saved for the bank", async () => {
    const { world, finance } = await newBank();
    await bringCamt(finance, "camt.053", whole);
    const mapping = tableMappingOf(
      JSON.stringify({
        columns: { bookingDate: "When", amount: "How much", counterpartyName: "Who", text: "What for" },
        decimal: ",",
        dates: "dmy",
        account: whole.account,
        currency: "EUR",
      }),
    );
    const csv =
      "When;Who;What for;How much\n16.11.2026;AJAX GMBH;INVOICE 4711;200,00\n17.11.2026;BOLT;NEW;5,00\n";
    const report = await importBankStatement(finance, {
      bytes: new TextEncoder().encode(csv),
      fileName: "own.csv",
      mapping,
    });
    expect(report).toMatchObject({ new: 1, known: 1, held: 0 });
    expect(await world.differences()).toEqual([]);
    for (const wrong of ["{", "[]", '{"columns": {"colour": "x"}}'])
      expect(() => tableMappingOf(wrong)).toThrow("The mapping cannot be used");
  });

  test("are held when the bank cut them otherwise, a batch here and its payments there", async () => {
    const { world, finance } = await newBank();
    const batch = statement({
      opening: "0.00",
      closing: "300.00",
      entries: [paid("300.00", { text: "Batch" })],
    });
    await bringCamt(finance, "camt.053", batch);
    const single = `:20:X
:25:37040044/0532013000
:28C:1/1
:60F:C261113EUR0,00
:61:2611161116C100,00NTRFNONREF
:86:AJAX
:61:2611161116C200,00NTRFNONREF
:86:BOLT
:62F:C261116EUR300,00
-
`;
    const report = await bring(finance, single);
    expect(report).toMatchObject({ new: 0, held: 1 });
    expect(report.statements[0]?.held[0]).toContain("camt.053 booked 2026-11-16 with other entries");
    expect((await booksOf(world)).posted).toBe("1 of 30000");
    expect(await world.differences()).toEqual([]);
  });

  test("are two bookings when their references say so", async () => {
    const { world, finance } = await newBank();
    await bringCamt(finance, "camt.052", statement({ entries: [ajax] }));
    const other = { ...ajax, endToEndId: "E2E-78", reference: "BANK-9" };
    const both = statement({ opening: "0.00", closing: "400.00", entries: [other, ajax] });
    expect(await bringCamt(finance, "camt.053", both)).toMatchObject({ new: 1, known: 1 });
    expect((await booksOf(world)).posted).toBe("2 of 40000");
  });
});

describe("a batch", () => {
  const parts = [
    { amount: "100.00", name: "Ajax GmbH", text: "INV-1" },
    { amount: "60.00", name: "Bolt AG", text: "INV-2" },
    { amount: "40.00", name: "Ajax GmbH", text: "INV-3" },
  ];
  const batch = paid("200.00", { reference: "BATCH-1", parts });
  const entry = paid("200.00", { reference: "BATCH-1" });
  const split = [
    "2026-11-16 20000 split",
    "2026-11-16 10000 open part 1",
    "2026-11-16 6000 open part 2",
    "2026-11-16 4000 open part 3",
  ];

  test("is a line for each of its payments, booked once as a whole", async () => {
    const { world, finance } = await newBank();
    const whole = statement({ opening: "0.00", closing: "200.00", entries: [batch] });
    await bringCamt(finance, "camt.053", whole);
    const books = await booksOf(world);
    expect(books.posted).toBe("1 of 20000");
    expect([...books.lines].sort()).toEqual([...split].sort());
    expect(await bringCamt(finance, "camt.053", whole)).toMatchObject({ new: 0, known: 1 });
    expect(await world.differences()).toEqual([]);
  });

  test("stays one line when its payments do not make it, and that is told", async () => {
    const { world, finance } = await newBank();
    const odd = { ...batch, parts: parts.slice(1) };
    const { statements } = await bringCamt(
      finance,
      "camt.053",
      statement({ opening: "0.00", closing: "200.00", entries: [odd] }),
    );
    expect(statements[0]?.warnings.join(" ")).toContain("do not make its amount; it stays one line");
    expect((await booksOf(world)).lines).toEqual(["2026-11-16 20000 open"]);
  });

  test.each(["after", "before"])("gets its payments from a notification %s the statement", async (order) => {
    const { world, finance } = await newBank();
    const notify = () => bringCamt(finance, "camt.054", statement({ id: "N", entries: [batch] }));
    const state = () =>
      bringCamt(finance, "camt.053", statement({ opening: "0.00", closing: "200.00", entries: [entry] }));
    const [first, second] = order === "after" ? [state, notify] : [notify, state];
    expect(await first()).toMatchObject({ new: 1 });
    expect(await second()).toMatchObject({ new: 0, known: 1, held: 0 });
    const books = await booksOf(world);
    expect(books.posted).toBe("1 of 20000");
    expect([...books.lines].sort()).toEqual([...split].sort());
    await first();
    await second();
    expect(await booksOf(world)).toEqual(books);
    expect(await world.differences()).toEqual([]);
  });

  test("that was decided before its payments are known stays as it was decided", async () => {
    const { world, finance } = await newBank();
    await bringCamt(finance, "camt.053", statement({ opening: "0.00", closing: "200.00", entries: [entry] }));
    const lineId = await lineOf(world, 200_00n);
    await setLineElsewhere(finance, { key: newId(), lineId, note: "A tax refund" });
    const { statements } = await bringCamt(finance, "camt.054", statement({ id: "N", entries: [batch] }));
    expect(statements[0]?.warnings.join(" ")).toContain("decided already");
    expect((await booksOf(world)).lines).toEqual(["2026-11-16 20000 elsewhere"]);
    expect(await world.differences()).toEqual([]);
  });

  test("of one payment gets its payer from the notification", async () => {
    const { world, finance } = await newBank();
    const bare = paid("75.00", { reference: "ONE-1" });
    await bringCamt(finance, "camt.053", statement({ opening: "0.00", closing: "75.00", entries: [bare] }));
    const told = { ...bare, name: "Ajax GmbH", text: "INV-9" };
    await bringCamt(finance, "camt.054", statement({ id: "N", entries: [told] }));
    expect((await booksOf(world)).lines).toEqual(["2026-11-16 7500 split", "2026-11-16 7500 open part 1"]);
    expect(await world.differences()).toEqual([]);
  });
});
