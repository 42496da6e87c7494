import { contactAccounts, contactSettings, contacts } from "@openitem/db/schema/access";
import { customers } from "@openitem/db/schema/customers";
import { items } from "@openitem/db/schema/items";
import { organizations } from "@openitem/db/schema/organizations";
import { promiseInstalments, promiseItems, promises } from "@openitem/db/schema/promises";
import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { type MailChoices, mailChoicesOf } from "../access/mail-choices.ts";
import { readCustomerLine } from "../access/read-customer-line.ts";
import type { ContactRole } from "../kernel/context.ts";
import { decimal } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import { permissionTable } from "../policies/permissions.ts";
import type { Instalment, Promised } from "../promises/promise.ts";
import type { MailingContext } from "./mailing-context.ts";
import type { PromiseFacts } from "./promise-letters.ts";
import { type Addressee, readAddressee } from "./read-addressee.ts";

/** Somebody to be told, and how much of it he wants to hear. */
export type PromiseReader = Addressee & { wants: MailChoices["promises"] };

export type PromiseLetterFacts = {
  promise: Promised;
  instalments: Instalment[];
  /** Of the account: its days are the letter's days. */
  timeZone: string;
  billerTimeZone: string;
  collectorId: string | null;
  to: PromiseReader[];
  facts: Omit<PromiseFacts, "reader">;
};

/** Documents that a letter names. */
const NAMED_MAX = 5;

/**
 * What every letter about a promise says, and to whom: the contact who made it, or made what it replaces; when it was
 * nobody of them, everybody who may answer for the account. Refuses `promise.missing`.
 */
export async function readPromiseFacts(
  tx: Tx,
  ctx: MailingContext,
  promiseId: string,
): Promise<PromiseLetterFacts> {
  const org = ctx.organizationId;
  const [row] = await tx
    .select({
      promise: promises,
      biller: { name: organizations.name, timeZone: organizations.timeZone },
      account: customers,
    })
    .from(promises)
    .innerJoin(organizations, eq(organizations.id, promises.organizationId))
    .innerJoin(
      customers,
      and(eq(customers.organizationId, promises.organizationId), eq(customers.id, promises.customerId)),
    )
    .where(and(eq(promises.organizationId, org), eq(promises.id, promiseId)));
  if (!row) throw new Refusal("missing", "promise.missing", "We cannot find this promise.");
  const { promise, biller, account } = row;
  const instalments = await tx
    .select()
    .from(promiseInstalments)
    .where(and(eq(promiseInstalments.organizationId, org), eq(promiseInstalments.promiseId, promiseId)))
    .orderBy(asc(promiseInstalments.no));
  const documents = await tx
    .select({ number: items.number })
    .from(promiseItems)
    .innerJoin(
      items,
      and(eq(items.organizationId, promiseItems.organizationId), eq(items.id, promiseItems.itemId)),
    )
    .where(and(eq(promiseItems.organizationId, org), eq(promiseItems.promiseId, promiseId)))
    .orderBy(asc(items.dueOn), asc(items.number));
  const { currency, number } = promise;
  return {
    promise,
    instalments,
    timeZone: account.timeZone,
    billerTimeZone: biller.timeZone,
    collectorId: account.collectorId,
    to: await readReaders(tx, ctx, promise),
    facts: {
      biller: biller.name,
      account: { number: account.number, name: account.name },
      promiseNumber: number,
      currency,
      dates: instalments.map(({ dueOn, amountMinor }) => ({
        on: dueOn,
        amount: decimal(amountMinor, currency),
      })),
      total: decimal(promise.amountMinor, currency),
      documents: {
        shown: documents.slice(0, NAMED_MAX).map((each) => each.number),
        count: documents.length,
      },
      url: `${ctx.portalUrl}/promises/${promiseId}`,
    },
  };
}

async function readReaders(tx: Tx, ctx: MailingContext, promise: Promised): Promise<PromiseReader[]> {
  const maker = await findContactMaker(tx, ctx, promise);
  const addressee = maker ? await readAddressee(tx, ctx, maker, promise.customerId) : null;
  const found = addressee ? [addressee] : await readSpeakers(tx, ctx, promise.customerId);
  const settings = await tx
    .select({ contactId: contactSettings.contactId, stored: contactSettings.mailChoices })
    .from(contactSettings)
    .where(
      and(
        eq(contactSettings.organizationId, ctx.organizationId),
        inArray(
          contactSettings.contactId,
          found.map((each) => each.contactId),
        ),
      ),
    );
  const storedBy = new Map(settings.map((each) => [each.contactId, each.stored]));
  return found.map((each) => ({
    ...each,
    wants: mailChoicesOf(storedBy.get(each.contactId) ?? null).promises,
  }));
}

/** The contact whose word it is: who made this promise, else the one it took the place of. */
async function findContactMaker(
  tx: Tx,
  ctx: MailingContext,
  { madeBy, answeredBy, replacesId }: Promised,
): Promise<string | null> {
  for (const key of [madeBy, answeredBy])
    if (key?.startsWith("contact:")) return key.slice("contact:".length);
  if (!replacesId) return null;
  const [replaced] = await tx
    .select()
    .from(promises)
    .where(and(eq(promises.organizationId, ctx.organizationId), eq(promises.id, replacesId)));
  return replaced ? findContactMaker(tx, ctx, replaced) : null;
}

/** Everybody who may answer a proposal for the account, whether his grant is on it or on one above it. */
async function readSpeakers(tx: Tx, ctx: MailingContext, customerId: string): Promise<Addressee[]> {
  const line = await readCustomerLine(tx, ctx.organizationId, customerId);
  const roles: readonly ContactRole[] = permissionTable["promise.answer"].contact ?? [];
  const grants = await tx
    .select({
      contactId: contacts.id,
      name: contacts.name,
      email: contacts.email,
      locale: contacts.locale,
      on: contactAccounts.customerId,
      withSubsidiaries: contactAccounts.withSubsidiaries,
    })
    .from(contactAccounts)
    .innerJoin(
      contacts,
      and(
        eq(contacts.organizationId, contactAccounts.organizationId),
        eq(contacts.id, contactAccounts.contactId),
      ),
    )
    .where(
      and(
        eq(contactAccounts.organizationId, ctx.organizationId),
        inArray(contactAccounts.customerId, line),
        inArray(contactAccounts.role, [...roles]),
        isNull(contactAccounts.endedAt),
      ),
    )
    .orderBy(asc(contacts.email));
  const reaching = grants.filter((grant) => grant.on === customerId || grant.withSubsidiaries);
  return [
    ...new Map(
      reaching.map(({ contactId, name, email, locale }) => [contactId, { contactId, name, email, locale }]),
    ).values(),
  ];
}
