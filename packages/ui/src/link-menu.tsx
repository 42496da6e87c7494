import { type ReactNode, type SyntheticEvent, useEffect, useRef } from "react";
import { classNames } from "./class-names.tsx";
import { Icon } from "./icon.tsx";
import { Link } from "./link.tsx";

export type MenuLink = {
  href: string;
  label: ReactNode;
  /** the second line */
  detail?: ReactNode;
  current?: boolean;
};

/**
 * A list of links behind a face: accounts to switch to, the person's own pages. It opens before script; with script
 * it closes on Escape, on a click elsewhere and when a link is taken.
 */
export function LinkMenu({
  face,
  label,
  links,
  align = "start",
  children,
}: {
  face: ReactNode;
  /** read out for the face where its words do not say what it opens */
  label?: string;
  links: readonly MenuLink[];
  align?: "start" | "end";
  /** below the links, such as the form that signs out */
  children?: ReactNode;
}) {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const details = menu.current;
      if (!details?.open) return;
      if (event instanceof KeyboardEvent) {
        if (event.key !== "Escape") return;
        details.querySelector("summary")?.focus();
      } else if (event.target instanceof Node && details.contains(event.target)) return;
      details.open = false;
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("keydown", close);
    };
  }, []);
  const taken = (event: SyntheticEvent) => {
    if (event.target instanceof Element && event.target.closest("a") && menu.current)
      menu.current.open = false;
  };
  return (
    <details ref={menu} className={classNames("oi-menu", align === "end" && "oi-menu-end")}>
      <summary aria-label={label}>
        {face}
        <Icon name="down" />
      </summary>
      <div className="oi-menu-panel" onClickCapture={taken}>
        <ul>
          {links.map((link) => (
            <li key={link.href}>
              <Link href={link.href} aria-current={link.current ? "true" : undefined}>
                {link.label}
                {link.detail != null && <small className="oi-sub">{link.detail}</small>}
              </Link>
            </li>
          ))}
        </ul>
        {children}
      </div>
    </details>
  );
}
