import { bigint, boolean, index, integer, pgSchema, text, uniqueIndex } from "drizzle-orm/pg-core";
import { at } from "../columns.ts";

/*
 * Sign-in, as better-auth keeps it (its core schema and the two-factor plugin). Contacts and staff never share a
 * table or a cookie. No tenant here: who somebody is at a biller stands in `contacts` and `staff`.
 */
export const authSchema = pgSchema("auth");

function users(prefix: "portal" | "staff") {
  return authSchema.table(
    `${prefix}_users`,
    {
      id: text("id").primaryKey(),
      name: text("name").notNull(),
      email: text("email").notNull(),
      emailVerified: boolean("email_verified").notNull(),
      image: text("image"),
      twoFactorEnabled: boolean("two_factor_enabled").notNull().default(false),
      createdAt: at("created_at").notNull(),
      updatedAt: at("updated_at").notNull(),
    },
    (t) => [uniqueIndex(`${prefix}_users_email_unique`).on(t.email)],
  );
}

function sessions(prefix: "portal" | "staff", user: ReturnType<typeof users>) {
  return authSchema.table(
    `${prefix}_sessions`,
    {
      id: text("id").primaryKey(),
      userId: text("user_id")
        .notNull()
        .references(() => user.id, { onDelete: "cascade" }),
      token: text("token").notNull(),
      expiresAt: at("expires_at").notNull(),
      ipAddress: text("ip_address"),
      userAgent: text("user_agent"),
      createdAt: at("created_at").notNull(),
      updatedAt: at("updated_at").notNull(),
    },
    (t) => [
      uniqueIndex(`${prefix}_sessions_token_unique`).on(t.token),
      index(`${prefix}_sessions_user_index`).on(t.userId),
    ],
  );
}

function accounts(prefix: "portal" | "staff", user: ReturnType<typeof users>) {
  return authSchema.table(
    `${prefix}_accounts`,
    {
      id: text("id").primaryKey(),
      userId: text("user_id")
        .notNull()
        .references(() => user.id, { onDelete: "cascade" }),
      accountId: text("account_id").notNull(),
      providerId: text("provider_id").notNull(),
      accessToken: text("access_token"),
      refreshToken: text("refresh_token"),
      idToken: text("id_token"),
      accessTokenExpiresAt: at("access_token_expires_at"),
      refreshTokenExpiresAt: at("refresh_token_expires_at"),
      scope: text("scope"),
      password: text("password"),
      createdAt: at("created_at").notNull(),
      updatedAt: at("updated_at").notNull(),
    },
    (t) => [
      index(`${prefix}_accounts_user_index`).on(t.userId),
      uniqueIndex(`${prefix}_accounts_provider_unique`).on(t.providerId, t.accountId),
    ],
  );
}

function verifications(prefix: "portal" | "staff") {
  return authSchema.table(
    `${prefix}_verifications`,
    {
      id: text("id").primaryKey(),
      identifier: text("identifier").notNull(),
      value: text("value").notNull(),
      expiresAt: at("expires_at").notNull(),
      createdAt: at("created_at").notNull(),
      updatedAt: at("updated_at").notNull(),
    },
    (t) => [index(`${prefix}_verifications_identifier_index`).on(t.identifier)],
  );
}

function rateLimits(prefix: "portal" | "staff") {
  return authSchema.table(
    `${prefix}_rate_limits`,
    {
      id: text("id").primaryKey(),
      key: text("key").notNull(),
      count: integer("count").notNull(),
      lastRequest: bigint("last_request", { mode: "number" }).notNull(),
    },
    (t) => [uniqueIndex(`${prefix}_rate_limits_key_unique`).on(t.key)],
  );
}

export const portalUsers = users("portal");
export const portalSessions = sessions("portal", portalUsers);
export const portalAccounts = accounts("portal", portalUsers);
export const portalVerifications = verifications("portal");
export const portalRateLimits = rateLimits("portal");

export const staffUsers = users("staff");
export const staffSessions = sessions("staff", staffUsers);
export const staffAccounts = accounts("staff", staffUsers);
export const staffVerifications = verifications("staff");
export const staffRateLimits = rateLimits("staff");

export const staffTwoFactors = authSchema.table(
  "staff_two_factors",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => staffUsers.id, { onDelete: "cascade" }),
    secret: text("secret").notNull(),
    backupCodes: text("backup_codes").notNull(),
    verified: boolean("verified").default(true),
    failedVerificationCount: integer("failed_verification_count").default(0),
    lockedUntil: at("locked_until"),
  },
  (t) => [index("staff_two_factors_user_index").on(t.userId)],
);
