import { tmpdir } from "node:os";
import { join } from "node:path";
import { newId } from "@openitem/db/ids";
import { createStaff } from "@openitem/domain/access/create-staff";
import { staffAuth } from "@openitem/domain/access/staff-auth";
import { diskStorage } from "@openitem/domain/files/storage";
import type { Context, StaffRole } from "@openitem/domain/kernel/context";
import type { PaymentGateway } from "@openitem/domain/payments/gateway";
import { GatewayRefused, NO_SAVED_METHODS } from "@openitem/domain/payments/gateway";
import { NO_MONEY } from "@openitem/domain/payments/money-gateway";
import { startPayment } from "@openitem/domain/payments/start-payment";
import { changePolicy } from "@openitem/domain/policies/change-policy";
import { db, NOON, newWorld, type World } from "@openitem/domain/test/world";
import { pino } from "pino";
import { appRouter } from "../server/router.ts";
import { composeServices, type Services } from "../server/services.ts";
import type { RequestContext, StaffActor } from "../server/trpc.ts";

export const PUBLIC_URL = "http://office.test";
const SECRET = "for tests alone, and long enough for it";
const SILENT = pino({ level: "silent" });

export const auth = staffAuth({ db, secret: SECRET, baseUrl: PUBLIC_URL, secureCookies: false });

/** A provider that opens and closes pages and says no to everything else. */
export const gateway: PaymentGateway = {
  ...NO_SAVED_METHODS,
  ...NO_MONEY,
  openCheckout: async ({ key, paymentId }) => ({
    checkoutId: `cs_${key}`,
    url: "https://checkout.test/page",
    status: "open",
    intentId: null,
    paymentId,
  }),
  readCheckout: async (checkoutId) => ({
    checkoutId,
    url: null,
    status: "open",
    intentId: null,
    paymentId: null,
  }),
  findCheckout: async () => null,
  expireCheckout: async (checkoutId) => ({
    checkoutId,
    url: null,
    status: "expired",
    intentId: null,
    paymentId: null,
  }),
  readIntent: async () => {
    throw new GatewayRefused("No such intent.");
  },
  refund: async () => {
    throw new GatewayRefused("No refunds here.");
  },
  readEvent: () => {
    throw new GatewayRefused("No events here.");
  },
  listEvents: async () => [],
};

export function servicesFor(organizationSlug: string): Services {
  return composeServices({
    db,
    auth,
    gateway,
    storage: diskStorage(join(tmpdir(), `openitem-office-${process.pid}`)),
    scanner: null,
    portalUrl: "http://portal.test",
    linkSecret: SECRET,
    publicUrl: PUBLIC_URL,
    organizationSlug,
    log: SILENT,
    now: () => NOON,
  });
}

export const slugOf = (world: Pick<World, "organizationId">): string => `b${world.organizationId.slice(-12)}`;

export const PASSWORD = "correct horse battery staple";

/** A biller with a collector who signs in by password, and with TOTP where the policy is left as it is. */
export async function withCollector({ totp }: { totp: boolean }): Promise<{ world: World; email: string }> {
  const world = await newWorld();
  const email = `${newId()}@parlance.test`;
  await createStaff(world.worker, auth, {
    email,
    name: "Priya Raman",
    role: "collector",
    password: PASSWORD,
  });
  if (!totp)
    await changePolicy(world.worker, {
      key: newId(),
      kind: "sign_in",
      basedOn: 0,
      rules: { staffTotpRequired: false },
      reason: "A test without it",
    });
  return { world, email };
}

export type Caller = ReturnType<typeof appRouter.createCaller>;

/** The API as somebody of the biller of `world` calls it; nobody is signed in when no role is given. */
export function callerFor(world: World, role: StaffRole | null): Caller {
  return appRouter.createCaller(requestOf(world, role));
}

/** The same as one person of the biller, whom commands know by name. */
export const callerAs = (world: Pick<World, "staff" | "organizationId">, { actor }: Context): Caller =>
  appRouter.createCaller(requestAs(world, actor as StaffActor));

const requestOf = (world: World, role: StaffRole | null): RequestContext =>
  requestAs(world, role ? (world.staff(role).actor as StaffActor) : null);

function requestAs(world: Pick<World, "staff" | "organizationId">, actor: StaffActor | null): RequestContext {
  const ctx = world.staff("admin");
  const { books, storage, scanner } = servicesFor(slugOf(world));
  return {
    ...ctx,
    storage,
    scanner,
    actor,
    person: actor && {
      ...actor,
      email: "priya@parlance.test",
      locale: "en",
      totpRequired: false,
      totpEnabled: false,
    },
    organization: {
      id: world.organizationId,
      slug: slugOf(world),
      name: "Parlance",
      timeZone: "America/New_York",
    },
    gateway,
    portalUrl: "http://portal.test",
    linkSecret: SECRET,
    auth,
    visit: { headers: new Headers(), address: "203.0.113.7" },
    answer: new Headers(),
    books,
    log: SILENT,
  };
}

/** A payment that Dana has begun on one document, in full; she is on the provider's page. */
export async function startedPayment(world: World, itemId: string, amountMinor = 100_00n): Promise<string> {
  const paymentId = newId();
  const { customerId } = world;
  await startPayment(
    { ...world.contact("payer"), gateway, portalUrl: "http://portal.test" },
    {
      paymentId,
      customerId,
      currency: "USD",
      debits: [{ itemId, amountMinor }],
      credits: [],
      onAccountMinor: 0n,
    },
  );
  return paymentId;
}

export { newWorld };
