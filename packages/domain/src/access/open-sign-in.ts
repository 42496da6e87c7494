import { newId } from "@openitem/db/ids";
import { and, eq } from "drizzle-orm";
import type { Tx } from "../kernel/transact.ts";
import { type PasswordKeeper, verifyPassword } from "./password.ts";
import { onSignInTables, type Realm } from "./sign-in-tables.ts";

/** As better-auth names an account that signs in by password. */
const BY_PASSWORD = "credential";

type Wanted = { email: string; name: string; password: string; passwordHash: string; now: Date };

/**
 * A step: the sign-in that belongs to an address. A new one takes the password; one that is there already (the
 * person has it from another biller) keeps its own and is handed out only to whoever knows it. Null: he does not.
 */
export async function openSignIn(
  tx: Tx,
  realm: Realm,
  keeper: PasswordKeeper,
  { email, name, password, passwordHash, now }: Wanted,
): Promise<string | null> {
  return onSignInTables(tx, async () => {
    const times = { createdAt: now, updatedAt: now };
    const [made] = await tx
      .insert(realm.users)
      .values({ id: newId(), email, name, emailVerified: true, ...times })
      .onConflictDoNothing({ target: realm.users.email })
      .returning({ id: realm.users.id });
    if (made) {
      await addPassword(tx, realm, made.id, passwordHash, now);
      return made.id;
    }
    const found = await findByAddress(tx, realm, email);
    if (!found?.passwordHash) return null;
    return (await verifyPassword(keeper, found.passwordHash, password)) ? found.userId : null;
  });
}

/** A step: the sign-in of an address with this password, whatever it was before. Ends its sessions. */
export async function setSignIn(
  tx: Tx,
  realm: Realm,
  { email, name, passwordHash, now }: Omit<Wanted, "password">,
): Promise<string> {
  return onSignInTables(tx, async () => {
    const times = { createdAt: now, updatedAt: now };
    const [user] = await tx
      .insert(realm.users)
      .values({ id: newId(), email, name, emailVerified: true, ...times })
      .onConflictDoUpdate({ target: realm.users.email, set: { updatedAt: now } })
      .returning({ id: realm.users.id });
    const userId = user!.id;
    const changed = await tx
      .update(realm.accounts)
      .set({ password: passwordHash, updatedAt: now })
      .where(and(eq(realm.accounts.userId, userId), eq(realm.accounts.providerId, BY_PASSWORD)))
      .returning({ id: realm.accounts.id });
    if (changed.length === 0) await addPassword(tx, realm, userId, passwordHash, now);
    await tx.delete(realm.sessions).where(eq(realm.sessions.userId, userId));
    return userId;
  });
}

/** A step: signs a person out everywhere. */
export async function endSessions(tx: Tx, realm: Realm, userId: string): Promise<void> {
  await onSignInTables(tx, async () => {
    await tx.delete(realm.sessions).where(eq(realm.sessions.userId, userId));
  });
}

/** A step: whether an address can sign in already. */
export async function hasSignIn(tx: Tx, realm: Realm, email: string): Promise<boolean> {
  return onSignInTables(tx, async () => (await findByAddress(tx, realm, email)) !== undefined);
}

async function addPassword(tx: Tx, realm: Realm, userId: string, password: string, now: Date): Promise<void> {
  await tx.insert(realm.accounts).values({
    id: newId(),
    userId,
    accountId: userId,
    providerId: BY_PASSWORD,
    password,
    createdAt: now,
    updatedAt: now,
  });
}

async function findByAddress(tx: Tx, { users, accounts }: Realm, email: string) {
  const [row] = await tx
    .select({ userId: users.id, passwordHash: accounts.password })
    .from(users)
    .leftJoin(accounts, and(eq(accounts.userId, users.id), eq(accounts.providerId, BY_PASSWORD)))
    .where(eq(users.email, email));
  return row;
}
