import { Button } from "@openitem/ui/button";
import { Link } from "@openitem/ui/link";
import { Timeline } from "@openitem/ui/timeline";
import { useFormats } from "@openitem/ui/use-formats";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { type Answers, api } from "../api.ts";
import { Failed } from "../shell/failure.tsx";
import { markOf, useActivitySentence } from "./activity-sentence.ts";

const PAGE = 50;
type Of =
  | { customerIds: string[] }
  | { subject: { kind: "item" | "payment" | "dispute" | "promise"; id: string } };
type Row = Answers["activity"]["list"]["rows"][number];

/** What happened to a customer, a document or a payment. `shown` keeps it short; else earlier entries can be asked for. */
export function ActivityTimeline({ of, label, shown }: { of: Of; label: string; shown?: number }) {
  const t = useTranslations("timeline");
  const format = useFormats();
  const sentence = useActivitySentence();
  const list = useInfiniteQuery(
    api.activity.list.infiniteQueryOptions(
      { ...of, limit: shown ?? PAGE },
      { getNextPageParam: (page) => page.next },
    ),
  );
  if (list.isError) return <Failed error={list.error} onRetry={() => list.refetch()} />;
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  if (list.data && rows.length === 0) return <p className="text-ink-2">{t("empty")}</p>;
  return (
    <>
      <Timeline
        label={label}
        entries={rows.map((row) => ({
          id: row.id,
          mark: markOf(row.action),
          title: <SubjectLink row={row}>{sentence(row)}</SubjectLink>,
          detail: reasonOf(row),
          at: format.moment(row.at),
          dateTime: row.at.toISOString(),
          by: row.actor.startsWith("worker:") ? t("bySystem") : row.actorName,
        }))}
      />
      {!shown && list.hasNextPage && (
        <div className="mt-3">
          <Button onClick={() => list.fetchNextPage()} aria-busy={list.isFetchingNextPage}>
            {t("earlier")}
          </Button>
        </div>
      )}
    </>
  );
}

/** The sentence, as a link to what it is about where that has a page. */
function SubjectLink({ row, children }: { row: Row; children: string }) {
  const folder = row.subjectKind === "payment" ? "payments" : row.subjectKind === "item" ? "items" : null;
  if (!folder) return children;
  return (
    <Link href={`/${folder}/${row.subjectId}`} className="text-inherit no-underline hover:underline">
      {children}
    </Link>
  );
}

/** Why, in the words that were given, and the documents concerned. */
function reasonOf({ action, data }: Row): string | undefined {
  // Of a dispute it is a code, which its sentence says in words.
  const parts = [
    action !== "dispute.raised" && data.reason,
    data.failure,
    Array.isArray(data.documents) ? data.documents.join(", ") : null,
  ];
  return parts.filter((part) => typeof part === "string" && part !== "").join(" · ") || undefined;
}
