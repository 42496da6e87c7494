import { useQueries } from "@tanstack/react-query";
import { api } from "../api.ts";
import type { LinesOf, Subject } from "./decision-draft.ts";

/** A bill with more lines is issued anew with its amount alone. */
const LINES_MAX = 200;

/** The lines of documents that are billed anew, as far as they can be corrected one by one. */
export function useCorrectableLines(subjects: readonly Subject[]): LinesOf {
  const found = useQueries({
    queries: subjects.map(({ itemId }) => api.items.lines.queryOptions({ itemId, limit: LINES_MAX })),
  });
  return (itemId) => {
    const page = found[subjects.findIndex((subject) => subject.itemId === itemId)]?.data;
    return page && page.next === null && page.rows.length > 0 ? page.rows : null;
  };
}
