import type { SignedInContact } from "@openitem/domain/access/read-contact-actor";
import { rememberAccount } from "@openitem/domain/access/remember-account";
import type { Account } from "@openitem/domain/customers/read-customer";
import { dayIn } from "@openitem/domain/kernel/business-day";
import { Refusal } from "@openitem/domain/kernel/refusal";
import type { RequestFacts, Viewer } from "./context.ts";
import { ACCOUNT_PARAM, ALL_ACCOUNTS } from "./parts/account-address.ts";
import { contextFor, organization } from "./services.server.ts";

/**
 * Whose books a request is about. The address decides (`?account=<id>` or `all`); without it the account he looked
 * at last, else his first. Refuses `customer.missing` for an account that is not his.
 */
export async function readViewer(
  { email, locale, timeZone, lastCustomerId, accountsByName: accounts, ...actor }: SignedInContact,
  url: URL,
  { requestId }: RequestFacts,
): Promise<Viewer> {
  const ctx = await contextFor(actor, requestId);
  const account = choose(accounts, url.searchParams.get(ACCOUNT_PARAM), lastCustomerId);
  if (account && url.searchParams.has(ACCOUNT_PARAM) && account.id !== lastCustomerId)
    await rememberAccount(ctx, { customerId: account.id });
  return {
    ctx,
    contact: { id: actor.contactId, name: actor.name, email, locale },
    accounts,
    account,
    customerIds: account ? [account.id] : accounts.map(({ id }) => id),
    timeZone,
    today: dayIn(ctx.now, account?.timeZone ?? timeZone),
    biller: (await organization()).name,
  };
}

function choose(accounts: Account[], asked: string | null, last: string | null): Account | null {
  if (asked === ALL_ACCOUNTS && accounts.length > 1) return null;
  if (asked && asked !== ALL_ACCOUNTS) {
    const account = accounts.find(({ id }) => id === asked);
    if (!account) throw new Refusal("missing", "customer.missing", "We cannot find this account.");
    return account;
  }
  return accounts.find(({ id }) => id === last) ?? accounts[0] ?? null;
}
