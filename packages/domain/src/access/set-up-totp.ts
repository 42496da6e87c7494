import { isAPIError } from "better-auth/api";
import { and, eq, inArray } from "drizzle-orm";
import { Refusal } from "../kernel/refusal.ts";
import { readSession } from "./read-session.ts";
import { readStaffSignIn, type SignedInStaff } from "./read-staff-actor.ts";
import { codeRefusal, recordAs, refuseUsedCode } from "./sign-in-staff.ts";
import { STAFF } from "./sign-in-tables.ts";
import type { StaffAuth } from "./staff-auth.ts";
import {
  admit,
  forgive,
  noAccess,
  recordFailure,
  type Visit,
  type VisitingContext,
  visitHeaders,
} from "./visit.ts";

/**
 * Begins to set TOTP up for the person signed in. `uri` (otpauth://…) goes into a QR code; the backup codes are shown
 * this once. Nothing is asked of him at sign-in until `confirmTotp`; begun again, the codes before are void.
 * Refuses `sign_in.no_access` (no session), `totp.password`, `totp.enabled`, `sign_in.too_many`.
 */
export async function beginTotp(
  ctx: VisitingContext,
  auth: StaffAuth,
  visit: Visit,
  { password }: { password: string },
): Promise<{ uri: string; backupCodes: string[] }> {
  const { actor, userId } = await signedInStaff(ctx, auth, visit);
  const limits = [{ key: `totp-begin:${userId}`, max: 10, windowSeconds: 900 }];
  const person = { kind: "staff", id: actor.staffId } as const;
  await admit(ctx, STAFF, limits, () => recordFailure(ctx, visit, "too_many", person));
  try {
    const answer = await auth.api.enableTwoFactor({
      body: { password, method: "totp" },
      headers: visitHeaders(visit),
    });
    if (answer.method !== "totp") throw new Error("better-auth answered with another method than TOTP");
    await forgive(ctx, STAFF, limits);
    await recordAs(ctx, actor, visit, "totp.begun");
    return { uri: answer.totpURI, backupCodes: answer.backupCodes };
  } catch (error) {
    if (!isAPIError(error) || error.statusCode >= 500) throw error;
    if (error.body?.code === "TOTP_ALREADY_ENABLED")
      throw new Refusal("conflict", "totp.enabled", "An authenticator app is set up already.");
    await recordFailure(ctx, visit, "password", person);
    throw new Refusal("invalid", "totp.password", "The password is not right.");
  }
}

/**
 * Confirms with a first code that the app shows the right ones. From now on sign-in asks for a code; the session gets
 * a new cookie and all his others end. Refuses `sign_in.no_access`, `sign_in.code`, `totp.not_begun`.
 */
export async function confirmTotp(
  ctx: VisitingContext,
  auth: StaffAuth,
  visit: Visit,
  { code: typed }: { code: string },
): Promise<{ setCookies: string[] }> {
  const { actor, userId } = await signedInStaff(ctx, auth, visit);
  if (actor.totpEnabled)
    throw new Refusal("conflict", "totp.enabled", "An authenticator app is set up already.");
  const code = typed.replace(/\s/g, "");
  await refuseUsedCode(ctx, userId, code, async () => undefined);
  const { sessions } = STAFF;
  const before = await ctx.db.select({ id: sessions.id }).from(sessions).where(eq(sessions.userId, userId));
  try {
    const { headers } = await auth.api.verifyTOTP({
      body: { code },
      headers: visitHeaders(visit),
      returnHeaders: true,
    });
    await ctx.db.delete(sessions).where(
      and(
        eq(sessions.userId, userId),
        inArray(
          sessions.id,
          before.map(({ id }) => id),
        ),
      ),
    );
    await recordAs(ctx, actor, visit, "totp.enabled");
    return { setCookies: headers.getSetCookie() };
  } catch (error) {
    if (!isAPIError(error) || error.statusCode >= 500) throw error;
    if (error.body?.code === "TOTP_NOT_ENABLED")
      throw new Refusal("conflict", "totp.not_begun", "Begin again: nothing is being set up.");
    throw codeRefusal(error.body?.code).refusal;
  }
}

async function signedInStaff(
  ctx: VisitingContext,
  auth: StaffAuth,
  visit: Visit,
): Promise<{ actor: SignedInStaff; userId: string }> {
  const session = await readSession(auth, visit.headers);
  const actor = session && (await readStaffSignIn(ctx.db, ctx.organizationId, session.userId));
  if (!session || !actor) throw noAccess();
  return { actor, userId: session.userId };
}
