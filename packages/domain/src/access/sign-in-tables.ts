import {
  portalAccounts,
  portalRateLimits,
  portalSessions,
  portalUsers,
  portalVerifications,
  staffAccounts,
  staffRateLimits,
  staffSessions,
  staffUsers,
  staffVerifications,
} from "@openitem/db/schema/auth";
import { sql } from "drizzle-orm";
import { invariant } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";

/** One of the two worlds of sign-in, contacts and staff: they share no table, no cookie and no session. */
export type Realm = {
  name: "portal" | "staff";
  users: typeof portalUsers;
  sessions: typeof portalSessions;
  accounts: typeof portalAccounts;
  verifications: typeof portalVerifications;
  rateLimits: typeof portalRateLimits;
};

export const PORTAL: Realm = {
  name: "portal",
  users: portalUsers,
  sessions: portalSessions,
  accounts: portalAccounts,
  verifications: portalVerifications,
  rateLimits: portalRateLimits,
};

export const STAFF: Realm = {
  name: "staff",
  users: staffUsers,
  sessions: staffSessions,
  accounts: staffAccounts,
  verifications: staffVerifications,
  rateLimits: staffRateLimits,
};

/**
 * Runs `work` on the sign-in tables, inside the transaction of a command. No business role may touch them; the login
 * role may, and sees no tenant. The role the transaction had comes back afterwards; an error undoes everything.
 */
export async function onSignInTables<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const [row] = await tx.execute<{ role: string }>(sql`select current_setting('role') as role`);
  invariant(row, "a transaction has a role");
  await tx.execute(sql`select set_config('role', 'none', true)`);
  const result = await work();
  await tx.execute(sql`select set_config('role', ${row.role}, true)`);
  return result;
}
