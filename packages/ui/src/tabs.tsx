import type { ReactNode } from "react";
import { Link } from "./link.tsx";

export type TabLink = { href: string; label: ReactNode; count?: number | string; current?: boolean };

/** Tabs that are links: each view has an address of its own. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly TabLink[] }) {
  return (
    <nav className="oi-tabs" aria-label={label}>
      <ul>
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link href={tab.href} aria-current={tab.current ? "page" : undefined}>
              {tab.label}
              {tab.count !== undefined && <span className="oi-count">{tab.count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A few views of the same thing side by side, such as open items and movements: a segmented row of links. */
export function Segments({ label, tabs }: { label: string; tabs: readonly TabLink[] }) {
  return (
    <nav className="oi-segments" aria-label={label}>
      {tabs.map((tab) => (
        <Link key={tab.href} href={tab.href} aria-current={tab.current ? "true" : undefined}>
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
