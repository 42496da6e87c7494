/** The search parameter that says whose books are shown: an account's id, or `all`. */
export const ACCOUNT_PARAM = "account";
export const ALL_ACCOUNTS = "all";

/** `href` with the account of the present address, unless it names one itself. A tab thus stays with its account. */
export function withAccount(href: string, search: string): string {
  const account = search === "" ? null : new URLSearchParams(search).get(ACCOUNT_PARAM);
  if (account === null) return href;
  const [path = "", fragment] = href.split("#", 2);
  const [pathname = "", query = ""] = path.split("?", 2);
  const params = new URLSearchParams(query);
  if (!params.has(ACCOUNT_PARAM)) params.set(ACCOUNT_PARAM, account);
  return `${pathname}?${params}${fragment === undefined ? "" : `#${fragment}`}`;
}
