import { newId } from "@openitem/db/ids";
import { afterAll, describe, expect, test } from "vitest";
import { changeBankDetails } from "./change-bank-details.ts";
import { createBankAccount } from "./create-bank-account.ts";
import { listBankAccounts } from "./list-bank-accounts.ts";
import { readBankDetails } from "./read-bank-details.ts";
import { bringCamt, close, IBAN, newBank, paid, statement } from "./test/bank-world.ts";

afterAll(close);

const details = { holder: "Parlance, Inc.", bankName: "House Bank", iban: IBAN, bic: "COBADEFFXXX" };

describe("bank accounts", () => {
  test("are opened by finance, managers and admins, each number once in a currency", async () => {
    const { world } = await newBank();
    const open = (ctx: Parameters<typeof createBankAccount>[0], over = {}) =>
      createBankAccount(ctx, {
        legalEntityId: world.legalEntityId,
        currency: "USD",
        name: "Dollars",
        number: " us-1 2 ",
        ...over,
      });
    await expect(open(world.staff("collector"))).rejects.toMatchObject({ kind: "forbidden" });
    await expect(open(world.contact("admin"))).rejects.toMatchObject({ kind: "missing" });
    await open(world.staff("admin"));
    await expect(open(world.staff("manager"), { number: "US-12" })).rejects.toMatchObject({
      code: "bank_account.number_taken",
    });
    await open(world.staff("manager"), { currency: "GBP" });
    await expect(open(world.staff("finance"), { number: "  " })).rejects.toThrow("number");
    const accounts = await listBankAccounts(world.staff("auditor"));
    expect(accounts.map(({ number, currency }) => `${number} ${currency}`).sort()).toEqual([
      `${IBAN} EUR`,
      "US-12 GBP",
      "US-12 USD",
    ]);
  });

  test("tell what waits on them and how far their statements go", async () => {
    const { world, finance } = await newBank();
    const entries = [paid("10.00", { reference: "R1" }), paid("5.00", { reference: "R2" })];
    await bringCamt(finance, "camt.053", statement({ opening: "1.00", closing: "16.00", entries }));
    const wrong = statement({ id: "W", opening: "16.00", closing: "16.50", entries: [paid("9.00")] });
    await bringCamt(finance, "camt.053", wrong);
    expect(await listBankAccounts(world.worker)).toMatchObject([
      { openLines: 2, openMinor: 15_00n, heldStatements: 1, lastOn: "2026-11-16", closingMinor: 16_00n },
    ]);
  });
});

describe("bank details", () => {
  test("are shown to customers of the legal entity, with the days on which they changed", async () => {
    const { world, bankAccountId } = await newBank();
    await world.document();
    const stranger = await world.customer();
    const dana = world.contact("viewer");
    const shown = () => readBankDetails(dana, { customerId: world.customerId });
    expect(await shown()).toEqual([]);
    await changeBankDetails(world.staff("finance"), { bankAccountId, ...details, reason: "First details" });
    const later = new Date("2026-11-20T09:00:00Z");
    await changeBankDetails(world.staff("manager", later), {
      bankAccountId,
      ...details,
      bankName: "House Bank AG",
      reason: "The bank changed its name",
    });
    expect(await shown()).toMatchObject([
      {
        holder: "Parlance, Inc.",
        bankName: "House Bank AG",
        iban: IBAN,
        currency: "EUR",
        changedAt: later,
        changes: [later, new Date("2026-11-18T12:00:00Z")],
      },
    ]);
    expect(await readBankDetails(world.worker, { customerId: stranger })).toEqual([]);
    await expect(readBankDetails(dana, { customerId: stranger })).rejects.toMatchObject({ kind: "missing" });
    const [account] = await listBankAccounts(world.worker);
    expect(account?.details.map(({ reason }) => reason)).toEqual([
      "The bank changed its name",
      "First details",
    ]);

    await changeBankDetails(world.staff("finance", new Date("2026-11-21T09:00:00Z")), {
      bankAccountId,
      ...details,
      shown: false,
      reason: "Account is closed",
    });
    expect(await shown()).toEqual([]);
  });

  test("are changed with a reason by those who may, and only to what can be paid into", async () => {
    const { world, bankAccountId } = await newBank();
    const change = (ctx: Parameters<typeof changeBankDetails>[0], over = {}) =>
      changeBankDetails(ctx, { bankAccountId, ...details, reason: "New bank", ...over });
    await expect(change(world.staff("collector"))).rejects.toMatchObject({ kind: "forbidden" });
    await expect(change(world.contact("admin"))).rejects.toMatchObject({ kind: "missing" });
    const finance = world.staff("finance");
    await expect(change(finance, { reason: "" })).rejects.toThrow("Say why");
    await expect(change(finance, { iban: "DE89370400440532013001" })).rejects.toThrow("mistake");
    await expect(change(finance, { iban: null })).rejects.toThrow("IBAN or an account number");
    await expect(change(finance, { bankAccountId: newId() })).rejects.toMatchObject({
      code: "bank_account.missing",
    });
    await change(finance, { iban: null, accountNumber: "1234567", routingNumber: "021000021" });
    expect((await listBankAccounts(world.worker))[0]?.details).toHaveLength(1);
  });
});
