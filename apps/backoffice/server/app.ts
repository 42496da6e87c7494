import { getConnInfo } from "@hono/node-server/conninfo";
import { isMigrated } from "@openitem/db/migrated";
import { newCode } from "@openitem/domain/kernel/code";
import type { Organization } from "@openitem/domain/organizations/find-organization";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { Hono, type Context as HonoContext } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import type { Logger } from "pino";
import { clientAddress } from "./client-address.ts";
import { serveFiles } from "./files.ts";
import { jsonOnly, sameOriginOnly } from "./guard.ts";
import { appRouter } from "./router.ts";
import { securityHeaders } from "./security-headers.ts";
import type { Services } from "./services.ts";
import { readSignedIn } from "./signed-in.ts";
import type { RequestContext, StaffContext } from "./trpc.ts";
import { serveWebApp } from "./web-files.ts";

export type AppEnv = {
  Variables: {
    requestId: string;
    log: Logger;
    /** Who sends a file, once he was let in. */
    uploader?: StaffContext;
  };
};

const BODY_BYTES_MAX = 100 * 1024;
const BATCH_MAX = 20;

/** The back office over HTTP: the API under /trpc, files to take away under /files, probes, and the web app for every other address. */
export function createApp(services: Services, webFolder: string): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    const requestId = newCode("REQ").slice("REQ-".length);
    c.set("requestId", requestId);
    c.set("log", services.log.child({ requestId }));
    const startedMs = performance.now();
    await next();
    c.res.headers.set("x-request-id", requestId);
    // The path alone: what is asked for stands in the query, and may name people.
    const ms = Math.round(performance.now() - startedMs);
    const line = { method: c.req.method, path: c.req.path, status: c.res.status, ms };
    if (isProbe(c.req.path)) c.var.log.debug(line, "answered");
    else c.var.log.info(line, "answered");
  });
  app.use(securityHeaders(services.publicUrl));
  app.use(sameOriginOnly(services.publicUrl));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    c.var.log.error({ err: error }, "request failed");
    return c.text(`Something broke on our side. Nothing was booked. Reference ${c.var.requestId}.`, 500);
  });

  app.get("/healthz", (c) => c.text("ok"));
  app.get("/readyz", async (c) => {
    const fault = await notReady(services, c.var.log);
    return fault ? c.text(fault, 503) : c.text("ready");
  });

  app.use("/trpc/*", jsonOnly(), bodyLimit({ maxSize: BODY_BYTES_MAX }));
  app.all("/trpc/*", async (c) => {
    const organization = await services.organization();
    if (!organization) return c.text("This biller has not been set up yet.", 503);
    // Made before tRPC is asked, so that a failure here is hidden and written down like any other.
    const context = await contextOf(services, c, organization);
    const response = await fetchRequestHandler({
      endpoint: "/trpc",
      req: c.req.raw,
      router: appRouter,
      maxBatchSize: BATCH_MAX,
      // What is asked may be longer than an address can be.
      allowMethodOverride: true,
      createContext: () => context,
    });
    for (const [name, value] of context.answer) response.headers.append(name, value);
    response.headers.set("cache-control", "no-store");
    return response;
  });

  serveFiles(app, services.publicUrl, async (c) => {
    const organization = await services.organization();
    return organization && contextOf(services, c, organization);
  });
  serveWebApp(app, webFolder);
  return app;
}

const isProbe = (path: string) => path === "/healthz" || path === "/readyz";

async function contextOf(
  services: Services,
  c: HonoContext<AppEnv>,
  organization: Organization,
): Promise<RequestContext> {
  const { db, auth, books, gateway, storage, scanner, portalUrl, linkSecret } = services;
  const organizationId = organization.id;
  const { headers } = c.req.raw;
  const peer = getConnInfo(c).remote.address;
  const { person, mayEnter, setCookies } = await readSignedIn(db, auth, organizationId, headers);
  const answer = new Headers();
  for (const cookie of setCookies) answer.append("set-cookie", cookie);
  return {
    db,
    organizationId,
    now: services.now(),
    requestId: c.var.requestId,
    gateway,
    storage,
    scanner,
    portalUrl,
    linkSecret,
    organization,
    actor: mayEnter ? person : null,
    person,
    auth,
    books,
    visit: {
      headers,
      address: clientAddress(peer, c.req.header("x-forwarded-for"), services.trustedProxies),
    },
    answer,
    log: c.var.log,
  };
}

/** Why requests cannot be served now, in words for an operator; null when they can. */
async function notReady(services: Services, log: Logger): Promise<string | null> {
  try {
    if (!(await isMigrated(services.db))) return "The newest migration has not run.";
    return (await services.organization()) ? null : "The biller has not been set up yet.";
  } catch (error) {
    log.warn({ err: error }, "not ready");
    return "The database cannot be reached, or has not been migrated.";
  }
}
