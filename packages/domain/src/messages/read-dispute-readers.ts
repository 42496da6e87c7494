import { contactAccounts, contactSettings, contacts } from "@openitem/db/schema/access";
import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { mailChoicesOf } from "../access/mail-choices.ts";
import { readCustomerLine } from "../access/read-customer-line.ts";
import type { Dispute } from "../disputes/dispute.ts";
import type { ContactRole, Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import { may } from "../policies/permissions.ts";
import type { DisputeLetter } from "./letter.ts";
import type { Addressee } from "./read-addressee.ts";

export type DisputeReader = Addressee & { mayAnswer: boolean };

/** What those are told who want the outcome only: it, and what waits for them. */
const NEEDED: readonly DisputeLetter[] = ["dispute-decided", "dispute-question"];

/**
 * A step: the contacts who have access to the account now and want this letter by their own choices. A dispute that
 * the biller raised for the customer belongs to everybody who may answer it.
 */
export async function readDisputeReaders(
  tx: Tx,
  ctx: Context,
  { customerId, raisedBy }: Pick<Dispute, "customerId" | "raisedBy">,
  letter: DisputeLetter,
): Promise<DisputeReader[]> {
  const line = await readCustomerLine(tx, ctx.organizationId, customerId);
  if (line.length === 0) return [];
  const rows = await tx
    .select({
      contactId: contacts.id,
      name: contacts.name,
      email: contacts.email,
      locale: contacts.locale,
      role: contactAccounts.role,
      grantedOn: contactAccounts.customerId,
      withSubsidiaries: contactAccounts.withSubsidiaries,
      choices: contactSettings.mailChoices,
    })
    .from(contactAccounts)
    .innerJoin(
      contacts,
      and(
        eq(contacts.organizationId, contactAccounts.organizationId),
        eq(contacts.id, contactAccounts.contactId),
      ),
    )
    .leftJoin(
      contactSettings,
      and(
        eq(contactSettings.organizationId, contactAccounts.organizationId),
        eq(contactSettings.contactId, contactAccounts.contactId),
      ),
    )
    .where(
      and(
        eq(contactAccounts.organizationId, ctx.organizationId),
        inArray(contactAccounts.customerId, line),
        isNull(contactAccounts.endedAt),
      ),
    )
    .orderBy(asc(contacts.email));
  const readers = new Map<string, DisputeReader>();
  for (const row of rows) {
    if (row.grantedOn !== customerId && !row.withSubsidiaries) continue;
    const { contactId, name, email, locale, choices } = row;
    const mayAnswer = answers(contactId, row.role, customerId);
    const before = readers.get(contactId);
    const isOwn = raisedBy === `contact:${contactId}` || (raisedBy.startsWith("staff:") && mayAnswer);
    const wanted = mailChoicesOf(choices)[isOwn ? "disputes" : "colleagues_disputes"];
    if (wanted === "none" || (wanted === "outcome" && !NEEDED.includes(letter))) continue;
    readers.set(contactId, {
      contactId,
      name,
      email,
      locale,
      mayAnswer: mayAnswer || before?.mayAnswer === true,
    });
  }
  return [...readers.values()];
}

const answers = (contactId: string, role: ContactRole, customerId: string): boolean =>
  may(
    { kind: "contact", contactId, name: "", accounts: new Map([[customerId, role]]) },
    "dispute.answer",
    customerId,
  );
