import { contacts } from "@openitem/db/schema/access";
import { isAPIError } from "better-auth/api";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { read, record, transact } from "../kernel/transact.ts";
import { PASSWORD_LENGTH_MAX } from "./password.ts";
import type { PortalAuth } from "./portal-auth.ts";
import { readContactActor } from "./read-contact-actor.ts";
import { readSession } from "./read-session.ts";
import { PORTAL } from "./sign-in-tables.ts";
import {
  admit,
  asSignIn,
  forgive,
  noAccess,
  recordFailure,
  signInLimits,
  type Visit,
  type VisitingContext,
  visitHeaders,
  wrongPassword,
} from "./visit.ts";

/** As typed: what is no address or too long is just wrong, so that every answer to a wrong pair is the same. */
export const signInInput = z.object({
  email: z.string().trim().toLowerCase().max(254),
  password: z.string().max(PASSWORD_LENGTH_MAX),
});

/**
 * Signs a contact in. From an action that a plain form posts to:
 *
 *     const { setCookies } = await signInContact(ctx, auth, { headers: request.headers, address }, form);
 *     return redirect("/", { headers: setCookies.map((line) => ["set-cookie", line]) });
 *
 * A session the browser had before ends. Every attempt leaves an audit record. It is for the app to refuse posts from
 * other origins. Refuses `sign_in.wrong` (the same answer and the same work for an unknown address and a wrong
 * password), `sign_in.too_many` (with `minutes`), `sign_in.no_access` (the password was right).
 */
export async function signInContact(
  ctx: VisitingContext,
  auth: PortalAuth,
  visit: Visit,
  input: z.infer<typeof signInInput>,
): Promise<{ contactId: string; setCookies: string[] }> {
  const parsed = signInInput.safeParse(input);
  if (!parsed.success) throw wrongPassword();
  const { email, password } = parsed.data;
  const known = await findContact(asSignIn(ctx), email);
  const limits = signInLimits(email, visit);
  await admit(ctx, PORTAL, limits, () => recordFailure(ctx, visit, "too_many", known));

  const signedIn = await checkPassword(auth, visit, email, password);
  if (!signedIn) {
    await recordFailure(ctx, visit, known ? "password" : "unknown", known);
    throw wrongPassword();
  }
  const { internalAdapter } = await auth.$context;
  const actor = await readContactActor(ctx.db, ctx.organizationId, signedIn.userId);
  if (!actor) {
    await internalAdapter.deleteSession(signedIn.token);
    await recordFailure(ctx, visit, "no_access", known);
    throw noAccess();
  }
  await forgive(ctx, PORTAL, limits);
  const before = await readSession(auth, visit.headers);
  if (before) await internalAdapter.deleteSession(before.token);
  const { contactId } = actor;
  await transact(asSignIn(ctx), (tx) =>
    record(
      tx,
      { ...ctx, actor },
      { action: "sign_in.done", subject: ["contact", contactId], data: { from: visit.address } },
    ),
  );
  return { contactId, setCookies: signedIn.setCookies };
}

/** Signs a contact out: the session ends and the lines clear its cookie. Without a session it only clears. */
export async function signOutContact(
  ctx: VisitingContext,
  auth: PortalAuth,
  visit: Visit,
): Promise<{ setCookies: string[] }> {
  const session = await readSession(auth, visit.headers);
  const actor = session && (await readContactActor(ctx.db, ctx.organizationId, session.userId));
  const { headers } = await auth.api.signOut({ headers: visitHeaders(visit), returnHeaders: true });
  if (actor)
    await transact(asSignIn(ctx), (tx) =>
      record(
        tx,
        { ...ctx, actor },
        { action: "sign_out.done", subject: ["contact", actor.contactId], data: { from: visit.address } },
      ),
    );
  return { setCookies: headers.getSetCookie() };
}

async function checkPassword(auth: PortalAuth, visit: Visit, email: string, password: string) {
  try {
    const { headers, response } = await auth.api.signInEmail({
      body: { email, password },
      headers: visitHeaders(visit),
      returnHeaders: true,
    });
    return { userId: response.user.id, token: response.token, setCookies: headers.getSetCookie() };
  } catch (error) {
    if (isAPIError(error) && error.statusCode < 500) return null;
    throw error;
  }
}

async function findContact(ctx: Context, email: string): Promise<{ kind: "contact"; id: string } | null> {
  const [row] = await read(ctx, (tx) =>
    tx
      .select({ id: contacts.id })
      .from(contacts)
      .where(and(eq(contacts.organizationId, ctx.organizationId), eq(contacts.email, email))),
  );
  return row ? { kind: "contact", id: row.id } : null;
}
