import { staff } from "@openitem/db/schema/access";
import { customers } from "@openitem/db/schema/customers";
import { disputeEntries, disputes } from "@openitem/db/schema/disputes";
import { items } from "@openitem/db/schema/items";
import { legalEntities, organizations } from "@openitem/db/schema/organizations";
import { and, asc, eq, inArray } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { canContest, type Dispute, isDecided, isEnded } from "../disputes/dispute.ts";
import { missingDispute } from "../disputes/lock-dispute.ts";
import { outcomeOf } from "../disputes/progress.ts";
import { readDecisions } from "../disputes/read-decisions.ts";
import { readDisputedItems } from "../disputes/read-disputed-items.ts";
import { decimal, sum } from "../kernel/money.ts";
import type { Tx } from "../kernel/transact.ts";
import type { DisputeFacts, DisputeLetter, LetterProps } from "./letter.ts";
import type { MailingContext } from "./mailing-context.ts";

type Subject = { letter: DisputeLetter; disputeId: string; subjectId: string };
type Reader = { reader: string; canReply: boolean };
type Own<K extends DisputeLetter> = Omit<LetterProps[K], keyof DisputeFacts>;
type Head = Awaited<ReturnType<typeof readHead>>;

export type DisputeLetterFacts = {
  dispute: Dispute;
  /** The letter as one reader gets it. */
  writeFor: (reader: Reader) => LetterProps[DisputeLetter];
};

const DOCUMENTS_NAMED_MAX = 5;
/** Longer ones are read on the page. */
const WORDS_MAX = 3_000;

/** A step: what a letter about a dispute says. A sentence instead when it is not so any more. Refuses `dispute.missing`. */
export async function readDisputeLetter(
  tx: Tx,
  ctx: MailingContext,
  subject: Subject,
): Promise<DisputeLetterFacts | string> {
  const head = await readHead(tx, ctx, subject.disputeId);
  const own = await readOwn(tx, ctx, head, subject);
  if (typeof own === "string") return own;
  const { dispute, biller, legalEntity, account } = head;
  const documents = await readDocuments(tx, ctx, dispute.id);
  const facts = {
    biller,
    legalEntity: legalEntity.name,
    account,
    disputeNumber: dispute.number,
    reason: dispute.reason,
    currency: dispute.currency,
    amount: decimal(dispute.amountMinor, dispute.currency),
    documents,
    url: `${ctx.portalUrl}/disputes/${dispute.id}`,
    timeZone: legalEntity.timeZone,
  };
  return { dispute, writeFor: (reader) => ({ ...facts, ...reader, ...own }) as LetterProps[DisputeLetter] };
}

/** What this letter says beside the facts that all have. */
async function readOwn(
  tx: Tx,
  ctx: MailingContext,
  { dispute, assignee, into, from }: Head,
  { letter, subjectId }: Subject,
): Promise<Own<DisputeLetter> | string> {
  const { status, answerDueAt: answerBy } = dispute;
  switch (letter) {
    case "dispute-raised":
      return { raisedBy: dispute.raisedByName, answerBy } satisfies Own<typeof letter>;
    case "dispute-taken":
      if (isDecided(status) || isEnded(status)) return `The dispute is ${status.replaceAll("_", " ")}`;
      return { by: assignee, answerBy } satisfies Own<typeof letter>;
    case "dispute-question":
      if (status !== "waiting_customer") return "The question was answered already";
      return readWords(tx, ctx, subjectId);
    case "dispute-message":
      return readWords(tx, ctx, subjectId);
    case "dispute-decided":
      return readDecided(tx, ctx, dispute, subjectId);
    case "dispute-contested":
      return { answerBy } satisfies Own<typeof letter>;
    case "dispute-withdrawn":
      return {};
    case "dispute-merged":
      return into ? ({ into } satisfies Own<typeof letter>) : "The dispute was not merged";
    case "dispute-split":
      return from ? ({ from } satisfies Own<typeof letter>) : "The dispute was not split off";
  }
}

async function readWords(
  tx: Tx,
  ctx: MailingContext,
  entryId: string,
): Promise<Own<"dispute-message"> | string> {
  const [entry] = await tx
    .select({ by: disputeEntries.authorName, body: disputeEntries.body })
    .from(disputeEntries)
    .where(
      and(
        eq(disputeEntries.organizationId, ctx.organizationId),
        eq(disputeEntries.id, entryId),
        // A note never leaves, whatever asked for the letter.
        eq(disputeEntries.visibility, "shared"),
      ),
    );
  if (!entry) return "There is no such message to the customer";
  const { by, body } = entry;
  const words = body.length > WORDS_MAX ? `${body.slice(0, WORDS_MAX).trimEnd()} …` : body;
  return { by, words: words.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== "") };
}

async function readDecided(
  tx: Tx,
  ctx: MailingContext,
  dispute: Dispute,
  decisionId: string,
): Promise<Own<"dispute-decided"> | string> {
  const decisions = await readDecisions(tx, ctx, dispute.id);
  const decision = decisions.find(({ id }) => id === decisionId);
  if (decision?.status !== "applied") return "The decision was not carried out";
  const onAccountMinor = sum(decision.items.map((item) => item.onAccountMinor ?? 0n));
  const outcome = outcomeOf(decision, { status: "closed", amountMinor: dispute.amountMinor }) ?? "rejected";
  return {
    outcome: isDecided(dispute.status) ? (outcomeOf(decision, dispute) ?? outcome) : outcome,
    means: decision.outcome,
    granted: decimal(decision.amountMinor, dispute.currency),
    grounds: decision.grounds,
    creditMemos: decision.items.flatMap(({ credit }) => credit?.number ?? []),
    rebills: decision.items.flatMap(({ rebill }) => rebill?.number ?? []),
    onAccount: onAccountMinor > 0n ? decimal(onAccountMinor, dispute.currency) : null,
    contestUntil: canContest(dispute, ctx.now) ? dispute.contestUntil : null,
  };
}

async function readHead(tx: Tx, ctx: MailingContext, disputeId: string) {
  const into = alias(disputes, "into_dispute");
  const from = alias(disputes, "from_dispute");
  const [row] = await tx
    .select({
      dispute: disputes,
      biller: organizations.name,
      legalEntity: { name: legalEntities.name, timeZone: legalEntities.timeZone },
      account: { number: customers.number, name: customers.name },
      assignee: staff.name,
      into: into.number,
      from: from.number,
    })
    .from(disputes)
    .innerJoin(organizations, eq(organizations.id, disputes.organizationId))
    .innerJoin(
      legalEntities,
      and(
        eq(legalEntities.organizationId, disputes.organizationId),
        eq(legalEntities.id, disputes.legalEntityId),
      ),
    )
    .innerJoin(
      customers,
      and(eq(customers.organizationId, disputes.organizationId), eq(customers.id, disputes.customerId)),
    )
    .leftJoin(
      staff,
      and(eq(staff.organizationId, disputes.organizationId), eq(staff.id, disputes.assigneeId)),
    )
    .leftJoin(into, and(eq(into.organizationId, disputes.organizationId), eq(into.id, disputes.mergedIntoId)))
    .leftJoin(from, and(eq(from.organizationId, disputes.organizationId), eq(from.id, disputes.splitFromId)))
    .where(and(eq(disputes.organizationId, ctx.organizationId), eq(disputes.id, disputeId)));
  if (!row) throw missingDispute();
  return row;
}

async function readDocuments(
  tx: Tx,
  ctx: MailingContext,
  disputeId: string,
): Promise<DisputeFacts["documents"]> {
  const rows = await readDisputedItems(tx, ctx, [disputeId]);
  const itemIds = [...new Set(rows.map((row) => row.itemId))];
  if (itemIds.length === 0) return { shown: [], more: 0 };
  const found = await tx
    .select({ number: items.number })
    .from(items)
    .where(and(eq(items.organizationId, ctx.organizationId), inArray(items.id, itemIds)))
    .orderBy(asc(items.number));
  return {
    shown: found.slice(0, DOCUMENTS_NAMED_MAX).map(({ number }) => number),
    more: Math.max(0, found.length - DOCUMENTS_NAMED_MAX),
  };
}
