import { isDebit } from "@openitem/domain/items/item";
import { listItems } from "@openitem/domain/items/list-items";
import { decimal } from "@openitem/domain/kernel/money";
import { createTranslator } from "use-intl";
import { type Viewer, viewerContext } from "../context.ts";
import { CSV_START, csvLine, csvResponse } from "../csv.ts";
import { file } from "../file-answer.server.ts";
import { asListInput, type InvoiceFilter, readFilter } from "../invoice-filter.ts";
import { en } from "../messages/en.ts";
import type { Route } from "./+types/invoices.csv";

const ROWS_AT_A_TIME = 500;

/** Every row of the filter, however many: read and sent in pages. Credits are negative, amounts plain decimals. */
export const loader = file(async ({ url, context }: Route.LoaderArgs) => {
  const viewer = context.get(viewerContext);
  return csvResponse(`invoices-${viewer.today}.csv`, linesOf(viewer, readFilter(url.searchParams)));
});

async function* linesOf({ ctx, customerIds }: Viewer, filter: InvoiceFilter): AsyncGenerator<string> {
  const t = createTranslator({ locale: "en", messages: en, namespace: "invoices.csv" });
  const heads = [
    t("type"),
    t("document"),
    t("accountNumber"),
    t("accountName"),
    t("purchaseOrder"),
    t("issuedOn"),
    t("dueOn"),
    t("currency"),
    t("amount"),
    t("open"),
    t("inFlight"),
    t("disputed"),
    t("promised"),
    t("daysLate"),
  ];
  yield CSV_START + csvLine(heads);
  if (customerIds.length === 0) return;
  let cursor: string | null = null;
  do {
    const { rows, next } = await listItems(ctx, {
      ...asListInput(filter, customerIds),
      cursor,
      limit: ROWS_AT_A_TIME,
    });
    const lines = rows.map((row) => {
      const sign = isDebit(row.kind) ? 1n : -1n;
      const amount = (minor: bigint) => decimal(sign * minor, row.currency);
      return csvLine([
        row.kind,
        row.number,
        row.customerNumber,
        row.customerName,
        row.poNumber,
        row.issuedOn,
        row.dueOn,
        row.currency,
        amount(row.amountMinor),
        amount(row.openMinor),
        amount(row.inFlightMinor),
        amount(row.disputedMinor),
        amount(row.promisedMinor),
        row.openMinor > 0n ? row.daysLate : null,
      ]);
    });
    if (lines.length > 0) yield lines.join("");
    cursor = next;
  } while (cursor);
}
