import { z } from "zod";

/** What somebody typed to look for: without NUL, which no text in Postgres can hold, and without space around it. */
export const searchText = (longest: number, shortest = 0) =>
  z.preprocess(
    (raw) => (typeof raw === "string" ? raw.replaceAll("\0", "") : raw),
    z.string().trim().min(shortest).max(longest),
  );
