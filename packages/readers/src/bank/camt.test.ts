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
import { sameNumber, sumOf } from "../decimal.ts";
import { impliedDecimals } from "./bai2-codes.ts";
import type { BankEntry, BankFile } from "./bank-file.ts";

const folders = ["camt052", "camt053", "camt054"];
const files = folders.flatMap(filesIn);

/** A fact about one statement: account, currency, counts, sums, balances. */
const statementFact =
  /^(?:computed: (camt\.\d{3}\.\d{3}\.\d{2})\. )?(\S+) ([A-Z]{3})?\s?: (\d+) entries, credits ([\d.]+), debits ([\d.]+), (\d+) TxDtls(?:, open [A-Z]+ (-?[\d.]+))?(?:, close [A-Z]+ (-?[\d.]+))?(?:.*?\((balances|does NOT balance))?/;

/** Facts that this reader does not share, each with its reason. */
const otherwise: Readonly<Record<string, string>> = {
  "camt052/genkgo/camt052.v1.xml account":
    "version 01 has the account in PrtryAcct, where the count of facts did not look",
  "camt052/genkgo/camt052.v1.xml batch":
    "version 01 has its batch directly in the entry, where the count of facts did not look",
  "camt052/moov-iso20022/FI_camt_052_sample.xml 2 close":
    "two interim balances: the first of 1000.00 opens, the second of 1100.00 closes, and the entry of 100.00 lies between",
  "camt053/genkgo/camt53.only-Dt-with-DtTm.xml currency":
    "no account currency and no entries: the currency is that of the opening balance",
};

describe.skipIf(!realFiles.present)(realFiles.name, () => {
  const facts = new Map(folders.flatMap((folder) => [...factsOf(folder)]));

  it("states facts for every file, and reads every file", () => {
    expect([...facts.keys()].sort()).toEqual([...files].sort());
    expect(files).toHaveLength(241);
  });

  it.each(files)("%s yields what is stated of it", (path) => {
    const stated = facts.get(path) ?? "";
    if (stated.endsWith("no statement")) {
      expect(() => readReal(path)).toThrow("holds no statement");
      return;
    }
    const file = readReal(path);
    const expected = (stated.split("; peer test")[0] ?? "")
      .split(" / ")
      .map((fact) => statementFact.exec(fact));
    expect(file.statements).toHaveLength(expected.length);
    for (const [index, statement] of file.statements.entries()) {
      const [, version, account, currency, entries, credits, debits, details, open, close, balances] =
        expected[index] ?? [];
      const differs = (what: string) =>
        otherwise[`${path} ${what}`] ?? otherwise[`${path} ${index + 1} ${what}`];
      if (version) expect(file.version).toBe(version);
      if (!differs("account")) expect(statement.account).toBe(account);
      if (!differs("currency")) expect(statement.currency).toBe(currency);
      expect(statement.entries).toHaveLength(Number(entries));
      const sides = sidesOf(statement);
      expect(sameNumber(sides.credits, credits ?? ""), `credits ${sides.credits}`).toBe(true);
      expect(sameNumber(sides.debits, debits ?? ""), `debits ${sides.debits}`).toBe(true);
      expect(statement.entries.flatMap(({ transactions }) => transactions)).toHaveLength(Number(details));
      if (!differs("close")) {
        expect(Number(statement.openingBalance)).toBe(Number(open ?? null));
        expect(Number(statement.closingBalance)).toBe(Number(close ?? null));
      }
      if (balances) {
        const differing = file.warnings.some(
          ({ code, location }) => code === "balance-differs" && location?.path === statement.source.path,
        );
        expect(differing).toBe(balances !== "balances");
      }
    }
    const entries = file.statements.flatMap((one) => one.entries);
    const count = (pattern: RegExp) =>
      [...stated.matchAll(pattern)].reduce((sum, [, number]) => sum + Number(number), 0);
    expect(entries.filter(({ status }) => status === "pending")).toHaveLength(count(/status PDNG (\d+)/g));
    expect(entries.filter(({ status }) => status === "information")).toHaveLength(
      count(/status INFO (\d+)/g),
    );
    expect(entries.filter(({ reversal }) => reversal)).toHaveLength(count(/(\d+) reversal/g));
    if (!otherwise[`${path} batch`]) {
      expect(entries.filter(({ batch }) => batch !== null)).toHaveLength(count(/(\d+) batch/g));
    }
    const payments = entries.flatMap(({ transactions }) => transactions);
    expect(payments.filter(({ returnReason }) => returnReason !== null)).toHaveLength(count(/(\d+) return/g));
    const structured = payments.filter(({ remittance }) => remittance.structured.length > 0);
    expect(structured).toHaveLength(count(/(\d+) structured refs/g));
  });

  it("follows two accounts from day to day through a hundred statements without a gap", () => {
    const closed = new Map<string, string>();
    let statements = 0;
    for (const path of filesIn("camt053/subite-daily")) {
      for (const { account, openingBalance, closingBalance } of readReal(path).statements) {
        const before = closed.get(account ?? "");
        if (before !== undefined) expect(sameNumber(before, openingBalance ?? ""), path).toBe(true);
        closed.set(account ?? "", closingBalance ?? "");
        statements += 1;
      }
    }
    expect(statements).toBe(208);
    expect(closed.size).toBe(2);
  });

  it("says what is unusual in the daily statements", () => {
    const file = readReal("camt053/subite-daily/2024-03-12.xml");
    expect(codesOf(file)).toEqual([
      "batch-count-differs",
      "dates-missing",
      "page-of-several",
      "sign-missing",
      "statement-empty",
    ]);
  });

  it("finds the payments of an instant day inside its one entry", () => {
    for (const path of filesIn("camt054/subite-instant")) {
      for (const entry of readReal(path).statements.flatMap((one) => one.entries)) {
        expect(entry.status).toBe("information");
        expect(
          entry.transactions.every(({ amount, references }) => amount !== null && references.transaction),
        ).toBe(true);
      }
    }
  });
});

type PeerMoney = { getAmount: string; getCurrency: { getCode: string } };
type PeerDate = { "0": string };
type PeerEntry = {
  getAmount: PeerMoney;
  getBookingDate: PeerDate | null;
  getValueDate: PeerDate | null;
  getAccountServicerReference: string | null;
  getReference: string | null;
  getReversalIndicator: boolean;
  getStatus: string | null;
  getTransactionDetail: PeerDetail | null;
  getTransactionDetails: (PeerDetail | "__RECURSIVITY__")[];
};
type PeerDetail = {
  getReference: { getEndToEndId: string | null; getInstructionId: string | null } | null;
  getRelatedParties: {
    getAccount: { getIdentification: string } | null;
    getRelatedPartyType: { getName: string | null };
  }[];
};

/** Amounts of the peer are whole units of the currency's smallest coin. */
function minor(amount: string | null, currency: string | null): number {
  return Math.round(Number(amount) * 10 ** impliedDecimals(currency));
}

describe.skipIf(!realFiles.present)("what genkgo/camt reads in the same files", () => {
  const peers = folders.flatMap((folder) =>
    peersIn(folder)
      .filter((name) => !name.startsWith("oca-"))
      .map((name) => [folder, name.replace(".peer.json", "")] as const),
  );
  it("is compared for fifteen files", () => expect(peers).toHaveLength(15));

  it.each(peers)("agrees on %s/%s", (folder, name) => {
    const peer = peerOf(`${folder}/${name}.peer.json`) as { getEntries: PeerEntry[] };
    const file: BankFile = readReal(`${folder}/genkgo/${name}.xml`);
    // The peer lists the entries of the last statement only.
    const entries = file.statements.at(-1)?.entries ?? [];
    expect(entries).toHaveLength(peer.getEntries.length);
    for (const [index, expected] of peer.getEntries.entries()) compareEntry(entries[index], expected, name);
  });

  function compareEntry(entry: BankEntry | undefined, expected: PeerEntry, name: string) {
    // Amounts beyond the currency's decimals: the peer rounds 8.850 to cents, nothing is lost by it.
    expect(minor(entry?.amount ?? null, entry?.currency ?? null)).toBe(Number(expected.getAmount.getAmount));
    expect(entry?.currency).toBe(expected.getAmount.getCurrency.getCode);
    // The peer turns instants into UTC; none here changes its day by that.
    expect(entry?.bookingDate ?? undefined).toBe(expected.getBookingDate?.[0].slice(0, 10));
    expect(entry?.valueDate ?? undefined).toBe(expected.getValueDate?.[0].slice(0, 10));
    expect(entry?.reversal).toBe(expected.getReversalIndicator);
    expect(entry?.references.bank).toBe(expected.getAccountServicerReference);
    expect(entry?.references.customer).toBe(expected.getReference);
    // The peer reads the status as text and misses the code inside of it, as version 08 has it.
    if (!name.includes("v8"))
      expect(entry?.status).toBe(expected.getStatus === "BOOK" ? "booked" : "pending");
    const details = expected.getTransactionDetails.flatMap((detail) =>
      detail === "__RECURSIVITY__" ? (expected.getTransactionDetail ?? []) : [detail],
    );
    expect(entry?.transactions).toHaveLength(details.length);
    for (const [index, detail] of details.entries()) {
      const transaction = entry?.transactions[index];
      expect(transaction?.endToEndId ?? null).toBe(detail.getReference?.getEndToEndId ?? null);
      expect(transaction?.references.instruction ?? null).toBe(detail.getReference?.getInstructionId ?? null);
      const accounts = detail.getRelatedParties.map((party) => party.getAccount?.getIdentification ?? null);
      const { account } = transaction?.counterparty ?? { account: null };
      if (account !== null) expect(accounts).toContain(account);
    }
  }
});

type OcaStatement = {
  balance_start: number;
  balance_end_real: number;
  name: string;
  transactions: { amount: number; account_number: string; partner_name: string; date: string }[];
};

describe.skipIf(!realFiles.present)("what OCA's importer reads in the same files", () => {
  it.each(["test-camt053", "test-camt053-txdtls"])("agrees on %s", (name) => {
    const [currency, account, statements] = peerOf(`camt053/oca-${name}.peer.json`) as [
      string,
      string,
      OcaStatement[],
    ];
    const [statement] = readReal(`camt053/oca/${name}.xml`).statements;
    const [expected] = statements;
    expect(statement).toMatchObject({ currency, account, id: expected?.name });
    expect(Number(statement?.openingBalance)).toBe(expected?.balance_start);
    expect(Number(statement?.closingBalance)).toBe(expected?.balance_end_real);
    // The peer makes a line of each payment of a batch.
    const payments = statement?.entries.flatMap(({ transactions }) => transactions) ?? [];
    expect(
      payments.map(({ amount, counterparty, bookingDate }) => ({
        amount: Number(amount),
        account_number: counterparty.account,
        partner_name: counterparty.name,
        date: bookingDate,
      })),
    ).toEqual(
      expected?.transactions.map(({ amount, account_number, partner_name, date }) => ({
        amount,
        account_number,
        partner_name,
        date,
      })),
    );
    expect(sumOf(payments.map((payment) => payment.amount ?? "0"))).toBe(
      sumOf(statement?.entries.map((entry) => entry.amount ?? "0") ?? []),
    );
  });
});
