import type { ReactNode } from "react";

const percent = (part: number, whole: number): number =>
  whole <= 0 ? 0 : Math.min(100, Math.max(0, (part / whole) * 100));

/** Long work: what is being done, how far, what came of it so far, and a way to stop. */
export function Progress({
  label,
  done,
  total,
  state,
  children,
}: {
  label: string;
  done: number;
  total: number;
  /** at the end of the first line: "6,214 done" */
  state?: ReactNode;
  /** below the bar */
  children?: ReactNode;
}) {
  const width = percent(done, total);
  return (
    <div className="oi-progress">
      <div className="oi-progress-head">
        <b>{label}</b>
        <span>{state}</span>
      </div>
      <div role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={total} aria-valuenow={done}>
        <svg className="oi-progress-bar" width="100%" height={6} aria-hidden="true">
          <rect className="oi-progress-track" width="100%" height={6} rx={1} />
          <rect className="oi-progress-done" width={`${width.toFixed(2)}%`} height={6} rx={1} />
        </svg>
      </div>
      {children != null && <div className="oi-progress-foot">{children}</div>}
    </div>
  );
}

/** How much of a limit is used, with a mark where somebody looks at it. All three in the same unit; the words say the figures. */
export function LimitBar({
  label,
  used,
  limit,
  watch,
}: {
  label: string;
  used: number;
  limit: number;
  watch?: number;
}) {
  const x = watch === undefined ? null : `${percent(watch, limit).toFixed(2)}%`;
  return (
    <svg className="oi-progress-bar" width="100%" height={14} role="img" aria-label={label}>
      <rect className="oi-progress-track" y={3} width="100%" height={8} rx={1} />
      <rect
        className="oi-progress-done"
        y={3}
        width={`${percent(used, limit).toFixed(2)}%`}
        height={8}
        rx={1}
      />
      {x !== null && <line className="oi-progress-mark" x1={x} x2={x} y1={0} y2={14} />}
    </svg>
  );
}
