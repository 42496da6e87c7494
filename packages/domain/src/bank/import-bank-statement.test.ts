import { newId } from "@openitem/db/ids";
import { afterAll, describe, expect, test } from "vitest";
import { decideHeldStatement } from "./decide-held-statement.ts";
import { importBankStatement } from "./import-bank-statement.ts";
import { listBankStatements } from "./list-bank-statements.ts";
import { booksOf, bring, bringCamt, close, newBank, paid, statement } from "./test/bank-world.ts";

afterAll(close);

const twin = paid("29.99", { name: "Ajax GmbH", text: "Subscription" });

describe("a statement that adds up", () => {
  const first = statement({
    opening: "1000.00",
    closing: "1150.00",
    entries: [
      paid("200.00", { reference: "R1", name: "Ajax GmbH", text: "INV-1" }),
      paid("-50.00", { reference: "R2", name: "Landlord", text: "Rent", valueOn: "2026-11-15" }),
    ],
  });

  test("books each entry once, and the same file again books nothing", async () => {
    const { world, finance } = await newBank();
    const report = await bringCamt(finance, "camt.053", first);
    expect(report).toMatchObject({
      format: "camt.053",
      entries: 2,
      new: 2,
      known: 0,
      held: 0,
      totals: { EUR: { in: "200.00", out: "-50.00", new: 2 } },
    });
    expect(report.statements[0]).toMatchObject({
      openingBalance: "1000.00",
      closingBalance: "1150.00",
      status: "booked",
      held: [],
      gaps: [],
    });
    const before = await booksOf(world);
    expect(before).toEqual({
      lines: ["2026-11-16 20000 open", "2026-11-16 -5000 open"],
      posted: "2 of 15000",
    });
    expect(await bringCamt(finance, "camt.053", first)).toMatchObject({ new: 0, known: 2, held: 0 });
    expect(await booksOf(world)).toEqual(before);
    expect(await world.differences()).toEqual([]);
  });

  test("is found again entry by entry in another file, and only what is new is booked", async () => {
    const { world, finance } = await newBank();
    await bringCamt(finance, "camt.053", first);
    const later = paid("40.00", { bookedOn: "2026-11-17", reference: "R3" });
    const longer = statement({
      id: "LONGER",
      to: "2026-11-17",
      opening: "1000.00",
      closing: "1190.00",
      entries: [...first.entries, later],
    });
    expect(await bringCamt(finance, "camt.053", longer)).toMatchObject({ entries: 3, new: 1, known: 2 });
    expect((await booksOf(world)).posted).toBe("3 of 19000");
    expect(await world.differences()).toEqual([]);
  });

  test("that overlaps the end of another brings what comes after it", async () => {
    const { world, finance } = await newBank();
    const entries = ["1.00", "2.00", "3.00", "4.00", "5.00"].map((amount) =>
      paid(amount, { reference: `R-${amount}` }),
    );
    await bringCamt(
      finance,
      "camt.053",
      statement({ opening: "0.00", closing: "6.00", entries: entries.slice(0, 3) }),
    );
    const overlapping = statement({
      id: "B",
      opening: "1.00",
      closing: "15.00",
      entries: entries.slice(1),
    });
    expect(await bringCamt(finance, "camt.053", overlapping)).toMatchObject({ new: 2, known: 2, held: 0 });
    expect((await booksOf(world)).posted).toBe("5 of 1500");
    expect(await world.differences()).toEqual([]);
  });

  test("keeps truly equal bookings of a day apart, however often they come", async () => {
    const { world, finance } = await newBank();
    const two = statement({ opening: "0.00", closing: "59.98", entries: [twin, twin] });
    expect(await bringCamt(finance, "camt.053", two)).toMatchObject({ new: 2 });
    const three = statement({
      id: "THREE",
      opening: "0.00",
      closing: "89.97",
      entries: [twin, twin, twin],
    });
    expect(await bringCamt(finance, "camt.053", three)).toMatchObject({ new: 1, known: 2 });
    expect(await bringCamt(finance, "camt.053", two, three)).toMatchObject({ new: 0, known: 5 });
    expect((await booksOf(world)).posted).toBe("3 of 8997");
    expect(await world.differences()).toEqual([]);
  });

  test("that continues another of the same day is no repetition of it, though their bookings are equal", async () => {
    const { world, finance } = await newBank();
    const morning = statement({ opening: "0.00", closing: "29.99", entries: [twin] });
    const evening = statement({ id: "NEXT", opening: "29.99", closing: "59.98", entries: [twin] });
    await bringCamt(finance, "camt.053", morning);
    expect(await bringCamt(finance, "camt.053", evening)).toMatchObject({ new: 1, known: 0 });
    expect(await bringCamt(finance, "camt.053", morning, evening)).toMatchObject({ new: 0, known: 2 });
    expect((await booksOf(world)).posted).toBe("2 of 5998");
    expect(await world.differences()).toEqual([]);
  });

  test("that holds another is not taken for the next one, though it happens to open where that closed", async () => {
    const { world, finance } = await newBank();
    const out = paid("-10.00", { name: "Landlord" });
    await bringCamt(finance, "camt.053", statement({ opening: "110.00", closing: "100.00", entries: [out] }));
    const day = statement({
      id: "DAY",
      opening: "100.00",
      closing: "105.00",
      entries: [paid("10.00", { name: "Ajax" }), out, paid("5.00", { name: "Bolt" })],
    });
    expect(await bringCamt(finance, "camt.053", day)).toMatchObject({ new: 2, known: 1 });
    expect((await booksOf(world)).posted).toBe("3 of 500");
    expect(await world.differences()).toEqual([]);
  });

  test("posts into the first open period and keeps its value day when its own is closed", async () => {
    const { world, finance } = await newBank();
    const { client } = await import("../../test/world.ts");
    await client.begin(async (tx) => {
      await tx`select set_config('role', 'openitem_worker', true), set_config('app.organization', ${world.organizationId}, true)`;
      await tx`update legal_entities set closed_through_on = '2026-11-16'`;
    });
    await bringCamt(finance, "camt.053", first);
    const { owner } = await import("./test/bank-world.ts");
    const rows = await owner`
      select value_on::text as value, posted_on::text as posted from transfers
      where organization_id = ${world.organizationId} and cause_kind = 'bank_entry' order by 1`;
    expect(rows.map((row) => `${row.value} ${row.posted}`)).toEqual([
      "2026-11-15 2026-11-17",
      "2026-11-16 2026-11-17",
    ]);
  });
});

describe("a statement that is in doubt", () => {
  const wrong = statement({
    opening: "100.00",
    closing: "999.00",
    entries: [paid("10.00", { reference: "A1" }), paid("20.00", { reference: "A2" })],
  });
  const decide = (
    ctx: Parameters<typeof decideHeldStatement>[0],
    statementId: string,
    decision: "accept" | "discard",
  ) => decideHeldStatement(ctx, { key: newId(), statementId, decision, note: "Asked the bank" });

  test("is kept and books nothing until a person accepts it", async () => {
    const { world, finance } = await newBank();
    const report = await bringCamt(finance, "camt.053", wrong);
    expect(report).toMatchObject({ new: 0, held: 1 });
    const [held] = report.statements;
    expect(held?.held).toEqual([
      "Opening balance 100.00 and entries of 30.00 make 130.00, but the statement closes at 999.00.",
    ]);
    expect(await booksOf(world)).toEqual({
      lines: ["2026-11-16 2000 held", "2026-11-16 1000 held"],
      posted: "0 of 0",
    });
    expect(await bringCamt(finance, "camt.053", wrong)).toMatchObject({ new: 0, known: 0, held: 1 });
    expect(await world.differences()).toEqual([]);

    await expect(decide(world.staff("collector"), held!.statementId, "accept")).rejects.toMatchObject({
      kind: "forbidden",
    });
    const outcomes = await Promise.allSettled([
      decide(finance, held!.statementId, "accept"),
      decide(finance, held!.statementId, "accept"),
    ]);
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
    expect((await booksOf(world)).posted).toBe("2 of 3000");
    expect(await bringCamt(finance, "camt.053", wrong)).toMatchObject({ new: 0, known: 2, held: 0 });
    expect(await world.differences()).toEqual([]);
  });

  test("leaves to a right one what that has brought meanwhile", async () => {
    const { world, finance } = await newBank();
    const { statements } = await bringCamt(finance, "camt.053", wrong);
    const right = statement({ ...wrong, closing: "110.00", entries: wrong.entries.slice(0, 1) });
    expect(await bringCamt(finance, "camt.053", right)).toMatchObject({ new: 1, held: 0 });
    expect(await decide(finance, statements[0]!.statementId, "accept")).toMatchObject({ new: 1, known: 1 });
    expect((await booksOf(world)).posted).toBe("2 of 3000");
    expect(await world.differences()).toEqual([]);
  });

  test("stays in the list when it is discarded, and the same file does not bring it back", async () => {
    const { world, finance } = await newBank();
    const { statements } = await bringCamt(finance, "camt.053", wrong);
    await decide(finance, statements[0]!.statementId, "discard");
    await expect(decide(finance, statements[0]!.statementId, "accept")).rejects.toMatchObject({
      code: "bank_statement.state",
    });
    expect(await bringCamt(finance, "camt.053", wrong)).toMatchObject({ new: 0, known: 0, held: 0 });
    const { rows, counts } = await listBankStatements(finance, {});
    expect(counts).toEqual({ booked: 0, held: 0, discarded: 1 });
    expect(rows[0]).toMatchObject({ status: "discarded", decisionNote: "Asked the bank" });
    expect((await booksOf(world)).posted).toBe("0 of 0");
  });

  test("is one without a closing balance, unless its kind never has one", async () => {
    const { finance } = await newBank();
    const open = statement({ opening: "5.00", entries: [paid("10.00", { reference: "C1" })] });
    const { statements } = await bringCamt(finance, "camt.053", open);
    expect(statements[0]).toMatchObject({ status: "held" });
    const report = statement({ entries: [paid("11.00", { reference: "C2" })] });
    expect(await bringCamt(finance, "camt.054", report)).toMatchObject({ new: 1, held: 0 });
    const csv = `Account;Date;Amount;Currency;Text\n${open.account};2026-11-16;12.00;EUR;Hello\n`;
    expect(await bring(finance, csv, "lines.csv")).toMatchObject({ new: 1, held: 0 });
  });

  test("cannot be accepted when an amount does not fit its currency", async () => {
    const { finance } = await newBank();
    const odd = statement({ opening: "0.00", closing: "1.005", entries: [paid("1.005")] });
    const { statements } = await bringCamt(finance, "camt.053", odd);
    expect(statements[0]?.held[0]).toContain("1.005 is no amount in EUR");
    await expect(decide(finance, statements[0]!.statementId, "accept")).rejects.toMatchObject({
      code: "bank_statement.incomplete",
    });
  });

  test("books a currency without decimals and one with three as they are", async () => {
    const { world, finance } = await newBank("JPY");
    const yen = statement({ currency: "JPY", opening: "0", closing: "1500", entries: [paid("1500")] });
    await bringCamt(finance, "camt.053", yen);
    expect((await booksOf(world)).posted).toBe("1 of 1500");
    const dinar = await newBank("KWD");
    await bringCamt(
      dinar.finance,
      "camt.053",
      statement({ currency: "KWD", opening: "0", closing: "1.5", entries: [paid("1.5")] }),
    );
    expect((await booksOf(dinar.world)).posted).toBe("1 of 1500");
  });
});

describe("statements that are missing", () => {
  test("are told with their days and balances, and not any more once they come", async () => {
    const { world, bankAccountId, finance } = await newBank();
    const day = (on: string, opening: string, closing: string, amount: string) =>
      statement({ id: on, from: on, opening, closing, entries: [paid(amount, { bookedOn: on })] });
    await bringCamt(finance, "camt.053", day("2026-11-10", "0.00", "10.00", "10.00"));
    const { statements } = await bringCamt(finance, "camt.053", day("2026-11-13", "30.00", "35.00", "5.00"));
    expect(statements[0]?.gaps).toEqual([
      "It opens at 30.00, but the one before it closed at 10.00 on 2026-11-10. No statement covers 2026-11-11 to 2026-11-12.",
    ]);
    expect((await listBankStatements(finance, { bankAccountId })).gaps).toMatchObject([
      { after: "2026-11-10", before: "2026-11-13", closingMinor: 10_00n, openingMinor: 30_00n },
    ]);
    // Nothing moved over the weekend, so the banks sent nothing.
    await bringCamt(finance, "camt.053", day("2026-11-16", "35.00", "36.00", "1.00"));
    await bringCamt(finance, "camt.053", day("2026-11-12", "10.00", "30.00", "20.00"));
    expect((await listBankStatements(finance, { bankAccountId })).gaps).toEqual([]);
    expect(await world.differences()).toEqual([]);
  });
});

describe("an account that nobody knows", () => {
  const foreign = statement({
    account: "FR7630006000011234567890189",
    entries: [],
    opening: "0",
    closing: "0",
  });

  test("is refused by its number before anything is booked", async () => {
    const { world, finance } = await newBank();
    const ours = statement({ opening: "0.00", closing: "1.00", entries: [paid("1.00")] });
    await expect(bringCamt(finance, "camt.053", ours, foreign)).rejects.toMatchObject({
      code: "bank_file.account_unknown",
      facts: { accounts: "FR7630006000011234567890189 EUR" },
    });
    expect((await booksOf(world)).posted).toBe("0 of 0");
  });

  test("is opened where that is asked for", async () => {
    const { world, finance } = await newBank();
    const { camtOf } = await import("./camt-statement.ts");
    const report = await importBankStatement(finance, {
      bytes: camtOf("camt.053", [foreign]),
      fileName: "f.xml",
      createFor: "busiest",
    });
    expect(report.accountsCreated).toEqual([
      { number: "FR7630006000011234567890189", currency: "EUR", entity: "US01" },
    ]);
    expect(await world.differences()).toEqual([]);
  });

  test("nor is a file taken that cannot be read, or by somebody who may not", async () => {
    const { world, finance } = await newBank();
    await expect(bring(finance, "hello")).rejects.toMatchObject({ kind: "invalid" });
    await expect(bring(world.staff("collector"), "hello")).rejects.toMatchObject({ kind: "forbidden" });
    await expect(bring(world.contact("admin"), "hello")).rejects.toMatchObject({ kind: "missing" });
  });
});
