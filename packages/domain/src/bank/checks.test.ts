import { newId } from "@openitem/db/ids";
import { type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { World } from "../../test/world.ts";
import { recordReceipt } from "../cash/record-receipt.ts";
import { verifyBooks } from "../ledger/verify.ts";
import { BANK_CHECKS } from "./checks.ts";
import { setLineElsewhere } from "./set-line-elsewhere.ts";
import { bringCamt, close, lineOf, newBank, owner, paid, statement } from "./test/bank-world.ts";
import { tieLineToReceipt } from "./tie-line.ts";

afterAll(close);

const dialect = new PgDialect();
let world: World;

beforeAll(async () => {
  const bank = await newBank();
  world = bank.world;
  const parts = [
    { amount: "60.00", name: "Ajax" },
    { amount: "40.00", name: "Bolt" },
  ];
  await bringCamt(
    bank.finance,
    "camt.053",
    statement({
      opening: "0.00",
      closing: "250.00",
      entries: [
        paid("100.00", { reference: "BATCH", parts }),
        paid("80.00", { reference: "WIRE" }),
        paid("90.00", { reference: "OPEN" }),
        paid("-20.00", { reference: "RENT" }),
      ],
    }),
  );
  await bringCamt(
    bank.finance,
    "camt.053",
    statement({ id: "W", opening: "0.00", closing: "1.00", entries: [paid("7.00")] }),
  );
  await setLineElsewhere(bank.finance, { key: newId(), lineId: await lineOf(world, -20_00n), note: "Rent" });
  const receipt = (amountMinor: bigint) =>
    recordReceipt(bank.finance, {
      number: `WIRE-${amountMinor}`,
      legalEntityId: world.legalEntityId,
      customerId: world.customerId,
      currency: "EUR",
      amountMinor,
      valueOn: "2026-11-16",
    });
  const { itemId } = await receipt(80_00n);
  await tieLineToReceipt(bank.finance, { key: newId(), lineId: await lineOf(world, 80_00n), itemId });
  await receipt(33_00n);
});

test("money at the bank made by commands agrees, and every check had something to look at", async () => {
  const { checked, differences } = await verifyBooks(world.worker);
  expect(differences).toEqual([]);
  for (const { name } of BANK_CHECKS)
    expect(checked.find((check) => check.name === name)?.count, name).toBeGreaterThan(0);
});

const org = () => world.organizationId;

/** Ways in which a hand on the database could spoil the money at the bank, and the check that must name each. */
test.each<[string, string, () => postgres.PendingQuery<postgres.Row[]>]>([
  [
    "bank entries",
    "an entry's booking was deleted",
    () =>
      owner`delete from transfers where cause_kind = 'bank_entry' and organization_id = ${org()} and amount_minor = 9000`,
  ],
  [
    "bank entries",
    "an entry was booked twice",
    () =>
      owner`insert into transfers select organization_id, gen_random_uuid(), legal_entity_id, customer_id, currency, debit, credit, amount_minor, value_on, posted_on, cause_kind, cause_id, 7, created_at from transfers where cause_kind = 'bank_entry' and organization_id = ${org()} and amount_minor = 9000`,
  ],
  [
    "bank entries",
    "money out was booked as money in",
    () =>
      owner`update transfers set debit = credit, credit = debit where cause_kind = 'bank_entry' and organization_id = ${org()} and amount_minor = 2000`,
  ],
  [
    "bank entries",
    "a line's amount was edited",
    () =>
      owner`update bank_lines set amount_minor = amount_minor + 1 where organization_id = ${org()} and reference = 'OPEN'`,
  ],
  [
    "bank entries",
    "a held line was opened by hand",
    () => owner`update bank_lines set state = 'open' where organization_id = ${org()} and state = 'held'`,
  ],
  [
    "batches",
    "a part was edited",
    () => owner`update bank_lines set amount_minor = 1 where organization_id = ${org()} and part = 1`,
  ],
  [
    "batches",
    "a part was lost",
    () => owner`delete from bank_lines where organization_id = ${org()} and part = 2`,
  ],
  [
    "batches",
    "a batch stands beside its parts",
    () => owner`update bank_lines set state = 'open' where organization_id = ${org()} and state = 'split'`,
  ],
  [
    "bank clearing",
    "a line was declared decided",
    () =>
      owner`update bank_lines set state = 'elsewhere', note = 'x' where organization_id = ${org()} and reference = 'OPEN'`,
  ],
  [
    "bank clearing",
    "a tie was cut by half",
    () => owner`update bank_lines set state = 'open' where organization_id = ${org()} and state = 'receipt'`,
  ],
  [
    "bank clearing",
    "a receipt was booked with another amount",
    () =>
      owner`update transfers set amount_minor = 1 where cause_kind = 'item' and organization_id = ${org()} and amount_minor = 3300`,
  ],
  [
    "lines and documents",
    "a line was tied to another receipt",
    () =>
      owner`update bank_lines set receipt_id = (select id from items where organization_id = ${org()} and amount_minor = 3300) where organization_id = ${org()} and state = 'receipt'`,
  ],
  [
    "booked elsewhere",
    "an undoing was forgotten",
    () =>
      owner`update bank_lines set state = 'open' where organization_id = ${org()} and state = 'elsewhere'`,
  ],
  [
    "booked elsewhere",
    "a booking was halved",
    () =>
      owner`update transfers set amount_minor = amount_minor / 2 where 'elsewhere' in (debit, credit) and organization_id = ${org()}`,
  ],
  [
    "statements",
    "an entry was taken out of its statement",
    () =>
      owner`delete from bank_statement_entries where organization_id = ${org()} and entry_id = (select id from bank_lines where organization_id = ${org()} and reference = 'OPEN')`,
  ],
  [
    "statements",
    "a closing balance was edited",
    () =>
      owner`update bank_statements set closing_minor = 1 where organization_id = ${org()} and status = 'booked'`,
  ],
  [
    "statements",
    "a wrong statement was booked by hand",
    () =>
      owner`update bank_statements set status = 'booked' where organization_id = ${org()} and status = 'held'`,
  ],
])("%s: it is seen that %s", async (check, _case, corrupt) => {
  // The damage is done and looked at inside one transaction of the owner, then undone.
  await owner`begin`;
  try {
    await owner`set local session_replication_role = replica`;
    await owner`alter table bank_lines drop constraint bank_lines_receipt_has_item`;
    const { count } = await corrupt();
    expect(count).toBeGreaterThan(0);
    const found = [];
    for (const { name, query } of BANK_CHECKS) {
      const { differences } = query({ organizationId: org(), days: "{2026-11-19}" });
      if ((await runRaw(differences)).length > 0) found.push(name);
    }
    expect(found).toContain(check);
  } finally {
    await owner`rollback`;
  }
});

/** Runs a check's query on the owner's own connection, inside his open transaction. */
function runRaw(query: SQL): Promise<unknown[]> {
  const { sql: text, params } = dialect.sqlToQuery(sql`${query}`);
  return owner.unsafe(text, params.map(String));
}
