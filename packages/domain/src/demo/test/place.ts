import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type Db } from "@openitem/db/client";
import { freshDatabase } from "@openitem/db/test/database";
import postgres from "postgres";
import { portalAuth } from "../../access/portal-auth.ts";
import { staffAuth } from "../../access/staff-auth.ts";
import { diskStorage } from "../../files/storage.ts";
import type { Context } from "../../kernel/context.ts";
import { ORGANIZATION_ID } from "../company.ts";
import type { DemoSettings } from "../load-demo.ts";

export const NOW = new Date("2026-11-18T14:14:00Z");
const SECRET = "a secret of the tests, long enough to sign with: 7f3k22qx";

/** A database of its own for one load, and a folder for its files. */
export async function newPlace() {
  const folder = mkdtempSync(join(tmpdir(), "openitem-demo-"));
  const { appUrl, ownerUrl } = await freshDatabase();
  const connection = connect(appUrl, { connectionsMax: 8, name: "demo test" });
  const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  const { db } = connection;
  const auth = { db, secret: SECRET, baseUrl: "http://localhost:3000", secureCookies: false };
  const settings = (over: Partial<DemoSettings> = {}): DemoSettings => ({
    db,
    auth: { portal: portalAuth(auth), staff: staffAuth(auth) },
    linkSecret: SECRET,
    filing: { storage: diskStorage(folder), scanner: null },
    portalUrl: "http://localhost:3000",
    now: NOW,
    onProgress: () => {},
    ...over,
  });
  const at = (now: Date): Context => ({
    db,
    organizationId: ORGANIZATION_ID,
    actor: { kind: "worker", name: "test" },
    now,
    requestId: "test",
  });
  const close = async () => {
    await owner.end();
    await connection.close();
    rmSync(folder, { recursive: true, force: true });
  };
  /** Everything that the loader names, and every figure that follows from it; the provider's numbers are chance. */
  const digest = () => owner`
    select 'customer' as what, id::text, number || name as is from customers
    union all select 'item', id::text, concat_ws(' ', kind, number, customer_id, currency, amount_minor, open_minor, issued_on, due_on, last_applied_on)
      from items where not (kind = 'refund' or number similar to 'RCT-____-____|RCT-80___|[CD]M-____|RB-____')
    union all select 'other item', '', concat_ws(' ', kind, substring(number from '^(?:CM|RB)-.*'), customer_id, currency, amount_minor, open_minor, issued_on, last_applied_on)
      from items where kind = 'refund' or number similar to 'RCT-____-____|RCT-80___|[CD]M-____|RB-____'
    union all select 'line', i.number, concat_ws(' ', count(*), sum(l.quantity), sum(l.unit_price), sum(l.amount_minor)) from item_lines l join items i on i.id = l.item_id group by i.number
    union all select 'payment', id::text, concat_ws(' ', customer_id, currency, amount_minor, status, refunded_minor, checkout_id, intent_id, created_at, settled_at, ended_at) from payments p where not exists (select from charges c where c.payment_id = p.id)
    union all select 'charged', '', concat_ws(' ', customer_id, currency, amount_minor, status, created_at, settled_at, ended_at) from payments p where exists (select from charges c where c.payment_id = p.id)
    union all select 'transfer', '', concat_ws(' ', customer_id, currency, debit, credit, amount_minor, value_on) from transfers
    union all select 'contact', id::text, concat_ws(' ', email, user_id is not null) from contacts
    union all select 'grant', contact_id::text, concat_ws(' ', customer_id, role, with_subsidiaries) from contact_accounts
    union all select 'invitation', contact_id::text, concat_ws(' ', created_at, accepted_at, revoked_at) from invitations
    union all select 'dispute', id::text, concat_ws(' ', number, customer_id, reason, currency, amount_minor, status, cause_id, assignee_id, raised_at, answer_due_at, clock_left_minutes, decided_at, contest_until, ended_at) from disputes
    union all select 'disputed', dispute_id::text, concat_ws(' ', item_id, line_no, amount_minor) from dispute_items
    union all select 'entry', '', concat_ws(' ', dispute_id, kind, author, created_at, md5(body)) from dispute_entries
    union all select 'decision', id::text, concat_ws(' ', dispute_id, outcome, amount_minor, tax_minor, status, decided_at) from dispute_decisions
    union all select 'approval', '', concat_ws(' ', subject_id, amount_minor, status, requested_at, decided_at) from approvals
    union all select 'task', '', concat_ws(' ', kind, customer_id, title, due_on, status, created_at, ended_at) from tasks
    union all select 'cause', id::text, concat_ws(' ', title, owner_id, status, fixed_at) from dispute_causes
    union all select 'file', id::text, concat_ws(' ', name, media_type, sha256, subject_kind, visibility) from files
    union all select 'promise', id::text, concat_ws(' ', number, customer_id, amount_minor, status, made_at, answer_due_at, judged_at, ended_at) from promises
    union all select 'date', promise_id::text, concat_ws(' ', no, due_on, amount_minor, state, kept_minor) from promise_instalments
    union all select 'charge', '', concat_ws(' ', customer_id, cause_kind, charge_on, amount_minor, status, held, created_at, announced_at, ended_at) from charges
    union all select 'autopay', '', concat_ws(' ', customer_id, currency, status, from_on, changed_at) from autopays
    union all select 'method', id::text, concat_ws(' ', customer_id, kind, last4, status, active_at) from payment_methods
    union all select 'prepared', id::text, concat_ws(' ', number, amount_minor, status, decided_at) from prepared_payments
    union all select 'mail', '', concat_ws(' ', kind, to_address, status, created_at) from messages
    union all select 'bank account', id::text, concat_ws(' ', name, number, currency, ledger_account) from bank_accounts
    union all select 'bank details', '', concat_ws(' ', bank_account_id, shown, bank_name, changed_at) from bank_account_details
    union all select 'statement', '', concat_ws(' ', bank_account_id, sha256, status, entries, closing_minor) from bank_statements
    union all select 'bank line', '', concat_ws(' ', bank_account_id, reference, part, amount_minor, value_on, state, decided_by, decided_at) from bank_lines
    union all select 'outcome', '', concat_ws(' ', l.reference, l.part, o.kind, o.rule, o.customer_id, o.at) from match_outcomes o join bank_lines l on l.id = o.line_id
    union all select 'bar', '', concat_ws(' ', debit_id, reason, set_at) from match_bars
    union all select 'alias', '', concat_ws(' ', customer_id, kind, value, learnt_at) from payer_aliases
    union all select 'money decided', '', concat_ws(' ', customer_id, kind, amount_minor, currency, status, decided_at) from cash_decisions
    union all select 'payout', provider_id, concat_ws(' ', legal_entity_id, currency, amount_minor, status, arrives_on) from payouts
    union all select 'movement', '', concat_ws(' ', currency, type, amount_minor, fee_minor, occurred_at, unexplained) from balance_transactions
    union all select 'remittance', id::text, concat_ws(' ', number, customer_id, total_minor, status) from remittances
    union all select 'month', '', concat_ws(' ', p.legal_entity_id, p.from_on, e.kind, e.at, e.by) from periods p join period_events e on e.period_id = p.id
    union all select 'staff', id::text, concat_ws(' ', email, role) from staff
    union all select 'policy', kind, concat_ws(' ', version, rules) from policies
    union all select 'happening', '', concat_ws(' ', at, action, customer_id, actor) from audit_records
    order by 1, 2, 3`;
  return { db, settings, at, close, digest, owner };
}

/** The same database, until so many transactions were committed: the answer to the last one is lost. */
export function failingAfter(db: Db, transactions: number, isCounting = () => true): Db {
  let begun = 0;
  return new Proxy(db, {
    get(target, property) {
      if (property !== "transaction") return Reflect.get(target, property);
      return async (...work: Parameters<Db["transaction"]>) => {
        if (isCounting()) begun += 1;
        const result = begun > transactions ? null : await target.transaction(...work);
        if (begun >= transactions) throw new Error("The power went");
        return result;
      };
    },
  });
}

export type Place = Awaited<ReturnType<typeof newPlace>>;
