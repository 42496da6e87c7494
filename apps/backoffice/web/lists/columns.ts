import type { PhonePlace } from "@openitem/ui/table";
import { createColumnHelper, tableFeatures } from "@tanstack/react-table";
import type { ReactNode } from "react";

/** What a column of a list says about its cells beside what stands in them. */
export type ColumnLook = {
  align?: "end";
  /** Where the cell stands in the two-line rows of a phone. */
  phone?: PhonePlace;
  quiet?: boolean;
  strong?: boolean;
  /** Names the row. */
  heading?: boolean;
  className?: string;
  /** Said before the value on a phone, where the head is gone. */
  label?: string;
  /** The key the list may be sorted by here. */
  sort?: string;
  /** The full text of a cell that may be cut. */
  title?: (row: never) => string;
};

/** Sorting, filtering and paging are the server's: the table's own features are not used. */
export const features = tableFeatures({ columnMeta: {} as ColumnLook });

/** A column: its head, what stands in a cell, and how. */
export type Column<Row extends object> = {
  id: string;
  head: ReactNode;
  cell: (row: Row) => ReactNode;
  title?: (row: Row) => string;
} & Omit<ColumnLook, "title">;

/** Columns as TanStack Table wants them. Call it in a memo: the table is rebuilt for every new array. */
export function defineColumns<Row extends object>(columns: readonly Column<Row>[]) {
  const helper = createColumnHelper<typeof features, Row>();
  return columns.map(({ id, head, cell, ...look }) =>
    helper.display({
      id,
      header: () => head,
      cell: ({ row }) => cell(row.original),
      meta: look as ColumnLook,
    }),
  );
}
