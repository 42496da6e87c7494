import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api } from "../api.ts";
import type { ReadRecord } from "./record-draft.ts";

const REST_MS = 250;

type Wish = ReadRecord["wish"] & { customerId: string; currency: string };

/** As text that two equal wishes share; JSON knows no bigint. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? `${each}n` : each));

/** What the rules say of a wish, asked once typing rests; the last answer stays until the next is there. */
export function useWeighed(wish: Wish) {
  const [settled, setSettled] = useState(wish);
  const text = textOf(wish);
  useEffect(() => {
    if (textOf(settled) === text) return;
    const timer = setTimeout(() => setSettled(wish), REST_MS);
    return () => clearTimeout(timer);
  }, [text, settled, wish]);
  return useQuery({
    // Hundreds of documents are too long for an address.
    ...api.promises.weigh.queryOptions(settled, { trpc: { context: { long: true } } }),
    queryKeyHashFn: textOf,
    placeholderData: keepPreviousData,
  });
}
