import { describe, expect, it } from "vitest";
import {
  codesOf,
  factsOf,
  filesIn,
  peerOf,
  peersIn,
  readReal,
  realFiles,
  sidesOf,
} from "../../test/bank-files.ts";
import { absolute, isNegative, sameNumber, sumOf } from "../decimal.ts";
import type { BankEntry, BankFile } from "./bank-file.ts";

const files = [...filesIn("mt940"), ...filesIn("mt942")];

const oneStatement =
  /^(\(no :25:\)|.+?) ([A-Z]{3})?\s?(?:no\.(\S+))?: (\d+) entries, credits ([\d.]+), debits ([\d.]+)(?:, open (-?[\d.]+))?(?:, close (-?[\d.]+))?(?: \((balances|does NOT balance))?/;
const allStatements =
  /^(\d+) statements: (\d+) entries, credits ([\d.]+), debits ([\d.]+), first open (-?[\d.]+), last close (-?[\d.]+) ([A-Z]{3}); (\d+) of \d+ statements do not balance/;

/** Facts that this reader does not share, each with its reason. */
const otherwise: Readonly<Record<string, string>> = {
  "mt940/wolph/betterplace-currency_in_25.sta currency": "the account's number ends with EUR, and so says it",
  "mt940/wolph/betterplace-sepa_snippet_broken.sta account":
    "a field 86 that is tagged 25 by mistake does not replace the account that was named before the entries",
};

describe.skipIf(!realFiles.present)(realFiles.name, () => {
  const facts = new Map([...factsOf("mt940"), ...factsOf("mt942")]);

  it("states facts for every file", () => {
    expect([...facts.keys()].sort()).toEqual([...files].sort());
    expect(files).toHaveLength(43);
  });

  it.each(files)("%s yields what is stated of it", (path) => {
    const stated = (facts.get(path) ?? "").replace("computed: ", "").split("; peer test")[0] ?? "";
    if (stated.startsWith("0 statements")) {
      expect(() => readReal(path)).toThrow("no bank statement of a known format");
      return;
    }
    const file = readReal(path);
    expect(file.format).toBe(path.startsWith("mt942") ? "mt942" : "mt940");
    const summary = allStatements.exec(stated);
    if (summary) compareAll(file, summary);
    else {
      const single = stated.replace(/^\d+ statements?\. /, "").split(" / ");
      expect(file.statements).toHaveLength(single.length);
      for (const [index, fact] of single.entries()) compareOne(path, file, index, oneStatement.exec(fact));
    }
  });

  function compareAll(file: BankFile, summary: RegExpExecArray) {
    const [, statements, entries, credits, debits, open, close, currency, unbalanced] = summary;
    expect(file.statements).toHaveLength(Number(statements));
    expect(file.statements.flatMap((one) => one.entries)).toHaveLength(Number(entries));
    const sides = file.statements.map((statement) => sidesOf(statement));
    expect(sameNumber(sumOf(sides.map((one) => one.credits)), credits ?? "")).toBe(true);
    expect(sameNumber(sumOf(sides.map((one) => one.debits)), debits ?? "")).toBe(true);
    expect(Number(file.statements[0]?.openingBalance)).toBe(Number(open));
    expect(Number(file.statements.at(-1)?.closingBalance)).toBe(Number(close));
    expect(file.statements.every((statement) => statement.currency === currency)).toBe(true);
    expect(file.warnings.filter(({ code }) => code === "balance-differs")).toHaveLength(Number(unbalanced));
  }

  function compareOne(path: string, file: BankFile, index: number, fact: RegExpExecArray | null) {
    const [, account, currency, sequence, entries, credits, debits, open, close, balances] = fact ?? [];
    const statement = file.statements[index];
    if (!statement) throw new Error("There is no such statement.");
    if (!otherwise[`${path} account`]) {
      expect(statement.account).toBe(account === "(no :25:)" ? null : account);
    }
    if (!otherwise[`${path} currency`]) expect(statement.currency).toBe(currency ?? null);
    expect(statement.sequence).toBe(sequence ?? null);
    expect(statement.entries).toHaveLength(Number(entries));
    const sides = sidesOf(statement);
    expect(sameNumber(sides.credits, credits ?? "")).toBe(true);
    expect(sameNumber(sides.debits, debits ?? "")).toBe(true);
    expect(Number(statement.openingBalance)).toBe(Number(open ?? null));
    expect(Number(statement.closingBalance)).toBe(Number(close ?? null));
    if (!balances) return;
    const differing = file.warnings.some(
      ({ code, location }) => code === "balance-differs" && location?.line === statement.source.line,
    );
    expect(differing).toBe(balances !== "balances");
  }

  it("warns of a field that stands after its message, and keeps it", () => {
    expect(codesOf(readReal("mt940/wolph/self-provided-multiline.sta"))).toContain("field-after-end");
  });

  it("says that a field of the account comes again where field 86 was meant", () => {
    const file = readReal("mt940/wolph/betterplace-sepa_snippet_broken.sta");
    expect(codesOf(file)).toEqual(["balance-differs", "field-repeated"]);
    expect(file.statements[0]?.account).toBe("50880050/0194787400888");
  });

  it("keeps a line that only looks like a tag inside its text", () => {
    const file = readReal("mt940/wolph/self-provided-transaction_details_wrapped.sta");
    expect(file.statements[0]?.entries[0]?.remittance.unstructured).toContain("2017-01-01T13:12:11");
  });
});

type PeerTransaction = {
  amount: { amount: string; currency: string | null };
  date: string;
  entry_date?: string;
  id: string | null;
  bank_reference: string | null;
  customer_reference: string | null;
  transaction_code?: string | null;
  applicant_name?: string | null;
  applicant_iban?: string | null;
  applicant_bin?: string | null;
  end_to_end_reference?: string | null;
  status: string;
};

const saysNothing = /^(?:NONREF|NOTPROVIDED|[EKMP]REF\+?|)$/;

describe.skipIf(!realFiles.present)("what wolph/mt940 reads in the same files", () => {
  const isFacts = (name: string) => "facts" in (peerOf(`mt940/${name}`) as object);
  const peers = peersIn("mt940").filter((name) => !isFacts(name));

  it("is compared for 33 files", () => expect(peers).toHaveLength(33));

  it.each(peers)("agrees with %s", (name) => {
    const base = name.replace(".peer.json", "");
    const path =
      files.find(
        (file) =>
          file
            .split("/")
            .at(-1)
            ?.replace(/\.\w+$/, "") === base,
      ) ?? "";
    const peer = peerOf(`mt940/${name}`) as { transactions: PeerTransaction[] };
    // A file without any field: the peer has nothing to say of it, and it is refused here.
    if (base === "self-provided-invalid_statement") {
      expect(() => readReal(path)).toThrow();
      return;
    }
    const entries = readReal(path).statements.flatMap((statement) => statement.entries);
    expect(entries).toHaveLength(peer.transactions.length);
    for (const [index, expected] of peer.transactions.entries()) compare(entries[index], expected);
  });

  function compare(entry: BankEntry | undefined, expected: PeerTransaction) {
    // The peer reads RC as a credit; by the balances it takes one back. It knows no RD.
    const amount = expected.status === "RC" ? `-${expected.amount.amount}` : expected.amount.amount;
    expect(sameNumber(entry?.amount ?? "", amount), `${entry?.amount} ${amount}`).toBe(true);
    expect(isNegative(entry?.amount ?? "")).toBe(expected.status === "D" || expected.status === "RC");
    // Without an opening balance the peer keeps the currency of the file before it, or none.
    if (entry?.currency !== null) expect(entry?.currency).toBe(expected.amount.currency);
    expect(entry?.valueDate).toBe(expected.date);
    expect(entry?.bookingDate).toBe(expected.entry_date ?? null);
    expect(entry?.bankTransactionCode).toBe(expected.id?.trim() ?? null);
    expect(entry?.references.bank ?? "").toBe(reference(expected.bank_reference));
    // The peer lets a reference run on into the text of the next segments, which a reason of return stands in.
    const endToEnd = plain(reference(expected.end_to_end_reference)).replace(/MTLG:.*$/, "");
    if (expected.end_to_end_reference !== undefined) expect(plain(entry?.endToEndId)).toBe(endToEnd);
    const customer = reference(expected.customer_reference);
    // A reference KREF in field 86 is the holder's own and stands in for that of field 61.
    if (customer !== "" && entry?.references.customer !== customer) expect(entry?.details).toContain("KREF+");
    if (expected.transaction_code) expect(entry?.proprietaryCode).toBe(expected.transaction_code);
    if (expected.applicant_name) expect(plain(entry?.counterparty.name)).toBe(plain(expected.applicant_name));
    if (expected.applicant_iban) expect(entry?.counterparty.account).toBe(expected.applicant_iban);
    if (expected.applicant_bin) expect(entry?.counterparty.bank).toBe(expected.applicant_bin);
  }

  function reference(text: string | null | undefined): string {
    const trimmed = text?.trim() ?? "";
    return saysNothing.test(trimmed) ? "" : trimmed;
  }

  /** The peer keeps runs of blanks, which say nothing. */
  function plain(text: string | null | undefined): string {
    return (text ?? "").replace(/\s+/g, "");
  }
});

type JejikFact = { what: string; is: string; expected: string | number | null };

describe.skipIf(!realFiles.present)("what sandermarechal/jejik-mt940 asserts of the same files", () => {
  const names = peersIn("mt940").filter((name) => "facts" in (peerOf(`mt940/${name}`) as object));

  it("is compared for six files", () => expect(names).toHaveLength(6));

  it.each(names)("agrees with %s", (name) => {
    const { facts } = peerOf(`mt940/${name}`) as { facts: JejikFact[] };
    const base = name.replace("jejik-", "").replace(".peer.json", "");
    const { statements } = readReal(`mt940/jejik/${base}.txt`);
    for (const { what, is, expected } of facts.filter((one) => !one.what.startsWith("transactions["))) {
      compare(statementFact(statements, what), is, expected, what);
    }
    // The peer does not say of which statement its transactions are: one of them has to have them all.
    const failures = statements.map((statement) => {
      try {
        for (const { what, is, expected } of facts.filter((one) => one.what.startsWith("transactions["))) {
          compare(transactionFact(statement.entries, what), is, expected, what);
        }
        return null;
      } catch (error) {
        return error;
      }
    });
    if (!failures.includes(null)) throw failures[0];
  });

  function compare(own: unknown, is: string, expected: JejikFact["expected"], what: string) {
    if (own === undefined) return;
    // NOTPROVIDED is the word for no reference.
    if (expected === "NOTPROVIDED") {
      expect(own, what).toBeNull();
      return;
    }
    if (is === "null") expect(own, what).toBeNull();
    else if (is === "not null") expect(own, what).not.toBeNull();
    else
      expect(own, what).toEqual(typeof expected === "string" ? expected.replace(" 00:00:00", "") : expected);
  }

  function statementFact(statements: BankFile["statements"], what: string): unknown {
    const [first] = statements;
    const known: Record<string, unknown> = {
      statements: statements.length,
      "statement.number": first?.sequence,
      "statement.account.number": first?.account,
      "balance.date": first?.from,
      "balance.currency": first?.currency,
      "balance.amount": Number(first?.openingBalance),
    };
    return known[what];
  }

  /** Its code and reference of field 61 are left out, as the peer drops some of what is written there. */
  function transactionFact(entries: readonly BankEntry[], what: string): unknown {
    const entry = entries[Number(/^transactions\[(\d)\]/.exec(what)?.[1] ?? 0)];
    const known: Record<string, unknown> = {
      amount: Number(entry?.amount),
      valueDate: entry?.valueDate,
      bookDate: entry?.bookingDate,
      gVC: entry?.proprietaryCode,
      bIC: entry?.counterparty.bank,
      iBAN: entry?.counterparty.account,
      accountHolder: entry?.counterparty.name,
      eref: entry?.endToEndId,
      mref: entry?.references.mandate,
      cred: entry?.references.creditor,
    };
    return known[what.replace(/^transactions\[\d\]\./, "")];
  }

  it("sums credits and debits to what the balances demand, reversals included", () => {
    const { statements } = readReal("mt940/wolph/betterplace-sepa_mt9401.sta");
    const reversals = statements.flatMap((one) => one.entries).filter(({ reversal }) => reversal);
    expect(reversals.map(({ amount }) => amount)).toEqual(["-204.88", "-204.88"]);
    expect(reversals.map(({ amount }) => absolute(amount ?? ""))).toEqual(["204.88", "204.88"]);
  });
});
