import type { Location } from "../location.ts";
import type { CellKind } from "../table/table.ts";

/** A cell of a remittance's table, wherever it was found: a spreadsheet, a page of text, a scan. */
export type GridCell = {
  readonly text: string;
  readonly kind: CellKind;
  /** 0 to 100 when read by OCR, else null. */
  readonly confidence: number | null;
};

export type GridRow = { readonly cells: readonly GridCell[]; readonly location: Location };

/** A table with its headers by column, and the rows of text above it. */
export type Grid = {
  readonly headers: readonly string[];
  /** Rows above the header: titles, addresses, labels with values. */
  readonly above: readonly GridRow[];
  readonly body: readonly GridRow[];
};

export const noCell: GridCell = { text: "", kind: "text", confidence: null };
