import { newId } from "@openitem/db/ids";
import { staff } from "@openitem/db/schema/access";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { databaseError, record, transactOnce } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { openSignIn } from "./open-sign-in.ts";
import { addressInput, hashPassword, passwordInput } from "./password.ts";
import { STAFF } from "./sign-in-tables.ts";
import type { StaffAuth } from "./staff-auth.ts";
import { type Limit, takeAttempt } from "./take-attempt.ts";

export const createStaffInput = z.object({
  id: z.uuid().default(newId),
  email: addressInput,
  name: z.string().trim().min(1).max(200),
  role: z.enum(["collector", "team_lead", "finance", "manager", "auditor", "admin"]),
  locale: z.string().max(35).default("en"),
  password: passwordInput,
});

/**
 * Takes on a person at the biller, with his sign-in. Whoever has that address at another biller of this installation
 * keeps his password there and must be given with it. Refuses `staff.manage.forbidden` and `staff.address_taken`.
 */
export async function createStaff(
  ctx: Context,
  auth: StaffAuth,
  raw: z.input<typeof createStaffInput>,
): Promise<{ staffId: string }> {
  const { password, ...input } = createStaffInput.parse(raw);
  permit(ctx.actor, "staff.manage");
  const { id, email, name, role, locale } = input;
  const taken = () =>
    new Refusal("conflict", "staff.address_taken", `${email} belongs to somebody already.`, { email });
  // Giving the password that an address has elsewhere is a guess at it, and counted as one.
  const limit: Limit = { key: `staff.create:${email}`, max: 10, windowSeconds: 900 };
  if (!(await takeAttempt(ctx.db, STAFF, [limit], ctx.now)).allowed) throw taken();
  const passwordHash = await hashPassword(auth, password);
  try {
    // The password is no part of the fingerprint: that is a fast hash, and kept.
    return await transactOnce(ctx, { name: "staff.create", key: id, input }, async (tx) => {
      const { organizationId, now } = ctx;
      const userId = await openSignIn(tx, STAFF, auth, { email, name, password, passwordHash, now });
      if (userId === null) throw taken();
      await tx
        .insert(staff)
        .values({ organizationId, id, email, name, role, locale, userId, createdAt: now });
      await record(tx, ctx, { action: "staff.created", subject: ["staff", id], data: { email, name, role } });
      return { staffId: id };
    });
  } catch (error) {
    if (["staff_email_unique", "staff_user_unique"].includes(databaseError(error).constraint)) throw taken();
    throw error;
  }
}
