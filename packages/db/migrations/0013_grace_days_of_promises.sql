ALTER TABLE "promises" ADD COLUMN "grace_days" integer;--> statement-breakpoint
-- What stands was made under the rules of its time. The owner sees every row while he writes them down.
ALTER TABLE "promises" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "policies" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE "promises" SET "grace_days" = coalesce((
  SELECT (p."rules" ->> 'graceDays')::integer FROM "policies" p
  WHERE p."organization_id" = "promises"."organization_id" AND p."kind" = 'promise' AND p."created_at" <= "promises"."made_at"
  ORDER BY p."version" DESC LIMIT 1
), 2);--> statement-breakpoint
ALTER TABLE "promises" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "policies" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "promises" ALTER COLUMN "grace_days" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "promises" ADD CONSTRAINT "promises_grace_days_known" CHECK ("promises"."grace_days" between 0 and 30);
