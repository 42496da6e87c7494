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
import { readFileBytesMax } from "../app/upload-limit.server.ts";
import { bodyBytesMax, drain, takesFiles } from "./body-limit.ts";
import { clientAddress } from "./client-address.ts";
import { loggedPath } from "./logged-path.ts";
import { isOwnRequest } from "./own-request.ts";
import { securityHeaders } from "./security-headers.ts";
import { takenMethods } from "./taken-methods.ts";
import { tooLargePage } from "./too-large-page.ts";

type Env = { Bindings: HttpBindings; Variables: { requestId: string; nonce: string; log: Logger } };

const YEAR_SECONDS = 31_536_000;
const client = fileURLToPath(new URL("../client", import.meta.url));
const portalUrl = new URL(env.PORTAL_URL);
const checkoutOrigin = new URL(env.STRIPE_API_URL ?? "https://checkout.stripe.com").origin;
const isHttps = portalUrl.protocol === "https:";
const styles = build.assets.routes.root?.css ?? [];
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
  const nonce = randomBytes(16).toString("base64");
  c.set("nonce", nonce);
  await next();
  // Set in place: `c.header` would make the answer anew for each of them.
  const { headers } = c.res;
  headers.set("X-Request-Id", requestId);
  // Here, so that no answer goes without them: early refusals, probes, own files and faults included.
  for (const [name, value] of securityHeaders({ nonce, checkoutOrigin, isHttps }))
    if (!headers.has(name)) headers.set(name, value);
  const { pathname } = new URL(c.req.url);
  if (pathname.startsWith("/assets/") || pathname === "/healthz") return;
  // The path without its query: a search may hold names.
  const line = { method: c.req.method, path: loggedPath(pathname), status: c.res.status };
  c.get("log").info({ ...line, ms: Math.round(performance.now() - started) }, "request");
});

app.use(async (c, next) => {
  const taken = takenMethods(c.req.path);
  if (taken.includes(c.req.method)) return next();
  return c.text("This address does not take that. Nothing was done.", 405, { Allow: taken.join(", ") });
});

app.get("/healthz", (c) => c.json({ status: "ok" }));

app.use("/assets/*", async (c, next) => {
  await next();
  if (c.res.status >= 400) return;
  // Names hold a fingerprint of the contents: what was fetched once stays right.
  c.header("Cache-Control", `public, max-age=${YEAR_SECONDS}, immutable`);
});
app.use("/assets/*", serveStatic({ root: client }));
app.all("/assets/*", (c) => c.notFound());

app.use(async (c, next) => {
  // A provider's calls come from anywhere and are known by their signature.
  if (c.req.path.startsWith("/webhooks/") || isOwnRequest(c.req.raw, portalUrl.origin)) return next();
  c.get("log").warn({ method: c.req.method, path: loggedPath(c.req.path) }, "refused: foreign origin");
  return c.text("This request did not come from the portal. Nothing was done.", 403);
});

// Nothing else that is taken has a body.
app.post("*", async (c, next) => {
  const { path } = c.req;
  const maxSize = await bodyBytesMax(path, () => readFileBytesMax(c.get("requestId")));
  return bodyLimit({
    maxSize,
    async onError() {
      // Of other bodies the rest is not read, so the connection cannot serve another request.
      const isRead = takesFiles(path) && (await drain(c.req.raw.body));
      const headers: Record<string, string> = isRead ? {} : { Connection: "close" };
      if (takesFiles(path) && c.req.header("accept")?.includes("text/html"))
        return c.html(tooLargePage(styles, c.get("requestId")), 413, headers);
      return c.text("This is more than the portal takes at once. Nothing was done.", 413, headers);
    },
  })(c, next);
});

app.all("*", async (c) => {
  const context = new RouterContextProvider();
  context.set(requestContext, {
    requestId: c.get("requestId"),
    nonce: c.get("nonce"),
    log: c.get("log"),
    clientAddress: clientAddress(
      getConnInfo(c).remote.address,
      c.req.header("x-forwarded-for"),
      env.TRUSTED_PROXIES,
    ),
  });
  return handle(withoutNul(c.req.raw), context);
});

app.onError((error, c) => {
  c.get("log").error({ err: error }, "request failed");
  return c.text(`Something broke on our side. Nothing was booked. Reference ${c.get("requestId")}.`, 500);
});

/** The same request with no NUL character in its address: no text in the database can hold one. */
function withoutNul(request: Request): Request {
  return request.url.includes("%00") ? new Request(request.url.replaceAll("%00", ""), request) : request;
}

/** A reference that can be read over the telephone: "7F3K-22QX". */
function newReference(): string {
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const letters = [...randomBytes(8)].map((byte) => alphabet[byte & 31]).join("");
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}
