import type { ReactNode } from "react";
import { classNames } from "./class-names.tsx";
import { Link } from "./link.tsx";

/** The head of a page: way back, title, a line below it, actions at the end. */
export function PageHeader({
  title,
  subject,
  back,
  note,
  actions,
  children,
}: {
  title: ReactNode;
  /** after the title in normal weight: what a document is about */
  subject?: ReactNode;
  back?: { href: string; label: ReactNode };
  /** below the title: as of when, what is included */
  note?: ReactNode;
  actions?: ReactNode;
  /** below the note, such as the one figure */
  children?: ReactNode;
}) {
  return (
    <header className="oi-page-header">
      {back && (
        <p className="oi-back">
          <Link href={back.href}>{back.label}</Link>
        </p>
      )}
      <div className="oi-page-head">
        <div>
          <h1>
            {title}
            {subject != null && <span className="oi-subject"> {subject}</span>}
          </h1>
          {note != null && <p className="oi-page-note">{note}</p>}
          {children}
        </div>
        {actions != null && <div className="oi-button-row">{actions}</div>}
      </div>
    </header>
  );
}

/** Main column and side column; the side comes after the main one on a phone. */
export function TwoColumns({
  side,
  sideLabel,
  children,
}: {
  side: ReactNode;
  sideLabel?: string;
  children: ReactNode;
}) {
  return (
    <div className="oi-columns">
      <div>{children}</div>
      <aside className="oi-side" aria-label={sideLabel}>
        {side}
      </aside>
    </div>
  );
}

/** A section with its title and, at the end of the line, one link. */
export function Section({
  title,
  action,
  ruled,
  id,
  className,
  children,
}: {
  title: ReactNode;
  action?: ReactNode;
  /** a rule below the title, where no table follows */
  ruled?: boolean;
  id?: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section className={classNames("oi-section", className)} id={id}>
      <div className={classNames("oi-section-head", ruled && "is-ruled")}>
        <h2>{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}

/** A box around what acts as one: a payment's summary. `sticky` keeps it in sight beside a long form. */
export function SummaryBox({
  label,
  sticky,
  children,
}: {
  label: string;
  sticky?: boolean;
  children: ReactNode;
}) {
  return (
    <section className={classNames("oi-summary", sticky && "is-sticky")} aria-label={label}>
      {children}
    </section>
  );
}
