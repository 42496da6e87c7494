import { fileURLToPath } from "node:url";
import { type ServerType, serve } from "@hono/node-server";
import { connect } from "@openitem/db/client";
import { closeTypesetter } from "@openitem/documents/typeset";
import { staffAuth } from "@openitem/domain/access/staff-auth";
import { filingFrom } from "@openitem/domain/files/storage-settings";
import { stripeGateway } from "@openitem/domain/payments/stripe";
import { pino } from "pino";
import { createApp } from "./app.ts";
import { type Env, readEnv } from "./env.ts";
import { composeServices } from "./services.ts";

const CONNECTIONS_MAX = 10;
/** Requests under way get this long to finish after the process was asked to end. */
const GRACE_MS = 10_000;
const WEB_FOLDER = fileURLToPath(new URL("../dist", import.meta.url));

const env = readEnvOrEnd();
const log = pino({ level: env.LOG_LEVEL, base: { app: "backoffice" } });
const connection = connect(env.APP_DATABASE_URL, {
  connectionsMax: CONNECTIONS_MAX,
  name: "openitem-backoffice",
});

const services = composeServices({
  db: connection.db,
  auth: staffAuth({
    db: connection.db,
    secret: env.AUTH_SECRET,
    baseUrl: env.BACKOFFICE_URL,
    secureCookies: env.BACKOFFICE_URL.startsWith("https:"),
  }),
  gateway: stripeGateway({
    secretKey: env.STRIPE_SECRET_KEY,
    webhookSecret: env.STRIPE_WEBHOOK_SECRET,
    ...(env.STRIPE_API_URL && { apiUrl: env.STRIPE_API_URL }),
  }),
  ...filingFrom(env),
  portalUrl: env.PORTAL_URL,
  linkSecret: env.AUTH_SECRET,
  publicUrl: env.BACKOFFICE_URL,
  trustedProxies: env.TRUSTED_PROXIES,
  organizationSlug: env.ORGANIZATION,
  log,
  now: () => new Date(),
});

const server = serve({
  fetch: createApp(services, WEB_FOLDER).fetch,
  port: env.BACKOFFICE_PORT,
  hostname: env.BACKOFFICE_HOST,
});
server.on("listening", () => log.info({ url: env.BACKOFFICE_URL }, "back office is up"));
server.on("error", (error) => {
  log.fatal({ err: error }, "back office cannot listen");
  process.exitCode = 1;
  void connection.close();
});

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void shutDown(server, signal));

/** Takes no more requests, lets those under way finish, then lets go of the database and the typesetter. */
async function shutDown(listening: ServerType, signal: string): Promise<void> {
  log.info({ signal }, "back office is going down");
  const cutOff = setTimeout(
    () => "closeAllConnections" in listening && listening.closeAllConnections(),
    GRACE_MS,
  );
  await new Promise<void>((resolve) => {
    listening.close(() => resolve());
    if ("closeIdleConnections" in listening) listening.closeIdleConnections();
  });
  clearTimeout(cutOff);
  await Promise.all([connection.close(), closeTypesetter()]);
}

/** One sentence instead of a stack for what an operator has to put right. */
function readEnvOrEnd(): Env {
  try {
    return readEnv(process.env);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
