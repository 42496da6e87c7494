-- Who may touch what of bank lines, matching, remittances, Stripe's money and periods; as in 0001: a setting that is
-- missing yields no rows.
do $$
declare
  table_name text;
  own constant text := 'organization_id = (select nullif(current_setting(''app.organization'', true), '''')::uuid)';
begin
  foreach table_name in array array[
    'bank_accounts', 'bank_account_details', 'bank_statements', 'bank_lines', 'payer_aliases', 'match_runs',
    'match_outcomes', 'match_bars', 'cash_decisions', 'exchange_rates', 'remittances', 'remittance_lines', 'payouts',
    'balance_transactions', 'periods', 'period_events', 'period_checks'
  ] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy own_organization on %I for all to openitem_staff, openitem_worker using (%s) with check (%s)', table_name, own, own);
    execute format('grant select, insert on %I to openitem_staff, openitem_worker', table_name);
  end loop;
end $$;
--> statement-breakpoint

-- Not in this list, so never changed: bank_account_details, match_outcomes, exchange_rates, period_events.
grant update (name) on bank_accounts to openitem_staff, openitem_worker;
--> statement-breakpoint
-- What the bank said of a line stays as the bank said it.
grant update (state, receipt_id, refund_id, payout_id, note, decided_by, decided_by_name, decided_at) on bank_lines
  to openitem_staff, openitem_worker;
--> statement-breakpoint
grant update (status, new_entries, decided_by, decided_at, decision_note) on bank_statements
  to openitem_staff, openitem_worker;
--> statement-breakpoint
grant update (ended_by, ended_by_name, ended_at) on payer_aliases to openitem_staff, openitem_worker;
--> statement-breakpoint
grant update (lifted_by, lifted_by_name, lifted_at) on match_bars to openitem_staff, openitem_worker;
--> statement-breakpoint
grant update (payout_id, payment_id, unexplained) on balance_transactions to openitem_staff, openitem_worker;
--> statement-breakpoint
grant update on match_runs, cash_decisions, remittances, remittance_lines, payouts, periods, period_checks
  to openitem_staff, openitem_worker;
--> statement-breakpoint
grant delete on remittance_lines to openitem_staff, openitem_worker;
--> statement-breakpoint
grant maintain on bank_lines to openitem_staff, openitem_worker;
--> statement-breakpoint

-- A contact sees his customers' remittances, and where to pay to.
do $$
declare
  rule record;
  own constant text := 'organization_id = (select nullif(current_setting(''app.organization'', true), '''')::uuid)';
  his constant text := 'customer_id = any ((select nullif(current_setting(''app.customers'', true), '''')::uuid[])::uuid[])';
begin
  for rule in
    select * from (values
      ('remittances',          'select, insert, update',         his),
      ('remittance_lines',     'select, insert, update, delete', his),
      ('bank_accounts',        'select',                         'true'),
      ('bank_account_details', 'select',                         'true')
    ) as rules (table_name, privileges, condition)
  loop
    execute format('create policy own_customers on %I for all to openitem_portal using (%s and (%s)) with check (%s and (%s))',
      rule.table_name, own, rule.condition, own, rule.condition);
    execute format('grant %s on %I to openitem_portal', rule.privileges, rule.table_name);
  end loop;
end $$;
--> statement-breakpoint

create policy own_remittance_numbers on number_series for all to openitem_portal
  using (organization_id = (select nullif(current_setting('app.organization', true), '')::uuid) and series = 'remittance')
  with check (organization_id = (select nullif(current_setting('app.organization', true), '')::uuid) and series = 'remittance');
