import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";
import { StatusMark, type StatusState } from "./status.tsx";

export type TimelineEntry = {
  id: string;
  /** the state that began, or what kind of event it was */
  mark: { state: StatusState } | { icon: IconName };
  title: ReactNode;
  /** the moment as written for the person, and ISO for machines */
  at: ReactNode;
  dateTime?: string;
  /** who, to whom */
  by?: ReactNode;
  detail?: ReactNode;
};

/** What happened, latest first: mark, sentence, when and by whom. */
export function Timeline({ entries, label }: { entries: readonly TimelineEntry[]; label?: string }) {
  return (
    <ol className="oi-timeline" aria-label={label}>
      {entries.map((entry) => (
        <li key={entry.id}>
          {"state" in entry.mark ? <StatusMark state={entry.mark.state} /> : <Icon name={entry.mark.icon} />}
          <div>{entry.title}</div>
          {entry.detail != null && <div className="oi-timeline-detail">{entry.detail}</div>}
          <small>
            <time dateTime={entry.dateTime}>{entry.at}</time>
            {entry.by != null && <> · {entry.by}</>}
          </small>
        </li>
      ))}
    </ol>
  );
}
