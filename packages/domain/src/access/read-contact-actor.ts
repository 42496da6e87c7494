import type { Db } from "@openitem/db/client";
import { type RawRow, send } from "@openitem/db/statement";
import type { Account } from "../customers/read-customer.ts";
import type { ContactRole, Context } from "../kernel/context.ts";
import { keepPlans } from "../kernel/send-keeping-plan.ts";
import { read } from "../kernel/transact.ts";
import type { ContactActor } from "./invitation.ts";

export type SignedInContact = ContactActor & {
  email: string;
  locale: string;
  /** His own, else his biller's. */
  timeZone: string;
  /** The same accounts as he is shown them, in their order. */
  accountsByName: Account[];
  /** The account he last looked at, if it is still his. */
  lastCustomerId: string | null;
};

/** Weakest first. Where two grants reach one account, the stronger counts. */
const STRENGTH: readonly ContactRole[] = ["viewer", "disputer", "payer", "approver", "admin"];

/**
 * Who a signed-in portal user is at this biller: his accounts with their subsidiaries, and his role on each. Read for
 * every request, so that a change of access counts at once. Null: he is nobody here, or has no account left.
 */
export async function readContactActor(
  db: Db,
  organizationId: string,
  userId: string,
): Promise<SignedInContact | null> {
  const key = [organizationId, userId];
  const [[contact], reached] = await read(beforeSignIn(db, organizationId), async (tx) => {
    // Sent together.
    const [, contact, reached] = await Promise.all([
      keepPlans(tx),
      send(tx, CONTACT, key),
      send(tx, REACH, key),
    ]);
    return [contact, reached];
  });
  const roles = strongest(reached);
  if (!contact || roles.size === 0) return null;
  const { id, name, email, locale, time_zone: timeZone, last } = contact as ContactRow;
  return {
    kind: "contact",
    contactId: id,
    name,
    accounts: roles,
    accountsByName: accountsOf(reached),
    email,
    locale,
    timeZone,
    lastCustomerId: last !== null && roles.has(last) ? last : null,
  };
}

type ContactRow = {
  id: string;
  name: string;
  email: string;
  locale: string;
  time_zone: string;
  last: string | null;
};

const CONTACT = `
  select c.id, c.name, c.email, c.locale, coalesce(c.time_zone, o.time_zone) as time_zone, s.last_customer_id as last
  from contacts c
  join organizations o on o.id = c.organization_id
  left join contact_settings s on s.organization_id = c.organization_id and s.contact_id = c.id
  where c.organization_id = $1 and c.user_id = $2`;

// `union` drops what was reached before by the same role, so a circle of parents ends.
const REACH = `
  with recursive reach (customer_id, role, downwards) as (
    select a.customer_id, a.role, a.with_subsidiaries
    from contacts c join contact_accounts a on a.organization_id = c.organization_id and a.contact_id = c.id
    where c.organization_id = $1 and c.user_id = $2 and a.ended_at is null
    union
    select c.id, r.role, true from reach r
    join customers c on c.organization_id = $1 and c.parent_id = r.customer_id
    where r.downwards
  )
  select c.id, c.number, c.name, c.parent_id, c.time_zone, c.locale, c.country, c.terms_days, c.address_lines, r.role
  from reach r join customers c on c.organization_id = $1 and c.id = r.customer_id
  order by c.name_key, c.id`;

type AccountRow = {
  id: string;
  number: string;
  name: string;
  parent_id: string | null;
  time_zone: string;
  locale: string;
  country: string | null;
  terms_days: number;
  address_lines: string[];
};

/** His role on each account; where it is reached by two, the stronger. */
function strongest(reached: readonly RawRow[]): Map<string, ContactRole> {
  const roles = new Map<string, ContactRole>();
  for (const { id, role } of reached as readonly { id: string; role: ContactRole }[]) {
    const before = roles.get(id);
    if (before === undefined || STRENGTH.indexOf(role) > STRENGTH.indexOf(before)) roles.set(id, role);
  }
  return roles;
}

function accountsOf(reached: readonly RawRow[]): Account[] {
  // Who is reached by two roles stands there twice, one after the other.
  const once = reached.filter(
    (row, index) => row.id !== reached[index - 1]?.id,
  ) as unknown as readonly AccountRow[];
  return once.map(
    ({ id, number, name, parent_id, time_zone, locale, country, terms_days, address_lines }): Account => ({
      id,
      number,
      name,
      parentId: parent_id,
      timeZone: time_zone,
      locale,
      country,
      termsDays: terms_days,
      addressLines: address_lines,
    }),
  );
}

/** The context in which it is found out who somebody is: the worker's, since nobody is anybody yet. */
export function beforeSignIn(db: Db, organizationId: string): Context {
  return {
    db,
    organizationId,
    actor: { kind: "worker", name: "sign-in" },
    now: new Date(0),
    requestId: "sign-in",
  };
}
