import type { Db } from "@openitem/db/client";
import { readSession } from "@openitem/domain/access/read-session";
import { mustSetUpTotp, readStaffSignIn, type SignedInStaff } from "@openitem/domain/access/read-staff-actor";
import type { StaffAuth } from "@openitem/domain/access/staff-auth";

/**
 * Who a request comes from, read for each. `person` without `mayEnter` has given his password, and the policy asks him
 * to set TOTP up before anything else.
 */
export type SignedIn = { person: SignedInStaff | null; mayEnter: boolean; setCookies: string[] };

export async function readSignedIn(
  db: Db,
  auth: StaffAuth,
  organizationId: string,
  headers: Headers,
): Promise<SignedIn> {
  const session = await readSession(auth, headers);
  const person = session && (await readStaffSignIn(db, organizationId, session.userId));
  return {
    person,
    mayEnter: person !== null && !mustSetUpTotp(person),
    setCookies: session?.setCookies ?? [],
  };
}
