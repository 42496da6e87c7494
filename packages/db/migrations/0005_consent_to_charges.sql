ALTER TABLE "autopays" ADD COLUMN "from_on" date NOT NULL;--> statement-breakpoint
ALTER TABLE "autopays" ADD COLUMN "consent_words" text NOT NULL;--> statement-breakpoint
ALTER TABLE "payment_methods" ADD COLUMN "consent_words" text;--> statement-breakpoint
ALTER TABLE "payment_methods" ADD COLUMN "detached_at" timestamp with time zone;