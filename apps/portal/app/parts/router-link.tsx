import { type LinkProps, LinkProvider } from "@openitem/ui/link";
import { createContext, type MouseEvent, type ReactNode, use, useMemo } from "react";
import { useLocation, useNavigate } from "react-router";
import { withAccount } from "./account-address.ts";

type Following = {
  /** the query of the present address */
  search: string;
  follow: (event: MouseEvent<HTMLAnchorElement>) => void;
};

const FollowingContext = createContext<Following>({ search: "", follow: () => {} });

/**
 * Makes links of the components go to own pages without reloading. What all links of a page have in common is found
 * here, once: the router's own link finds it for each, which costs the server more than the rest of a row.
 */
export function RouterLinks({ children }: { children: ReactNode }) {
  const { search } = useLocation();
  const navigate = useNavigate();
  const following = useMemo<Following>(
    () => ({
      search,
      follow(event) {
        const { defaultPrevented, button, currentTarget: link } = event;
        const isElsewhere = event.metaKey || event.altKey || event.ctrlKey || event.shiftKey;
        if (defaultPrevented || button !== 0 || isElsewhere || !["", "_self"].includes(link.target)) return;
        event.preventDefault();
        const { pathname, search, hash } = link;
        // To where one is already, as a browser does it: no second entry in the history.
        navigate(pathname + search + hash, { replace: link.href === window.location.href });
      },
    }),
    [search, navigate],
  );
  return (
    <LinkProvider link={RouterLink}>
      <FollowingContext value={following}>{children}</FollowingContext>
    </LinkProvider>
  );
}

/** Own pages keep the account of the address; files and other sites are plain anchors. */
function RouterLink({ href, onClick, children, ...rest }: LinkProps) {
  const { search, follow } = use(FollowingContext);
  const isOwn = href.startsWith("/") || href.startsWith("?");
  const isFollowed = isOwn && rest.download === undefined;
  return (
    <a
      {...rest}
      href={isOwn ? withAccount(href, search) : href}
      onClick={
        onClick && isFollowed
          ? (event) => {
              onClick(event);
              follow(event);
            }
          : isFollowed
            ? follow
            : onClick
      }
    >
      {children}
    </a>
  );
}
