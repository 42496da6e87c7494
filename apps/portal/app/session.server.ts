import { findSession } from "@openitem/domain/access/find-session";
import { readContactActor, type SignedInContact } from "@openitem/domain/access/read-contact-actor";
import { auth, db, organization } from "./services.server.ts";

/** The signed-in contact of a request, read from the database each time. `setCookies` prolongs his session. */
export async function readSignedIn(
  request: Request,
): Promise<{ contact: SignedInContact; setCookies: string[] } | null> {
  const session = await findSession(db, auth, request.headers);
  if (!session) return null;
  const contact = await readContactActor(db, (await organization()).id, session.userId);
  return contact && { contact, setCookies: session.setCookies };
}

/** Set-Cookie lines as headers of an answer. */
export const cookieHeaders = (setCookies: string[]): [string, string][] =>
  setCookies.map((line) => ["Set-Cookie", line]);
