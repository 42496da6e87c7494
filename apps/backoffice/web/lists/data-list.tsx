import {
  Body,
  Cell,
  ColumnHead,
  EmptyRows,
  Foot,
  Head,
  LoadingRows,
  Row,
  SortHeader,
  Table,
} from "@openitem/ui/table";
import { type ReactTable, useTable } from "@tanstack/react-table";
import { type ReactNode, useEffect, useRef } from "react";
import { Failed } from "../shell/failure.tsx";
import { type ColumnLook, type defineColumns, features } from "./columns.ts";
import { useListKeys } from "./list-keys.ts";
import { useRowWindow } from "./row-window.ts";
import { keepTrail } from "./trail.ts";

/** How a list is sorted, and the address of the same list sorted by another column. */
export type ListSort = { by: string; descending: boolean; href: (key: string) => string };

export type DataListProps<Row extends object> = {
  /** Read out: what the list holds, and in which order. */
  caption: string;
  columns: ReturnType<typeof defineColumns<Row>>;
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** Where a row leads: opened by its link, or by ↵ where the keyboard is. */
  rowHref?: (row: Row) => string;
  sort?: ListSort;
  /** Exact, where it is known. */
  count?: number | undefined;
  isPending: boolean;
  error: unknown;
  onRetry: () => void;
  /** Asks for the rows after the last. Left out when there are none. */
  onMore?: (() => void) | undefined;
  empty: ReactNode;
  /** Sums over the whole filter: rows of SumRow. */
  foot?: ReactNode;
};

const NO_ROWS: never[] = [];

/** A list of any length: only rows in sight are in the page, and the keyboard moves through them. */
export function DataList<Row extends object>(props: DataListProps<Row>) {
  const { caption, columns, rows, rowId, rowHref, count, isPending, error, onRetry, empty, foot } = props;
  const scroll = useRef<HTMLElement>(null);
  const table = useTable({ features, columns, data: rows as Row[], getRowId: rowId });
  const model = isPending || error ? NO_ROWS : table.getRowModel().rows;
  const view = useRowWindow(scroll, model.length, props.onMore);
  const hrefAt = (index: number) => {
    const row = model[index];
    return row && rowHref?.(row.original);
  };
  const leave = (href: string) => keepTrail(rowHref ? rows.map(rowHref) : [], href);
  const current = useListKeys(model.length, view.show, rowHref && hrefAt, leave);
  useEffect(() => {
    // The frame of the table takes no attributes of its own.
    scroll.current?.querySelector("table")?.setAttribute("aria-rowcount", String(count ?? -1));
  }, [count]);

  return (
    <section
      ref={scroll}
      className="list"
      aria-label={caption}
      onClickCapture={({ target }) => leave(linkAt(target))}
      {...REACHABLE}
    >
      <Table caption={caption} edge busy={isPending}>
        <Heads table={table} sort={props.sort} />
        <Body>
          {isPending && <LoadingRows columns={columns.length} rows={8} />}
          {error != null && (
            <EmptyRows columns={columns.length}>
              <Failed error={error} onRetry={onRetry} />
            </EmptyRows>
          )}
          {!isPending && !error && model.length === 0 && (
            <EmptyRows columns={columns.length}>{empty}</EmptyRows>
          )}
          <Spacer height={view.before} columns={columns.length} />
          {view.items.map(({ index }) => {
            const row = model[index];
            return (
              row && (
                <Row
                  key={row.id}
                  data-index={index}
                  aria-rowindex={index + 2}
                  current={current.index === index}
                  selected={current.index === index || undefined}
                  onClick={() => current.set(index)}
                >
                  {row.getAllCells().map((cell) => (
                    <Cell key={cell.id} {...lookOf(cell.column.columnDef.meta, row.original)}>
                      <table.FlexRender cell={cell} />
                    </Cell>
                  ))}
                </Row>
              )
            );
          })}
          <Spacer height={view.after} columns={columns.length} />
        </Body>
        {foot && model.length > 0 && <Foot>{foot}</Foot>}
      </Table>
    </section>
  );
}

// What scrolls has to be reachable by key, also where none of its content is.
const REACHABLE = { tabIndex: 0 } as const;

/** Where the link leads that was clicked; empty when there was none. */
const linkAt = (target: EventTarget): string =>
  (target instanceof Element && target.closest("a")?.getAttribute("href")) || "";

function lookOf<Row extends object>(meta: ColumnLook | undefined, row: Row) {
  const { sort: _sort, title, ...look } = meta ?? {};
  return { ...look, title: title?.(row as never) };
}

function Heads<Row extends object>({
  table,
  sort,
}: {
  table: ReactTable<typeof features, Row>;
  sort: ListSort | undefined;
}) {
  return (
    <Head>
      {table.getHeaderGroups().flatMap((group) =>
        group.headers.map((header) => {
          const look = header.column.columnDef.meta;
          const words = <table.FlexRender header={header} />;
          if (!sort || !look?.sort)
            return (
              <ColumnHead key={header.id} align={look?.align} className={look?.className}>
                {words}
              </ColumnHead>
            );
          const order = sort.by !== look.sort ? "none" : sort.descending ? "descending" : "ascending";
          return (
            <SortHeader key={header.id} align={look.align} order={order} href={sort.href(look.sort)}>
              {words}
            </SortHeader>
          );
        }),
      )}
    </Head>
  );
}

/** The room of the rows that are not in the page. */
function Spacer({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    <tr className="spacer" style={{ height }}>
      <td colSpan={columns} />
    </tr>
  );
}
