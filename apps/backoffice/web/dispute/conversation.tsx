import { Icon } from "@openitem/ui/icon";
import { PaneSection } from "@openitem/ui/office-shell";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { classNames } from "../lists/class-names.ts";
import { type Entry, useDispute } from "./dispute-context.ts";

/** What was said, the newest first, notes set apart. */
export function Conversation() {
  const t = useTranslations("dispute");
  const { entries } = useDispute().detail;
  const said = entries.filter((entry) => entry.body !== "" || entry.files.length > 0).reverse();
  return (
    <PaneSection title={t("conversation")}>
      {said.length === 0 ? (
        <p className="text-ink-2">{t("noWords")}</p>
      ) : (
        <ol className="thread">
          {said.map((entry) => (
            <ThreadEntry key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
    </PaneSection>
  );
}

function ThreadEntry({ entry }: { entry: Entry }) {
  const t = useTranslations("dispute");
  const format = useFormats();
  const { kind, authorName, createdAt, body, files, isMail, saidIn } = entry;
  const marks = [
    kind === "note" && t("note"),
    kind === "question" && t("question"),
    kind === "answer" && t("answer"),
    isMail && t("byMail"),
    saidIn && t("saidIn", { number: saidIn }),
  ].filter((mark) => typeof mark === "string");
  return (
    <li className={classNames(kind === "note" && "is-note")}>
      <b>{authorName}</b>{" "}
      <time className="oi-unit" dateTime={createdAt.toISOString()}>
        {format.moment(createdAt, { year: false })}
      </time>
      {marks.length > 0 && <span className="oi-unit"> · {marks.join(", ")}</span>}
      {body && <p className="said">{body}</p>}
      {files.length > 0 && (
        <ul>
          {files.map((file) => (
            <li key={file.id}>
              <Icon name="file" />{" "}
              <a className="split-word" href={`/files/${file.id}`} download>
                {file.name}
              </a>
              {file.scan === "not_scanned" && <span className="oi-unit"> {t("notScanned")}</span>}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
