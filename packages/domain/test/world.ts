import { connect } from "@openitem/db/client";
import { newId } from "@openitem/db/ids";
import { freshDatabase } from "@openitem/db/test/database";
import { createCustomer } from "../src/customers/create-customer.ts";
import { issueDocument } from "../src/items/issue-document.ts";
import type { Actor, ContactRole, Context, PayingContext, StaffRole } from "../src/kernel/context.ts";
import { verifyBooks } from "../src/ledger/verify.ts";
import { foundOrganization } from "../src/organizations/found-organization.ts";
import type { StartPaymentInput } from "../src/payments/start-payment.ts";
import { FakeGateway } from "./fake-gateway.ts";

/*
 * The world that tests live in: a database of the file's own, an organization of the test's own. Everything is made
 * by commands, as in life.
 */

export const NOON = new Date("2026-11-18T12:00:00Z");
export const TODAY = "2026-11-18";

export const { ownerUrl, appUrl } = await freshDatabase();
export const { db, client, close } = connect(appUrl, { connectionsMax: 8, name: "test" });

export const WORKER: Actor = { kind: "worker", name: "test" };

export function contextAs(actor: Actor, organizationId: string, now = NOON): Context {
  return { db, organizationId, actor, now, requestId: "test" };
}

export type World = Awaited<ReturnType<typeof newWorld>>;

/** A biller with one legal entity and one customer, and ways to act on it. */
export async function newWorld() {
  const organizationId = newId();
  const legalEntityId = newId();
  const worker = contextAs(WORKER, organizationId);
  await foundOrganization(worker, {
    slug: `b${organizationId.slice(-12)}`,
    name: "Parlance",
    timeZone: "America/New_York",
    legalEntities: [
      {
        id: legalEntityId,
        code: "US01",
        name: "Parlance, Inc.",
        country: "US",
        timeZone: "America/New_York",
      },
    ],
  });
  let made = 0;

  async function customer(over: Partial<Parameters<typeof createCustomer>[1]> = {}): Promise<string> {
    made += 1;
    const { customerId } = await createCustomer(worker, {
      number: `10${made}`,
      name: `Customer ${made}`,
      timeZone: "America/New_York",
      ...over,
    });
    return customerId;
  }

  const customerId = await customer();

  async function document(over: Partial<Parameters<typeof issueDocument>[1]> = {}): Promise<string> {
    made += 1;
    const { itemId } = await issueDocument(worker, {
      kind: "invoice",
      number: `INV-2026-${String(made).padStart(5, "0")}`,
      legalEntityId,
      customerId,
      currency: "USD",
      amountMinor: 100_00n,
      issuedOn: "2026-10-01",
      dueOn: over.kind === "credit_memo" ? null : "2026-10-31",
      ...over,
    });
    return itemId;
  }

  const contact = (role: ContactRole = "payer", customers: string[] = [customerId], now = NOON) =>
    contextAs(
      {
        kind: "contact",
        contactId: newId(),
        name: "Dana Whitfield",
        accounts: new Map(customers.map((id) => [id, role])),
      },
      organizationId,
      now,
    );

  const staff = (role: StaffRole = "finance", now = NOON) =>
    contextAs({ kind: "staff", staffId: newId(), name: "Priya Raman", role }, organizationId, now);

  const at = (now: Date) => contextAs(WORKER, organizationId, now);

  const gateway = new FakeGateway();
  const paying = (ctx: Context): PayingContext => ({ ...ctx, gateway, portalUrl: "http://portal.test" });

  /** What a payment form sends, for one invoice or several. */
  const wish = (
    debits: [itemId: string, amountMinor: bigint][],
    over: Partial<StartPaymentInput> = {},
  ): StartPaymentInput => ({
    paymentId: newId(),
    customerId,
    currency: "USD",
    debits: debits.map(([itemId, amountMinor]) => ({ itemId, amountMinor, shortReason: "other" })),
    credits: [],
    onAccountMinor: 0n,
    ...over,
  });

  /** The differences in the books; every money test ends with none. */
  const differences = async () => (await verifyBooks(worker)).differences;

  return {
    organizationId,
    legalEntityId,
    customerId,
    worker,
    customer,
    document,
    contact,
    staff,
    at,
    gateway,
    paying,
    wish,
    differences,
  };
}
