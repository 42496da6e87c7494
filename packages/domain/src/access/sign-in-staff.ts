import { staff } from "@openitem/db/schema/access";
import { isAPIError } from "better-auth/api";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { read, record, transact } from "../kernel/transact.ts";
import { readSession } from "./read-session.ts";
import { mustSetUpTotp, readStaffSignIn, type SignedInStaff } from "./read-staff-actor.ts";
import { signInInput } from "./sign-in-contact.ts";
import { STAFF } from "./sign-in-tables.ts";
import { type StaffAuth, TOTP_LOCK_SECONDS } from "./staff-auth.ts";
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

/**
 * Where a person of the biller goes after his password or code: in; to the page that asks for a code (there is no
 * session yet, only a cookie that lives 10 minutes); or to the page that sets TOTP up, the one page open to him.
 */
export type StaffStep = { next: "home" | "code" | "set_up_totp"; setCookies: string[] };

export const staffCodeInput = z.object({
  /** Six digits from the authenticator app, or a backup code such as "Ab3dE-fG7hJ". Blanks do not matter. */
  code: z.string().max(40),
  kind: z.enum(["totp", "backup"]),
});

/**
 * Signs a person of the biller in, by password. Used like `signInContact`; `setCookies` go out whatever comes next.
 * Refuses `sign_in.wrong`, `sign_in.too_many`, `sign_in.no_access`.
 */
export async function signInStaff(
  ctx: VisitingContext,
  auth: StaffAuth,
  visit: Visit,
  input: z.infer<typeof signInInput>,
): Promise<StaffStep> {
  const parsed = signInInput.safeParse(input);
  if (!parsed.success) throw wrongPassword();
  const { email, password } = parsed.data;
  const known = await findStaff(asSignIn(ctx), email);
  const limits = signInLimits(email, visit);
  await admit(ctx, STAFF, limits, () => recordFailure(ctx, visit, "too_many", known));

  const answer = await checkPassword(auth, visit, email, password);
  if (!answer) {
    await recordFailure(ctx, visit, known ? "password" : "unknown", known);
    throw wrongPassword();
  }
  await forgive(ctx, STAFF, limits);
  if (answer.session) return welcome(ctx, auth, visit, answer.session, answer.setCookies);
  if (!known || known.ended) {
    await recordFailure(ctx, visit, "no_access", known);
    throw noAccess();
  }
  const worker = asSignIn(ctx);
  await transact(worker, (tx) =>
    record(tx, worker, {
      action: "sign_in.challenged",
      subject: ["staff", known.id],
      data: { from: visit.address },
    }),
  );
  return { next: "code", setCookies: answer.setCookies };
}

/**
 * The second step of a sign-in. A code counts once. Refuses `sign_in.code` (wrong, or used already), `sign_in.locked`
 * (ten wrong codes, with `minutes`), `sign_in.late` (start again with the password) and `sign_in.no_access`.
 */
export async function verifyStaffCode(
  ctx: VisitingContext,
  auth: StaffAuth,
  visit: Visit,
  input: z.infer<typeof staffCodeInput>,
): Promise<StaffStep> {
  const { code: typed, kind } = staffCodeInput.parse(input);
  const code = typed.replace(/\s/g, "");
  const userId = await challengedUser(ctx, visit);
  const signedIn = userId ? await readStaffSignIn(ctx.db, ctx.organizationId, userId) : null;
  const person = signedIn && { kind: "staff" as const, id: signedIn.staffId };
  if (!userId || !signedIn) {
    await recordFailure(ctx, visit, userId ? "no_access" : "late", person);
    throw userId ? noAccess() : late();
  }
  const fail = (reason: "code" | "locked" | "late") => recordFailure(ctx, visit, reason, person);
  if (kind === "totp") await refuseUsedCode(ctx, userId, code, () => fail("code"));
  try {
    // A session that is still there must not stand in for the challenge: only the challenge's cookie goes along.
    const headers = visitHeaders(visit, (name) => name.endsWith(".two_factor"));
    const call = { body: { code }, headers, returnHeaders: true } as const;
    const { headers: answer, response } =
      kind === "totp" ? await auth.api.verifyTOTP(call) : await auth.api.verifyBackupCode(call);
    const session = { userId, token: response.token ?? "" };
    return await welcome(ctx, auth, visit, session, answer.getSetCookie());
  } catch (error) {
    if (!isAPIError(error) || error.statusCode >= 500) throw error;
    const { reason, refusal } = codeRefusal(error.body?.code);
    await fail(reason);
    throw refusal;
  }
}

/** Signs a person of the biller out: the session ends and the lines clear its cookies. */
export async function signOutStaff(
  ctx: VisitingContext,
  auth: StaffAuth,
  visit: Visit,
): Promise<{ setCookies: string[] }> {
  const session = await readSession(auth, visit.headers);
  const actor = session && (await readStaffSignIn(ctx.db, ctx.organizationId, session.userId));
  const { headers } = await auth.api.signOut({ headers: visitHeaders(visit), returnHeaders: true });
  if (actor) await recordAs(ctx, actor, visit, "sign_out.done");
  return { setCookies: headers.getSetCookie() };
}

/** A code of the authenticator app counts once (RFC 6238, 5.2), however long it would still be valid. */
export async function refuseUsedCode(
  ctx: VisitingContext,
  userId: string,
  code: string,
  onRefusal: () => Promise<void>,
): Promise<void> {
  // Valid for its 30 seconds and for those before and after: after 120 it can be no longer.
  const once = { key: `totp:${userId}:${code}`, max: 1, windowSeconds: 120 };
  try {
    await admit(ctx, STAFF, [once], onRefusal);
  } catch (error) {
    throw error instanceof Refusal ? codeRefusal("USED_CODE").refusal : error;
  }
}

/** How better-auth's answers about codes are told. */
export function codeRefusal(code: string | undefined): {
  reason: "code" | "locked" | "late";
  refusal: Refusal;
} {
  switch (code) {
    case "ACCOUNT_TEMPORARILY_LOCKED": {
      const minutes = TOTP_LOCK_SECONDS / 60;
      const sentence = `There were too many wrong codes. Try again in ${minutes} minutes.`;
      return { reason: "locked", refusal: new Refusal("forbidden", "sign_in.locked", sentence, { minutes }) };
    }
    case "INVALID_TWO_FACTOR_COOKIE":
    case "TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE":
      return { reason: "late", refusal: late() };
    default:
      return {
        reason: "code",
        refusal: new Refusal(
          "invalid",
          "sign_in.code",
          "This code is not right, or it was used already. Enter the next one that your app shows.",
        ),
      };
  }
}

const late = () =>
  new Refusal("forbidden", "sign_in.late", "This sign-in took too long. Start again with your password.");

async function welcome(
  ctx: VisitingContext,
  auth: StaffAuth,
  visit: Visit,
  { userId, token }: { userId: string; token: string },
  setCookies: string[],
): Promise<StaffStep> {
  const { internalAdapter } = await auth.$context;
  const actor = await readStaffSignIn(ctx.db, ctx.organizationId, userId);
  if (!actor) {
    await internalAdapter.deleteSession(token);
    await recordFailure(ctx, visit, "no_access", null);
    throw noAccess();
  }
  const before = await readSession(auth, visit.headers);
  if (before && before.token !== token) await internalAdapter.deleteSession(before.token);
  await recordAs(ctx, actor, visit, "sign_in.done");
  return { next: mustSetUpTotp(actor) ? "set_up_totp" : "home", setCookies };
}

export async function recordAs(
  ctx: VisitingContext,
  actor: SignedInStaff,
  visit: Visit,
  action: string,
): Promise<void> {
  const subject: [string, string] = ["staff", actor.staffId];
  await transact(asSignIn(ctx), (tx) =>
    record(tx, { ...ctx, actor }, { action, subject, data: { from: visit.address } }),
  );
}

async function checkPassword(auth: StaffAuth, visit: Visit, email: string, password: string) {
  try {
    const { headers, response } = await auth.api.signInEmail({
      body: { email, password },
      headers: visitHeaders(visit),
      returnHeaders: true,
    });
    const setCookies = headers.getSetCookie();
    // With TOTP set up, better-auth answers with a challenge instead of a session.
    if (!("user" in response)) return { session: null, setCookies };
    return { session: { userId: response.user.id, token: response.token }, setCookies };
  } catch (error) {
    if (isAPIError(error) && error.statusCode < 500) return null;
    throw error;
  }
}

/** Whose second step a visit is, by the challenge its cookie names; better-auth checks signature and age after. */
async function challengedUser(ctx: VisitingContext, { headers }: Visit): Promise<string | null> {
  const value = /(?:^|;\s*)[^=;]+\.two_factor=([^;]+)/.exec(headers.get("cookie") ?? "")?.[1];
  const identifier = value && decodeURIComponent(value).split(".")[0];
  if (!identifier) return null;
  const { verifications } = STAFF;
  const [row] = await ctx.db
    .select({ userId: verifications.value })
    .from(verifications)
    .where(eq(verifications.identifier, identifier));
  return row?.userId ?? null;
}

async function findStaff(ctx: Context, email: string) {
  const [row] = await read(ctx, (tx) =>
    tx
      .select({ id: staff.id, endedAt: staff.endedAt })
      .from(staff)
      .where(and(eq(staff.organizationId, ctx.organizationId), eq(staff.email, email))),
  );
  return row ? { kind: "staff" as const, id: row.id, ended: row.endedAt !== null } : null;
}
