import { staffTwoFactors } from "@openitem/db/schema/auth";
import { betterAuth } from "better-auth";
import { twoFactor } from "better-auth/plugins/two-factor";
import { type AuthSettings, authOptions } from "./auth-options.ts";
import { STAFF } from "./sign-in-tables.ts";

const TOTP_ATTEMPTS_MAX = 10;
export const TOTP_LOCK_SECONDS = 900;

export type StaffAuth = ReturnType<typeof staffAuth>;

/**
 * Sign-in of staff: as for contacts, and a code from an authenticator app (TOTP, RFC 6238) or a backup code. Ten wrong
 * codes lock the second step for 15 minutes. Its HTTP handler is closed (404): see `sign-in-staff.ts` and `totp.ts`.
 */
export function staffAuth(settings: AuthSettings) {
  return betterAuth({
    ...authOptions(STAFF, settings, { twoFactor: staffTwoFactors }),
    plugins: [
      twoFactor({
        issuer: "Openitem",
        accountLockout: {
          enabled: true,
          maxFailedAttempts: TOTP_ATTEMPTS_MAX,
          durationSeconds: TOTP_LOCK_SECONDS,
        },
      }),
    ],
  });
}
