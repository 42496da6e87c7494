import type { Statement } from "./statement.ts";

/** More rows than this are for a file of data and not for paper: setting them takes seconds and over a gigabyte. */
export const PAPER_ROWS_MAX = 4_000;

export const rowCount = ({ sections }: Statement): number =>
  sections.reduce((count, { debits, credits }) => count + debits.length + credits.length, 0);
