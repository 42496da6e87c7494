import { newId } from "@openitem/db/ids";
import { staff } from "@openitem/db/schema/access";
import { outbox } from "@openitem/db/schema/activity";
import { and, eq } from "drizzle-orm";
import { contextAs, NOON } from "../../../test/world.ts";
import type { ContactRole, Context, StaffRole } from "../../kernel/context.ts";
import { read, transact } from "../../kernel/transact.ts";
import { newMailWorld } from "../../messages/test/mail-world.ts";
import { decideDispute } from "../../resolutions/decide-dispute.ts";
import type { DisputeStatus } from "../dispute.ts";
import { lockDispute } from "../lock-dispute.ts";
import { moveDispute } from "../move-dispute.ts";
import { type RaiseDisputeInput, raiseDispute } from "../raise-dispute.ts";

/** The invoice that disputes are about: 48,216.40 USD, of it 15,768.00 for SMS to India at 0.0146. */
export const INDIA = 2;

const LINES = [
  {
    description: "Outbound SMS, United States",
    quantity: "2418330",
    unitPrice: "0.0079",
    amountMinor: 19_104_81n,
  },
  { description: "Outbound SMS, India", quantity: "1080000", unitPrice: "0.0146", amountMinor: 15_768_00n },
  { description: "Other services", quantity: "1", unitPrice: "13343.59", amountMinor: 13_343_59n },
].map((line) => ({ ...line, unit: "messages" }));

/** A customer who disputes, a biller who answers, and mail between them. */
export async function newDisputeWorld() {
  const world = await newMailWorld();
  const { organizationId, customerId } = world;

  const invoice = (over: Parameters<typeof world.document>[0] = {}) =>
    world.document({ amountMinor: 48_216_40n, lines: LINES, ...over });

  /** What the form sends: the price of a line by default. */
  const wish = (itemId: string, over: Partial<RaiseDisputeInput> = {}): RaiseDisputeInput => ({
    disputeId: newId(),
    customerId,
    currency: "USD",
    reason: "price",
    facts: { expected_price: "0.0086", agreed_in: "Rate card 7, page 4" },
    comment: "The DLT route moved to rate card 7 on 1 July.",
    items: [{ itemId, lines: [{ lineNo: INDIA, unitPrice: "0.0086" }] }],
    ...over,
  });

  /** Disputes an amount, for reasons of the person's own. */
  const wishAmount = (itemId: string, amountMinor: bigint | null, over: Partial<RaiseDisputeInput> = {}) =>
    wish(itemId, { reason: "other", facts: {}, items: [{ itemId, amountMinor }], ...over });

  async function raised(ctx: Context, input: RaiseDisputeInput): Promise<string> {
    return (await raiseDispute(ctx, input)).disputeId;
  }

  /** Somebody at the biller who is known by name, so that he can be given work. */
  async function colleague(role: StaffRole = "collector", name = "Rafael Ochoa", now = NOON) {
    const id = newId();
    await transact(world.worker, (tx) =>
      tx.insert(staff).values({
        organizationId,
        id,
        email: `${id}@parlance.example`,
        name,
        role,
        userId: id,
        createdAt: NOON,
      }),
    );
    return contextAs({ kind: "staff", staffId: id, name, role }, organizationId, now);
  }

  /** A person of the customer whom mail can reach. */
  async function person(
    email: string,
    {
      role = "disputer",
      ...over
    }: { role?: ContactRole; customerId?: string; withSubsidiaries?: boolean } = {},
  ) {
    const { contactId } = await world.invite(role, { email, ...over });
    const accounts = new Map([[over.customerId ?? customerId, role]]);
    return contextAs({ kind: "contact", contactId, name: "Dana Whitfield", accounts }, organizationId);
  }

  /** Decides as the biller would: rejected with grounds, unless said otherwise. */
  async function decided(
    disputeId: string,
    seen: DisputeStatus,
    over: Partial<Parameters<typeof decideDispute>[1]> = {},
    now = NOON,
  ) {
    return decideDispute(world.staff("manager", now), {
      decisionId: newId(),
      disputeId,
      seen,
      outcome: "reject",
      grounds: "The signed rate card says 0.0146.",
      ...over,
    });
  }

  /** Brings a dispute to where it waits for approval, without any amount being looked at. */
  const putBefore = (disputeId: string, event: Parameters<typeof moveDispute>[3]) =>
    transact(world.staff("manager"), async (tx) => {
      const ctx = world.staff("manager");
      await moveDispute(tx, ctx, await lockDispute(tx, ctx, disputeId), event);
    });

  /** Letters that were asked for about a dispute, in order. */
  async function lettersOf(disputeId: string): Promise<string[]> {
    const rows = await read(world.worker, (tx) =>
      tx
        .select({ payload: outbox.payload })
        .from(outbox)
        .where(and(eq(outbox.organizationId, organizationId), eq(outbox.kind, "dispute.mail")))
        .orderBy(outbox.id),
    );
    return rows.flatMap(({ payload }) => (payload.disputeId === disputeId ? (payload.letter ?? []) : []));
  }

  const later = (ctx: Context, days: number): Context => ({
    ...ctx,
    now: new Date(ctx.now.getTime() + days * 86_400_000),
  });

  return {
    ...world,
    /** What a payment form sends. */
    payment: world.wish,
    invoice,
    wish,
    wishAmount,
    raised,
    colleague,
    person,
    decided,
    putBefore,
    lettersOf,
    later,
  };
}

export type DisputeWorld = Awaited<ReturnType<typeof newDisputeWorld>>;
