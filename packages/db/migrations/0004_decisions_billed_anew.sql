ALTER TABLE "dispute_decision_items" ADD COLUMN "rebill" jsonb;--> statement-breakpoint
CREATE INDEX "dispute_decision_items_item_index" ON "dispute_decision_items" USING btree ("organization_id","item_id");--> statement-breakpoint
CREATE INDEX "dispute_decision_items_credit_index" ON "dispute_decision_items" USING btree ("organization_id","credit_item_id") WHERE credit_item_id is not null;--> statement-breakpoint
CREATE INDEX "dispute_decision_items_rebill_index" ON "dispute_decision_items" USING btree ("organization_id","rebill_item_id") WHERE rebill_item_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "dispute_decisions_one_pending" ON "dispute_decisions" USING btree ("organization_id","dispute_id") WHERE status = 'pending';--> statement-breakpoint
ALTER TABLE "dispute_decision_items" ADD CONSTRAINT "dispute_decision_items_rebill_whole" CHECK (("dispute_decision_items"."rebill_minor" is null) = ("dispute_decision_items"."rebill" is null));