import { pgTable, text } from "drizzle-orm/pg-core";
import { at } from "../columns.ts";

/** When each job worker was last heard of. Jobs held by one that fell silent are given back to the queue. No tenant. */
export const workerBeats = pgTable("worker_beats", {
  workerId: text("worker_id").primaryKey(),
  beatAt: at("beat_at").notNull(),
});
