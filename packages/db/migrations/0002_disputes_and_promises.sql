CREATE TABLE "autopays" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"currency" char(3) NOT NULL,
	"method_id" uuid NOT NULL,
	"days_before" integer NOT NULL,
	"cap_minor" bigint,
	"status" text NOT NULL,
	"paused_until_on" date,
	"pause_reason" text,
	"consent_by" text NOT NULL,
	"consent_by_name" text NOT NULL,
	"consent_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "autopays_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "autopays_account_unique" UNIQUE("organization_id","customer_id","currency"),
	CONSTRAINT "autopays_days_in_range" CHECK ("autopays"."days_before" between 0 and 60),
	CONSTRAINT "autopays_cap_positive" CHECK ("autopays"."cap_minor" is null or "autopays"."cap_minor" > 0),
	CONSTRAINT "autopays_pause_has_reason" CHECK (("autopays"."status" = 'paused') = ("autopays"."pause_reason" is not null))
);
--> statement-breakpoint
CREATE TABLE "charge_items" (
	"organization_id" uuid NOT NULL,
	"charge_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"amount_minor" bigint NOT NULL,
	CONSTRAINT "charge_items_organization_id_charge_id_item_id_pk" PRIMARY KEY("organization_id","charge_id","item_id"),
	CONSTRAINT "charge_items_amount_positive" CHECK ("charge_items"."amount_minor" > 0)
);
--> statement-breakpoint
CREATE TABLE "charges" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"currency" char(3) NOT NULL,
	"cause_kind" text NOT NULL,
	"cause_id" uuid NOT NULL,
	"cause_key" text NOT NULL,
	"method_id" uuid NOT NULL,
	"charge_on" date NOT NULL,
	"amount_minor" bigint NOT NULL,
	"status" text NOT NULL,
	"held" jsonb NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"failure" text,
	"retry_on" date,
	"payment_id" uuid,
	"requested_by" text NOT NULL,
	"requested_by_name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"announced_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "charges_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "charges_cause_unique" UNIQUE("organization_id","cause_kind","cause_id","cause_key"),
	CONSTRAINT "charges_amount_not_negative" CHECK ("charges"."amount_minor" >= 0),
	CONSTRAINT "charges_started_has_payment" CHECK ("charges"."status" not in ('started', 'settled') or "charges"."payment_id" is not null),
	CONSTRAINT "charges_ended_has_time" CHECK (("charges"."status" in ('settled', 'failed', 'stopped')) = ("charges"."ended_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "payment_methods" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"brand" text NOT NULL,
	"last4" text NOT NULL,
	"expires_on" date,
	"provider_customer_ref" text NOT NULL,
	"provider_ref" text,
	"setup_ref" text,
	"mandate_ref" text,
	"status" text NOT NULL,
	"failure" text,
	"added_by" text NOT NULL,
	"added_by_name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"active_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "payment_methods_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "payment_methods_setup_unique" UNIQUE("organization_id","setup_ref"),
	CONSTRAINT "payment_methods_active_has_facts" CHECK ("payment_methods"."status" <> 'active' or ("payment_methods"."active_at" is not null and "payment_methods"."provider_ref" is not null)),
	CONSTRAINT "payment_methods_ended_has_time" CHECK (("payment_methods"."status" in ('revoked', 'failed')) = ("payment_methods"."ended_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "prepared_payments" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"number" text NOT NULL,
	"customer_id" uuid NOT NULL,
	"currency" char(3) NOT NULL,
	"amount_minor" bigint NOT NULL,
	"wishes" jsonb NOT NULL,
	"note" text,
	"status" text NOT NULL,
	"automatic" boolean DEFAULT false NOT NULL,
	"prepared_by" text NOT NULL,
	"prepared_by_name" text NOT NULL,
	"prepared_at" timestamp with time zone NOT NULL,
	"decided_by" text,
	"decided_by_name" text,
	"decided_at" timestamp with time zone,
	"decision_note" text,
	"payment_id" uuid,
	CONSTRAINT "prepared_payments_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "prepared_payments_number_unique" UNIQUE("organization_id","number"),
	CONSTRAINT "prepared_payments_amount_not_negative" CHECK ("prepared_payments"."amount_minor" >= 0),
	CONSTRAINT "prepared_payments_decided_has_facts" CHECK (("prepared_payments"."status" = 'prepared') = ("prepared_payments"."decided_at" is null)),
	CONSTRAINT "prepared_payments_decided_by_somebody" CHECK (("prepared_payments"."decided_at" is null) = ("prepared_payments"."decided_by" is null)),
	CONSTRAINT "prepared_payments_four_eyes" CHECK ("prepared_payments"."status" not in ('released', 'declined') or "prepared_payments"."decided_by" <> "prepared_payments"."prepared_by"),
	CONSTRAINT "prepared_payments_released_has_payment" CHECK (("prepared_payments"."status" = 'released') = ("prepared_payments"."payment_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "dispute_causes" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"title" text NOT NULL,
	"reason" text,
	"product" text,
	"owner_id" uuid,
	"action" text,
	"action_due_on" date,
	"status" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"fixed_at" timestamp with time zone,
	CONSTRAINT "dispute_causes_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "dispute_causes_fixed_has_time" CHECK (("dispute_causes"."status" = 'fixed') = ("dispute_causes"."fixed_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "dispute_decision_items" (
	"organization_id" uuid NOT NULL,
	"decision_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"amount_minor" bigint NOT NULL,
	"tax_minor" bigint NOT NULL,
	"rebill_minor" bigint,
	"credit_item_id" uuid,
	"rebill_item_id" uuid,
	"on_account_minor" bigint,
	CONSTRAINT "dispute_decision_items_organization_id_decision_id_item_id_pk" PRIMARY KEY("organization_id","decision_id","item_id"),
	CONSTRAINT "dispute_decision_items_amount_positive" CHECK ("dispute_decision_items"."amount_minor" > 0)
);
--> statement-breakpoint
CREATE TABLE "dispute_decisions" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"dispute_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"outcome" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"tax_minor" bigint NOT NULL,
	"reason" text,
	"grounds" text,
	"status" text NOT NULL,
	"approval_id" uuid,
	"decided_by" text NOT NULL,
	"decided_by_name" text NOT NULL,
	"decided_at" timestamp with time zone NOT NULL,
	"applied_at" timestamp with time zone,
	CONSTRAINT "dispute_decisions_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "dispute_decisions_amount" CHECK (("dispute_decisions"."outcome" = 'reject') = ("dispute_decisions"."amount_minor" = 0)),
	CONSTRAINT "dispute_decisions_tax_within" CHECK ("dispute_decisions"."tax_minor" between 0 and "dispute_decisions"."amount_minor"),
	CONSTRAINT "dispute_decisions_grounds" CHECK ("dispute_decisions"."outcome" <> 'reject' or "dispute_decisions"."grounds" is not null),
	CONSTRAINT "dispute_decisions_applied_has_time" CHECK (("dispute_decisions"."status" = 'applied') = ("dispute_decisions"."applied_at" is not null)),
	CONSTRAINT "dispute_decisions_pending_has_approval" CHECK ("dispute_decisions"."status" <> 'pending' or "dispute_decisions"."approval_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "dispute_entries" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"dispute_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"visibility" text NOT NULL,
	"body" text NOT NULL,
	"author" text NOT NULL,
	"author_name" text NOT NULL,
	"mail_id" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "dispute_entries_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "dispute_entries_mail_unique" UNIQUE("organization_id","mail_id"),
	CONSTRAINT "dispute_entries_notes_are_internal" CHECK (("dispute_entries"."kind" = 'note') = ("dispute_entries"."visibility" = 'internal'))
);
--> statement-breakpoint
CREATE TABLE "dispute_items" (
	"organization_id" uuid NOT NULL,
	"dispute_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"line_no" integer NOT NULL,
	"customer_id" uuid NOT NULL,
	"amount_minor" bigint NOT NULL,
	"quantity" text,
	"unit_price" text,
	CONSTRAINT "dispute_items_organization_id_dispute_id_item_id_line_no_pk" PRIMARY KEY("organization_id","dispute_id","item_id","line_no"),
	CONSTRAINT "dispute_items_amount_positive" CHECK ("dispute_items"."amount_minor" > 0),
	CONSTRAINT "dispute_items_line_not_negative" CHECK ("dispute_items"."line_no" >= 0)
);
--> statement-breakpoint
CREATE TABLE "disputes" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"number" text NOT NULL,
	"customer_id" uuid NOT NULL,
	"legal_entity_id" uuid NOT NULL,
	"currency" char(3) NOT NULL,
	"reason" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"status" text NOT NULL,
	"facts" jsonb NOT NULL,
	"product" text,
	"cause_id" uuid,
	"raised_by" text NOT NULL,
	"raised_by_name" text NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"assignee_id" uuid,
	"answer_due_at" timestamp with time zone,
	"clock_left_minutes" integer,
	"reply_token" text NOT NULL,
	"merged_into_id" uuid,
	"split_from_id" uuid,
	"decided_at" timestamp with time zone,
	"contested_at" timestamp with time zone,
	"contest_until" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "disputes_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "disputes_number_unique" UNIQUE("organization_id","number"),
	CONSTRAINT "disputes_reply_token_unique" UNIQUE("organization_id","reply_token"),
	CONSTRAINT "disputes_amount_positive" CHECK ("disputes"."amount_minor" > 0),
	CONSTRAINT "disputes_clock_one_way" CHECK ("disputes"."answer_due_at" is null or "disputes"."clock_left_minutes" is null),
	CONSTRAINT "disputes_merged_names_other" CHECK (("disputes"."status" = 'merged') = ("disputes"."merged_into_id" is not null)),
	CONSTRAINT "disputes_ended_has_time" CHECK (("disputes"."status" in ('withdrawn', 'merged', 'closed')) = ("disputes"."ended_at" is not null)),
	CONSTRAINT "disputes_decided_has_time" CHECK ("disputes"."status" not in ('accepted', 'part_accepted', 'rejected', 'contested', 'closed') or "disputes"."decided_at" is not null),
	CONSTRAINT "disputes_contested_has_time" CHECK ("disputes"."status" <> 'contested' or "disputes"."contested_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "files" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"size_bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	"storage_key" text NOT NULL,
	"scan" text NOT NULL,
	"subject_kind" text,
	"subject_id" uuid,
	"visibility" text NOT NULL,
	"added_by" text NOT NULL,
	"added_by_name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"removed_at" timestamp with time zone,
	CONSTRAINT "files_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "files_storage_key_unique" UNIQUE("organization_id","storage_key"),
	CONSTRAINT "files_subject_whole" CHECK (("files"."subject_kind" is null) = ("files"."subject_id" is null)),
	CONSTRAINT "files_size_positive" CHECK ("files"."size_bytes" > 0)
);
--> statement-breakpoint
CREATE TABLE "customer_settings" (
	"organization_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"payment_approval" boolean DEFAULT false NOT NULL,
	"changed_by" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "customer_settings_organization_id_customer_id_pk" PRIMARY KEY("organization_id","customer_id")
);
--> statement-breakpoint
CREATE TABLE "promise_instalments" (
	"organization_id" uuid NOT NULL,
	"promise_id" uuid NOT NULL,
	"no" integer NOT NULL,
	"customer_id" uuid NOT NULL,
	"due_on" date NOT NULL,
	"amount_minor" bigint NOT NULL,
	"state" text NOT NULL,
	"kept_minor" bigint DEFAULT 0 NOT NULL,
	"judged_at" timestamp with time zone,
	"reminded_at" timestamp with time zone,
	CONSTRAINT "promise_instalments_organization_id_promise_id_no_pk" PRIMARY KEY("organization_id","promise_id","no"),
	CONSTRAINT "promise_instalments_amount_positive" CHECK ("promise_instalments"."amount_minor" > 0),
	CONSTRAINT "promise_instalments_kept_within" CHECK ("promise_instalments"."kept_minor" between 0 and "promise_instalments"."amount_minor"),
	CONSTRAINT "promise_instalments_numbered" CHECK ("promise_instalments"."no" > 0),
	CONSTRAINT "promise_instalments_kept_in_full" CHECK (("promise_instalments"."state" = 'kept') = ("promise_instalments"."kept_minor" = "promise_instalments"."amount_minor"))
);
--> statement-breakpoint
CREATE TABLE "promise_items" (
	"organization_id" uuid NOT NULL,
	"promise_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"amount_minor" bigint NOT NULL,
	CONSTRAINT "promise_items_organization_id_promise_id_item_id_pk" PRIMARY KEY("organization_id","promise_id","item_id"),
	CONSTRAINT "promise_items_amount_positive" CHECK ("promise_items"."amount_minor" > 0)
);
--> statement-breakpoint
CREATE TABLE "promises" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"number" text NOT NULL,
	"customer_id" uuid NOT NULL,
	"currency" char(3) NOT NULL,
	"amount_minor" bigint NOT NULL,
	"status" text NOT NULL,
	"proposed_side" text NOT NULL,
	"beyond" text[] DEFAULT '{}' NOT NULL,
	"note" text,
	"made_by" text NOT NULL,
	"made_by_name" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"answer_due_at" timestamp with time zone,
	"answered_by" text,
	"answered_by_name" text,
	"answered_at" timestamp with time zone,
	"answer_note" text,
	"replaces_id" uuid,
	"renewals" integer DEFAULT 0 NOT NULL,
	"charge_method_id" uuid,
	"charge_consent_at" timestamp with time zone,
	"judged_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "promises_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "promises_number_unique" UNIQUE("organization_id","number"),
	CONSTRAINT "promises_replaced_once" UNIQUE("organization_id","replaces_id"),
	CONSTRAINT "promises_amount_positive" CHECK ("promises"."amount_minor" > 0),
	CONSTRAINT "promises_charge_has_consent" CHECK (("promises"."charge_method_id" is null) = ("promises"."charge_consent_at" is null)),
	CONSTRAINT "promises_answered_whole" CHECK (("promises"."answered_at" is null) = ("promises"."answered_by" is null)),
	CONSTRAINT "promises_ended_has_time" CHECK (("promises"."status" in ('cancelled', 'replaced', 'declined')) = ("promises"."ended_at" is not null)),
	CONSTRAINT "promises_judged_has_time" CHECK ("promises"."status" not in ('kept', 'part_kept', 'broken') or "promises"."judged_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "approvals" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"action" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"currency" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"facts" jsonb NOT NULL,
	"note" text,
	"requested_by" text NOT NULL,
	"requested_by_name" text NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"status" text NOT NULL,
	"decided_by" text,
	"decided_by_name" text,
	"decided_at" timestamp with time zone,
	"decision_note" text,
	CONSTRAINT "approvals_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "approvals_amount_positive" CHECK ("approvals"."amount_minor" > 0),
	CONSTRAINT "approvals_decided_has_facts" CHECK (("approvals"."status" = 'pending') = ("approvals"."decided_at" is null)),
	CONSTRAINT "approvals_decided_by_somebody" CHECK (("approvals"."decided_at" is null) = ("approvals"."decided_by" is null)),
	CONSTRAINT "approvals_four_eyes" CHECK ("approvals"."status" not in ('granted', 'refused') or "approvals"."decided_by" <> "approvals"."requested_by")
);
--> statement-breakpoint
CREATE TABLE "tasks" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"team" text NOT NULL,
	"assignee_id" uuid,
	"title" text NOT NULL,
	"note" text,
	"due_on" date NOT NULL,
	"status" text NOT NULL,
	"answer" text,
	"created_by" text NOT NULL,
	"created_by_name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"ended_by" text,
	"ended_by_name" text,
	"ended_at" timestamp with time zone,
	CONSTRAINT "tasks_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "tasks_ended_has_facts" CHECK (("tasks"."status" = 'open') = ("tasks"."ended_at" is null)),
	CONSTRAINT "tasks_ended_by_somebody" CHECK (("tasks"."ended_at" is null) = ("tasks"."ended_by" is null))
);
--> statement-breakpoint
ALTER TABLE "payments" DROP CONSTRAINT "payments_submitted_has_checkout";--> statement-breakpoint
ALTER TABLE "contact_settings" ADD COLUMN "mail_choices" jsonb DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "autopays" ADD CONSTRAINT "autopays_customer_fk" FOREIGN KEY ("organization_id","customer_id") REFERENCES "public"."customers"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "autopays" ADD CONSTRAINT "autopays_method_fk" FOREIGN KEY ("organization_id","method_id") REFERENCES "public"."payment_methods"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "charge_items" ADD CONSTRAINT "charge_items_charge_fk" FOREIGN KEY ("organization_id","charge_id") REFERENCES "public"."charges"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "charge_items" ADD CONSTRAINT "charge_items_item_fk" FOREIGN KEY ("organization_id","item_id") REFERENCES "public"."items"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "charges" ADD CONSTRAINT "charges_customer_fk" FOREIGN KEY ("organization_id","customer_id") REFERENCES "public"."customers"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "charges" ADD CONSTRAINT "charges_method_fk" FOREIGN KEY ("organization_id","method_id") REFERENCES "public"."payment_methods"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "charges" ADD CONSTRAINT "charges_payment_fk" FOREIGN KEY ("organization_id","payment_id") REFERENCES "public"."payments"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_methods" ADD CONSTRAINT "payment_methods_customer_fk" FOREIGN KEY ("organization_id","customer_id") REFERENCES "public"."customers"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prepared_payments" ADD CONSTRAINT "prepared_payments_customer_fk" FOREIGN KEY ("organization_id","customer_id") REFERENCES "public"."customers"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute_decision_items" ADD CONSTRAINT "dispute_decision_items_decision_fk" FOREIGN KEY ("organization_id","decision_id") REFERENCES "public"."dispute_decisions"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute_decision_items" ADD CONSTRAINT "dispute_decision_items_item_fk" FOREIGN KEY ("organization_id","item_id") REFERENCES "public"."items"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute_decision_items" ADD CONSTRAINT "dispute_decision_items_credit_fk" FOREIGN KEY ("organization_id","credit_item_id") REFERENCES "public"."items"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute_decisions" ADD CONSTRAINT "dispute_decisions_dispute_fk" FOREIGN KEY ("organization_id","dispute_id") REFERENCES "public"."disputes"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute_entries" ADD CONSTRAINT "dispute_entries_dispute_fk" FOREIGN KEY ("organization_id","dispute_id") REFERENCES "public"."disputes"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute_items" ADD CONSTRAINT "dispute_items_dispute_fk" FOREIGN KEY ("organization_id","dispute_id") REFERENCES "public"."disputes"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute_items" ADD CONSTRAINT "dispute_items_item_fk" FOREIGN KEY ("organization_id","item_id") REFERENCES "public"."items"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_customer_fk" FOREIGN KEY ("organization_id","customer_id") REFERENCES "public"."customers"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_legal_entity_fk" FOREIGN KEY ("organization_id","legal_entity_id") REFERENCES "public"."legal_entities"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_cause_fk" FOREIGN KEY ("organization_id","cause_id") REFERENCES "public"."dispute_causes"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_merged_into_fk" FOREIGN KEY ("organization_id","merged_into_id") REFERENCES "public"."disputes"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_split_from_fk" FOREIGN KEY ("organization_id","split_from_id") REFERENCES "public"."disputes"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_settings" ADD CONSTRAINT "customer_settings_customer_fk" FOREIGN KEY ("organization_id","customer_id") REFERENCES "public"."customers"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promise_instalments" ADD CONSTRAINT "promise_instalments_promise_fk" FOREIGN KEY ("organization_id","promise_id") REFERENCES "public"."promises"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promise_items" ADD CONSTRAINT "promise_items_promise_fk" FOREIGN KEY ("organization_id","promise_id") REFERENCES "public"."promises"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promise_items" ADD CONSTRAINT "promise_items_item_fk" FOREIGN KEY ("organization_id","item_id") REFERENCES "public"."items"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promises" ADD CONSTRAINT "promises_customer_fk" FOREIGN KEY ("organization_id","customer_id") REFERENCES "public"."customers"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promises" ADD CONSTRAINT "promises_replaces_fk" FOREIGN KEY ("organization_id","replaces_id") REFERENCES "public"."promises"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promises" ADD CONSTRAINT "promises_charge_method_fk" FOREIGN KEY ("organization_id","charge_method_id") REFERENCES "public"."payment_methods"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_customer_fk" FOREIGN KEY ("organization_id","customer_id") REFERENCES "public"."customers"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "charge_items_item_index" ON "charge_items" USING btree ("organization_id","item_id");--> statement-breakpoint
CREATE INDEX "charges_customer_index" ON "charges" USING btree ("organization_id","customer_id","charge_on");--> statement-breakpoint
CREATE INDEX "charges_due_index" ON "charges" USING btree ("organization_id","charge_on") WHERE status in ('planned', 'announced', 'held');--> statement-breakpoint
CREATE INDEX "charges_payment_index" ON "charges" USING btree ("organization_id","payment_id");--> statement-breakpoint
CREATE INDEX "payment_methods_customer_index" ON "payment_methods" USING btree ("organization_id","customer_id");--> statement-breakpoint
CREATE INDEX "prepared_payments_customer_index" ON "prepared_payments" USING btree ("organization_id","customer_id","prepared_at");--> statement-breakpoint
CREATE INDEX "dispute_decisions_dispute_index" ON "dispute_decisions" USING btree ("organization_id","dispute_id","decided_at");--> statement-breakpoint
CREATE INDEX "dispute_entries_dispute_index" ON "dispute_entries" USING btree ("organization_id","dispute_id","created_at");--> statement-breakpoint
CREATE INDEX "dispute_items_item_index" ON "dispute_items" USING btree ("organization_id","item_id");--> statement-breakpoint
CREATE INDEX "dispute_items_customer_index" ON "dispute_items" USING btree ("organization_id","customer_id");--> statement-breakpoint
CREATE INDEX "disputes_customer_index" ON "disputes" USING btree ("organization_id","customer_id","raised_at");--> statement-breakpoint
CREATE INDEX "disputes_open_index" ON "disputes" USING btree ("organization_id","status","answer_due_at") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "disputes_cause_index" ON "disputes" USING btree ("organization_id","cause_id");--> statement-breakpoint
CREATE INDEX "files_subject_index" ON "files" USING btree ("organization_id","subject_kind","subject_id");--> statement-breakpoint
CREATE INDEX "files_unsent_index" ON "files" USING btree ("organization_id","created_at") WHERE subject_id is null and removed_at is null;--> statement-breakpoint
CREATE INDEX "promise_instalments_due_index" ON "promise_instalments" USING btree ("organization_id","due_on") WHERE state in ('waiting', 'pending');--> statement-breakpoint
CREATE INDEX "promise_items_item_index" ON "promise_items" USING btree ("organization_id","item_id");--> statement-breakpoint
CREATE INDEX "promise_items_customer_index" ON "promise_items" USING btree ("organization_id","customer_id");--> statement-breakpoint
CREATE INDEX "promises_customer_index" ON "promises" USING btree ("organization_id","customer_id","made_at");--> statement-breakpoint
CREATE INDEX "promises_open_index" ON "promises" USING btree ("organization_id","status") WHERE status in ('proposed', 'active');--> statement-breakpoint
CREATE INDEX "approvals_pending_index" ON "approvals" USING btree ("organization_id","requested_at") WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX "approvals_subject_index" ON "approvals" USING btree ("organization_id","subject_kind","subject_id");--> statement-breakpoint
CREATE INDEX "tasks_open_index" ON "tasks" USING btree ("organization_id","due_on") WHERE status = 'open';--> statement-breakpoint
CREATE INDEX "tasks_subject_index" ON "tasks" USING btree ("organization_id","subject_kind","subject_id");--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_submitted_has_reference" CHECK ("payments"."status" not in ('submitted', 'processing') or "payments"."checkout_id" is not null or "payments"."intent_id" is not null);