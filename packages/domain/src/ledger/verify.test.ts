import { newId } from "@openitem/db/ids";
import { PgDialect } from "drizzle-orm/pg-core";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { close, newWorld, ownerUrl, type World } from "../../test/world.ts";
import { applyCredit } from "../cash/apply-credit.ts";
import { recordReceipt } from "../cash/record-receipt.ts";
import { undoApplication } from "../cash/undo-application.ts";
import { readItem } from "../items/read-item.ts";
import { followPayment } from "../payments/follow-payment.ts";
import { refundPayment } from "../payments/refund-payment.ts";
import { startPayment } from "../payments/start-payment.ts";
import { CHECKS } from "./checks.ts";
import { ALL_CHECKS, verifyBooks } from "./verify.ts";

const dialect = new PgDialect();
const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} });
afterAll(async () => {
  await owner.end();
  await close();
});

let world: World;
let invoiceId: string;
let receiptId: string;
let paymentId: string;

beforeAll(async () => {
  world = await newWorld();
  const finance = world.staff("finance");
  const lines = [60_00n, 40_00n].map((amountMinor) => ({
    description: "SMS",
    quantity: "1",
    unit: "message",
    unitPrice: "1",
    amountMinor,
  }));
  invoiceId = await world.document({ lines });
  const child = await world.customer({ parentId: world.customerId });
  const childBill = await world.document({ customerId: child });
  ({ itemId: receiptId } = await recordReceipt(finance, {
    number: "WIRE-1",
    legalEntityId: world.legalEntityId,
    customerId: world.customerId,
    currency: "USD",
    amountMinor: 120_00n,
    valueOn: "2026-11-02",
    applyTo: [
      { itemId: invoiceId, amountMinor: 50_00n },
      { itemId: childBill, amountMinor: 20_00n },
    ],
  }));
  const [application] = (await readItem(world.worker, invoiceId)).applications;
  await undoApplication(finance, {
    key: newId(),
    applicationId: application!.id,
    appliedOn: "2026-11-10",
    reason: "Wrong invoice",
  });
  await applyCredit(finance, {
    key: newId(),
    creditId: receiptId,
    appliedOn: "2026-11-11",
    applyTo: [{ itemId: invoiceId, amountMinor: 30_00n }],
  });
  const other = await world.document();
  const input = world.wish([[other, 100_00n]]);
  paymentId = input.paymentId;
  await startPayment(world.paying(world.contact()), input);
  world.gateway.complete(paymentId);
  await followPayment(world.paying(world.worker), { paymentId });
  await refundPayment(world.paying(finance), {
    callId: newId(),
    paymentId,
    amountMinor: 10_00n,
    reason: "Paid too much",
  });
  await followPayment(world.paying(world.worker), { paymentId });
});

test("books made by commands agree, and every check had something to look at", async () => {
  const { checked, differences } = await verifyBooks(world.worker);
  expect(differences).toEqual([]);
  const areOwn = new Set(CHECKS.map(({ name }) => name));
  expect(checked.filter(({ name, count }) => areOwn.has(name) && count === 0)).toEqual([]);
  expect(checked).toHaveLength(ALL_CHECKS.length);
});

const org = () => world.organizationId;

/** Ways in which a hand on the database could spoil the books, and the check that must name each. */
test.each<[string, string, () => postgres.PendingQuery<postgres.Row[]>]>([
  [
    "open amounts",
    "an open amount was edited",
    () => owner`update items set open_minor = open_minor - 1 where id = ${invoiceId}`,
  ],
  [
    "open amounts",
    "an application was deleted",
    () =>
      owner`delete from applications where debit_id = ${invoiceId} and reverses_id is null and applied_on = '2026-11-11'`,
  ],
  [
    "applied within amount",
    "more was applied than the document has",
    () =>
      owner`update applications set amount_minor = 1000000 where debit_id = ${invoiceId} and applied_on = '2026-11-11'`,
  ],
  [
    "applied within amount",
    "an undoing was dated before what it undoes",
    () =>
      owner`update applications set applied_on = '2026-11-01' where reverses_id is not null and debit_id = ${invoiceId}`,
  ],
  [
    "applications fit",
    "a debit was applied to a debit",
    () =>
      owner`update applications set credit_id = ${invoiceId} where debit_id <> ${invoiceId} and organization_id = ${org()}`,
  ],
  [
    "applications fit",
    "a link is older than its documents",
    () => owner`update applications set applied_on = '2020-01-01' where debit_id = ${invoiceId}`,
  ],
  [
    "reversals mirror",
    "an undoing undid another amount",
    () =>
      owner`update applications set amount_minor = amount_minor + 1 where reverses_id is not null and debit_id = ${invoiceId}`,
  ],
  [
    "one entry per document",
    "a document's booking was deleted",
    () => owner`delete from transfers where cause_id = ${invoiceId}`,
  ],
  [
    "one entry per document",
    "a document was booked twice",
    () =>
      owner`insert into transfers select organization_id, gen_random_uuid(), legal_entity_id, customer_id, currency, debit, credit, amount_minor, value_on, posted_on, cause_kind, cause_id, 7, created_at from transfers where cause_id = ${invoiceId}`,
  ],
  [
    "one entry per document",
    "a document's amount was edited",
    () => owner`update items set amount_minor = amount_minor + 500 where id = ${invoiceId}`,
  ],
  [
    "one entry per application",
    "an application's booking was halved",
    () =>
      owner`update transfers set amount_minor = amount_minor / 2 where cause_kind = 'application' and organization_id = ${org()}`,
  ],
  [
    "every entry has its cause",
    "an entry was made out of nothing",
    () => owner`update transfers set cause_id = gen_random_uuid() where cause_id = ${receiptId}`,
  ],
  [
    "every entry has its cause",
    "an entry was posted before its day",
    () => owner`update transfers set posted_on = '2020-01-01' where cause_id = ${invoiceId}`,
  ],
  [
    "subledger and journal",
    "a booking went to another customer",
    () => owner`update transfers set customer_id = null where cause_id = ${invoiceId}`,
  ],
  [
    "control accounts",
    "money on account was counted as unapplied",
    () => owner`update items set held_as = 'on_account' where id = ${receiptId}`,
  ],
  [
    "clearing is empty",
    "half of a crossing was deleted",
    () => owner`delete from transfers where debit = 'intercompany_clearing' and organization_id = ${org()}`,
  ],
  [
    "statement and journal by day",
    "a booking was moved to another month",
    () => owner`update transfers set value_on = '2026-09-01' where cause_id = ${receiptId}`,
  ],
  [
    "lines add up",
    "a line was edited",
    () => owner`update item_lines set amount_minor = 1 where item_id = ${invoiceId} and line_no = 1`,
  ],
  [
    "reservations",
    "a settled payment still holds its invoice",
    () => owner`update payment_shares set state = 'reserved' where payment_id = ${paymentId}`,
  ],
  [
    "payments and receipts",
    "a refund was forgotten",
    () => owner`update payments set refunded_minor = 0 where id = ${paymentId}`,
  ],
  [
    "audit trail",
    "a record was removed",
    () => owner`delete from audit_records where action = 'payment.settled' and organization_id = ${org()}`,
  ],
])("%s: it is seen that %s", async (check, _case, corrupt) => {
  // The damage is done and looked at inside one transaction of the owner, then undone.
  await owner`begin`;
  try {
    await owner`set local session_replication_role = replica`;
    await owner`alter table items drop constraint items_open_within_amount`;
    const { count } = await corrupt();
    expect(count).toBeGreaterThan(0);
    const found = [];
    for (const { name, query } of CHECKS) {
      const { differences } = query({ organizationId: org(), days: "{2026-10-31,2026-11-19}" });
      if ((await runRaw(differences)).length > 0) found.push(name);
    }
    expect(found).toContain(check);
  } finally {
    await owner`rollback`;
  }
});

/** Runs a check's query on the owner's own connection, inside his open transaction. */
async function runRaw(query: Parameters<typeof toText>[0]): Promise<unknown[]> {
  const { text, values } = toText(query);
  return owner.unsafe(text, values);
}

function toText(query: ReturnType<(typeof CHECKS)[number]["query"]>["differences"]): {
  text: string;
  values: string[];
} {
  const { sql, params } = dialect.sqlToQuery(query);
  return { text: sql, values: params.map(String) };
}
