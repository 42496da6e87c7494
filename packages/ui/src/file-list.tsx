import type { ReactNode } from "react";
import { FieldError } from "./field.tsx";
import { Icon } from "./icon.tsx";
import { Link } from "./link.tsx";

/** Files under each other, between hairlines. */
export function FileList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className="oi-files" aria-label={label}>
      {children}
    </ul>
  );
}

/** A file that was added: its size, how far it has come, or why it was refused. */
export function FileRow({
  name,
  size,
  error,
  progress,
  action,
  children,
}: {
  name: string;
  /** as written: "412 KB" */
  size?: ReactNode;
  error?: ReactNode;
  /** while it is being sent */
  progress?: { percent: number; label: string } | undefined;
  /** what takes it away */
  action?: ReactNode;
  /** hidden fields that belong to it */
  children?: ReactNode;
}) {
  return (
    <li>
      <Icon name="file" />
      <span className="oi-file-name">{name}</span>
      <span className="oi-file-size">{size}</span>
      {action}
      {progress && (
        <progress
          className="oi-file-progress"
          max={100}
          value={progress.percent}
          aria-label={progress.label}
        />
      )}
      {error != null && <FieldError>{error}</FieldError>}
      {children}
    </li>
  );
}

/** A file to take away, as it hangs on what somebody wrote. */
export function FileLink({ href, name, size }: { href: string; name: string; size: ReactNode }) {
  return (
    <Link href={href} download="" className="oi-file-link">
      <Icon name="file" />
      <span>{name}</span> <span className="oi-file-size">{size}</span>
    </Link>
  );
}
