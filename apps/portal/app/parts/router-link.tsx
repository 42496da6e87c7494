import type { LinkProps } from "@openitem/ui/link";
import { Link, useLocation } from "react-router";
import { withAccount } from "./account-address.ts";

/**
 * The router's link for the components: own pages are gone to without reloading and keep the account of the address;
 * files and other sites are plain anchors.
 */
export function RouterLink({ href, children, ...rest }: LinkProps) {
  const { search } = useLocation();
  if (!href.startsWith("/") && !href.startsWith("?"))
    return (
      <a href={href} {...rest}>
        {children}
      </a>
    );
  const to = withAccount(href, search);
  if (rest.download !== undefined)
    return (
      <a href={to} {...rest}>
        {children}
      </a>
    );
  return (
    <Link to={to} {...rest}>
      {children}
    </Link>
  );
}
