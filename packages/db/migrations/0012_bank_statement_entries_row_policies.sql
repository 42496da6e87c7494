-- Who may touch what statements show; as in 0008. Never changed: what a bank said stays as it said it.
alter table bank_statement_entries enable row level security;
--> statement-breakpoint
alter table bank_statement_entries force row level security;
--> statement-breakpoint
create policy own_organization on bank_statement_entries for all to openitem_staff, openitem_worker
  using (organization_id = (select nullif(current_setting('app.organization', true), '')::uuid))
  with check (organization_id = (select nullif(current_setting('app.organization', true), '')::uuid));
--> statement-breakpoint
grant select, insert on bank_statement_entries to openitem_staff, openitem_worker;
--> statement-breakpoint
grant maintain on bank_statements, bank_statement_entries to openitem_staff, openitem_worker;
