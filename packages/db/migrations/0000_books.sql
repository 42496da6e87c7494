CREATE SCHEMA "auth";
--> statement-breakpoint
CREATE TABLE "contact_accounts" (
	"organization_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"role" text NOT NULL,
	"with_subsidiaries" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "contact_accounts_organization_id_contact_id_customer_id_pk" PRIMARY KEY("organization_id","contact_id","customer_id")
);
--> statement-breakpoint
CREATE TABLE "contact_settings" (
	"organization_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"last_customer_id" uuid,
	"theme" text DEFAULT 'system' NOT NULL,
	CONSTRAINT "contact_settings_organization_id_contact_id_pk" PRIMARY KEY("organization_id","contact_id")
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"locale" text DEFAULT 'en' NOT NULL,
	"time_zone" text,
	"user_id" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "contacts_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "contacts_email_unique" UNIQUE("organization_id","email"),
	CONSTRAINT "contacts_user_unique" UNIQUE("organization_id","user_id"),
	CONSTRAINT "contacts_email_lower_case" CHECK ("contacts"."email" = lower("contacts"."email"))
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"invited_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "invitations_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "invitations_token_unique" UNIQUE("organization_id","token_hash"),
	CONSTRAINT "invitations_ends_once" CHECK ("invitations"."accepted_at" is null or "invitations"."revoked_at" is null),
	CONSTRAINT "invitations_expire" CHECK ("invitations"."expires_at" > "invitations"."created_at")
);
--> statement-breakpoint
CREATE TABLE "staff" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"user_id" text,
	"locale" text DEFAULT 'en' NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "staff_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "staff_email_unique" UNIQUE("organization_id","email"),
	CONSTRAINT "staff_user_unique" UNIQUE("organization_id","user_id"),
	CONSTRAINT "staff_email_lower_case" CHECK ("staff"."email" = lower("staff"."email"))
);
--> statement-breakpoint
CREATE TABLE "audit_records" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"action" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"customer_id" uuid,
	"actor" text NOT NULL,
	"actor_name" text NOT NULL,
	"request_id" text NOT NULL,
	"data" jsonb NOT NULL,
	CONSTRAINT "audit_records_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "commands" (
	"organization_id" uuid NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"fingerprint" text NOT NULL,
	"actor" text NOT NULL,
	"result" jsonb,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "commands_organization_id_name_key_pk" PRIMARY KEY("organization_id","name","key")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"customer_id" uuid,
	"contact_id" uuid,
	"to_address" text NOT NULL,
	"title" text NOT NULL,
	"status" text NOT NULL,
	"provider_id" text,
	"error" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone,
	CONSTRAINT "messages_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "messages_once" UNIQUE("organization_id","kind","subject_id","to_address"),
	CONSTRAINT "messages_sent_has_time" CHECK ("messages"."status" in ('queued', 'failed') or "messages"."sent_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "number_series" (
	"organization_id" uuid NOT NULL,
	"series" text NOT NULL,
	"next" integer NOT NULL,
	CONSTRAINT "number_series_organization_id_series_pk" PRIMARY KEY("organization_id","series"),
	CONSTRAINT "number_series_positive" CHECK ("number_series"."next" > 0)
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"payload" jsonb NOT NULL,
	"run_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "outbox_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "auth"."portal_accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth"."portal_rate_limits" (
	"id" text PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"count" integer NOT NULL,
	"last_request" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth"."portal_sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"token" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth"."portal_users" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean NOT NULL,
	"image" text,
	"two_factor_enabled" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth"."portal_verifications" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth"."staff_accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth"."staff_rate_limits" (
	"id" text PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"count" integer NOT NULL,
	"last_request" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth"."staff_sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"token" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth"."staff_two_factors" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"secret" text NOT NULL,
	"backup_codes" text NOT NULL,
	"verified" boolean DEFAULT true,
	"failed_verification_count" integer DEFAULT 0,
	"locked_until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "auth"."staff_users" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean NOT NULL,
	"image" text,
	"two_factor_enabled" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth"."staff_verifications" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"number" text NOT NULL,
	"number_key" text NOT NULL,
	"name" text NOT NULL,
	"name_key" text NOT NULL,
	"parent_id" uuid,
	"country" text,
	"address_lines" text[] DEFAULT '{}' NOT NULL,
	"time_zone" text NOT NULL,
	"locale" text DEFAULT 'en' NOT NULL,
	"terms_days" integer DEFAULT 30 NOT NULL,
	"collector_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "customers_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "customers_number_unique" UNIQUE("organization_id","number_key"),
	CONSTRAINT "customers_not_own_parent" CHECK ("customers"."parent_id" is distinct from "customers"."id"),
	CONSTRAINT "customers_terms_not_negative" CHECK ("customers"."terms_days" >= 0)
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"profile" text NOT NULL,
	"file_name" text NOT NULL,
	"sha256" text,
	"status" text NOT NULL,
	"rows" integer DEFAULT 0 NOT NULL,
	"imported" integer DEFAULT 0 NOT NULL,
	"unchanged" integer DEFAULT 0 NOT NULL,
	"rejected" integer DEFAULT 0 NOT NULL,
	"totals" jsonb NOT NULL,
	"started_by" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "imports_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "imports_ended_has_time" CHECK (("imports"."status" = 'running') = ("imports"."ended_at" is null))
);
--> statement-breakpoint
CREATE TABLE "applications" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"credit_id" uuid NOT NULL,
	"debit_id" uuid NOT NULL,
	"credit_customer_id" uuid NOT NULL,
	"debit_customer_id" uuid NOT NULL,
	"amount_minor" bigint NOT NULL,
	"reverses_id" uuid,
	"applied_on" date NOT NULL,
	"posted_on" date NOT NULL,
	"cause_kind" text NOT NULL,
	"cause_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "applications_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "applications_reversed_once" UNIQUE("organization_id","reverses_id"),
	CONSTRAINT "applications_signed" CHECK (case when "applications"."reverses_id" is null then "applications"."amount_minor" > 0 else "applications"."amount_minor" < 0 end),
	CONSTRAINT "applications_two_items" CHECK ("applications"."credit_id" <> "applications"."debit_id")
);
--> statement-breakpoint
CREATE TABLE "item_lines" (
	"organization_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"line_no" integer NOT NULL,
	"description" text NOT NULL,
	"quantity" numeric NOT NULL,
	"unit" text NOT NULL,
	"unit_price" numeric NOT NULL,
	"amount_minor" bigint NOT NULL,
	"period_from_on" date,
	"period_to_on" date,
	CONSTRAINT "item_lines_organization_id_item_id_line_no_pk" PRIMARY KEY("organization_id","item_id","line_no")
);
--> statement-breakpoint
CREATE TABLE "items" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"number" text NOT NULL,
	"number_tail" text NOT NULL,
	"legal_entity_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"currency" char(3) NOT NULL,
	"amount_minor" bigint NOT NULL,
	"open_minor" bigint NOT NULL,
	"last_applied_on" date,
	"issued_on" date NOT NULL,
	"due_on" date,
	"posted_on" date NOT NULL,
	"held_as" text,
	"po_number" text,
	"reference" text,
	"terms" text,
	"note" text,
	"import_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "items_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "items_number_unique" UNIQUE("organization_id","legal_entity_id","kind","number"),
	CONSTRAINT "items_amount_positive" CHECK ("items"."amount_minor" > 0),
	CONSTRAINT "items_open_within_amount" CHECK ("items"."open_minor" between 0 and "items"."amount_minor"),
	CONSTRAINT "items_invoices_are_due" CHECK ("items"."kind" not in ('invoice', 'debit_memo') or "items"."due_on" is not null),
	CONSTRAINT "items_receipts_are_held" CHECK (("items"."kind" = 'receipt') = ("items"."held_as" is not null)),
	CONSTRAINT "items_currency_upper_case" CHECK ("items"."currency" = upper("items"."currency"))
);
--> statement-breakpoint
CREATE TABLE "worker_beats" (
	"worker_id" text PRIMARY KEY NOT NULL,
	"beat_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "transfers" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"legal_entity_id" uuid NOT NULL,
	"customer_id" uuid,
	"currency" char(3) NOT NULL,
	"debit" text NOT NULL,
	"credit" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"value_on" date NOT NULL,
	"posted_on" date NOT NULL,
	"cause_kind" text NOT NULL,
	"cause_id" uuid NOT NULL,
	"line" smallint NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "transfers_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "transfers_cause_unique" UNIQUE("organization_id","cause_kind","cause_id","line"),
	CONSTRAINT "transfers_amount_positive" CHECK ("transfers"."amount_minor" > 0),
	CONSTRAINT "transfers_two_accounts" CHECK ("transfers"."debit" <> "transfers"."credit")
);
--> statement-breakpoint
CREATE TABLE "legal_entities" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"country" text NOT NULL,
	"address_lines" text[] DEFAULT '{}' NOT NULL,
	"tax_id" text,
	"time_zone" text NOT NULL,
	"closed_through_on" date,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "legal_entities_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "legal_entities_code_unique" UNIQUE("organization_id","code"),
	CONSTRAINT "legal_entities_code_not_empty" CHECK ("legal_entities"."code" <> '')
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "organizations_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "gateway_calls" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"payment_id" uuid NOT NULL,
	"amount_minor" bigint,
	"status" text NOT NULL,
	"result_ref" text,
	"error" text,
	"requested_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"resolved_at" timestamp with time zone,
	CONSTRAINT "gateway_calls_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "gateway_calls_resolved_has_time" CHECK (("gateway_calls"."status" in ('succeeded', 'refused')) = ("gateway_calls"."resolved_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "payment_reversals" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"payment_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"provider_ref" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"reason" text,
	"state" text NOT NULL,
	"item_id" uuid NOT NULL,
	"reinstated_item_id" uuid,
	"booked_at" timestamp with time zone NOT NULL,
	"reinstated_at" timestamp with time zone,
	CONSTRAINT "payment_reversals_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "payment_reversals_provider_unique" UNIQUE("organization_id","provider_ref"),
	CONSTRAINT "payment_reversals_amount_positive" CHECK ("payment_reversals"."amount_minor" > 0),
	CONSTRAINT "payment_reversals_reinstated_has_item" CHECK (("payment_reversals"."state" = 'reinstated') = ("payment_reversals"."reinstated_item_id" is not null and "payment_reversals"."reinstated_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "payment_shares" (
	"organization_id" uuid NOT NULL,
	"payment_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"side" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"state" text NOT NULL,
	"short_reason" text,
	"short_note" text,
	CONSTRAINT "payment_shares_organization_id_payment_id_item_id_pk" PRIMARY KEY("organization_id","payment_id","item_id"),
	CONSTRAINT "payment_shares_amount_positive" CHECK ("payment_shares"."amount_minor" > 0)
);
--> statement-breakpoint
CREATE TABLE "payments" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"number" text NOT NULL,
	"legal_entity_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"started_by" text NOT NULL,
	"started_by_name" text NOT NULL,
	"currency" char(3) NOT NULL,
	"amount_minor" bigint NOT NULL,
	"on_account_minor" bigint DEFAULT 0 NOT NULL,
	"status" text NOT NULL,
	"method" text,
	"checkout_id" text,
	"checkout_url" text,
	"intent_id" text,
	"charge_id" text,
	"failure" text,
	"receipt_id" uuid,
	"refunded_minor" bigint DEFAULT 0 NOT NULL,
	"expected_on" date,
	"created_at" timestamp with time zone NOT NULL,
	"submitted_at" timestamp with time zone,
	"settled_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "payments_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "payments_number_unique" UNIQUE("organization_id","number"),
	CONSTRAINT "payments_checkout_unique" UNIQUE("organization_id","checkout_id"),
	CONSTRAINT "payments_intent_unique" UNIQUE("organization_id","intent_id"),
	CONSTRAINT "payments_amount_not_negative" CHECK ("payments"."amount_minor" >= 0),
	CONSTRAINT "payments_on_account_within_cash" CHECK ("payments"."on_account_minor" between 0 and "payments"."amount_minor"),
	CONSTRAINT "payments_refunded_within_amount" CHECK ("payments"."refunded_minor" between 0 and "payments"."amount_minor"),
	CONSTRAINT "payments_settled_has_facts" CHECK (("payments"."status" in ('settled', 'part_refunded', 'refunded', 'returned', 'charged_back')) = ("payments"."settled_at" is not null)),
	CONSTRAINT "payments_cash_has_receipt" CHECK (("payments"."settled_at" is not null and "payments"."amount_minor" > 0) = ("payments"."receipt_id" is not null)),
	CONSTRAINT "payments_submitted_has_checkout" CHECK ("payments"."status" not in ('submitted', 'processing') or "payments"."checkout_id" is not null),
	CONSTRAINT "payments_ended_has_time" CHECK (("payments"."status" in ('failed', 'expired', 'cancelled', 'returned', 'charged_back')) = ("payments"."ended_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "provider_events" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"provider" text NOT NULL,
	"event_id" text NOT NULL,
	"type" text NOT NULL,
	"object_id" text,
	"payment_id" uuid,
	"body" jsonb NOT NULL,
	"source" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"status" text NOT NULL,
	"outcome" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"processed_at" timestamp with time zone,
	CONSTRAINT "provider_events_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "provider_events_event_unique" UNIQUE("organization_id","provider","event_id"),
	CONSTRAINT "provider_events_done_has_time" CHECK (("provider_events"."status" in ('processed', 'ignored')) = ("provider_events"."processed_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "policies" (
	"organization_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"version" integer NOT NULL,
	"rules" jsonb NOT NULL,
	"reason" text NOT NULL,
	"changed_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "policies_organization_id_kind_version_pk" PRIMARY KEY("organization_id","kind","version"),
	CONSTRAINT "policies_version_positive" CHECK ("policies"."version" > 0)
);
--> statement-breakpoint
ALTER TABLE "contact_accounts" ADD CONSTRAINT "contact_accounts_contact_fk" FOREIGN KEY ("organization_id","contact_id") REFERENCES "public"."contacts"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_accounts" ADD CONSTRAINT "contact_accounts_customer_fk" FOREIGN KEY ("organization_id","customer_id") REFERENCES "public"."customers"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_settings" ADD CONSTRAINT "contact_settings_contact_fk" FOREIGN KEY ("organization_id","contact_id") REFERENCES "public"."contacts"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_organization_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_contact_fk" FOREIGN KEY ("organization_id","contact_id") REFERENCES "public"."contacts"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "staff_organization_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."portal_accounts" ADD CONSTRAINT "portal_accounts_user_id_portal_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."portal_users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."portal_sessions" ADD CONSTRAINT "portal_sessions_user_id_portal_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."portal_users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."staff_accounts" ADD CONSTRAINT "staff_accounts_user_id_staff_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."staff_users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."staff_sessions" ADD CONSTRAINT "staff_sessions_user_id_staff_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."staff_users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth"."staff_two_factors" ADD CONSTRAINT "staff_two_factors_user_id_staff_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."staff_users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customers" ADD CONSTRAINT "customers_organization_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customers" ADD CONSTRAINT "customers_parent_fk" FOREIGN KEY ("organization_id","parent_id") REFERENCES "public"."customers"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_organization_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_credit_fk" FOREIGN KEY ("organization_id","credit_id") REFERENCES "public"."items"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_debit_fk" FOREIGN KEY ("organization_id","debit_id") REFERENCES "public"."items"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_reverses_fk" FOREIGN KEY ("organization_id","reverses_id") REFERENCES "public"."applications"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_lines" ADD CONSTRAINT "item_lines_item_fk" FOREIGN KEY ("organization_id","item_id") REFERENCES "public"."items"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "items" ADD CONSTRAINT "items_customer_fk" FOREIGN KEY ("organization_id","customer_id") REFERENCES "public"."customers"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "items" ADD CONSTRAINT "items_legal_entity_fk" FOREIGN KEY ("organization_id","legal_entity_id") REFERENCES "public"."legal_entities"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_legal_entity_fk" FOREIGN KEY ("organization_id","legal_entity_id") REFERENCES "public"."legal_entities"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legal_entities" ADD CONSTRAINT "legal_entities_organization_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gateway_calls" ADD CONSTRAINT "gateway_calls_payment_fk" FOREIGN KEY ("organization_id","payment_id") REFERENCES "public"."payments"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_reversals" ADD CONSTRAINT "payment_reversals_payment_fk" FOREIGN KEY ("organization_id","payment_id") REFERENCES "public"."payments"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_reversals" ADD CONSTRAINT "payment_reversals_item_fk" FOREIGN KEY ("organization_id","item_id") REFERENCES "public"."items"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_shares" ADD CONSTRAINT "payment_shares_payment_fk" FOREIGN KEY ("organization_id","payment_id") REFERENCES "public"."payments"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_shares" ADD CONSTRAINT "payment_shares_item_fk" FOREIGN KEY ("organization_id","item_id") REFERENCES "public"."items"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_customer_fk" FOREIGN KEY ("organization_id","customer_id") REFERENCES "public"."customers"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_legal_entity_fk" FOREIGN KEY ("organization_id","legal_entity_id") REFERENCES "public"."legal_entities"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_receipt_fk" FOREIGN KEY ("organization_id","receipt_id") REFERENCES "public"."items"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "contact_accounts_customer_index" ON "contact_accounts" USING btree ("organization_id","customer_id");--> statement-breakpoint
CREATE INDEX "invitations_contact_index" ON "invitations" USING btree ("organization_id","contact_id","created_at");--> statement-breakpoint
CREATE INDEX "audit_records_subject_index" ON "audit_records" USING btree ("organization_id","subject_kind","subject_id","at");--> statement-breakpoint
CREATE INDEX "audit_records_customer_index" ON "audit_records" USING btree ("organization_id","customer_id","at");--> statement-breakpoint
CREATE INDEX "messages_customer_index" ON "messages" USING btree ("organization_id","customer_id","created_at");--> statement-breakpoint
CREATE INDEX "messages_provider_index" ON "messages" USING btree ("organization_id","provider_id");--> statement-breakpoint
CREATE INDEX "outbox_created_index" ON "outbox" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "portal_accounts_user_index" ON "auth"."portal_accounts" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "portal_accounts_provider_unique" ON "auth"."portal_accounts" USING btree ("provider_id","account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "portal_rate_limits_key_unique" ON "auth"."portal_rate_limits" USING btree ("key");--> statement-breakpoint
CREATE UNIQUE INDEX "portal_sessions_token_unique" ON "auth"."portal_sessions" USING btree ("token");--> statement-breakpoint
CREATE INDEX "portal_sessions_user_index" ON "auth"."portal_sessions" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "portal_users_email_unique" ON "auth"."portal_users" USING btree ("email");--> statement-breakpoint
CREATE INDEX "portal_verifications_identifier_index" ON "auth"."portal_verifications" USING btree ("identifier");--> statement-breakpoint
CREATE INDEX "staff_accounts_user_index" ON "auth"."staff_accounts" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "staff_accounts_provider_unique" ON "auth"."staff_accounts" USING btree ("provider_id","account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "staff_rate_limits_key_unique" ON "auth"."staff_rate_limits" USING btree ("key");--> statement-breakpoint
CREATE UNIQUE INDEX "staff_sessions_token_unique" ON "auth"."staff_sessions" USING btree ("token");--> statement-breakpoint
CREATE INDEX "staff_sessions_user_index" ON "auth"."staff_sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "staff_two_factors_user_index" ON "auth"."staff_two_factors" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "staff_users_email_unique" ON "auth"."staff_users" USING btree ("email");--> statement-breakpoint
CREATE INDEX "staff_verifications_identifier_index" ON "auth"."staff_verifications" USING btree ("identifier");--> statement-breakpoint
CREATE INDEX "customers_name_index" ON "customers" USING btree ("organization_id","name_key","id");--> statement-breakpoint
CREATE INDEX "customers_parent_index" ON "customers" USING btree ("organization_id","parent_id");--> statement-breakpoint
CREATE INDEX "imports_started_index" ON "imports" USING btree ("organization_id","started_at");--> statement-breakpoint
CREATE INDEX "applications_credit_index" ON "applications" USING btree ("organization_id","credit_id");--> statement-breakpoint
CREATE INDEX "applications_debit_index" ON "applications" USING btree ("organization_id","debit_id");--> statement-breakpoint
CREATE INDEX "items_open_due_index" ON "items" USING btree ("organization_id","customer_id","due_on","id") WHERE open_minor > 0;--> statement-breakpoint
CREATE INDEX "items_open_amount_index" ON "items" USING btree ("organization_id","customer_id","open_minor","id") WHERE open_minor > 0;--> statement-breakpoint
CREATE INDEX "items_open_by_total_index" ON "items" USING btree ("organization_id","customer_id","amount_minor","id") WHERE open_minor > 0;--> statement-breakpoint
CREATE INDEX "items_paid_due_index" ON "items" USING btree ("organization_id","customer_id","due_on","id") WHERE open_minor = 0;--> statement-breakpoint
CREATE INDEX "items_number_index" ON "items" USING btree ("organization_id","customer_id","number","id");--> statement-breakpoint
CREATE INDEX "items_number_tail_index" ON "items" USING btree ("organization_id","customer_id","number_tail");--> statement-breakpoint
CREATE INDEX "items_all_by_number_index" ON "items" USING btree ("organization_id","number","id");--> statement-breakpoint
CREATE INDEX "items_all_by_number_tail_index" ON "items" USING btree ("organization_id","number_tail","id");--> statement-breakpoint
CREATE INDEX "items_all_by_po_number_index" ON "items" USING btree ("organization_id","po_number","id") WHERE po_number is not null;--> statement-breakpoint
CREATE INDEX "items_issued_index" ON "items" USING btree ("organization_id","customer_id","issued_on","id");--> statement-breakpoint
CREATE INDEX "transfers_posted_index" ON "transfers" USING btree ("organization_id","legal_entity_id","currency","posted_on");--> statement-breakpoint
CREATE INDEX "transfers_customer_index" ON "transfers" USING btree ("organization_id","customer_id","posted_on");--> statement-breakpoint
CREATE INDEX "gateway_calls_payment_index" ON "gateway_calls" USING btree ("organization_id","payment_id");--> statement-breakpoint
CREATE INDEX "gateway_calls_unresolved_index" ON "gateway_calls" USING btree ("organization_id","created_at") WHERE status in ('pending', 'unknown');--> statement-breakpoint
CREATE INDEX "payment_reversals_payment_index" ON "payment_reversals" USING btree ("organization_id","payment_id");--> statement-breakpoint
CREATE INDEX "payment_shares_item_index" ON "payment_shares" USING btree ("organization_id","item_id");--> statement-breakpoint
CREATE INDEX "payment_shares_reserved_index" ON "payment_shares" USING btree ("organization_id","customer_id","item_id") WHERE state = 'reserved';--> statement-breakpoint
CREATE INDEX "payments_customer_index" ON "payments" USING btree ("organization_id","customer_id","created_at");--> statement-breakpoint
CREATE INDEX "payments_under_way_index" ON "payments" USING btree ("organization_id","status","created_at") WHERE status in ('created', 'submitted', 'processing');--> statement-breakpoint
CREATE INDEX "provider_events_payment_index" ON "provider_events" USING btree ("organization_id","payment_id","received_at");--> statement-breakpoint
CREATE INDEX "provider_events_stuck_index" ON "provider_events" USING btree ("organization_id","received_at") WHERE status in ('received', 'parked', 'failed');