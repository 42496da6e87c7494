import { connect } from "@openitem/db/client";
import { closeTypesetter } from "@openitem/documents/typeset";
import { portalAuth } from "@openitem/domain/access/portal-auth";
import type { FilingContext } from "@openitem/domain/files/storage";
import { filingFrom } from "@openitem/domain/files/storage-settings";
import type { Actor, PayingContext } from "@openitem/domain/kernel/context";
import { findOrganization, type Organization } from "@openitem/domain/organizations/find-organization";
import { stripeGateway } from "@openitem/domain/payments/stripe";
import { env } from "./env.server.ts";

/* The only place in the portal where things are put together. */

const connection = connect(env.APP_DATABASE_URL, {
  connectionsMax: env.DATABASE_CONNECTIONS_MAX,
  name: "openitem-portal",
});
export const db = connection.db;

export const gateway = stripeGateway({
  secretKey: env.STRIPE_SECRET_KEY,
  webhookSecret: env.STRIPE_WEBHOOK_SECRET,
  ...(env.STRIPE_API_URL && { apiUrl: env.STRIPE_API_URL }),
});

const filing = filingFrom(env);

/** Whether the portal is reached by HTTPS, so that cookies are for it alone. */
export const isSecure = env.PORTAL_URL.startsWith("https:");

export const auth = portalAuth({
  db,
  secret: env.AUTH_SECRET,
  baseUrl: env.PORTAL_URL,
  secureCookies: isSecure,
});

let found: Organization | undefined;

/** The biller this portal belongs to. Throws while there is none of the configured name. */
export async function organization(): Promise<Organization> {
  found ??= (await findOrganization(db, env.ORGANIZATION)) ?? undefined;
  if (!found) throw new Error(`No organization is called "${env.ORGANIZATION}".`);
  return found;
}

/** What commands run with, for the given actor and request. */
export async function contextFor<A extends Actor>(
  actor: A,
  requestId: string,
): Promise<PayingContext & FilingContext & { actor: A }> {
  const { id: organizationId } = await organization();
  const { PORTAL_URL: portalUrl } = env;
  return { db, organizationId, actor, now: new Date(), requestId, gateway, portalUrl, ...filing };
}

/** Whether the database can be reached and has our tables; throws when not. */
export async function checkReady(): Promise<void> {
  await findOrganization(db, env.ORGANIZATION);
}

/** Closes the pool and the typesetter; called once at shutdown. */
export async function close(): Promise<void> {
  await Promise.all([connection.close(), closeTypesetter()]);
}
