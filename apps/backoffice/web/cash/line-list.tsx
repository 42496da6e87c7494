import { Amount } from "@openitem/ui/amount";
import { RowCheckbox } from "@openitem/ui/choice";
import { EmptyState } from "@openitem/ui/empty-state";
import { formatDay } from "@openitem/ui/formats";
import { StatusMark } from "@openitem/ui/status";
import { Body, Cell, ColumnHead, EmptyRows, Head, LoadingRows, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { type ReactNode, useEffect, useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import { useRowWindow } from "../lists/row-window.ts";
import { Failed } from "../shell/failure.tsx";
import { type KeyBinding, useKeys } from "../shell/keys.tsx";
import type { ListedLine, useLines } from "./use-lines.ts";

const COLUMNS = 4;
// What scrolls has to be reachable by key, also where none of its content is.
const REACHABLE = { tabIndex: 0 } as const;

/** The lines of a tab. The keyboard moves through them, and what it stands on is shown beside. */
export function LineList({
  caption,
  list,
  count,
  chosen,
  onChoose,
  ticked,
  onTick,
  empty,
}: {
  caption: string;
  list: ReturnType<typeof useLines>;
  /** Exact, where it is known. */
  count: number | undefined;
  chosen: string;
  onChoose: (lineId: string) => void;
  ticked: ReadonlySet<string>;
  /** Left out where lines cannot be ticked. */
  onTick?: (line: ListedLine) => void;
  empty: { title: string; actions?: ReactNode };
}) {
  const t = useTranslations("cash");
  const { locale, amount } = useFormats();
  const scroll = useRef<HTMLElement>(null);
  const { rows, isPending, error, refetch, onMore } = list;
  const view = useRowWindow(scroll, rows.length, onMore);
  const at = rows.findIndex(({ id }) => id === chosen);
  useLineKeys({ rows, at, show: view.show, onChoose, onTick });
  useEffect(() => {
    // The frame of the table takes no attributes of its own.
    scroll.current?.querySelector("table")?.setAttribute("aria-rowcount", String(count ?? -1));
  }, [count]);
  const currency = rows[0]?.currency;
  return (
    <section ref={scroll} className="list cash-list" aria-label={caption} {...REACHABLE}>
      <Table caption={caption} edge busy={isPending}>
        <Head>
          <ColumnHead>
            <span className="oi-hidden">{t("tick")}</span>
          </ColumnHead>
          <ColumnHead>{t("valueDay")}</ColumnHead>
          <ColumnHead>{t("fromAndKnown")}</ColumnHead>
          <ColumnHead align="end">{currency ? t("amountIn", { currency }) : t("amount")}</ColumnHead>
        </Head>
        <Body>
          {isPending && <LoadingRows columns={COLUMNS} rows={8} />}
          {error && (
            <EmptyRows columns={COLUMNS}>
              <Failed error={error} onRetry={() => refetch()} />
            </EmptyRows>
          )}
          {!isPending && !error && rows.length === 0 && (
            <EmptyRows columns={COLUMNS}>
              <EmptyState {...empty} />
            </EmptyRows>
          )}
          <Spacer height={view.before} />
          {view.items.map(({ index }) => {
            const line = rows[index];
            return (
              line && (
                <Row
                  key={line.id}
                  data-index={index}
                  aria-rowindex={index + 2}
                  current={index === at}
                  selected={index === at || ticked.has(line.id)}
                  onClick={({ target }) => {
                    if (!(target instanceof Element && target.closest("input"))) onChoose(line.id);
                  }}
                >
                  <Cell phone="select">
                    {onTick && (
                      <RowCheckbox
                        label={t("tickLine", {
                          name: line.name,
                          amount: `${amount(line.amountMinor, line.currency)} ${line.currency}`,
                        })}
                        checked={ticked.has(line.id)}
                        onChange={() => onTick(line)}
                      />
                    )}
                  </Cell>
                  <Cell quiet phone="aside">
                    {formatDay(line.valueOn, locale, { year: false })}
                  </Cell>
                  <Cell heading phone="lead" className="cash-name">
                    <button
                      type="button"
                      className="cash-open"
                      title={line.name}
                      onClick={() => onChoose(line.id)}
                    >
                      {line.name}
                    </button>
                    <span className="cash-known" title={line.known}>
                      <StatusMark state={line.mark} /> {line.known}
                    </span>
                  </Cell>
                  <Cell align="end" strong phone="amount">
                    <Amount
                      minor={line.amountMinor}
                      currency={line.currency}
                      showCurrency={line.currency !== currency}
                    />
                  </Cell>
                </Row>
              )
            );
          })}
          <Spacer height={view.after} />
        </Body>
      </Table>
    </section>
  );
}

function Spacer({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tr className="spacer" style={{ height }}>
      <td colSpan={COLUMNS} />
    </tr>
  );
}

type Moving = {
  rows: readonly ListedLine[];
  at: number;
  show: (index: number) => void;
  onChoose: (lineId: string) => void;
  onTick: ((line: ListedLine) => void) | undefined;
};

function useLineKeys(moving: Moving): void {
  const t = useTranslations("cash");
  // The bindings stay the same over renders and read what is current when a key comes.
  const now = useRef(moving);
  useEffect(() => {
    now.current = moving;
  });
  const bindings = useMemo<KeyBinding[]>(() => {
    const go = (step: number) => {
      const { rows, at, show, onChoose } = now.current;
      const next = Math.min(rows.length - 1, Math.max(0, at + step));
      const line = rows[next];
      if (!line) return;
      show(next);
      onChoose(line.id);
    };
    return [
      { keys: ["j", "k"], label: t("keyLine"), run: (key) => go(key === "j" ? 1 : -1) },
      { keys: ["s"], label: t("keySkip"), run: () => go(1) },
      {
        keys: ["x"],
        label: t("keyTick"),
        run() {
          const { rows, at, onTick } = now.current;
          const line = rows[at];
          if (line) onTick?.(line);
        },
      },
    ];
  }, [t]);
  useKeys(bindings);
}
