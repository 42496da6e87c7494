import { Link } from "./link.tsx";
import type { TabLink } from "./tabs.tsx";

/** Filters as links with exact counts; they scroll sideways on a phone. */
export function FilterChips({ label, filters }: { label: string; filters: readonly TabLink[] }) {
  return (
    <nav className="oi-chips" aria-label={label}>
      <ul>
        {filters.map((filter) => (
          <li key={filter.href}>
            <Link href={filter.href} className="oi-chip" aria-current={filter.current ? "true" : undefined}>
              {filter.label}
              {filter.count !== undefined && <span className="oi-chip-count">{filter.count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
