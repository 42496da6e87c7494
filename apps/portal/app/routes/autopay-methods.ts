import { redirect } from "react-router";
import { withAccount } from "../parts/account-address.ts";
import type { Route } from "./+types/autopay-methods";

/** Payment methods are kept beside what they are charged for. */
export const loader = ({ url }: Route.LoaderArgs) => redirect(withAccount("/autopay#methods", url.search));
