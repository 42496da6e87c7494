import type { HTMLAttributes, ReactNode, TdHTMLAttributes, ThHTMLAttributes } from "react";
import { useTranslations } from "use-intl";
import { Amount, type AmountProps } from "./amount.tsx";
import { Banner } from "./banner.tsx";
import { classNames } from "./class-names.tsx";
import { Link } from "./link.tsx";

/**
 * Where a cell stands on a phone, where each row becomes two lines: `select` before both, `lead` and `amount` on the
 * first, `status` and `aside` on the second, `line` on a line of its own with its label, `hidden` not at all.
 */
export type PhonePlace = "select" | "lead" | "amount" | "status" | "aside" | "line" | "hidden";

const place = (phone: PhonePlace | undefined) => phone && `oi-phone-${phone}`;

// Rows are laid out as a grid on a phone, and Safari then forgets that they are a table unless told.
const ROLES = {
  table: { role: "table" },
  group: { role: "rowgroup" },
  row: { role: "row" },
  cell: { role: "cell" },
  columnHead: { role: "columnheader" },
  rowHead: { role: "rowheader" },
} as const;

export type TableProps = {
  /** read out before the table: what it lists, the currency, the order */
  caption: ReactNode;
  captionShown?: boolean;
  /** on a phone: two-line rows, sideways scrolling, or as it is */
  phone?: "rows" | "scroll" | "same";
  /** cells run to the edge of a pane, with a sunk head that stays: back office */
  edge?: boolean;
  /** one line per row */
  dense?: boolean;
  busy?: boolean;
  className?: string;
  children: ReactNode;
};

/** A table with hairlines between rows. Its parts are Head, Body, Foot, Row, Cell, AmountCell, SortHeader. */
export function Table({
  caption,
  captionShown,
  phone = "rows",
  edge,
  dense,
  busy,
  className,
  children,
}: TableProps) {
  const table = (
    <table
      {...ROLES.table}
      aria-busy={busy || undefined}
      className={classNames(
        "oi-table",
        phone === "rows" && "oi-table-rows",
        edge && "oi-table-edge",
        dense && "oi-table-dense",
        className,
      )}
    >
      <caption className={captionShown ? "oi-caption" : "oi-hidden"}>{caption}</caption>
      {children}
    </table>
  );
  if (phone !== "scroll") return table;
  return <div className="oi-table-scroll">{table}</div>;
}

/** The head row; its children are ColumnHead and SortHeader. */
export function Head({ children }: { children: ReactNode }) {
  return (
    <thead {...ROLES.group}>
      <tr {...ROLES.row}>{children}</tr>
    </thead>
  );
}

/** The rows. */
export function Body({ children }: { children: ReactNode }) {
  return <tbody {...ROLES.group}>{children}</tbody>;
}

/** The sums: holds SumRow. */
export function Foot({ children }: { children: ReactNode }) {
  return <tfoot {...ROLES.group}>{children}</tfoot>;
}

type Align = "start" | "end";

export type ColumnHeadProps = Omit<ThHTMLAttributes<HTMLTableCellElement>, "align"> & { align?: Align };

/** A column's head. Amounts say their currency here: "Open, USD". */
export function ColumnHead({ align, className, children, ...rest }: ColumnHeadProps) {
  return (
    <th
      {...ROLES.columnHead}
      scope="col"
      {...rest}
      className={classNames(align === "end" && "oi-number", className)}
    >
      {children}
    </th>
  );
}

/** The order of a column at present, if it is the one sorted by. */
export type SortOrder = "ascending" | "descending" | "none";

/** A column's head that sorts: a link to the same list in the other order. */
export function SortHeader({
  href,
  order,
  align,
  children,
}: {
  href: string;
  order: SortOrder;
  align?: Align;
  children: ReactNode;
}) {
  return (
    <ColumnHead align={align} aria-sort={order === "none" ? undefined : order}>
      <Link href={href} className="oi-sort" rel="nofollow">
        {children}
        <span className="oi-sort-arrow" aria-hidden="true">
          {order === "ascending" ? "↑" : order === "descending" ? "↓" : ""}
        </span>
      </Link>
    </ColumnHead>
  );
}

type RowLook = {
  selected?: boolean;
  /** where the keyboard is */
  current?: boolean;
  /** cannot be chosen now */
  dim?: boolean;
  /** the one row that needs a decision */
  tone?: "disputed" | "due" | "overdue";
  /** no rule below: the next row belongs to it */
  joined?: boolean;
};

export type RowProps = HTMLAttributes<HTMLTableRowElement> & RowLook;

/** The attributes of a row, for lists whose rows are elements rather than components: those cost the server less. */
export const rowLook = ({ selected, current, dim, tone, joined }: RowLook, className?: string) => ({
  ...ROLES.row,
  "aria-current": current || undefined,
  "aria-selected": selected,
  className:
    classNames(
      selected && "is-selected",
      current && "is-current",
      dim && "is-dim",
      joined && "is-joined",
      tone && `oi-row-${tone}`,
      className,
    ) || undefined,
});

/** One row. */
export function Row({ selected, current, dim, tone, joined, className, children, ...rest }: RowProps) {
  return (
    <tr {...rest} {...rowLook({ selected, current, dim, tone, joined }, className)}>
      {children}
    </tr>
  );
}

type CellLook = {
  align?: Align;
  phone?: PhonePlace;
  quiet?: boolean;
  strong?: boolean;
};

const cellNames = ({ align, phone, quiet, strong }: CellLook, className?: string) =>
  classNames(
    align === "end" && "oi-number",
    quiet && "oi-quiet",
    strong && "oi-strong",
    place(phone),
    className,
  ) || undefined;

/** The attributes of a cell, for lists whose rows are elements. */
export const cellLook = (look: CellLook, className?: string) => ({
  ...ROLES.cell,
  className: cellNames(look, className),
});

/** The same for the cell that names its row. */
export const headingLook = (look: CellLook) => ({
  ...ROLES.rowHead,
  scope: "row",
  className: cellNames(look),
});

export type CellProps = Omit<TdHTMLAttributes<HTMLTableCellElement>, "align"> &
  CellLook & {
    /** said before the value on a phone, where the head is gone */
    label?: string;
    /** the second line */
    sub?: ReactNode;
    /** names the row: the document number */
    heading?: boolean;
  };

/** One cell. A `heading` cell names its row. */
export function Cell({
  align,
  phone,
  label,
  sub,
  quiet,
  strong,
  heading,
  className,
  children,
  ...rest
}: CellProps) {
  const names = cellNames({ align, phone, quiet, strong }, className);
  const inside = (
    <>
      {children}
      {sub != null && <small className="oi-sub">{sub}</small>}
    </>
  );
  if (heading) {
    return (
      <th {...ROLES.rowHead} scope="row" {...rest} className={names} data-label={label}>
        {inside}
      </th>
    );
  }
  return (
    <td {...ROLES.cell} {...rest} className={names} data-label={label}>
      {inside}
    </td>
  );
}

/** A cell with an amount; null leaves it empty, which means that none applies. */
export function AmountCell({
  minor,
  phone = "amount",
  sub,
  label,
  ...amount
}: Omit<AmountProps, "minor"> & {
  minor: bigint | null;
  phone?: PhonePlace;
  sub?: ReactNode;
  label?: string;
}) {
  return (
    <Cell align="end" phone={phone} sub={sub} label={label}>
      {minor !== null && <Amount minor={minor} {...amount} />}
    </Cell>
  );
}

/** The number of a document, as the link of its row. */
export function DocumentLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="oi-document">
      {children}
    </Link>
  );
}

/** In place of rows when there are none: what was searched, and the way out. */
export function EmptyRows({ columns, children }: { columns: number; children: ReactNode }) {
  return (
    <tr {...ROLES.row} className="oi-table-note">
      <td {...ROLES.cell} colSpan={columns} className="oi-phone-line">
        {children}
      </td>
    </tr>
  );
}

/** In place of rows while they load: bars that appear after 300 ms, under the head that stays. */
export function LoadingRows({ columns, rows = 3 }: { columns: number; rows?: number }) {
  const t = useTranslations("ui");
  const places: PhonePlace[] = ["lead", "amount", "status", "aside"];
  return Array.from({ length: rows }, (_, row) => `row-${row}`).map((key, row) => (
    <tr {...ROLES.row} key={key} className="oi-loading">
      {Array.from({ length: columns }, (_, column) => `cell-${column}`).map((cell, column) => (
        <td {...ROLES.cell} key={cell} className={place(places[column] ?? "hidden")}>
          {row === 0 && column === 0 && <span className="oi-hidden">{t("loading")}</span>}
          <span className={`oi-loading-bar oi-loading-${((row * 2 + column) % 3) + 1}`} />
        </td>
      ))}
    </tr>
  ));
}

/** In place of rows that could not be loaded: what failed, that nothing is wrong with the money, a reference, and again. */
export function FailedRows({
  columns,
  title,
  detail,
  reference,
  retryHref,
}: {
  columns: number;
  title: ReactNode;
  detail: ReactNode;
  reference?: string;
  retryHref: string;
}) {
  const t = useTranslations("ui");
  return (
    <tr {...ROLES.row} className="oi-table-note">
      <td {...ROLES.cell} colSpan={columns} className="oi-phone-line">
        <Banner
          tone="overdue"
          state="overdue"
          title={title}
          action={<Link href={retryHref}>{t("tryAgain")}</Link>}
        >
          {detail} {reference && t("reference", { reference })}
        </Banner>
      </td>
    </tr>
  );
}
