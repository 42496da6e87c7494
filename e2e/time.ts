import { connect } from "@openitem/db/client";
import { newId } from "@openitem/db/ids";
import { sweepCharges } from "@openitem/domain/autopay/sweep-charges";
import type { PayingContext } from "@openitem/domain/kernel/context";
import { read } from "@openitem/domain/kernel/transact";
import { findOrganization } from "@openitem/domain/organizations/find-organization";
import { stripeGateway } from "@openitem/domain/payments/stripe";
import { changePolicy } from "@openitem/domain/policies/change-policy";
import { readPolicy } from "@openitem/domain/policies/read-policy";
import { judgePromise } from "@openitem/domain/promises/judge-promise";
import { environment } from "./people.ts";

// What the biller's side and time bring about, without waiting for either.

const DAY_MS = 86_400_000;

async function asWorker<T>(work: (ctx: PayingContext) => Promise<T>, daysLater = 0): Promise<T> {
  const env = environment;
  const { db, close } = connect(env.APP_DATABASE_URL ?? "", { connectionsMax: 2, name: "stories" });
  try {
    const organization = await findOrganization(db, env.ORGANIZATION ?? "");
    if (!organization) throw new Error(`No biller is called ${env.ORGANIZATION}`);
    return await work({
      db,
      organizationId: organization.id,
      actor: { kind: "worker", name: "Priya Raman" },
      now: new Date(Date.now() + daysLater * DAY_MS),
      requestId: "story",
      gateway: stripeGateway({
        secretKey: env.STRIPE_SECRET_KEY ?? "",
        webhookSecret: env.STRIPE_WEBHOOK_SECRET ?? "",
        ...(env.STRIPE_API_URL && { apiUrl: env.STRIPE_API_URL }),
      }),
      portalUrl: env.PORTAL_URL ?? "",
    });
  } finally {
    await close();
  }
}

/** Judges a promise as on a day that is still to come; answers its state then. */
export const judgeLater = (promiseId: string, days: number): Promise<string | undefined> =>
  asWorker(async (ctx) => (await judgePromise(ctx, { promiseId }))?.status, days);

/** What the worker does about charges every few minutes, done now. */
export const sweepNow = (): Promise<string[]> => asWorker(async (ctx) => (await sweepCharges(ctx)).failures);

/** From now on charges are announced on the day they are made. */
export const announceOnTheDay = (): Promise<void> =>
  asWorker(async (ctx) => {
    const { version, noticeDays } = await read(ctx, (tx) => readPolicy(tx, ctx, "charge"));
    if (noticeDays === 0) return;
    await changePolicy(ctx, {
      key: newId(),
      kind: "charge",
      basedOn: version,
      rules: { noticeDays: 0 },
      reason: "The stories do not wait.",
    });
  });
