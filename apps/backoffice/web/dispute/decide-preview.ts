import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type Answers, api } from "../api.ts";
import type { Outcome, Wished } from "./decision-draft.ts";

export type Preview = Answers["resolutions"]["preview"];
type Wish = {
  disputeId: string;
  outcome: Outcome;
  documents: Wished[];
  reason: string | null;
  grounds: string | null;
};

const REST_MS = 300;

/** As text that two equal wishes share; JSON knows no bigint. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? `${each}n` : each));

/** What a wish would do now, asked once typing rests; the last answer stays until the next is there. */
export function usePreview(wish: Wish, isReadable: boolean) {
  const [settled, setSettled] = useState(wish);
  const text = textOf(wish);
  useEffect(() => {
    if (textOf(settled) === text) return;
    const timer = setTimeout(() => setSettled(wish), REST_MS);
    return () => clearTimeout(timer);
  }, [text, settled, wish]);
  return useQuery({
    ...api.resolutions.preview.queryOptions(settled, { trpc: { context: { long: true } } }),
    queryKeyHashFn: textOf,
    enabled: isReadable,
    retry: false,
    placeholderData: keepPreviousData,
  });
}
