import { Link } from "@openitem/ui/link";
import { PaneSection } from "@openitem/ui/office-shell";
import { Timeline } from "@openitem/ui/timeline";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { type Entry, useDispute } from "./dispute-context.ts";

type Proof = { id: string; mark: "file" | "message"; title: string; href?: string; entry: Entry; at: Date };

/** Files of either side, and what colleagues noted: what there is to go by. */
export function Evidence() {
  const t = useTranslations("dispute");
  const format = useFormats();
  const { entries } = useDispute().detail;
  const proofs = entries
    .flatMap((entry): Proof[] => [
      ...entry.files.map((file) => ({
        id: file.id,
        mark: "file" as const,
        title: file.name,
        href: `/files/${file.id}`,
        entry,
        at: file.createdAt,
      })),
      ...(entry.kind === "note" && entry.body
        ? [{ id: entry.id, mark: "message" as const, title: entry.body, entry, at: entry.createdAt }]
        : []),
    ])
    .sort((one, other) => other.at.getTime() - one.at.getTime());
  return (
    <PaneSection title={t("evidence")}>
      {proofs.length === 0 ? (
        <p className="text-ink-2">{t("noEvidence")}</p>
      ) : (
        <Timeline
          label={t("evidenceCaption")}
          entries={proofs.map(({ id, mark, title, href, entry, at }) => ({
            id,
            mark: { icon: mark },
            // A download: the router has no page of it.
            title: href ? (
              <a href={href} download>
                {title}
              </a>
            ) : (
              title
            ),
            at: format.moment(at),
            dateTime: at.toISOString(),
            by: `${entry.authorName}, ${t(entry.side === "customer" ? "fromCustomer" : entry.visibility === "internal" ? "internal" : "fromUs")}`,
          }))}
        />
      )}
    </PaneSection>
  );
}

/** The tasks that ask colleagues about this dispute. */
export function DisputeTasks({ tasks }: { tasks: readonly TaskLine[] }) {
  const t = useTranslations("dispute");
  const disputes = useTranslations("disputes");
  const format = useFormats();
  if (tasks.length === 0) return null;
  return (
    <PaneSection title={t("tasks")}>
      <Timeline
        label={t("tasksOf")}
        entries={tasks.map((task) => {
          const team = disputes(`teams.${task.team}`);
          const ended = task.endedAt ? format.moment(task.endedAt) : "";
          return {
            id: task.id,
            mark: {
              state:
                task.status === "open" ? "waiting-for-us" : task.status === "done" ? "kept" : "cancelled",
            },
            title: (
              <Link href={`/tasks?view=${task.status === "open" ? "all" : task.status}&task=${task.id}`}>
                {task.title}
              </Link>
            ),
            detail: task.answer ?? task.note ?? undefined,
            at:
              task.status === "open"
                ? t("taskDue", { team, day: format.day(task.dueOn, { weekday: true, year: false }) })
                : t(task.status === "done" ? "taskDone" : "taskCancelled", { team, at: ended }),
            by: task.assigneeName ?? undefined,
          };
        })}
      />
    </PaneSection>
  );
}

export type TaskLine = {
  id: string;
  team: "collections" | "billing" | "sales" | "legal" | "finance";
  title: string;
  note: string | null;
  answer: string | null;
  dueOn: string;
  status: "open" | "done" | "cancelled";
  endedAt: Date | null;
  assigneeName: string | null;
};
