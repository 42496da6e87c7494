import { drawAmount } from "@openitem/ui/amount";
import { Link } from "@openitem/ui/link";
import { drawStatus, type StatusState } from "@openitem/ui/status";
import { cellLook, headingLook, rowLook } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { InvoiceRow } from "../invoices.server.ts";
import { useDistance } from "./distance-words.tsx";
import { useItemStatus } from "./item-status.tsx";
import { filledIn, onceEach } from "./spare-words.ts";
import type { Selection } from "./use-selection.tsx";

type RowWords = ReturnType<typeof useRowWords>;

/** What the rows say, looked up once for all of them. */
export function useRowWords() {
  const t = useTranslations("invoices");
  const states = useTranslations("status");
  const { day, locale } = useFormats();
  return {
    t,
    locale,
    select: filledIn((number) => t("select", { number })),
    purchaseOrder: filledIn((number) => t("po", { number })),
    day: onceEach((iso: string) => day(iso)),
    word: onceEach((state: StatusState) => states(state)),
    distance: useDistance(),
    statusOf: useItemStatus(),
  };
}

// The looks of the cells, in their order. Rows are many and made of elements: a component costs the server more.
const SELECT = cellLook({ phone: "select" });
const NUMBER = headingLook({ phone: "lead" });
const ISSUED = cellLook({ phone: "hidden", quiet: true }, "whitespace-nowrap");
const DUE = cellLook({ phone: "aside" });
const AMOUNT = cellLook({ align: "end", phone: "amount" });
const AMOUNT_HIDDEN = cellLook({ align: "end", phone: "hidden" });
const STATUS = cellLook({ phone: "status" });

type LineProps = {
  row: InvoiceRow;
  words: RowWords;
  selection: Selection;
  hasSelect: boolean;
  manyAccounts: boolean;
  showCurrency: boolean;
};

/** A row of the list. Elements rather than components throughout: see `rowLook`. */
export function drawLine({ row, words, selection, hasSelect, manyAccounts, showCurrency }: LineProps) {
  const { t, locale, statusOf } = words;
  const { id, number, currency, openMinor, amountMinor, payableMinor } = row;
  const sign = row.isDebit ? 1n : -1n;
  const status = statusOf(row);
  const isOn = selection.has(id);
  const isBlocked = payableMinor === 0n;
  const concerning = [
    manyAccounts && row.customerName,
    row.kind !== "invoice" && t(`kind.${row.kind}`),
    row.poNumber && words.purchaseOrder(row.poNumber),
  ].filter(Boolean);
  return (
    <tr
      key={id}
      {...rowLook({
        selected: hasSelect ? isOn : undefined,
        dim: hasSelect && row.isDebit && openMinor > 0n && isBlocked,
      })}
    >
      {hasSelect && (
        <td {...SELECT}>
          <input
            type="checkbox"
            className="oi-check"
            name="item"
            value={id}
            autoComplete="off"
            checked={isOn}
            onChange={(event) => selection.set([row], event.target.checked)}
            disabled={isBlocked}
            aria-label={
              isBlocked
                ? t("cannotSelect", { number, reason: String(status.detail ?? status.label ?? "") })
                : words.select(number)
            }
          />
        </td>
      )}
      <th {...NUMBER}>
        <Link href={`/invoices/${id}`} className="oi-document">
          {number}
        </Link>
        {concerning.length > 0 && <small className="oi-sub">{concerning.join(" · ")}</small>}
      </th>
      <td {...ISSUED}>{words.day(row.issuedOn)}</td>
      <td {...DUE}>{row.dueOn && drawDue(row.dueOn, row, words)}</td>
      {/* A phone has room for one amount: what is open, or the whole of what is done with. */}
      <td {...(openMinor === 0n ? AMOUNT : AMOUNT_HIDDEN)}>
        {drawAmount({ minor: sign * amountMinor, currency, showCurrency, tone: "quiet" }, locale)}
      </td>
      <td {...(openMinor === 0n ? AMOUNT_HIDDEN : AMOUNT)}>
        {drawAmount(
          {
            minor: sign * openMinor,
            currency,
            showCurrency,
            strong: true,
            tone: row.isDebit || openMinor === 0n ? "plain" : "credit",
          },
          locale,
        )}
      </td>
      <td {...STATUS}>{drawStatus(status, status.label === undefined && words.word(status.state))}</td>
    </tr>
  );
}

function drawDue(dueOn: string, { openMinor, daysLate }: InvoiceRow, { day, distance }: RowWords) {
  return (
    <>
      <span className="whitespace-nowrap">{day(dueOn)}</span>
      {openMinor > 0n && daysLate !== null && (
        <small className={daysLate > 0 ? "oi-sub oi-tone-overdue" : "oi-sub"}>{distance(daysLate)}</small>
      )}
    </>
  );
}
