import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Db } from "@openitem/db/client";
import { newId } from "@openitem/db/ids";
import { importOpenItems } from "@openitem/domain/imports/import-open-items";
import type { Actor, Context } from "@openitem/domain/kernel/context";
import { foundOrganization } from "@openitem/domain/organizations/found-organization";
import { randomFrom } from "./measure.ts";

const TIME_ZONE = "America/New_York";
const DAY_MS = 86_400_000;
const WORKER: Actor = { kind: "worker", name: "bench" };

export type Biller = { organizationId: string; slug: string; worker: Context };

/** A context of its own: the same biller by another pool, or as another actor. */
export const contextOf = (organizationId: string, db: Db, actor: Actor = WORKER): Context => ({
  db,
  organizationId,
  actor,
  now: new Date(),
  requestId: "bench",
});

/** A contact who may pay for the given customers. */
export const payer = (customerIds: readonly string[]): Actor => ({
  kind: "contact",
  contactId: newId(),
  name: "Dana Whitfield",
  accounts: new Map(customerIds.map((id) => [id, "payer"])),
});

/** A biller with one legal entity and nothing in its books. */
export async function foundBiller(db: Db, slug: string): Promise<Biller> {
  const organizationId = newId();
  const worker = contextOf(organizationId, db);
  await foundOrganization(worker, {
    slug,
    name: "Parlance",
    timeZone: TIME_ZONE,
    legalEntities: [{ code: "US01", name: "Parlance, Inc.", country: "US", timeZone: TIME_ZONE }],
  });
  return { organizationId, slug, worker };
}

export type FileSpec = {
  name: string;
  seed: number;
  /** Customer numbers with the rows each is to have. */
  customers: { number: string; rows: number }[];
};

/** The least that Stripe charges is 0.50. */
const CENTS_MIN = 100;
const CENTS_MAX = 2_000_000;
const CREDIT_SHARE = 0.05;

/**
 * Writes a file of open items in the generic profile: a twentieth credit memos, the rest invoices of the last 400
 * days at 30 days net, with terms, purchase order and reference. The same seed writes the same rows for a day.
 */
export async function writeItemsFile(folder: string, { name, seed, customers }: FileSpec): Promise<string> {
  const random = randomFrom(seed);
  const path = join(folder, `${name}.csv`);
  const days = Array.from({ length: 432 }, (_, ago) =>
    new Date(Date.now() - (ago - 31) * DAY_MS).toISOString().slice(0, 10),
  );
  function* lines() {
    yield "customer_number,customer_name,document_number,document_type,issued_on,due_on,currency,open_amount,terms,po_number,reference\n";
    let made = 0;
    for (const customer of customers)
      for (let row = 0; row < customer.rows; row++) {
        made += 1;
        const ago = 31 + Math.floor(random() * 400);
        const isCredit = random() < CREDIT_SHARE;
        const cents = String(CENTS_MIN + Math.floor(random() * (CENTS_MAX - CENTS_MIN))).padStart(3, "0");
        const number = `${isCredit ? "CM" : "INV"}-2026-${String(made).padStart(7, "0")}`;
        const order = 4_500_000_000 + Math.floor(random() * 90_000);
        yield `${customer.number},Customer ${customer.number} Ltd,${number},${isCredit ? "credit_memo" : "invoice"},${days[ago]},${isCredit ? "" : days[ago - 30]},USD,${cents.slice(0, -2)}.${cents.slice(-2)},N30,${order},R${made}\n`;
      }
  }
  await pipeline(Readable.from(lines()), createWriteStream(path));
  return path;
}

/** Imports a file and answers the ids of its customers by number. Throws when not every row was taken. */
export async function importFile(ctx: Context, source: string): Promise<number> {
  const report = await importOpenItems(ctx, { source, fileName: "bench.csv", profile: "generic" });
  if (report.imported !== report.rows)
    throw new Error(`Of ${report.rows} rows ${report.imported} were imported: ${report.rejected[0]?.reason}`);
  return report.rows;
}
