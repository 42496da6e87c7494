import { staff } from "@openitem/db/schema/access";
import { customers } from "@openitem/db/schema/customers";
import { disputeDecisions, disputes } from "@openitem/db/schema/disputes";
import { organizations } from "@openitem/db/schema/organizations";
import { approvals } from "@openitem/db/schema/work";
import { and, asc, eq, getTableColumns, isNull } from "drizzle-orm";
import { z } from "zod";
import { hindranceOf } from "../approvals/approval.ts";
import type { Actor } from "../kernel/context.ts";
import { decimal } from "../kernel/money.ts";
import { invariant } from "../kernel/refusal.ts";
import { read, type Tx } from "../kernel/transact.ts";
import { may, permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { limitOf } from "../resolutions/limit.ts";
import { type MailingContext, type MailOutcome, skipped } from "./mailing-context.ts";
import { sendLetter } from "./send-letter.ts";

export const mailApprovalInput = z.object({ approvalId: z.uuid() });

/**
 * Tells everybody at the biller who may decide a request for approval that it waits: those with the authority and a
 * limit that reaches, without the one who asks. Nobody is told of one that waits no more.
 */
export async function mailApproval(
  ctx: MailingContext,
  raw: z.input<typeof mailApprovalInput>,
): Promise<MailOutcome[]> {
  permit(ctx.actor, "message.send");
  const { approvalId } = mailApprovalInput.parse(raw);
  const { approval, decision, dispute, account, biller, deciders } = await read(ctx, (tx) =>
    readRequest(tx, ctx, approvalId),
  );
  if (approval.status !== "pending" || dispute.status !== "awaiting_approval")
    return [skipped("The request waits no more")];
  if (deciders.length === 0) return [skipped("Nobody else has the authority")];
  const { currency, amountMinor, requestedByName, note } = approval;
  const outcomes: MailOutcome[] = [];
  for (const { name, email, locale } of deciders)
    outcomes.push(
      await sendLetter(ctx, {
        kind: "approval-requested",
        props: {
          biller,
          reader: name,
          requester: requestedByName,
          account,
          disputeNumber: dispute.number,
          outcome: decision.outcome,
          currency,
          amount: decimal(amountMinor, currency),
          note,
          url: `${ctx.backofficeUrl}/approvals/${approvalId}`,
        },
        subject: ["approval", approvalId],
        // Among the biller's people: in no customer's timeline.
        customerId: null,
        contactId: null,
        to: email,
        locale,
      }),
    );
  return outcomes;
}

async function readRequest(tx: Tx, ctx: MailingContext, approvalId: string) {
  const { organizationId } = ctx;
  const [row] = await tx
    .select({
      approval: getTableColumns(approvals),
      decision: getTableColumns(disputeDecisions),
      dispute: getTableColumns(disputes),
      account: { number: customers.number, name: customers.name },
      biller: organizations.name,
    })
    .from(approvals)
    .innerJoin(
      disputeDecisions,
      and(eq(disputeDecisions.organizationId, organizationId), eq(disputeDecisions.id, approvals.subjectId)),
    )
    .innerJoin(
      disputes,
      and(eq(disputes.organizationId, organizationId), eq(disputes.id, disputeDecisions.disputeId)),
    )
    .innerJoin(
      customers,
      and(eq(customers.organizationId, organizationId), eq(customers.id, disputes.customerId)),
    )
    .innerJoin(organizations, eq(organizations.id, approvals.organizationId))
    .where(and(eq(approvals.organizationId, organizationId), eq(approvals.id, approvalId)));
  invariant(row, "a request for approval stays");
  const policy = await readPolicy(tx, ctx, "dispute");
  const colleagues = await tx
    .select()
    .from(staff)
    .where(and(eq(staff.organizationId, organizationId), isNull(staff.endedAt)))
    .orderBy(asc(staff.name), asc(staff.id));
  const deciders = colleagues.filter(({ id, name, role }) => {
    const actor: Actor = { kind: "staff", staffId: id, name, role };
    const limitMinor = limitOf(policy, actor, row.decision.outcome, row.approval.currency);
    return may(actor, "approval.decide") && hindranceOf(row.approval, actor, limitMinor) === null;
  });
  return { ...row, deciders };
}
