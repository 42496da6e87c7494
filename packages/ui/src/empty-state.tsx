import type { ReactNode } from "react";

/** Nothing to show: what was looked for, and the way out. */
export function EmptyState({
  title,
  children,
  actions,
}: {
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="oi-empty">
      <p className="oi-strong">{title}</p>
      {children != null && <p>{children}</p>}
      {actions != null && <div className="oi-button-row">{actions}</div>}
    </div>
  );
}
