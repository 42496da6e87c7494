import { Link } from "@openitem/ui/link";
import { Status } from "@openitem/ui/status";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "use-intl";
import { api } from "../api.ts";

const ASK_MS = 5 * 60_000;

/** Whether the books agree, and when they were last recomputed; leads to the checks. */
export function BooksSign() {
  const t = useTranslations("shell");
  const locale = useLocale();
  const { data, error } = useQuery(
    api.books.status.queryOptions(undefined, {
      staleTime: ASK_MS,
      refetchInterval: ASK_MS,
      trpc: { context: ALONE },
    }),
  );
  return (
    <Link href="/books" className="no-underline">
      {data && data.differences.length === 0 && (
        <Status
          state="kept"
          label={t("booksAgree", {
            time: data.at.toLocaleTimeString(locale, {
              hour: "2-digit",
              minute: "2-digit",
              hourCycle: "h23",
            }),
          })}
        />
      )}
      {data && data.differences.length > 0 && (
        <Status state="broken" label={t("booksDiffer", { count: data.differences.length })} />
      )}
      {!data && (
        <Status state={error ? "held" : "open"} label={t(error ? "booksUnknown" : "booksChecking")} />
      )}
    </Link>
  );
}

/** Recomputing takes longer than what stands beside it in a batch, so it is asked for by itself. */
const ALONE = { alone: true };
