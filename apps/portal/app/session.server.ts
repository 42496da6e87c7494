import { readContactActor, type SignedInContact } from "@openitem/domain/access/read-contact-actor";
import { readSession } from "@openitem/domain/access/read-session";
import { auth, db, organization } from "./services.server.ts";

/** The signed-in contact of a request, read from the database each time. `setCookies` prolongs his session. */
export async function readSignedIn(
  request: Request,
): Promise<{ contact: SignedInContact; setCookies: string[] } | null> {
  const session = await readSession(auth, request.headers);
  if (!session) return null;
  const contact = await readContactActor(db, (await organization()).id, session.userId);
  return contact && { contact, setCookies: session.setCookies };
}

/** Set-Cookie lines as headers of an answer. */
export const cookieHeaders = (setCookies: string[]): [string, string][] =>
  setCookies.map((line) => ["Set-Cookie", line]);

/** Where to go on to after sign-in: a path of this portal, whatever the parameter says; the home page else. */
export function nextPath(next: string | null): string {
  if (!next || !/^\/(?![/\\])/.test(next)) return "/";
  const base = "http://portal.invalid";
  const url = URL.canParse(next, base) ? new URL(next, base) : null;
  if (url?.origin !== base || url.pathname.startsWith("//") || url.pathname === "/sign-out") return "/";
  return url.pathname + url.search;
}
