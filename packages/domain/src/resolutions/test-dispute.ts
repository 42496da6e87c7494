import { newId } from "@openitem/db/ids";
import { staff } from "@openitem/db/schema/access";
import { auditRecords, outbox } from "@openitem/db/schema/activity";
import { disputes } from "@openitem/db/schema/disputes";
import { transfers } from "@openitem/db/schema/ledger";
import { insertRow } from "@openitem/db/statement";
import { and, asc, eq } from "drizzle-orm";
import { contextAs, NOON, newWorld, type World } from "../../test/world.ts";
import { raiseDispute } from "../disputes/raise-dispute.ts";
import { readItem } from "../items/read-item.ts";
import type { Context, StaffRole } from "../kernel/context.ts";
import { read, transact } from "../kernel/transact.ts";
import { startPayment } from "../payments/start-payment.ts";
import { decideDispute } from "./decide-dispute.ts";
import { type DecisionInput, decisionInput } from "./decision-input.ts";

/* Disputes to be decided, for tests: raised by the customer, decided by people who work at the biller. */

export type DisputedWorld = Awaited<ReturnType<typeof disputedWorld>>;

export async function disputedWorld() {
  const world = await newWorld();
  const people = new Map<string, Context>();

  /** Somebody with a role and a name of his own; asked for again, the same person. */
  async function person(name: string, role: StaffRole, now = NOON): Promise<Context> {
    const known = people.get(name);
    if (known) return { ...known, now };
    const staffId = newId();
    const { organizationId } = world;
    await transact(world.worker, (tx) =>
      insertRow(tx, staff, {
        organizationId,
        id: staffId,
        email: `${staffId}@parlance.test`,
        name,
        role,
        locale: "en",
        createdAt: now,
      }),
    );
    const ctx = contextAs({ kind: "staff", staffId, name, role }, organizationId, now);
    people.set(name, ctx);
    return ctx;
  }

  /** The customer disputes an amount of a document. */
  async function dispute(
    itemId: string,
    amountMinor: bigint,
    over: { currency?: string; lineNo?: number } = {},
  ): Promise<string> {
    const disputeId = newId();
    const { lineNo } = over;
    const part = lineNo === undefined ? { amountMinor } : { lines: [{ lineNo, amountMinor }] };
    await raiseDispute(world.contact("disputer"), {
      disputeId,
      customerId: world.customerId,
      currency: over.currency ?? "USD",
      reason: "other",
      comment: "This is not what we agreed.",
      items: [{ itemId, ...part }],
    });
    return disputeId;
  }

  /** Decides with a key of its own; a reason is given unless the test says otherwise. */
  const decide = async (
    ctx: Context,
    disputeId: string,
    over: Partial<Parameters<typeof decideDispute>[1]> = {},
  ) =>
    decideDispute(ctx, {
      decisionId: newId(),
      disputeId,
      seen: await statusOf(disputeId),
      outcome: "credit",
      reason: "Price, ours",
      ...over,
    });

  const deciding = (disputeId: string, over: Partial<DecisionInput> = {}): DecisionInput =>
    decisionInput.parse({ disputeId, outcome: "credit", reason: "Price, ours", ...over });

  const disputeOf = (disputeId: string) =>
    read(world.worker, async (tx) => {
      const [found] = await tx.select().from(disputes).where(eq(disputes.id, disputeId));
      return found!;
    });
  const statusOf = async (disputeId: string) => (await disputeOf(disputeId)).status;
  const open = async (itemId: string) => (await readItem(world.worker, itemId)).item.openMinor;

  /** What a document booked when it was issued. */
  const journalOf = (itemId: string) =>
    read(world.worker, (tx) =>
      tx
        .select({ debit: transfers.debit, credit: transfers.credit, amountMinor: transfers.amountMinor })
        .from(transfers)
        .where(and(eq(transfers.causeKind, "item"), eq(transfers.causeId, itemId)))
        .orderBy(asc(transfers.line)),
    );

  /** What jobs of a kind that wait are about. */
  const jobs = async (kind: string) => {
    const rows = await read(world.worker, (tx) =>
      tx
        .select({ payload: outbox.payload })
        .from(outbox)
        .where(and(eq(outbox.organizationId, world.organizationId), eq(outbox.kind, kind))),
    );
    return rows.map((row) => row.payload);
  };

  /** Letters about disputes that wait to be sent. */
  const letters = async (letter: string) =>
    (await jobs("dispute.mail")).filter((payload) => payload.letter === letter);

  const recordsOf = (action: string) =>
    read(world.worker, (tx) =>
      tx
        .select({ actorName: auditRecords.actorName, data: auditRecords.data })
        .from(auditRecords)
        .where(and(eq(auditRecords.organizationId, world.organizationId), eq(auditRecords.action, action))),
    );

  return {
    ...world,
    person,
    dispute,
    decide,
    deciding,
    disputeOf,
    statusOf,
    open,
    journalOf,
    jobs,
    letters,
    recordsOf,
  };
}

/** Pays part of a document and lets the payment be under way. */
export async function payUnderWay(world: World, itemId: string, amountMinor: bigint): Promise<string> {
  const input = world.wish([[itemId, amountMinor]]);
  await startPayment(world.paying(world.contact()), input);
  return input.paymentId;
}
