import { z } from "zod";

/** What somebody typed to look for: without NUL, which no text in Postgres can hold, and without space around it. */
export const searchText = (longest: number, shortest = 0) =>
  z
    .string()
    .overwrite((text) => text.replaceAll("\0", ""))
    .trim()
    .min(shortest)
    .max(longest);
