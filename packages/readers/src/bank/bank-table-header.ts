import { RefusedFile } from "../refused-file.ts";
import { plainWords } from "../remittance/words.ts";
import type { Sheet, TableRow } from "../table/table.ts";
import {
  type BankPlaces,
  type BankTableMapping,
  bankColumnOf,
  guessedPlaces,
  isBankTable,
  mappedPlaces,
} from "./bank-table-mapping.ts";

/** Rows in which a header is looked for. */
const searchedRows = 100;

export type BankHeader = {
  readonly headers: readonly string[];
  readonly places: BankPlaces;
  readonly above: readonly TableRow[];
  readonly body: readonly TableRow[];
};

/** Finds the header of a sheet by the mapping, or by its own words; null when the sheet has none. */
export function findBankHeader(sheet: Sheet, mapping: BankTableMapping | undefined): BankHeader | null {
  if (mapping?.headerRow === 0) return withoutHeader(sheet, mapping);
  const rows = sheet.rows.slice(0, searchedRows);
  let best: { index: number; places: BankPlaces } | null = null;
  for (const [index, row] of rows.entries()) {
    if (mapping?.headerRow !== undefined && row.number !== mapping.headerRow) continue;
    const texts = row.cells.map(({ text }) => text);
    const places = mapping ? mappedPlaces(mapping, texts) : guessed(texts);
    if (!places || !isBankTable(places)) continue;
    if (!best || places.size > best.places.size) best = { index, places };
  }
  if (!best) return null;
  return {
    headers: (sheet.rows[best.index]?.cells ?? []).map(({ text }) => text.trim()),
    places: best.places,
    above: sheet.rows.slice(0, best.index),
    body: sheet.rows.slice(best.index + 1),
  };
}

/** A row of names holds no figures; one of prose names too little. */
function guessed(texts: readonly string[]): BankPlaces | null {
  const filled = texts.filter((text) => text.trim() !== "");
  if (filled.some((text) => /\d{3,}|\d[.,/-]\d/.test(text))) return null;
  const known = filled.filter((text) => bankColumnOf(text) !== null);
  return known.length * 3 >= filled.length ? guessedPlaces(texts) : null;
}

function withoutHeader(sheet: Sheet, mapping: BankTableMapping): BankHeader {
  const places = mappedPlaces(mapping, []);
  if (!places || !isBankTable(places)) {
    throw new RefusedFile(
      "mapping-misfit",
      "A mapping for a table without a header must name its columns by letter, a date and an amount at least.",
    );
  }
  return { headers: [], places, above: [], body: sheet.rows };
}

/** Facts that stand around a table: the account, its currency, balances with a label. */
export type BankTableFacts = {
  readonly account: string | null;
  readonly currency: string | null;
};

const accountLabel =
  /^\s*(?:account(?: number| no\.?| id)?|iban|konto(?:nummer)?|rekening(?:nummer)?|compte|num[eé]ro de compte|cuenta|conto)\s*[:=]\s*(\S.*)$/i;
const currencyLabel =
  /^\s*(?:currency|ccy|w[aä](?:e)?hrung|devise|moneda|divisa|valuta)?\s*:\s*([A-Z]{3})\s*$/i;

/** Reads `Account number: 123` and `Currency: EUR`, in one cell or two, from the rows above the header. */
export function factsAbove(rows: readonly TableRow[]): BankTableFacts {
  const texts = rows.flatMap(({ cells }) =>
    cells.flatMap(({ text }, index) => {
      const next = cells[index + 1]?.text.trim() ?? "";
      return text.trim() !== "" && !text.includes(":") && next !== ""
        ? [text, `${text}: ${next}`]
        : [text, `${text} ${next}`];
    }),
  );
  const find = (pattern: RegExp) =>
    texts.flatMap((text) => (text.length <= 200 ? (pattern.exec(text)?.[1] ?? []) : []))[0]?.trim() ?? null;
  return { account: find(accountLabel), currency: find(currencyLabel)?.toUpperCase() ?? null };
}

/** Whether a row is one of balance or total, by its words. */
export function rowMeaning(row: TableRow): "opening" | "closing" | "total" | null {
  const words = row.cells
    .filter(({ kind }) => kind === "text")
    .map(({ text }) => (text.length > 100 ? "" : plainWords(text)))
    .join(" ");
  if (
    /\b(?:opening|initial|previous|starting|beginning) balance|balance (?:brought|at start|at beginning|forward)|anfangssaldo|saldo (?:inicial|iniziale|anterior|poczatkowe)|solde (?:initial|precedent|anterieur|debut)|beginsaldo|alter kontostand/.test(
      words,
    )
  ) {
    return "opening";
  }
  if (
    /\b(?:closing|ending|final|end) balance|balance (?:carried|at end|at close)|endsaldo|schlusssaldo|saldo (?:final|finale|koncowe)|solde (?:final|de cloture|fin)|eindsaldo|neuer kontostand/.test(
      words,
    )
  ) {
    return "closing";
  }
  return /\b(?:grand total|total|totals|summe|gesamt|totaal|totale|suma)\b/.test(words) ? "total" : null;
}
