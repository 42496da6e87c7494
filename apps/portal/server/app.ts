import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import * as build from "virtual:react-router/server-build";
import type { HttpBindings } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Logger } from "pino";
import { createRequestHandler, RouterContextProvider } from "react-router";
import { requestContext } from "../app/context.ts";
import { env } from "../app/env.server.ts";
import { log } from "../app/log.server.ts";
import { close } from "../app/services.server.ts";
import { isOwnRequest } from "./own-request.ts";
import { securityHeaders } from "./security-headers.ts";

type Env = { Bindings: HttpBindings; Variables: { requestId: string; log: Logger } };

/** Forms are small; a webhook's event may be some hundred kilobytes. */
const BODY_BYTES_MAX = 1024 * 1024;
const YEAR_SECONDS = 31_536_000;
const client = fileURLToPath(new URL("../client", import.meta.url));
const portalUrl = new URL(env.PORTAL_URL);
const checkoutOrigin = new URL(env.STRIPE_API_URL ?? "https://checkout.stripe.com").origin;
const handle = createRequestHandler(build, "production");

/** Everything the portal answers: own files, probes, and the pages, behind one check of where a request comes from. */
export const app = new Hono<Env>();
export const port = env.PORTAL_PORT;
export { close, log };

app.use(async (c, next) => {
  const requestId = newReference();
  const started = performance.now();
  c.set("requestId", requestId);
  c.set("log", log.child({ requestId }));
  await next();
  c.header("X-Request-Id", requestId);
  const { pathname } = new URL(c.req.url);
  if (pathname.startsWith("/assets/") || pathname === "/healthz") return;
  // The path without its query: a search may hold names.
  const line = { method: c.req.method, path: loggedPath(pathname), status: c.res.status };
  c.get("log").info({ ...line, ms: Math.round(performance.now() - started) }, "request");
});

app.get("/healthz", (c) => c.json({ status: "ok" }));

app.use("/assets/*", async (c, next) => {
  await next();
  if (c.res.status >= 400) return;
  // Names hold a fingerprint of the contents: what was fetched once stays right.
  c.header("Cache-Control", `public, max-age=${YEAR_SECONDS}, immutable`);
  c.header("X-Content-Type-Options", "nosniff");
});
app.use("/assets/*", serveStatic({ root: client }));
app.all("/assets/*", (c) => c.notFound());

app.use(async (c, next) => {
  // A provider's calls come from anywhere and are known by their signature.
  if (c.req.path.startsWith("/webhooks/") || isOwnRequest(c.req.raw, portalUrl.origin)) return next();
  c.get("log").warn({ method: c.req.method, path: loggedPath(c.req.path) }, "refused: foreign origin");
  return c.text("This request did not come from the portal. Nothing was done.", 403);
});

app.use(
  bodyLimit({
    maxSize: BODY_BYTES_MAX,
    onError: (c) => c.text("This is more than the portal takes at once. Nothing was done.", 413),
  }),
);

app.all("*", async (c) => {
  const nonce = randomBytes(16).toString("base64");
  const context = new RouterContextProvider();
  context.set(requestContext, {
    requestId: c.get("requestId"),
    nonce,
    log: c.get("log"),
    clientAddress: clientAddress(c.req.header("x-forwarded-for"), getConnInfo(c).remote.address),
  });
  const response = await handle(c.req.raw, context);
  const headers = new Headers(response.headers);
  for (const [name, value] of securityHeaders({
    nonce,
    checkoutOrigin,
    isHttps: portalUrl.protocol === "https:",
  }))
    if (!headers.has(name)) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
});

app.onError((error, c) => {
  c.get("log").error({ err: error }, "request failed");
  return c.text(`Something broke on our side. Nothing was booked. Reference ${c.get("requestId")}.`, 500);
});

/** The address the outermost trusted proxy saw: what stands further left in the header is the client's own word. */
function clientAddress(forwarded: string | undefined, socketAddress: string | undefined): string | null {
  const hops = env.TRUSTED_PROXIES;
  if (hops === 0 || !forwarded) return socketAddress ?? null;
  const seen = forwarded.split(",").map((address) => address.trim());
  return seen.at(-hops) ?? seen[0] ?? null;
}

/** Invitation links are secrets, and so are no part of a log. */
const loggedPath = (path: string): string => path.replace(/^\/invitation\/[^/.]+/, "/invitation/…");

/** A reference that can be read over the telephone: "7F3K-22QX". */
function newReference(): string {
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const letters = [...randomBytes(8)].map((byte) => alphabet[byte & 31]).join("");
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}
