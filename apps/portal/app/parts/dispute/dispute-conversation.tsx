import { FileLink } from "@openitem/ui/file-list";
import { Section } from "@openitem/ui/page";
import { StatusMark } from "@openitem/ui/status";
import { Thread, type ThreadEntry } from "@openitem/ui/thread";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { Unsent } from "./answer-page.server.ts";
import type { DisputeView } from "./dispute-view.server.ts";
import { DisputeWrite } from "./dispute-write.tsx";
import { sizeWords } from "./kept-file.ts";

/** The question that waits, with room for its answer; else room for a message; and what was written, newest first. */
export function DisputeConversation({
  dispute,
  unsent,
}: {
  dispute: DisputeView;
  unsent: Unsent | undefined;
}) {
  const t = useTranslations("disputePage");
  const format = useFormats();
  const { entries, question, can, biller } = dispute;
  // The question that waits stands above.
  const said = entries
    .toReversed()
    .filter(
      ({ id, body, files }) => (body !== "" || files.length > 0) && (!can.answer || id !== question?.id),
    );

  const entryOf = ({
    id,
    kind,
    body,
    authorName,
    at,
    side,
    isMail,
    saidIn,
    files,
  }: DisputeView["entries"][number]) => {
    const notes = [
      kind === "question" && t("question"),
      isMail && t("byMail"),
      saidIn && t("inOther", { number: saidIn }),
    ].filter(Boolean);
    const author =
      side === "biller"
        ? t("biller", { name: authorName, biller })
        : side === "system"
          ? t("system", { biller })
          : authorName;
    return {
      id,
      author,
      at: format.moment(at, { weekday: true }),
      dateTime: at.toISOString(),
      note: notes.length > 0 ? notes.join(", ") : undefined,
      body,
      files:
        files.length > 0
          ? files.map((file) => (
              <FileLink
                key={file.id}
                href={`/files/${file.id}`}
                name={file.name}
                size={sizeWords(file.sizeBytes)}
              />
            ))
          : undefined,
    } satisfies ThreadEntry;
  };

  return (
    <Section title={t("conversation")}>
      {question && can.answer ? (
        <div className="mb-5 overflow-hidden rounded-3 border border-rule-2">
          <div className="grid grid-cols-[22px_1fr] bg-due-soft px-4 py-3 text-md">
            <StatusMark state="waiting-for-you" />
            <p className="whitespace-pre-wrap wrap-anywhere">
              <b>{t("asks", { name: question.authorName })}</b> {question.body}
            </p>
          </div>
          <div className="px-4 py-4">
            <DisputeWrite
              dispute={dispute}
              verb="say"
              label={t("yourAnswer")}
              button={t("sendAnswer")}
              primary
              unsent={unsent?.form === "say" ? unsent : undefined}
            />
          </div>
        </div>
      ) : (
        can.write && (
          <details className="mb-4" open={unsent?.form === "say"}>
            <summary className="min-h-8 cursor-pointer text-md text-action">{t("write")}</summary>
            <div className="mt-2">
              <DisputeWrite
                dispute={dispute}
                verb="say"
                label={t("write")}
                hint={t("writeHint")}
                button={t("send")}
                unsent={unsent?.form === "say" ? unsent : undefined}
              />
            </div>
          </details>
        )
      )}
      {said.length === 0 ? (
        <p className="text-md text-ink-2">{t("empty")}</p>
      ) : (
        <Thread label={t("conversation")} entries={said.map(entryOf)} />
      )}
    </Section>
  );
}
