import type { MiddlewareHandler } from "hono";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Whether a request that may change something comes from our own pages. Browsers say so in Sec-Fetch-Site; older ones
 * in Origin. A request that says neither is refused: no browser of ours sends such a one.
 */
function isOwnOrigin(headers: Headers, publicUrl: string): boolean {
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  if (origin !== null && origin !== new URL(publicUrl).origin) return false;
  if (site !== null) return site === "same-origin";
  return origin !== null;
}

/** Refuses unsafe methods from elsewhere, before any route is looked for. */
export function sameOriginOnly(publicUrl: string): MiddlewareHandler {
  return async (c, next) => {
    if (SAFE.has(c.req.method) || isOwnOrigin(c.req.raw.headers, publicUrl)) return next();
    return c.text("This request did not come from the back office, so it was not carried out.", 403);
  };
}

/** tRPC reads forms and octet streams too, which other sites may send without asking: only JSON is let through. */
export function jsonOnly(): MiddlewareHandler {
  return async (c, next) => {
    if (SAFE.has(c.req.method)) return next();
    const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
    if (c.req.method === "POST" && type === "application/json") return next();
    return c.text("Send JSON by POST.", 415);
  };
}
