CREATE TABLE "bank_statement_entries" (
	"organization_id" uuid NOT NULL,
	"statement_id" uuid NOT NULL,
	"entry_id" uuid NOT NULL,
	CONSTRAINT "bank_statement_entries_organization_id_statement_id_entry_id_pk" PRIMARY KEY("organization_id","statement_id","entry_id")
);
--> statement-breakpoint
ALTER TABLE "bank_statements" ADD COLUMN "kind" text DEFAULT 'statement' NOT NULL;--> statement-breakpoint
ALTER TABLE "bank_statement_entries" ADD CONSTRAINT "bank_statement_entries_statement_fk" FOREIGN KEY ("organization_id","statement_id") REFERENCES "public"."bank_statements"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bank_statement_entries_entry_index" ON "bank_statement_entries" USING btree ("organization_id","entry_id");