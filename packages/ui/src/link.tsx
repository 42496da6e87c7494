import {
  type AnchorHTMLAttributes,
  type ComponentType,
  createContext,
  type ReactNode,
  useContext,
} from "react";

/** What every link of this package is given: an address and the attributes of an anchor. */
export type LinkProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href"> & { href: string };

/** A router's link, adapted to take `href`: `({ href, ...rest }) => <RouterLink to={href} {...rest} />`. */
export type LinkComponent = ComponentType<LinkProps>;

const Anchor: LinkComponent = (props) => <a {...props} />;

const LinkContext = createContext<LinkComponent>(Anchor);

/** Makes the links of this package use a router; without it they are plain anchors. */
export function LinkProvider({ link, children }: { link: LinkComponent; children: ReactNode }) {
  return <LinkContext value={link}>{children}</LinkContext>;
}

/** A link through the router in use. */
export function Link(props: LinkProps) {
  const Component = useContext(LinkContext);
  return <Component {...props} />;
}
