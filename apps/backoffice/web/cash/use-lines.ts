import type { StatusState } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { type Answers, api } from "../api.ts";
import { useMore } from "../lists/more.ts";
import type { CashSearch } from "./cash-search.ts";
import { useSignalWords } from "./signal-words.ts";

export type Match = Answers["cash"]["matches"]["rows"][number];
type Line = Answers["bank"]["lines"]["rows"][number];

/** A bank line as every list of the workbench shows it. */
export type ListedLine = {
  id: string;
  valueOn: string;
  name: string;
  currency: string;
  /** What is still to be decided of it, or all of it. */
  amountMinor: bigint;
  mark: StatusState;
  known: string;
  /** With what the engine made of it; null for lines that were matched or went out. */
  match: Match | null;
};

const PAGE = 200;
const LOOK_MS = 30_000;

/** Whether a proposal pays whole documents and leaves nothing of the money: what may be applied in one go with others. */
export const isExact = ({ best }: Match): boolean =>
  best !== null &&
  best.applications.length > 0 &&
  best.difference.minor === 0n &&
  best.applications.every(({ discountMinor }) => discountMinor === 0n);

/** The lines of a tab, page by page. */
export function useLines({ tab, account, search }: CashSearch) {
  const waiting = tab !== "out" && tab !== "matched";
  const asked = { bankAccountId: account || null, search: search || null };
  const options = {
    placeholderData: keepPreviousData,
    // A reader far down the list is left in peace.
    refetchInterval: ({ state }: { state: { data?: { pages: unknown[] } | undefined } }) =>
      (state.data?.pages.length ?? 0) > 2 ? (false as const) : LOOK_MS,
  };
  const matches = useInfiniteQuery(
    api.cash.matches.infiniteQueryOptions(
      {
        ...asked,
        state: tab === "unapplied" ? "receipt" : "open",
        payer: tab === "unknown" ? "unknown" : null,
        limit: PAGE,
      },
      { getNextPageParam: (page) => page.next, enabled: waiting, ...options },
    ),
  );
  const lines = useInfiniteQuery(
    api.bank.lines.infiniteQueryOptions(
      {
        ...asked,
        state: tab === "out" ? "open" : "receipt",
        flow: tab === "out" ? "out" : "in",
        limit: PAGE,
      },
      { getNextPageParam: (page) => page.next, enabled: !waiting, ...options },
    ),
  );
  const ofMatch = useMatchWords();
  const ofLine = useLineWords();
  const moreMatches = useMore(matches);
  const moreLines = useMore(lines);
  const rows = useMemo(
    (): ListedLine[] =>
      waiting
        ? (matches.data?.pages.flatMap((page) => page.rows.map(ofMatch)) ?? [])
        : (lines.data?.pages.flatMap((page) => page.rows.map(ofLine)) ?? []),
    [waiting, matches.data, lines.data, ofMatch, ofLine],
  );
  const { isPending, error, refetch } = waiting ? matches : lines;
  return { rows, isPending, error, refetch, onMore: waiting ? moreMatches : moreLines };
}

/** What a list says of money that waits: what would pay what, or why nothing is proposed. */
function useMatchWords(): (row: Match) => ListedLine {
  const t = useTranslations("cash");
  const signal = useSignalWords();
  const { amount } = useFormats();
  return useMemo(() => {
    const known = (row: Match): Pick<ListedLine, "mark" | "known"> => {
      const { best, found, customerName, waits } = row;
      if (best) {
        const { minor, kind } = best.difference;
        const difference = amount(minor < 0n ? -minor : minor, row.currency);
        const documents = t("documents", { count: best.applications.length });
        return isExact(row)
          ? { mark: "kept", known: t("foundExact", { documents }) }
          : { mark: "part-paid", known: t(`found.${kind}`, { documents, difference }) };
      }
      if (customerName === null) return { mark: "unidentified", known: t("payerUnknown") };
      if (found === "unseen") return { mark: "open", known: t("unseen") };
      const [why] = waits;
      return { mark: "unapplied", known: why ? signal(why) : t("nothingFits") };
    };
    return (row) => ({
      id: row.lineId,
      valueOn: row.valueOn,
      name: row.counterpartyName ?? row.customerName ?? row.reference ?? t("nameless"),
      currency: row.currency,
      amountMinor: row.leftMinor,
      match: row,
      ...known(row),
    });
  }, [t, signal, amount]);
}

/** The same of money that is decided, or that went out. */
function useLineWords(): (row: Line) => ListedLine {
  const t = useTranslations("cash");
  return useMemo(() => {
    const known = ({ document, outcome, state }: Line): Pick<ListedLine, "mark" | "known"> => {
      if (state === "open") return { mark: "open", known: t("wentOut") };
      const number = document?.number ?? "";
      if (outcome?.kind === "applied")
        return { mark: "paid", known: t("byRule", { number, rule: t(`rules.${outcome.rule as "amount"}`) }) };
      return { mark: "kept", known: t("byPerson", { number }) };
    };
    return (row) => ({
      id: row.id,
      valueOn: row.valueOn,
      name: row.counterpartyName ?? row.document?.customerName ?? row.reference ?? t("nameless"),
      currency: row.currency,
      amountMinor: row.amountMinor,
      match: null,
      ...known(row),
    });
  }, [t]);
}
