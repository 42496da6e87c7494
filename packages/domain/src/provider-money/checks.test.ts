import { PgDialect } from "drizzle-orm/pg-core";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startStripeWorld } from "../../test/stripe-world.ts";
import { close, ownerUrl } from "../../test/world.ts";
import { PROVIDER_MONEY_CHECKS } from "./checks.ts";
import { moneyWorld } from "./test/money-world.ts";

const dialect = new PgDialect();
const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} });
let stripe: Awaited<ReturnType<typeof startStripeWorld>>;
let organizationId: string;

beforeAll(async () => {
  stripe = await startStripeWorld();
  const world = await moneyWorld(stripe);
  organizationId = world.organizationId;
  await world.paid(100_00n);
  await stripe.control.settleIn("eur", "usd", "1.0825");
  const { intentId } = await world.paid(200_00n, { currency: "EUR" });
  await stripe.control.refund(intentId, 50_00);
  await stripe.control.adjustBalance("usd", -12_00);
  await stripe.control.createPayout("usd", true);
  await world.work();
  const [payout] = await world.payouts();
  await world.bankShows(payout!.amountMinor);
  await world.paid(70_00n);
  const failed = await stripe.control.createPayout("usd", true);
  await stripe.control.finishPayout(failed.id, "failed");
  await world.work();
  await world.sweep();
  expect(await world.differences()).toEqual([]);
  expect(await differing()).toEqual([]);
});
afterAll(async () => {
  await stripe.stop();
  await owner.end();
  await close();
});

/** The checks that find something, as the owner's open transaction sees the books. */
async function differing(): Promise<string[]> {
  const found: string[] = [];
  for (const { name, query } of PROVIDER_MONEY_CHECKS) {
    const { sql, params } = dialect.sqlToQuery(query({ organizationId, days: "{}" }).differences);
    if ((await owner.unsafe(sql, params.map(String))).length > 0) found.push(name);
  }
  return found;
}

/** Ways in which a hand on the database could spoil the provider's money, and the check that must name each. */
test.each<[string, string, () => postgres.PendingQuery<postgres.Row[]>]>([
  [
    "fees of the provider",
    "a fee was booked lower",
    () =>
      owner`update transfers set amount_minor = amount_minor - 1 where organization_id = ${organizationId} and debit = 'fees'`,
  ],
  [
    "fees of the provider",
    "a fee was booked twice",
    () => owner`
      insert into transfers (organization_id, id, legal_entity_id, currency, debit, credit, amount_minor, value_on, posted_on, cause_kind, cause_id, line, created_at)
      select organization_id, gen_random_uuid(), legal_entity_id, currency, debit, credit, amount_minor, value_on, posted_on, cause_kind, cause_id, 30, created_at
      from transfers where organization_id = ${organizationId} and debit = 'fees' limit 1`,
  ],
  [
    "payouts booked",
    "a payout was booked with another amount",
    () =>
      owner`update transfers set amount_minor = amount_minor + 1 where organization_id = ${organizationId} and cause_kind = 'payout'`,
  ],
  [
    "payouts booked",
    "a payout failed and was not booked back",
    () =>
      owner`delete from transfers where organization_id = ${organizationId} and cause_kind = 'payout' and line = 1`,
  ],
  [
    "balance at the provider",
    "a movement was lost",
    () =>
      owner`delete from balance_transactions where organization_id = ${organizationId} and type = 'adjustment'`,
  ],
  [
    "balance at the provider",
    "an exchange was booked at another rate",
    () =>
      owner`update transfers set amount_minor = amount_minor + 5 where organization_id = ${organizationId} and credit = 'exchange' and currency = 'USD'`,
  ],
  [
    "balance at the provider",
    "a payment was booked against the bank instead",
    () =>
      owner`update transfers set debit = 'bank' where organization_id = ${organizationId} and cause_kind = 'item' and debit = 'stripe_clearing' and currency = 'USD'`,
  ],
  [
    "unexplained movements",
    "something unexplained was struck off the list",
    () =>
      owner`update balance_transactions set unexplained = null where organization_id = ${organizationId} and unexplained is not null`,
  ],
  [
    "unexplained movements",
    "what is nobody's was taken from its account",
    () =>
      owner`update transfers set debit = 'fees' where organization_id = ${organizationId} and debit = 'provider_unexplained'`,
  ],
  [
    "unexplained movements",
    "a refund was taken out of the books",
    () => owner`delete from payment_reversals where organization_id = ${organizationId} and kind = 'refund'`,
  ],
  [
    "payouts in transit",
    "a line was untied without its entry",
    () =>
      owner`update bank_lines set payout_id = null, state = 'open' where organization_id = ${organizationId} and state = 'payout'`,
  ],
])("%s: it is seen that %s", async (check, _case, corrupt) => {
  await owner`begin`;
  try {
    await owner`set local session_replication_role = replica`;
    const { count } = await corrupt();
    expect(count).toBeGreaterThan(0);
    expect(await differing()).toContain(check);
  } finally {
    await owner`rollback`;
  }
});
