import type { Db } from "@openitem/db/client";
import { staff } from "@openitem/db/schema/access";
import { staffUsers } from "@openitem/db/schema/auth";
import { and, eq, isNull } from "drizzle-orm";
import { read } from "../kernel/transact.ts";
import { readPolicy } from "../policies/read-policy.ts";
import type { StaffActor } from "./invitation.ts";
import { beforeSignIn } from "./read-contact-actor.ts";
import { onSignInTables } from "./sign-in-tables.ts";

export type SignedInStaff = StaffActor & {
  email: string;
  locale: string;
  /** By the biller's policy, which may change while he is signed in. */
  totpRequired: boolean;
  totpEnabled: boolean;
};

/**
 * Who a signed-in staff user is at this biller, for every request. Null: he is nobody here, his work has ended, or
 * the policy asks for TOTP and he has not set it up (`readStaffSignIn` tells which).
 */
export async function readStaffActor(
  db: Db,
  organizationId: string,
  userId: string,
): Promise<SignedInStaff | null> {
  const signedIn = await readStaffSignIn(db, organizationId, userId);
  return signedIn && mustSetUpTotp(signedIn) ? null : signedIn;
}

/** The same, for the page on which TOTP is set up: the one thing open to somebody who must do that first. */
export async function readStaffSignIn(
  db: Db,
  organizationId: string,
  userId: string,
): Promise<SignedInStaff | null> {
  const ctx = beforeSignIn(db, organizationId);
  return read(ctx, async (tx) => {
    const [person] = await tx
      .select()
      .from(staff)
      .where(and(eq(staff.organizationId, organizationId), eq(staff.userId, userId), isNull(staff.endedAt)));
    if (!person) return null;
    const { staffTotpRequired: totpRequired } = await readPolicy(tx, ctx, "sign_in");
    const [user] = await onSignInTables(tx, () =>
      tx
        .select({ totpEnabled: staffUsers.twoFactorEnabled })
        .from(staffUsers)
        .where(eq(staffUsers.id, userId)),
    );
    const { id: staffId, name, role, email, locale } = person;
    const totpEnabled = user?.totpEnabled ?? false;
    return { kind: "staff", staffId, name, role, email, locale, totpRequired, totpEnabled };
  });
}

export const mustSetUpTotp = (staff: Pick<SignedInStaff, "totpRequired" | "totpEnabled">): boolean =>
  staff.totpRequired && !staff.totpEnabled;
