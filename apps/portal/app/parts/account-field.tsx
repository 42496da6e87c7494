import { useSearchParams } from "react-router";
import { ACCOUNT_PARAM } from "./account-address.ts";

/** Keeps the account of the address in a form that is sent by GET. */
export function AccountField() {
  const account = useSearchParams()[0].get(ACCOUNT_PARAM);
  return account === null ? null : <input type="hidden" name={ACCOUNT_PARAM} value={account} />;
}
