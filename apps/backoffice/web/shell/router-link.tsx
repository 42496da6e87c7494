import type { LinkComponent } from "@openitem/ui/link";
import { useRouter } from "@tanstack/react-router";
import type { MouseEvent } from "react";

/** The links of the components, followed without loading the page anew; files and addresses elsewhere are left to the browser. */
export const RouterLink: LinkComponent = ({ href, onClick, ...rest }) => {
  const router = useRouter();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const isPlain =
      event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    const isScreen = href.startsWith("/") && !href.startsWith("/files/");
    if (event.defaultPrevented || !isPlain || !isScreen) return;
    event.preventDefault();
    router.history.push(href);
  };
  return <a {...rest} href={href} onClick={follow} />;
};
