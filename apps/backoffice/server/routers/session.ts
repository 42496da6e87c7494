import { beginTotp, confirmTotp } from "@openitem/domain/access/set-up-totp";
import { signInInput } from "@openitem/domain/access/sign-in-contact";
import {
  signInStaff,
  signOutStaff,
  staffCodeInput,
  verifyStaffCode,
} from "@openitem/domain/access/sign-in-staff";
import { asSignIn } from "@openitem/domain/access/visit";
import { dayIn } from "@openitem/domain/kernel/business-day";
import { read } from "@openitem/domain/kernel/transact";
import { type Action, may, permissionTable } from "@openitem/domain/policies/permissions";
import { readPolicy } from "@openitem/domain/policies/read-policy";
import { z } from "zod";
import { openProcedure, type RequestContext, router } from "../trpc.ts";

/** Sends the cookies of a step of signing in along with the answer, and keeps them out of its body. */
function withCookies<T extends { setCookies: string[] }>(ctx: RequestContext, { setCookies, ...rest }: T) {
  for (const cookie of setCookies) ctx.answer.append("set-cookie", cookie);
  return rest;
}

export const sessionRouter = router({
  /** Who is signed in and what he may do; or what the sign-in page has to say. */
  me: openProcedure.query(async ({ ctx }) => {
    const organization = { name: ctx.organization.name, timeZone: ctx.organization.timeZone };
    if (!ctx.person) {
      const policy = await read(asSignIn(ctx), (tx) => readPolicy(tx, asSignIn(ctx), "sign_in"));
      return { state: "signed_out" as const, organization, totpRequired: policy.staffTotpRequired };
    }
    const { name, email, role, totpEnabled, totpRequired } = ctx.person;
    const person = { name, email, role, totpEnabled, totpRequired };
    if (!ctx.actor) return { state: "set_up_totp" as const, organization, person };
    const { actor } = ctx;
    return {
      state: "signed_in" as const,
      organization,
      person,
      today: dayIn(ctx.now, ctx.organization.timeZone),
      may: (Object.keys(permissionTable) as Action[]).filter((action) => may(actor, action)),
    };
  }),

  signIn: openProcedure
    .input(signInInput)
    .mutation(async ({ ctx, input }) => withCookies(ctx, await signInStaff(ctx, ctx.auth, ctx.visit, input))),

  /** The second step: a code of the authenticator app, or a backup code. */
  verifyCode: openProcedure
    .input(staffCodeInput)
    .mutation(async ({ ctx, input }) =>
      withCookies(ctx, await verifyStaffCode(ctx, ctx.auth, ctx.visit, input)),
    ),

  /** Begins to set TOTP up: the address for the QR code, and the backup codes, shown this once. */
  beginTotp: openProcedure
    .input(z.object({ password: z.string().max(128) }))
    .mutation(({ ctx, input }) => beginTotp(ctx, ctx.auth, ctx.visit, input)),

  confirmTotp: openProcedure
    .input(z.object({ code: z.string().max(40) }))
    .mutation(async ({ ctx, input }) => withCookies(ctx, await confirmTotp(ctx, ctx.auth, ctx.visit, input))),

  signOut: openProcedure.mutation(async ({ ctx }) =>
    withCookies(ctx, await signOutStaff(ctx, ctx.auth, ctx.visit)),
  ),
});
