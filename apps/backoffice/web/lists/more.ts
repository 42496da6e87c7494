import { useCallback } from "react";

type Paged = {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isError: boolean;
  fetchNextPage: () => unknown;
};

/** Asks for the next page of a list, unless it is on its way or there is none. */
export function useMore({
  hasNextPage,
  isFetchingNextPage,
  isError,
  fetchNextPage,
}: Paged): (() => void) | undefined {
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  return hasNextPage && !isFetchingNextPage && !isError ? more : undefined;
}
