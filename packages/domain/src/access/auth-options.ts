import type { Db } from "@openitem/db/client";
import type { BetterAuthOptions } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { APIError, createAuthMiddleware } from "better-auth/api";
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from "./password.ts";
import type { Realm } from "./sign-in-tables.ts";
import { takeAttempt } from "./take-attempt.ts";

const DAY_SECONDS = 86_400;

/** The header in which the caller's address, as the server knows it, is told to better-auth; a client's is dropped. */
export const CLIENT_ADDRESS_HEADER = "x-openitem-client-address";

export type AuthSettings = {
  db: Db;
  /** At least 32 random characters. Signs cookies and encrypts TOTP secrets: a new one signs everybody out. */
  secret: string;
  /** Where the app is reached, without a slash at the end. */
  baseUrl: string;
  /** True behind HTTPS: cookies are then Secure and named `__Host-…`. */
  secureCookies: boolean;
};

/** What both instances have in common. Tables are added by each, since the staff's has one more. */
export function authOptions(
  realm: Realm,
  { db, secret, baseUrl, secureCookies }: AuthSettings,
  moreTables: Record<string, unknown>,
) {
  const { users: user, sessions: session, accounts: account, verifications: verification } = realm;
  return {
    appName: "Openitem",
    database: drizzleAdapter(db, {
      provider: "pg",
      schema: { user, session, account, verification, rateLimit: realm.rateLimits, ...moreTables },
    }),
    secret,
    baseURL: baseUrl,
    basePath: "/auth",
    trustedOrigins: [baseUrl],
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH_MIN,
      maxPasswordLength: PASSWORD_LENGTH_MAX,
    },
    session: {
      expiresIn: 7 * DAY_SECONDS,
      updateAge: DAY_SECONDS,
      // The session is read from the database on every request, so ending it counts at once.
      cookieCache: { enabled: false },
    },
    rateLimit: {
      enabled: true,
      customStorage: {
        async consume(key: string, { window: windowSeconds, max }: { window: number; max: number }) {
          const admission = await takeAttempt(db, realm, [{ key, max, windowSeconds }], new Date());
          return {
            allowed: admission.allowed,
            retryAfter: admission.allowed ? null : admission.retryAfterSeconds,
          };
        },
      },
    },
    hooks: {
      // Over HTTP nothing is open: sign-in goes through our functions, which count attempts and keep the audit trail.
      before: createAuthMiddleware(async (call) => {
        if (call.request) throw new APIError("NOT_FOUND");
      }),
    },
    advanced: {
      // better-auth knows the `__Secure-` prefix only; `__Host-` comes in as part of the name.
      useSecureCookies: false,
      cookiePrefix: `${secureCookies ? "__Host-" : ""}openitem_${realm.name}`,
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", secure: secureCookies, path: "/" },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
    telemetry: { enabled: false },
    // It writes whole errors with their parameters, tokens included; what matters is thrown and logged by the app.
    logger: { disabled: true },
  } satisfies BetterAuthOptions;
}
