import { staff } from "@openitem/db/schema/access";
import { customers } from "@openitem/db/schema/customers";
import { organizations } from "@openitem/db/schema/organizations";
import { approvals } from "@openitem/db/schema/work";
import { and, eq, getTableColumns, isNull } from "drizzle-orm";
import { z } from "zod";
import type { Approval } from "../approvals/approval.ts";
import { decimal } from "../kernel/money.ts";
import { invariant } from "../kernel/refusal.ts";
import { read, type Tx } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { type MailingContext, type MailOutcome, skipped } from "./mailing-context.ts";
import { sendLetter } from "./send-letter.ts";

export const mailApprovalDecidedInput = z.object({ approvalId: z.uuid() });

/**
 * Tells whoever asked for an approval who granted or refused it, and what he says of it. A request that was taken back
 * tells nobody, nor does one whose maker has left.
 */
export async function mailApprovalDecided(
  ctx: MailingContext,
  raw: z.input<typeof mailApprovalDecidedInput>,
): Promise<MailOutcome> {
  permit(ctx.actor, "message.send");
  const { approvalId } = mailApprovalDecidedInput.parse(raw);
  const { approval, account, biller, maker } = await read(ctx, (tx) => readDecided(tx, ctx, approvalId));
  const { status, currency, amountMinor, decidedByName, decisionNote } = approval;
  if (status !== "granted" && status !== "refused") return skipped("Nobody has decided it");
  if (!maker) return skipped("Whoever asked has left");
  invariant(decidedByName, "who decides has a name");
  return sendLetter(ctx, {
    kind: "approval-decided",
    props: {
      biller,
      reader: maker.name,
      decider: decidedByName,
      isGranted: status === "granted",
      account,
      ...matterOf(approval, ctx.backofficeUrl),
      currency,
      amount: decimal(amountMinor, currency),
      note: decisionNote,
    },
    subject: ["approval", approvalId],
    // Among the biller's people: in no customer's timeline.
    customerId: null,
    contactId: null,
    to: maker.email,
    locale: maker.locale,
  });
}

/** What it was about, and where that is looked at. */
function matterOf({ id, action, facts }: Approval, backofficeUrl: string) {
  switch (action) {
    case "dispute.decide":
      return {
        about: "dispute" as const,
        number: facts.disputeNumber ?? "",
        url: `${backofficeUrl}/approvals/${id}`,
      };
    case "cash.decide":
      return {
        about: "cash" as const,
        number: facts.number ?? "",
        url: `${backofficeUrl}/unapplied?tab=decisions`,
      };
    case "payment.refund":
      return {
        about: "payment" as const,
        number: facts.number ?? "",
        url: `${backofficeUrl}/payments/${facts.paymentId}`,
      };
  }
}

async function readDecided(tx: Tx, ctx: MailingContext, approvalId: string) {
  const { organizationId } = ctx;
  const [row] = await tx
    .select({
      approval: getTableColumns(approvals),
      account: { number: customers.number, name: customers.name },
      biller: organizations.name,
    })
    .from(approvals)
    .innerJoin(
      customers,
      and(eq(customers.organizationId, organizationId), eq(customers.id, approvals.customerId)),
    )
    .innerJoin(organizations, eq(organizations.id, approvals.organizationId))
    .where(and(eq(approvals.organizationId, organizationId), eq(approvals.id, approvalId)));
  invariant(row, "a request for approval stays");
  const [kind, staffId] = row.approval.requestedBy.split(":");
  const [maker] =
    kind === "staff" && staffId
      ? await tx
          .select({ name: staff.name, email: staff.email, locale: staff.locale })
          .from(staff)
          .where(and(eq(staff.organizationId, organizationId), eq(staff.id, staffId), isNull(staff.endedAt)))
      : [];
  return { ...row, maker };
}
