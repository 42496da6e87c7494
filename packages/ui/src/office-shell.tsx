import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { classNames } from "./class-names.tsx";
import { KeyCap } from "./key-cap.tsx";
import { Link } from "./link.tsx";
import { SkipLink } from "./skip-link.tsx";

export type RailLink = {
  href: string;
  label: string;
  count?: number | string;
  /** the count asks for somebody */
  urgent?: boolean;
  current?: boolean;
};

export type RailGroup = { label: string; links: readonly RailLink[] };

/** Keys of a screen: `{ keys: ["j", "k"], label: "move" }`. */
export type ScreenKeys = { keys: readonly string[]; label: string };

/** The frame of the back office: rail, bar, panes and key bar. The page does not scroll, its panes do. */
export function OfficeShell({
  product,
  rail,
  railFoot,
  command,
  bar,
  keys = [],
  children,
}: {
  product: { name: string; href: string; mark?: ReactNode };
  rail: readonly RailGroup[];
  /** who is signed in, and as what */
  railFoot?: ReactNode;
  /** command and search, at the start of the bar */
  command?: ReactNode;
  /** at the end of the bar: the day, whether the books agree */
  bar?: ReactNode;
  keys?: readonly ScreenKeys[];
  children: ReactNode;
}) {
  const t = useTranslations("ui");
  return (
    <div className="oi-office" data-density="compact">
      <SkipLink />
      <nav className="oi-rail" aria-label={t("mainNavigation")}>
        <Link href={product.href} className="oi-product">
          {product.mark}
          <span>{product.name}</span>
        </Link>
        <div className="oi-rail-groups">
          {rail.map((group) => (
            <section key={group.label} aria-label={group.label}>
              <h2>{group.label}</h2>
              <ul>
                {group.links.map((link) => (
                  <li key={link.href}>
                    <Link href={link.href} aria-current={link.current ? "page" : undefined}>
                      {link.label}
                      {link.count !== undefined && (
                        <span className={classNames("oi-count", link.urgent && "is-urgent")}>
                          {link.count}
                        </span>
                      )}
                    </Link>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
        {railFoot != null && <div className="oi-rail-foot">{railFoot}</div>}
      </nav>
      <header className="oi-bar">
        {command != null && <div className="oi-command">{command}</div>}
        {bar != null && <div className="oi-bar-end">{bar}</div>}
      </header>
      <main id="main" tabIndex={-1} className="oi-office-main">
        {children}
      </main>
      <KeyBar keys={keys} />
    </div>
  );
}

/** The keys of a screen, at its foot; `?` shows all of them. */
export function KeyBar({ keys }: { keys: readonly ScreenKeys[] }) {
  const t = useTranslations("ui");
  return (
    <section className="oi-keys" aria-label={t("keysOnThisScreen")}>
      {[...keys, { keys: ["?"], label: t("allKeys") }].map((entry) => (
        <span key={entry.label}>
          {entry.keys.map((key) => (
            <KeyCap key={key}>{key}</KeyCap>
          ))}
          {entry.label}
        </span>
      ))}
    </section>
  );
}

/** The head of a record: name, what it is, actions. */
export function OfficeHeader({
  title,
  note,
  actions,
}: {
  title: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="oi-office-head oi-page-header">
      <h1>{title}</h1>
      {note != null && <span className="oi-quiet">{note}</span>}
      {actions != null && <div className="oi-office-actions">{actions}</div>}
    </header>
  );
}

/** Main pane and side pane beside each other, divided by a hairline. */
export function Panes({
  side,
  sideLabel,
  children,
}: {
  side?: ReactNode;
  sideLabel?: string;
  children: ReactNode;
}) {
  return (
    <div className={classNames("oi-panes", side != null && "has-side")}>
      <div className="oi-pane-main">{children}</div>
      {side != null && (
        <aside className="oi-pane-side" aria-label={sideLabel}>
          {side}
        </aside>
      )}
    </div>
  );
}

// What scrolls has to be reachable by key, also where none of its content is.
const REACHABLE = { tabIndex: 0 } as const;

/** A part of a pane that scrolls by itself: the table of a list. */
export function PaneScroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section className="oi-pane-scroll" aria-label={label} {...REACHABLE}>
      {children}
    </section>
  );
}

/** A part of a pane with its padding and the hairline below. */
export function PaneSection({
  title,
  action,
  children,
}: {
  title?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="oi-pane-section">
      {title != null && (
        <div className="oi-section-head">
          <h2>{title}</h2>
          {action}
        </div>
      )}
      {children}
    </section>
  );
}
