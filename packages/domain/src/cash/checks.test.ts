import { newId } from "@openitem/db/ids";
import { PgDialect } from "drizzle-orm/pg-core";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { close, ownerUrl } from "../../test/world.ts";
import { verifyBooks } from "../ledger/verify.ts";
import { CASH_CHECKS } from "./checks.ts";
import { confirmMatch } from "./confirm-match.ts";
import { exchangeCredit } from "./exchange-credit.ts";
import { readMatch } from "./read-match.ts";
import { recordExchangeRate } from "./record-exchange-rate.ts";
import { runMatch } from "./run-match.ts";
import { startMatchRun } from "./start-match-run.ts";
import { type CashWorld, newCashWorld } from "./test/cash-world.ts";
import { plainEngine } from "./test/plain-engine.ts";
import { transferCredit } from "./transfer-credit.ts";
import { undoApplication } from "./undo-application.ts";
import { undoDecision } from "./undo-decision.ts";

const dialect = new PgDialect();
const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} });
afterAll(async () => {
  await owner.end();
  await close();
});

let world: CashWorld;

/** Money matched by the machine and by a person, undone, written off, transferred and changed. */
beforeAll(async () => {
  world = await newCashWorld();
  const { finance } = world;
  const [bill, other, third] = [await world.document(), await world.document(), await world.document()];
  const [, line] = await world.money({ text: `Invoice ${await world.numberOf(bill)}` }, { amount: "395.00" });
  const { runId } = await startMatchRun(finance, {});
  await runMatch(world.worker, { runId }, { engine: plainEngine });
  const { receiptId, differences } = await confirmMatch(finance, {
    key: newId(),
    lineId: line!.id,
    receiptId: null,
    customerId: world.customerId,
    applications: [
      { itemId: other, amountMinor: 95_00n },
      { itemId: third, amountMinor: 50_00n },
    ],
    differences: [
      { itemId: other, kind: "write_off", amountMinor: 5_00n, reason: "Charges" },
      { itemId: third, kind: "residual", amountMinor: 50_00n, reason: "Asked" },
    ],
  });
  const { applications } = await readMatch(finance, line!.id);
  await undoApplication(finance, {
    key: newId(),
    applicationId: applications.find((each) => each.debitId === third)!.id,
    appliedOn: "2026-11-18",
    reason: "Wrong bill",
  });
  await undoDecision(finance, { key: newId(), decisionId: differences[0]!.decisionId, reason: "By mistake" });
  await transferCredit(finance, {
    key: newId(),
    creditId: receiptId,
    amountMinor: 20_00n,
    toCustomerId: await world.customer(),
    reason: "Theirs",
  });
  await recordExchangeRate(finance, {
    fromCurrency: "USD",
    toCurrency: "EUR",
    onDay: "2026-11-16",
    rate: "0.9",
    source: "ECB",
  });
  await exchangeCredit(finance, {
    key: newId(),
    creditId: receiptId,
    amountMinor: 30_00n,
    intoCurrency: "EUR",
    reason: "In euro",
  });
});

const org = () => world.organizationId;

test("matched money agrees, and every check had something to look at", async () => {
  const { checked, differences } = await verifyBooks(world.worker);
  expect(differences).toEqual([]);
  const own = new Set(CASH_CHECKS.map(({ name }) => name));
  expect(checked.filter(({ name, count }) => own.has(name) && count === 0)).toEqual([]);
});

test.each<[string, string, () => postgres.PendingQuery<postgres.Row[]>]>([
  [
    "outcomes and applications",
    "what the machine says it applied was never applied",
    () =>
      owner`delete from applications where cause_kind = 'match' and organization_id = ${org()} and reverses_id is null`,
  ],
  [
    "outcomes and applications",
    "something was applied that no match says",
    () =>
      owner`update match_outcomes set kind = 'proposed' where kind = 'applied' and organization_id = ${org()}`,
  ],
  [
    "undone matches are barred",
    "a match is barred that nobody undid",
    () => owner`delete from applications where reverses_id is not null and organization_id = ${org()}`,
  ],
  [
    "decisions about money",
    "a residual item was lost",
    () =>
      owner`update cash_decisions set result_ids = '{}' where kind = 'residual' and organization_id = ${org()}`,
  ],
  [
    "decisions about money",
    "a decision's amount was edited",
    () =>
      owner`update cash_decisions set amount_minor = 1 where kind = 'transfer' and organization_id = ${org()}`,
  ],
  [
    "decisions taken back",
    "a write-off is said to be taken back and is not",
    () =>
      owner`update cash_decisions set status = 'undone' where kind = 'transfer' and organization_id = ${org()}`,
  ],
  [
    "money that changed hands",
    "money left one customer and arrived at nobody",
    () =>
      owner`delete from transfers where debit = 'residual_clearing' and credit = 'unapplied' and organization_id = ${org()}`,
  ],
  [
    "money that changed its currency",
    "more came out of an exchange than its rate makes",
    () =>
      owner`update transfers set amount_minor = amount_minor + 1 where debit = 'exchange' and currency = 'EUR' and organization_id = ${org()}`,
  ],
])("%s: it is seen that %s", async (check, _case, corrupt) => {
  // The damage is done and looked at inside one transaction of the owner, then undone.
  await owner`begin`;
  try {
    await owner`set local session_replication_role = replica`;
    const { count } = await corrupt();
    expect(count).toBeGreaterThan(0);
    const found: string[] = [];
    for (const { name, query } of CASH_CHECKS) {
      const { differences } = query({ organizationId: org(), days: "{2026-11-19}" });
      const { sql, params } = dialect.sqlToQuery(differences);
      if ((await owner.unsafe(sql, params.map(String))).length > 0) found.push(name);
    }
    expect(found).toContain(check);
  } finally {
    await owner`rollback`;
  }
});
