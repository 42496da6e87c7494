import { createHmac, timingSafeEqual } from "node:crypto";
import type { Db } from "@openitem/db/client";
import { portalSessions } from "@openitem/db/schema/auth";
import { sql } from "drizzle-orm";
import type { PortalAuth } from "./portal-auth.ts";
import { readSession, type Session, type SessionKeeper } from "./read-session.ts";

/**
 * The session of a contact's request, as `readSession` tells it, by one statement: what nearly every request needs.
 * Whatever is not plainly a session in force (no cookie, a wrong signature, ended, due to be prolonged) is left to
 * better-auth. The database is asked each time, so that ending a session counts at once.
 */
export async function findSession(
  db: Db,
  auth: SessionKeeper & Pick<PortalAuth, "$context">,
  headers: Headers,
): Promise<Session | null> {
  const { authCookies, secret, sessionConfig } = await auth.$context;
  const token = signedToken(headers.get("cookie") ?? "", authCookies.sessionToken.name, secret);
  if (token !== null) {
    const prolongedAfter = sessionConfig.expiresIn - sessionConfig.updateAge;
    const [row] = await db.execute<{ user_id: string }>(sql`
      select user_id from ${portalSessions}
      where token = ${token} and expires_at > now() + make_interval(secs => ${prolongedAfter})`);
    if (row) return { userId: row.user_id, token, setCookies: [] };
  }
  return readSession(auth, headers);
}

/**
 * The value of a cookie `value.signature`, percent-encoded, with an HMAC-SHA-256 in base64, as better-call signs it;
 * null when it is missing, stands there twice, or is not signed by us.
 */
function signedToken(cookies: string, name: string, secret: string): string | null {
  const found = cookies.split(/;\s*/).filter((cookie) => cookie.startsWith(`${name}=`));
  const [only] = found;
  if (only === undefined || found.length > 1) return null;
  const match = /^([\w-]+)\.([\w+/]{43}=)$/.exec(decoded(only.slice(name.length + 1)));
  if (!match?.[1] || !match[2]) return null;
  const signature = createHmac("sha256", secret).update(match[1]).digest();
  return timingSafeEqual(signature, Buffer.from(match[2], "base64")) ? match[1] : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return "";
    throw error;
  }
}
