-- Who may touch what of disputes, promises, charges and files; as in 0001: a setting that is missing yields no rows.
do $$
declare
  table_name text;
  own constant text := 'organization_id = (select nullif(current_setting(''app.organization'', true), '''')::uuid)';
begin
  foreach table_name in array array[
    'files', 'tasks', 'approvals', 'dispute_causes', 'disputes', 'dispute_items', 'dispute_entries',
    'dispute_decisions', 'dispute_decision_items', 'promises', 'promise_items', 'promise_instalments',
    'customer_settings', 'payment_methods', 'autopays', 'charges', 'charge_items', 'prepared_payments'
  ] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy own_organization on %I for all to openitem_staff, openitem_worker using (%s) with check (%s)', table_name, own, own);
    execute format('grant select, insert on %I to openitem_staff, openitem_worker', table_name);
  end loop;
end $$;
--> statement-breakpoint

-- What was said in a dispute is not in this list: it stays as it was said.
grant update on files, tasks, approvals, dispute_causes, disputes, dispute_items, dispute_decisions,
  dispute_decision_items, promises, promise_instalments, customer_settings, payment_methods, autopays, charges,
  prepared_payments to openitem_staff, openitem_worker;
--> statement-breakpoint
grant delete on dispute_items, charge_items to openitem_staff, openitem_worker;
--> statement-breakpoint

-- A contact sees what belongs to his customers; never the biller's notes, nor a decision that is not made yet.
do $$
declare
  rule record;
  own constant text := 'organization_id = (select nullif(current_setting(''app.organization'', true), '''')::uuid)';
  his constant text := 'customer_id = any ((select nullif(current_setting(''app.customers'', true), '''')::uuid[])::uuid[])';
begin
  for rule in
    select * from (values
      ('files',                  'select, insert, update', his || ' and visibility = ''shared'''),
      ('disputes',               'select, insert, update', his),
      ('dispute_items',          'select, insert',         his),
      ('dispute_entries',        'select, insert',         his || ' and visibility = ''shared'''),
      ('dispute_decisions',      'select',                 his || ' and status = ''applied'''),
      ('dispute_decision_items', 'select',                 his || ' and exists (select from dispute_decisions d where d.organization_id = dispute_decision_items.organization_id and d.id = dispute_decision_items.decision_id)'),
      ('promises',               'select, insert, update', his),
      ('promise_items',          'select, insert',         his),
      ('promise_instalments',    'select, insert, update', his),
      ('customer_settings',      'select, insert, update', his),
      ('payment_methods',        'select, insert, update', his),
      ('autopays',               'select, insert, update', his),
      ('charges',                'select, insert, update', his),
      ('charge_items',           'select, insert, delete', his),
      ('prepared_payments',      'select, insert, update', his)
    ) as rules (table_name, privileges, condition)
  loop
    execute format('create policy own_customers on %I for all to openitem_portal using (%s and (%s)) with check (%s and (%s))',
      rule.table_name, own, rule.condition, own, rule.condition);
    execute format('grant %s on %I to openitem_portal', rule.privileges, rule.table_name);
  end loop;
end $$;
--> statement-breakpoint

-- Numbers that a customer's own command gives out.
create policy own_numbers on number_series for all to openitem_portal
  using (organization_id = (select nullif(current_setting('app.organization', true), '')::uuid) and series in ('dispute', 'promise', 'prepared_payment'))
  with check (organization_id = (select nullif(current_setting('app.organization', true), '')::uuid) and series in ('dispute', 'promise', 'prepared_payment'));
--> statement-breakpoint
grant select, insert, update on number_series to openitem_portal;
--> statement-breakpoint

-- Who at the biller has it: his name and role, and nothing else of him.
create policy names_at_the_biller on staff for select to openitem_portal
  using (organization_id = (select nullif(current_setting('app.organization', true), '')::uuid));
--> statement-breakpoint
grant select (organization_id, id, name, role) on staff to openitem_portal;
