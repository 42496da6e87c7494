-- Who may touch what. The application signs in as `openitem_app`, which can read nothing of a tenant by itself: each
-- transaction takes on one of three roles and names its tenant, its actor and, for a contact, his customers, all of it
-- local to the transaction. A setting that is missing yields no rows.
do $$
declare role_name text;
begin
  foreach role_name in array array['openitem_portal', 'openitem_staff', 'openitem_worker', 'openitem_auth', 'openitem_app'] loop
    begin
      execute format('create role %I nologin', role_name);
    exception when duplicate_object or unique_violation then null;
    end;
  end loop;
end $$;
--> statement-breakpoint
grant openitem_auth to openitem_app with inherit true;
--> statement-breakpoint
grant openitem_portal, openitem_staff, openitem_worker to openitem_app with inherit false, set true;
--> statement-breakpoint
grant openitem_portal, openitem_staff, openitem_worker to current_user with inherit false, set true;
--> statement-breakpoint
revoke all on schema public from public;
--> statement-breakpoint
grant usage on schema public to openitem_portal, openitem_staff, openitem_worker, openitem_app;
--> statement-breakpoint
grant usage on schema auth to openitem_auth;
--> statement-breakpoint
grant select, insert, update, delete on all tables in schema auth to openitem_auth;
--> statement-breakpoint

-- Staff and the worker see their organization, and nothing else.
do $$
declare
  table_name text;
  own constant text := 'organization_id = (select nullif(current_setting(''app.organization'', true), '''')::uuid)';
begin
  foreach table_name in array array[
    'legal_entities', 'customers', 'contacts', 'contact_accounts', 'contact_settings', 'invitations', 'staff',
    'items', 'item_lines', 'applications', 'transfers', 'payments', 'payment_shares', 'payment_reversals', 'gateway_calls',
    'provider_events', 'audit_records', 'outbox', 'commands', 'messages', 'number_series', 'policies', 'imports'
  ] loop
    execute format('alter table %I enable row level security', table_name);
    execute format('alter table %I force row level security', table_name);
    execute format('create policy own_organization on %I for all to openitem_staff, openitem_worker using (%s) with check (%s)', table_name, own, own);
    execute format('grant select, insert on %I to openitem_staff, openitem_worker', table_name);
  end loop;
end $$;
--> statement-breakpoint
alter table organizations enable row level security;
--> statement-breakpoint
alter table organizations force row level security;
--> statement-breakpoint
create policy own_organization on organizations for select to openitem_staff, openitem_portal
  using (id = (select nullif(current_setting('app.organization', true), '')::uuid));
--> statement-breakpoint
-- The worker goes from tenant to tenant and so must know which there are; it also founds one.
create policy every_organization on organizations for all to openitem_worker using (true) with check (true);
--> statement-breakpoint
grant select on organizations to openitem_staff, openitem_portal, openitem_worker;
--> statement-breakpoint
grant insert on organizations to openitem_worker;
--> statement-breakpoint
-- The relay hands over work of every tenant; rows hold ids only.
create policy relay on outbox for all to openitem_worker using (true) with check (true);
--> statement-breakpoint
grant update, delete on outbox to openitem_worker;
--> statement-breakpoint

-- What may be changed after it was written. The journal, the applications and the audit trail are not in this list.
grant update (open_minor, last_applied_on) on items to openitem_staff, openitem_worker, openitem_portal;
--> statement-breakpoint
grant update (held_as, po_number, reference, note) on items to openitem_staff, openitem_worker;
--> statement-breakpoint
grant update on customers, contacts, contact_accounts, contact_settings, invitations, staff, legal_entities,
  payments, payment_shares, payment_reversals, gateway_calls, provider_events, messages, number_series, imports
  to openitem_staff, openitem_worker;
--> statement-breakpoint

-- A contact sees the customers he was given, and what belongs to them.
do $$
declare
  rule record;
  own constant text := 'organization_id = (select nullif(current_setting(''app.organization'', true), '''')::uuid)';
  his constant text := '%s = any ((select nullif(current_setting(''app.customers'', true), '''')::uuid[])::uuid[])';
  self constant text := '(select nullif(current_setting(''app.actor'', true), ''''))';
begin
  for rule in
    select * from (values
      ('legal_entities',   'select',                 'true'),
      ('policies',         'select',                 'true'),
      ('customers',        'select',                 format(his, 'id')),
      ('contact_accounts', 'select',                 format(his, 'customer_id')),
      ('contacts',         'select',                 'exists (select from contact_accounts a where a.organization_id = contacts.organization_id and a.contact_id = contacts.id)'),
      ('contact_settings', 'select, insert, update', '''contact:'' || contact_id::text = ' || self),
      ('items',            'select',                 format(his, 'customer_id')),
      ('item_lines',       'select',                 'exists (select from items i where i.organization_id = item_lines.organization_id and i.id = item_lines.item_id)'),
      ('applications',     'select, insert',         '(' || format(his, 'credit_customer_id') || ' or ' || format(his, 'debit_customer_id') || ')'),
      ('transfers',        'select, insert',                 format(his, 'customer_id')),
      ('payments',         'select, insert, update', format(his, 'customer_id')),
      ('payment_shares',   'select, insert, update', format(his, 'customer_id')),
      ('payment_reversals', 'select',                'exists (select from payments p where p.organization_id = payment_reversals.organization_id and p.id = payment_reversals.payment_id)'),
      ('gateway_calls',    'select, insert, update', 'exists (select from payments p where p.organization_id = gateway_calls.organization_id and p.id = gateway_calls.payment_id)'),
      ('audit_records',    'select, insert',         format(his, 'customer_id')),
      ('messages',         'select',                 format(his, 'customer_id')),
      ('outbox',           'insert',                 'true'),
      ('commands',         'select, insert',         'actor = ' || self)
    ) as rules (table_name, privileges, condition)
  loop
    execute format('create policy own_customers on %I for all to openitem_portal using (%s and (%s)) with check (%s and (%s))',
      rule.table_name, own, rule.condition, own, rule.condition);
    execute format('grant %s on %I to openitem_portal', rule.privileges, rule.table_name);
  end loop;
end $$;
--> statement-breakpoint
-- A large import refreshes the planner's statistics, so that the next page is fast at once.
grant maintain on customers, items, applications, transfers to openitem_staff, openitem_worker;
