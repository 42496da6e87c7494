import { visitHeaders } from "./visit.ts";

/** The part of a better-auth instance that reads sessions: both have it. */
export type SessionKeeper = {
  api: {
    getSession(call: {
      headers: Headers;
      returnHeaders: true;
    }): Promise<{ headers: Headers; response: { user: { id: string }; session: { token: string } } | null }>;
  };
};

export type Session = {
  userId: string;
  token: string;
  /** Set-Cookie lines to send along with the answer: the session was prolonged. Mostly empty. */
  setCookies: string[];
};

/**
 * The session of a request, read from the database each time; null when there is none. Who the user is at a biller
 * tells `readContactActor` or `readStaffActor`:
 *
 *     const session = await readSession(auth, request.headers);
 *     const actor = session && (await readContactActor(db, organizationId, session.userId));
 *     if (!actor) return redirect("/sign-in");
 */
export async function readSession(auth: SessionKeeper, headers: Headers): Promise<Session | null> {
  const seen = visitHeaders({ headers, address: null });
  if (!seen.has("cookie")) return null;
  const { headers: answer, response } = await auth.api.getSession({ headers: seen, returnHeaders: true });
  if (!response) return null;
  return { userId: response.user.id, token: response.session.token, setCookies: answer.getSetCookie() };
}
