import { useVirtualizer, type VirtualItem } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useLayoutEffect, useState } from "react";

const ROW_PX = 29;
/** What stays in sight above and below the rows: the head, and the sums. */
type Edges = { head: number; foot: number };
const NO_EDGES: Edges = { head: 30, foot: 0 };
/** Rows before the end at which the next ones are asked for. */
const AHEAD = 40;

export type RowWindow = {
  items: VirtualItem[];
  /** Room above and below the rows in the page, in pixels. */
  before: number;
  after: number;
  /** Brings a row into sight. */
  show: (index: number) => void;
};

/** Which rows of a long list are in the page, by how far it is scrolled; asks for more before the last is reached. */
export function useRowWindow(
  scroll: RefObject<HTMLElement | null>,
  count: number,
  onMore: (() => void) | undefined,
): RowWindow {
  const [rowPx, setRowPx] = useState(ROW_PX);
  const [edges, setEdges] = useState(NO_EDGES);
  const virtual = useVirtualizer<HTMLElement, HTMLTableRowElement>({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowPx,
    overscan: 12,
    scrollPaddingStart: edges.head,
    scrollPaddingEnd: edges.foot,
  });
  // All rows of a list are as high as its first one, which is higher on a phone.
  useLayoutEffect(() => {
    const row = scroll.current?.querySelector<HTMLTableRowElement>("tbody tr[data-index]");
    if (row && count > 0 && row.offsetHeight !== rowPx) setRowPx(row.offsetHeight);
    const head = scroll.current?.querySelector("thead")?.offsetHeight ?? 0;
    const foot = scroll.current?.querySelector("tfoot")?.offsetHeight ?? 0;
    if (head !== edges.head || foot !== edges.foot) setEdges({ head, foot });
  });
  useEffect(() => {
    if (rowPx > 0) virtual.measure();
  }, [rowPx, virtual]);
  const items = virtual.getVirtualItems();
  const last = items.at(-1);
  const isNearEnd = count > 0 && (last?.index ?? 0) >= count - AHEAD;
  useEffect(() => {
    if (isNearEnd) onMore?.();
  }, [isNearEnd, onMore]);
  return {
    items,
    before: items[0]?.start ?? 0,
    after: last ? virtual.getTotalSize() - last.end : 0,
    show: (index) => virtual.scrollToIndex(index, { align: "auto" }),
  };
}
