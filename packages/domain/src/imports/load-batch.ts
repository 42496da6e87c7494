import { newId } from "@openitem/db/ids";
import { sql } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { record, type Tx } from "../kernel/transact.ts";
import type { AccountsSeen } from "./accounts-seen.ts";
import { difference, repetition, unsettled } from "./difference.ts";
import { findBooked, findCustomers, findEntities } from "./find-booked.ts";
import { type NewCustomer, type NewEntity, openCustomers, openEntities } from "./open-accounts.ts";
import { countryOfEntity } from "./profile.ts";
import type { Problem, Warning } from "./report.ts";
import type { Draft, Reading } from "./row.ts";
import { type Entity, type NewDocument, writeDocuments } from "./write-documents.ts";

/** A row that was read; `repeats` is the earlier row of the file that says the same, if there is one. */
export type Candidate = { draft: Draft; repeats: number | null };

export type Verdict =
  | { outcome: "imported" | "unchanged" | "repeated" }
  | { outcome: "rejected"; problem: Problem };

/** What became of a batch. The caller takes it over once the batch is committed. */
export type BatchResult = {
  rows: { draft: Draft; verdict: Verdict }[];
  customersFound: Map<string, string>;
  customersOpened: Map<string, NewCustomer>;
  entitiesOpened: NewEntity[];
  warnings: Warning[];
};

export type BatchInput = {
  candidates: readonly Candidate[];
  reading: Reading;
  accounts: AccountsSeen;
  /** Legal entities that a dry run would have opened in an earlier batch. */
  entitiesPretended: ReadonlyMap<string, Entity>;
  timeZone: string;
  /** Null in a dry run: everything is looked up and decided, nothing is written. */
  importId: string | null;
};

/** A step: decides on each row of a batch against the books, and writes what is new. */
export async function loadBatch(tx: Tx, ctx: Context, input: BatchInput): Promise<BatchResult> {
  const { candidates, reading, accounts, importId } = input;
  const drafts = candidates.map(({ draft }) => draft);
  // Documents before customers: another import may commit in between, and then a document that was found has its
  // customer, and one that was not breaks the unique key, upon which the batch is tried again.
  const entities = new Map([...input.entitiesPretended, ...(await findEntities(tx, ctx))]);
  const booked = await findBooked(tx, ctx, drafts, entities);
  const unknown = drafts.map((draft) => draft.customerKey).filter((key) => accounts.idOf(key) === null);
  const result: BatchResult = {
    rows: [],
    customersFound: await findCustomers(tx, ctx, [...new Set(unknown)]),
    customersOpened: new Map(),
    entitiesOpened: [],
    warnings: [],
  };

  const documents: NewDocument[] = [];
  for (const [index, { draft, repeats }] of candidates.entries()) {
    const known = accounts.idOf(draft.customerKey) ?? result.customersFound.get(draft.customerKey);
    const document = booked.documents[index];
    const problem = difference(draft, document, booked.receipts[index], known, reading);
    if (problem) {
      result.rows.push({ draft, verdict: { outcome: "rejected", problem } });
      continue;
    }
    if (repeats !== null) {
      result.rows.push({ draft, verdict: { outcome: "repeated" } });
      result.warnings.push(repetition(draft, repeats, reading));
      continue;
    }
    if (document) {
      result.rows.push({ draft, verdict: { outcome: "unchanged" } });
      result.warnings.push(...unsettled(draft, document, reading));
      continue;
    }
    const entity = entities.get(draft.entityCode) ?? openEntity(draft.entityCode, entities, result, reading);
    const customerId = known ?? openCustomer(draft.customerKey, accounts, result);
    documents.push({ draft, entity, customerId });
    result.rows.push({ draft, verdict: { outcome: "imported" } });
  }
  if (importId === null) return result;

  await openEntities(tx, ctx, result.entitiesOpened, input.timeZone);
  await openCustomers(tx, ctx, result.customersOpened, input.timeZone);
  await writeDocuments(tx, ctx, { documents, importId });
  await countBatch(tx, ctx, importId, result);
  return result;
}

function openEntity(
  code: string,
  entities: Map<string, Entity>,
  result: BatchResult,
  { profile, columns }: Reading,
): Entity {
  const entity = { id: newId(), code, closedThroughOn: null };
  const country = countryOfEntity(profile, code);
  entities.set(code, entity);
  result.entitiesOpened.push({ ...entity, country });
  result.warnings.push({
    code: "entity.created",
    column: columns.at.entity?.name ?? null,
    value: code,
    message: `legal entity opened, ${country === "ZZ" ? "country unknown" : `country ${country}`}; complete its name and address`,
  });
  return entity;
}

function openCustomer(key: string, accounts: AccountsSeen, result: BatchResult): string {
  const before = result.customersOpened.get(key);
  if (before) return before.id;
  const customer = { id: newId(), ...accounts.bestOf(key) };
  result.customersOpened.set(key, customer);
  return customer.id;
}

/** Keeps the run's row and the audit trail true to what is committed, batch by batch. */
async function countBatch(tx: Tx, ctx: Context, importId: string, { rows }: BatchResult): Promise<void> {
  const counts = { imported: 0, unchanged: 0, repeated: 0, rejected: 0 };
  for (const { verdict } of rows) counts[verdict.outcome] += 1;
  await tx.execute(sql`
    update imports set rows = rows + ${rows.length}::int, imported = imported + ${counts.imported}::int,
      unchanged = unchanged + ${counts.unchanged + counts.repeated}::int, rejected = rejected + ${counts.rejected}::int
    where organization_id = ${ctx.organizationId} and id = ${importId}`);
  if (counts.imported === 0) return;
  await record(tx, ctx, {
    action: "items.imported",
    subject: ["import", importId],
    data: { imported: counts.imported, fromRow: rows[0]?.draft.row ?? 0, toRow: rows.at(-1)?.draft.row ?? 0 },
  });
}
