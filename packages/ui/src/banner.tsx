import type { ReactNode } from "react";
import { classNames } from "./class-names.tsx";
import { StatusMark, type StatusState } from "./status.tsx";

export type BannerTone = "flight" | "due" | "overdue" | "paid" | "disputed" | "promised" | "credit" | "quiet";

/** A state that lasts, at the top of what it concerns: the mark, one sentence, one link. `live` reads it out when it appears. */
export function Banner({
  tone,
  state,
  title,
  children,
  action,
  live,
}: {
  tone: BannerTone;
  /** its mark */
  state: StatusState;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  live?: boolean;
}) {
  return (
    <div className={classNames("oi-banner", `oi-banner-${tone}`)} role={live ? "status" : undefined}>
      <StatusMark state={state} />
      <p>
        <b>{title}</b> {children}
      </p>
      {action != null && <div className="oi-banner-action">{action}</div>}
    </div>
  );
}
