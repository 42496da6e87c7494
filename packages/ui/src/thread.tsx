import type { ReactNode } from "react";

export type ThreadEntry = {
  id: string;
  author: ReactNode;
  /** the moment as written for the person, and ISO for machines */
  at: ReactNode;
  dateTime: string;
  /** what kind of entry it is, where that is not plain: a question, by mail, in another dispute */
  note?: ReactNode;
  /** as it was written: lines are kept, nothing in it is markup */
  body: string;
  files?: ReactNode;
};

/** A conversation in the order given. */
export function Thread({ label, entries }: { label: string; entries: readonly ThreadEntry[] }) {
  return (
    <ol className="oi-thread" aria-label={label}>
      {entries.map(({ id, author, at, dateTime, note, body, files }) => (
        <li key={id} id={`entry-${id}`}>
          <p className="oi-thread-by">
            <b>{author}</b> <time dateTime={dateTime}>{at}</time>
            {note != null && <span className="oi-thread-note">{note}</span>}
          </p>
          {body !== "" && <p className="oi-thread-body">{body}</p>}
          {files != null && <div className="oi-thread-files">{files}</div>}
        </li>
      ))}
    </ol>
  );
}
