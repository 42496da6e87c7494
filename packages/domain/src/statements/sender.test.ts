import { newId } from "@openitem/db/ids";
import { afterAll, describe, expect, test } from "vitest";
import { close, contextAs, WORKER } from "../../test/world.ts";
import { recordReceipt } from "../cash/record-receipt.ts";
import { createCustomer } from "../customers/create-customer.ts";
import { issueDocument } from "../items/issue-document.ts";
import { decimal } from "../kernel/money.ts";
import { foundOrganization } from "../organizations/found-organization.ts";
import { readStatement } from "./read-statement.ts";
import { readStatementPaper } from "./read-statement-paper.ts";
import { entitiesOn, senderOf } from "./sender.ts";
import { composeStatement, type StatementRow } from "./statement.ts";
import { statementWordsEn } from "./statement-words-en.ts";

afterAll(close);

const A = { id: "a", code: "CA01" };
const B = { id: "b", code: "US01" };
const C = { id: "c", code: "ZZ01" };

type Line = [entity: string, openMinor: bigint, currency?: string, isDebit?: boolean];
const statementOf = (...lines: Line[]) =>
  composeStatement(
    "2026-11-18",
    lines.map(([legalEntityId, openMinor, currency = "USD", isDebit = true], index) => ({
      itemId: String(index),
      kind: isDebit ? "invoice" : ("credit_memo" as StatementRow["kind"]),
      number: `INV-${index}`,
      customerId: "customer",
      customerName: "Meridian",
      legalEntityId,
      reference: null,
      poNumber: null,
      issuedOn: "2026-10-01",
      dueOn: isDebit ? "2026-10-31" : null,
      amountMinor: openMinor,
      openMinor,
      currency,
      isDebit,
    })),
  );

describe("a statement is sent", () => {
  test("by the company its documents belong to, wherever its customer is", () => {
    expect(senderOf(statementOf(["b", 5n]), [A, B])).toBe(B);
  });

  test("by the one that is owed most, not by the one with most documents", () => {
    const statement = statementOf(["a", 1n], ["a", 1n], ["b", 9n]);
    expect(senderOf(statement, [A, B, C])).toBe(B);
    expect(entitiesOn(statement, [C, B, A])).toEqual([A, B]);
  });

  test("by the one with more documents where two are owed alike, else the first by code", () => {
    expect(senderOf(statementOf(["a", 2n], ["b", 1n], ["b", 1n]), [A, B])).toBe(B);
    expect(senderOf(statementOf(["b", 1n], ["a", 1n]), [B, A])).toBe(A);
  });

  test("by the one owed most in the currency of most documents, since amounts of two do not compare", () => {
    const statement = statementOf(["a", 900_000n, "JPY"], ["b", 5_00n], ["b", 7_00n]);
    expect(senderOf(statement, [A, B])).toBe(B);
  });

  test("by the company of its credits when there is nothing else", () => {
    expect(senderOf(statementOf(["b", 5n, "USD", false]), [A, B])).toBe(B);
  });

  test("by the company that billed last when nothing is open, else the first by code", () => {
    expect(senderOf(statementOf(), [B, A], "b")).toBe(B);
    expect(senderOf(statementOf(), [B, A])).toBe(A);
    expect(senderOf(statementOf(), [])).toBeNull();
  });
});

/** A biller of two companies and a customer of no known country. */
async function twoCompanies() {
  const organizationId = newId();
  const worker = contextAs(WORKER, organizationId);
  const [ca, us] = [newId(), newId()];
  const timeZone = "America/New_York";
  await foundOrganization(worker, {
    slug: `b${organizationId.slice(-12)}`,
    name: "Parlance",
    timeZone,
    legalEntities: [
      { id: ca, code: "CA01", name: "Parlance Canada Ltd.", country: "CA", timeZone },
      { id: us, code: "US01", name: "Parlance, Inc.", country: "US", timeZone },
    ],
  });
  const { customerId } = await createCustomer(worker, { number: "7", name: "Birch", timeZone });
  const bill = (legalEntityId: string, number: string, amountMinor: bigint, issuedOn = "2026-10-01") =>
    issueDocument(worker, {
      kind: "invoice",
      number,
      legalEntityId,
      customerId,
      currency: "USD",
      amountMinor,
      issuedOn,
      dueOn: "2026-10-31",
    });
  const paper = async () => {
    const statement = await readStatement(worker, { customerIds: [customerId], asOf: "2026-11-18" });
    return readStatementPaper({ ...worker, portalUrl: "https://pay.parlance.example" }, statement, {
      accounts: [{ id: customerId, number: "7", name: "Birch", addressLines: [], country: null }],
      billerName: "Parlance",
      labels: {},
      words: statementWordsEn,
      formats: {
        language: "en",
        amount: decimal,
        day: (iso) => iso,
        moment: (at) => at.toISOString(),
      },
    });
  };
  return { worker, ca, us, customerId, bill, paper };
}

describe("on paper", () => {
  test("a customer without a country hears from the company it owes, and no row needs to say so", async () => {
    const { us, bill, paper } = await twoCompanies();
    await bill(us, "INV-1", 100n);
    const { biller, facts, sections } = await paper();
    expect(biller.name).toBe("Parlance, Inc.");
    expect(facts.map(({ label }) => label)).not.toContain("Also on behalf of");
    expect(sections[0]?.rows[0]).not.toHaveProperty("note");
  });

  test("of two companies the one owed most sends, the other is named, and each row says whose it is", async () => {
    const { ca, us, bill, paper } = await twoCompanies();
    await bill(ca, "INV-1", 100n);
    await bill(us, "INV-2", 300n);
    const { biller, facts, sections } = await paper();
    expect(biller.name).toBe("Parlance, Inc.");
    expect(facts).toContainEqual({ label: "Also on behalf of", value: "Parlance Canada Ltd." });
    expect(sections[0]?.rows.map(({ document, note }) => [document, note])).toEqual([
      ["INV-1", "Parlance Canada Ltd."],
      ["INV-2", "Parlance, Inc."],
    ]);
  });

  test("with nothing open the company that billed last sends", async () => {
    const { worker, ca, us, customerId, bill, paper } = await twoCompanies();
    expect((await paper()).biller.name).toBe("Parlance Canada Ltd.");
    const owed: [string, string, string][] = [
      [ca, "INV-1", "2026-10-01"],
      [us, "INV-2", "2026-10-02"],
    ];
    for (const [legalEntityId, number, issuedOn] of owed) {
      const { itemId } = await bill(legalEntityId, number, 100n, issuedOn);
      await recordReceipt(worker, {
        number: `RCT-${number}`,
        legalEntityId,
        customerId,
        currency: "USD",
        amountMinor: 100n,
        valueOn: "2026-11-01",
        applyTo: [{ itemId, amountMinor: 100n }],
      });
    }
    expect((await paper()).biller.name).toBe("Parlance, Inc.");
  });
});
