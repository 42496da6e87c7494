import { type ReactNode, type SyntheticEvent, useEffect, useRef } from "react";
import {
  Button as AriaButton,
  Menu as AriaMenu,
  MenuItem,
  MenuTrigger,
  Popover,
} from "react-aria-components";
import { classNames } from "./class-names.tsx";
import { Icon } from "./icon.tsx";
import { KeyCap } from "./key-cap.tsx";
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

export type MenuAction = { id: string; label: string; keyCap?: string; danger?: boolean; disabled?: boolean };

/** Actions behind a button, with arrow keys and type-ahead; needs script, so for the back office. */
export function ActionMenu({
  face,
  label,
  actions,
  onAction,
}: {
  face: ReactNode;
  label: string;
  actions: readonly MenuAction[];
  onAction: (id: string) => void;
}) {
  return (
    <MenuTrigger>
      <AriaButton
        className="oi-button oi-button-outlined"
        aria-label={typeof face === "string" ? undefined : label}
      >
        {face}
        <Icon name="down" />
      </AriaButton>
      <Popover className="oi-popover">
        <AriaMenu className="oi-actions" aria-label={label} onAction={(key) => onAction(String(key))}>
          {actions.map((action) => (
            <MenuItem
              key={action.id}
              id={action.id}
              textValue={action.label}
              isDisabled={action.disabled}
              className={classNames("oi-action", action.danger && "oi-tone-overdue")}
            >
              {action.label}
              {action.keyCap && <KeyCap>{action.keyCap}</KeyCap>}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

/** Stands in for the style element that react-aria would inject and the content policy refuses; the rule is in base.css. Render once. */
export function AriaStyleStandIn() {
  return <meta id="react-aria-pressable-style" />;
}
