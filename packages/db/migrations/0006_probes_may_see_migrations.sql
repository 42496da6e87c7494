-- The apps' probes say whether the newest migration has run.
grant usage on schema migrations to openitem_app;
--> statement-breakpoint
grant select on migrations.__drizzle_migrations to openitem_app;
