CREATE TABLE "bank_account_details" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"bank_account_id" uuid NOT NULL,
	"shown" boolean NOT NULL,
	"holder" text NOT NULL,
	"bank_name" text NOT NULL,
	"iban" text,
	"account_number" text,
	"routing_number" text,
	"bic" text,
	"address" text,
	"reason" text NOT NULL,
	"changed_by" text NOT NULL,
	"changed_by_name" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "bank_account_details_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "bank_account_details_can_be_paid_into" CHECK ("bank_account_details"."iban" is not null or "bank_account_details"."account_number" is not null)
);
--> statement-breakpoint
CREATE TABLE "bank_accounts" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"legal_entity_id" uuid NOT NULL,
	"currency" char(3) NOT NULL,
	"name" text NOT NULL,
	"number" text NOT NULL,
	"ledger_account" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "bank_accounts_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "bank_accounts_number_unique" UNIQUE("organization_id","number","currency"),
	CONSTRAINT "bank_accounts_number_plain" CHECK ("bank_accounts"."number" = upper(replace("bank_accounts"."number", ' ', '')) and "bank_accounts"."number" <> '')
);
--> statement-breakpoint
CREATE TABLE "bank_lines" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"bank_account_id" uuid NOT NULL,
	"statement_id" uuid NOT NULL,
	"legal_entity_id" uuid NOT NULL,
	"currency" char(3) NOT NULL,
	"entry_id" uuid NOT NULL,
	"part" integer NOT NULL,
	"print" text NOT NULL,
	"occurrence" integer NOT NULL,
	"amount_minor" bigint NOT NULL,
	"booked_on" date NOT NULL,
	"value_on" date NOT NULL,
	"reference" text,
	"end_to_end_id" text,
	"transaction_code" text,
	"counterparty_name" text,
	"counterparty_account" text,
	"structured" text[] DEFAULT '{}' NOT NULL,
	"unstructured" text,
	"is_reversal" boolean NOT NULL,
	"state" text NOT NULL,
	"receipt_id" uuid,
	"refund_id" uuid,
	"payout_id" uuid,
	"note" text,
	"decided_by" text,
	"decided_by_name" text,
	"decided_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "bank_lines_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "bank_lines_once" UNIQUE("organization_id","bank_account_id","print","occurrence","part"),
	CONSTRAINT "bank_lines_receipt_unique" UNIQUE("organization_id","receipt_id"),
	CONSTRAINT "bank_lines_refund_unique" UNIQUE("organization_id","refund_id"),
	CONSTRAINT "bank_lines_amount_not_zero" CHECK ("bank_lines"."amount_minor" <> 0),
	CONSTRAINT "bank_lines_receipt_has_item" CHECK (("bank_lines"."state" = 'receipt') = ("bank_lines"."receipt_id" is not null)),
	CONSTRAINT "bank_lines_refund_has_item" CHECK (("bank_lines"."state" = 'refund') = ("bank_lines"."refund_id" is not null)),
	CONSTRAINT "bank_lines_payout_has_payout" CHECK (("bank_lines"."state" = 'payout') = ("bank_lines"."payout_id" is not null)),
	CONSTRAINT "bank_lines_receipt_comes_in" CHECK ("bank_lines"."state" <> 'receipt' or "bank_lines"."amount_minor" > 0),
	CONSTRAINT "bank_lines_refund_goes_out" CHECK ("bank_lines"."state" <> 'refund' or "bank_lines"."amount_minor" < 0),
	CONSTRAINT "bank_lines_elsewhere_says_why" CHECK ("bank_lines"."state" <> 'elsewhere' or "bank_lines"."note" is not null)
);
--> statement-breakpoint
CREATE TABLE "bank_statements" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"bank_account_id" uuid NOT NULL,
	"format" text NOT NULL,
	"file_name" text NOT NULL,
	"sha256" text NOT NULL,
	"position" integer NOT NULL,
	"from_on" date,
	"to_on" date,
	"opening_minor" bigint,
	"closing_minor" bigint,
	"entries" integer NOT NULL,
	"new_entries" integer NOT NULL,
	"status" text NOT NULL,
	"faults" jsonb NOT NULL,
	"warnings" jsonb NOT NULL,
	"imported_by" text NOT NULL,
	"imported_by_name" text NOT NULL,
	"imported_at" timestamp with time zone NOT NULL,
	"decided_by" text,
	"decided_at" timestamp with time zone,
	"decision_note" text,
	CONSTRAINT "bank_statements_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "bank_statements_once" UNIQUE("organization_id","bank_account_id","sha256","position"),
	CONSTRAINT "bank_statements_decided_whole" CHECK (("bank_statements"."decided_by" is null) = ("bank_statements"."decided_at" is null))
);
--> statement-breakpoint
CREATE TABLE "cash_decisions" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"item_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"legal_entity_id" uuid NOT NULL,
	"currency" char(3) NOT NULL,
	"amount_minor" bigint NOT NULL,
	"reason" text NOT NULL,
	"note" text,
	"facts" jsonb NOT NULL,
	"status" text NOT NULL,
	"result_ids" uuid[] DEFAULT '{}' NOT NULL,
	"decided_by" text NOT NULL,
	"decided_by_name" text NOT NULL,
	"decided_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "cash_decisions_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "cash_decisions_amount_positive" CHECK ("cash_decisions"."amount_minor" > 0),
	CONSTRAINT "cash_decisions_ended_has_time" CHECK (("cash_decisions"."status" = 'awaiting_approval') = ("cash_decisions"."ended_at" is null))
);
--> statement-breakpoint
CREATE TABLE "exchange_rates" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"from_currency" text NOT NULL,
	"to_currency" text NOT NULL,
	"on_day" date NOT NULL,
	"rate" numeric NOT NULL,
	"source" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "exchange_rates_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "exchange_rates_once" UNIQUE("organization_id","from_currency","to_currency","on_day"),
	CONSTRAINT "exchange_rates_positive" CHECK ("exchange_rates"."rate" > 0),
	CONSTRAINT "exchange_rates_two_currencies" CHECK ("exchange_rates"."from_currency" <> "exchange_rates"."to_currency")
);
--> statement-breakpoint
CREATE TABLE "match_bars" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"receipt_id" uuid NOT NULL,
	"debit_id" uuid NOT NULL,
	"application_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"set_by" text NOT NULL,
	"set_by_name" text NOT NULL,
	"set_at" timestamp with time zone NOT NULL,
	"lifted_by" text,
	"lifted_by_name" text,
	"lifted_at" timestamp with time zone,
	CONSTRAINT "match_bars_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "match_bars_application_unique" UNIQUE("organization_id","application_id"),
	CONSTRAINT "match_bars_lifted_whole" CHECK (("match_bars"."lifted_by" is null) = ("match_bars"."lifted_at" is null))
);
--> statement-breakpoint
CREATE TABLE "match_outcomes" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"line_id" uuid NOT NULL,
	"run_id" uuid,
	"kind" text NOT NULL,
	"rule" text,
	"customer_id" uuid,
	"proposals" jsonb NOT NULL,
	"waits" jsonb NOT NULL,
	"decided_by" text NOT NULL,
	"decided_by_name" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "match_outcomes_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "match_runs" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"status" text NOT NULL,
	"bank_account_id" uuid,
	"policy" jsonb NOT NULL,
	"policy_version" text NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"applied" integer DEFAULT 0 NOT NULL,
	"proposed" integer DEFAULT 0 NOT NULL,
	"after_line_id" uuid,
	"error" text,
	"started_by" text NOT NULL,
	"started_by_name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"seen_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "match_runs_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "match_runs_ended_has_time" CHECK (("match_runs"."status" in ('stopped', 'done', 'failed')) = ("match_runs"."ended_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "payer_aliases" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"written" text NOT NULL,
	"line_id" uuid,
	"learnt_by" text NOT NULL,
	"learnt_by_name" text NOT NULL,
	"learnt_at" timestamp with time zone NOT NULL,
	"ended_by" text,
	"ended_by_name" text,
	"ended_at" timestamp with time zone,
	CONSTRAINT "payer_aliases_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "payer_aliases_ended_whole" CHECK (("payer_aliases"."ended_by" is null) = ("payer_aliases"."ended_at" is null))
);
--> statement-breakpoint
CREATE TABLE "period_checks" (
	"organization_id" uuid NOT NULL,
	"period_id" uuid NOT NULL,
	"check" text NOT NULL,
	"owner_id" uuid,
	"note" text,
	"file_id" uuid,
	"signed_by" text,
	"signed_by_name" text,
	"signed_at" timestamp with time zone,
	"signed_figure" text,
	CONSTRAINT "period_checks_organization_id_period_id_check_pk" PRIMARY KEY("organization_id","period_id","check"),
	CONSTRAINT "period_checks_signed_whole" CHECK (("period_checks"."signed_by" is null) = ("period_checks"."signed_at" is null))
);
--> statement-breakpoint
CREATE TABLE "period_events" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"period_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"reason" text,
	"figures" jsonb NOT NULL,
	"by" text NOT NULL,
	"by_name" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "period_events_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "period_events_reopened_says_why" CHECK ("period_events"."kind" <> 'reopened' or "period_events"."reason" is not null)
);
--> statement-breakpoint
CREATE TABLE "periods" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"legal_entity_id" uuid NOT NULL,
	"from_on" date NOT NULL,
	"to_on" date NOT NULL,
	"status" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "periods_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "periods_once" UNIQUE("organization_id","legal_entity_id","from_on"),
	CONSTRAINT "periods_have_days" CHECK ("periods"."from_on" <= "periods"."to_on")
);
--> statement-breakpoint
CREATE TABLE "balance_transactions" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"legal_entity_id" uuid NOT NULL,
	"provider_id" text NOT NULL,
	"type" text NOT NULL,
	"category" text NOT NULL,
	"currency" char(3) NOT NULL,
	"amount_minor" bigint NOT NULL,
	"fee_minor" bigint NOT NULL,
	"net_minor" bigint NOT NULL,
	"exchange_rate" numeric,
	"source_id" text,
	"payment_id" uuid,
	"payout_id" uuid,
	"description" text,
	"available_on" date NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"unexplained" text,
	CONSTRAINT "balance_transactions_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "balance_transactions_provider_unique" UNIQUE("organization_id","provider_id"),
	CONSTRAINT "balance_transactions_add_up" CHECK ("balance_transactions"."net_minor" = "balance_transactions"."amount_minor" - "balance_transactions"."fee_minor")
);
--> statement-breakpoint
CREATE TABLE "payouts" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"legal_entity_id" uuid NOT NULL,
	"provider_id" text NOT NULL,
	"currency" char(3) NOT NULL,
	"amount_minor" bigint NOT NULL,
	"status" text NOT NULL,
	"is_automatic" boolean NOT NULL,
	"descriptor" text,
	"trace_id" text,
	"arrives_on" date NOT NULL,
	"failure" text,
	"is_read" boolean NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "payouts_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "payouts_provider_unique" UNIQUE("organization_id","provider_id"),
	CONSTRAINT "payouts_amount_not_zero" CHECK ("payouts"."amount_minor" <> 0)
);
--> statement-breakpoint
CREATE TABLE "remittance_lines" (
	"organization_id" uuid NOT NULL,
	"remittance_id" uuid NOT NULL,
	"line_no" integer NOT NULL,
	"customer_id" uuid,
	"written" text,
	"item_id" uuid,
	"gross_minor" bigint,
	"discount_minor" bigint DEFAULT 0 NOT NULL,
	"deduction_minor" bigint DEFAULT 0 NOT NULL,
	"reason_code" text,
	"reason" text,
	"net_minor" bigint NOT NULL,
	"read_as" jsonb NOT NULL,
	"settled" text NOT NULL,
	CONSTRAINT "remittance_lines_organization_id_remittance_id_line_no_pk" PRIMARY KEY("organization_id","remittance_id","line_no"),
	CONSTRAINT "remittance_lines_document_has_item" CHECK (("remittance_lines"."settled" = 'document') = ("remittance_lines"."item_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "remittances" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"number" text NOT NULL,
	"customer_id" uuid,
	"source" text NOT NULL,
	"format" text,
	"file_id" uuid,
	"file_name" text,
	"sha256" text,
	"position" integer DEFAULT 1 NOT NULL,
	"is_scanned" boolean DEFAULT false NOT NULL,
	"payer" text,
	"payee" text,
	"reference" text,
	"method" text,
	"paid_on" date,
	"currency" text,
	"total_minor" bigint,
	"status" text NOT NULL,
	"problem" text,
	"warnings" jsonb NOT NULL,
	"paused_until_on" date,
	"line_id" uuid,
	"receipt_id" uuid,
	"payment_id" uuid,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"confirmed_by" text,
	"confirmed_by_name" text,
	"confirmed_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "remittances_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "remittances_number_unique" UNIQUE("organization_id","number"),
	CONSTRAINT "remittances_confirmed_has_facts" CHECK ("remittances"."status" not in ('confirmed', 'tied') or ("remittances"."confirmed_at" is not null and "remittances"."currency" is not null and "remittances"."total_minor" is not null)),
	CONSTRAINT "remittances_tied_to_money" CHECK (("remittances"."status" = 'tied') = ("remittances"."line_id" is not null or "remittances"."receipt_id" is not null)),
	CONSTRAINT "remittances_unreadable_says_why" CHECK ("remittances"."status" <> 'unreadable' or "remittances"."problem" is not null)
);
--> statement-breakpoint
ALTER TABLE "files" ALTER COLUMN "customer_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "legal_entities" ADD COLUMN "functional_currency" text;--> statement-breakpoint
ALTER TABLE "bank_account_details" ADD CONSTRAINT "bank_account_details_account_fk" FOREIGN KEY ("organization_id","bank_account_id") REFERENCES "public"."bank_accounts"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_accounts" ADD CONSTRAINT "bank_accounts_legal_entity_fk" FOREIGN KEY ("organization_id","legal_entity_id") REFERENCES "public"."legal_entities"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_lines" ADD CONSTRAINT "bank_lines_account_fk" FOREIGN KEY ("organization_id","bank_account_id") REFERENCES "public"."bank_accounts"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_lines" ADD CONSTRAINT "bank_lines_statement_fk" FOREIGN KEY ("organization_id","statement_id") REFERENCES "public"."bank_statements"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_lines" ADD CONSTRAINT "bank_lines_receipt_fk" FOREIGN KEY ("organization_id","receipt_id") REFERENCES "public"."items"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_lines" ADD CONSTRAINT "bank_lines_refund_fk" FOREIGN KEY ("organization_id","refund_id") REFERENCES "public"."items"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_statements" ADD CONSTRAINT "bank_statements_account_fk" FOREIGN KEY ("organization_id","bank_account_id") REFERENCES "public"."bank_accounts"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cash_decisions" ADD CONSTRAINT "cash_decisions_item_fk" FOREIGN KEY ("organization_id","item_id") REFERENCES "public"."items"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_bars" ADD CONSTRAINT "match_bars_receipt_fk" FOREIGN KEY ("organization_id","receipt_id") REFERENCES "public"."items"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_bars" ADD CONSTRAINT "match_bars_debit_fk" FOREIGN KEY ("organization_id","debit_id") REFERENCES "public"."items"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_outcomes" ADD CONSTRAINT "match_outcomes_line_fk" FOREIGN KEY ("organization_id","line_id") REFERENCES "public"."bank_lines"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payer_aliases" ADD CONSTRAINT "payer_aliases_customer_fk" FOREIGN KEY ("organization_id","customer_id") REFERENCES "public"."customers"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "period_checks" ADD CONSTRAINT "period_checks_period_fk" FOREIGN KEY ("organization_id","period_id") REFERENCES "public"."periods"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "period_events" ADD CONSTRAINT "period_events_period_fk" FOREIGN KEY ("organization_id","period_id") REFERENCES "public"."periods"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "periods" ADD CONSTRAINT "periods_legal_entity_fk" FOREIGN KEY ("organization_id","legal_entity_id") REFERENCES "public"."legal_entities"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "balance_transactions" ADD CONSTRAINT "balance_transactions_legal_entity_fk" FOREIGN KEY ("organization_id","legal_entity_id") REFERENCES "public"."legal_entities"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "balance_transactions" ADD CONSTRAINT "balance_transactions_payment_fk" FOREIGN KEY ("organization_id","payment_id") REFERENCES "public"."payments"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "balance_transactions" ADD CONSTRAINT "balance_transactions_payout_fk" FOREIGN KEY ("organization_id","payout_id") REFERENCES "public"."payouts"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_legal_entity_fk" FOREIGN KEY ("organization_id","legal_entity_id") REFERENCES "public"."legal_entities"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "remittance_lines" ADD CONSTRAINT "remittance_lines_remittance_fk" FOREIGN KEY ("organization_id","remittance_id") REFERENCES "public"."remittances"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "remittance_lines" ADD CONSTRAINT "remittance_lines_item_fk" FOREIGN KEY ("organization_id","item_id") REFERENCES "public"."items"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "remittances" ADD CONSTRAINT "remittances_customer_fk" FOREIGN KEY ("organization_id","customer_id") REFERENCES "public"."customers"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "remittances" ADD CONSTRAINT "remittances_line_fk" FOREIGN KEY ("organization_id","line_id") REFERENCES "public"."bank_lines"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "remittances" ADD CONSTRAINT "remittances_receipt_fk" FOREIGN KEY ("organization_id","receipt_id") REFERENCES "public"."items"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bank_account_details_newest_index" ON "bank_account_details" USING btree ("organization_id","bank_account_id","changed_at");--> statement-breakpoint
CREATE INDEX "bank_lines_entry_index" ON "bank_lines" USING btree ("organization_id","entry_id","part");--> statement-breakpoint
CREATE INDEX "bank_lines_open_index" ON "bank_lines" USING btree ("organization_id","bank_account_id","value_on","id") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "bank_lines_days_index" ON "bank_lines" USING btree ("organization_id","bank_account_id","booked_on","id");--> statement-breakpoint
CREATE INDEX "bank_lines_statement_index" ON "bank_lines" USING btree ("organization_id","statement_id");--> statement-breakpoint
CREATE INDEX "bank_lines_payout_index" ON "bank_lines" USING btree ("organization_id","payout_id") WHERE payout_id is not null;--> statement-breakpoint
CREATE INDEX "bank_statements_days_index" ON "bank_statements" USING btree ("organization_id","bank_account_id","to_on");--> statement-breakpoint
CREATE INDEX "cash_decisions_item_index" ON "cash_decisions" USING btree ("organization_id","item_id");--> statement-breakpoint
CREATE INDEX "cash_decisions_waiting_index" ON "cash_decisions" USING btree ("organization_id","decided_at") WHERE status = 'awaiting_approval';--> statement-breakpoint
CREATE INDEX "match_bars_receipt_index" ON "match_bars" USING btree ("organization_id","receipt_id");--> statement-breakpoint
CREATE INDEX "match_outcomes_line_index" ON "match_outcomes" USING btree ("organization_id","line_id","at");--> statement-breakpoint
CREATE INDEX "match_outcomes_run_index" ON "match_outcomes" USING btree ("organization_id","run_id") WHERE run_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "match_runs_one_at_a_time" ON "match_runs" USING btree ("organization_id") WHERE status in ('queued', 'running', 'stopping');--> statement-breakpoint
CREATE INDEX "match_runs_created_index" ON "match_runs" USING btree ("organization_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "payer_aliases_current_unique" ON "payer_aliases" USING btree ("organization_id","kind","value","customer_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "payer_aliases_customer_index" ON "payer_aliases" USING btree ("organization_id","customer_id");--> statement-breakpoint
CREATE INDEX "period_events_period_index" ON "period_events" USING btree ("organization_id","period_id","at");--> statement-breakpoint
CREATE INDEX "balance_transactions_payout_index" ON "balance_transactions" USING btree ("organization_id","payout_id");--> statement-breakpoint
CREATE INDEX "balance_transactions_payment_index" ON "balance_transactions" USING btree ("organization_id","payment_id");--> statement-breakpoint
CREATE INDEX "balance_transactions_unexplained_index" ON "balance_transactions" USING btree ("organization_id","occurred_at") WHERE unexplained is not null;--> statement-breakpoint
CREATE INDEX "payouts_arrival_index" ON "payouts" USING btree ("organization_id","arrives_on");--> statement-breakpoint
CREATE INDEX "remittance_lines_item_index" ON "remittance_lines" USING btree ("organization_id","item_id");--> statement-breakpoint
CREATE INDEX "remittances_customer_index" ON "remittances" USING btree ("organization_id","customer_id","created_at");--> statement-breakpoint
CREATE INDEX "remittances_waiting_index" ON "remittances" USING btree ("organization_id","created_at") WHERE status = 'confirmed';--> statement-breakpoint
CREATE INDEX "remittances_file_index" ON "remittances" USING btree ("organization_id","sha256","position");