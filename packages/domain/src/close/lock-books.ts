import { send } from "@openitem/db/statement";
import type { Tx } from "../kernel/transact.ts";

/*
 * Postings hold the books of their legal entity shared, by trigger (migration 0009), until they commit. An advisory
 * lock rather than one on the row: it is fair, so that a close is not starved by postings that keep coming, and takes
 * no right to change the legal entity.
 */
const LOCK_BOOKS = "select pg_advisory_xact_lock(hashtextextended('books of ' || $1::text, 0))";

/** A step: waits for the postings under way, and keeps others out until the transaction ends. Taken after the period. */
export async function lockBooks(tx: Tx, legalEntityId: string): Promise<void> {
  await send(tx, LOCK_BOOKS, [legalEntityId.toLowerCase()]);
}
