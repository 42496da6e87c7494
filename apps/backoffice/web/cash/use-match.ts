import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type Answers, api } from "../api.ts";
import type { Document } from "./match-draft.ts";

export type Detail = Answers["cash"]["line"];
export type LineFacts = Answers["bank"]["line"];
/** What the engine lays out for a line: kept by a run, or asked for now. */
export type Laid = {
  /** Another one is another form. */
  id: string;
  proposals: Detail["outcomes"][number]["proposals"];
  waits: Detail["outcomes"][number]["waits"];
};

/** Whether anything of a line is still to be decided: all of it, or the rest of its receipt. */
export const isWaiting = ({ line, receipt }: Detail): boolean =>
  line.amountMinor > 0n && (line.state === "open" || (receipt !== null && receipt.openMinor > 0n));

/** What may be used of a line's money now. */
export const availableOf = ({ line, receipt }: Detail): bigint => receipt?.openMinor ?? line.amountMinor;

/** What the engine lays out: what a run kept, else what it says when asked now. */
export function useLaid(detail: Detail | undefined): {
  laid: Laid | undefined;
  isPending: boolean;
  error: unknown;
} {
  const newest = detail?.outcomes[0];
  const isKept = newest?.kind === "proposed" || newest?.kind === "nothing";
  const asks = detail !== undefined && isWaiting(detail) && !isKept;
  const preview = useQuery(
    api.cash.preview.queryOptions(
      { lineId: detail?.line.id ?? "" },
      { enabled: asks, staleTime: 60_000, trpc: { context: { alone: true } } },
    ),
  );
  const laid = useMemo((): Laid | undefined => {
    if (isKept) return { id: newest.id, proposals: newest.proposals, waits: newest.waits };
    if (!preview.data) return undefined;
    const { proposals, waits } = preview.data;
    return { id: `now ${newest?.id ?? ""}`, proposals: [...proposals], waits: [...waits] };
  }, [isKept, newest, preview.data]);
  return { laid, isPending: asks && preview.isPending, error: asks ? preview.error : null };
}

/** Documents by their ids as they stand now. */
export function useDocuments(itemIds: readonly string[]): ReadonlyMap<string, Document> {
  const wanted = useMemo(() => [...new Set(itemIds)].sort(), [itemIds]);
  const { data } = useQuery(
    api.cash.documents.queryOptions(
      { itemIds: wanted },
      {
        enabled: wanted.length > 0,
        placeholderData: keepPreviousData,
        // Hundreds of ids are too long for an address.
        trpc: { context: { long: true } },
      },
    ),
  );
  return useMemo(() => new Map(data?.map((document) => [document.itemId, document])), [data]);
}
