import { type ItemDetail, readItem } from "@openitem/domain/items/read-item";
import { decimal } from "@openitem/domain/kernel/money";
import { createTranslator } from "use-intl";
import { type Viewer, viewerContext } from "../context.ts";
import { CSV_START, csvLine, csvResponse } from "../csv.ts";
import { file } from "../file-answer.server.ts";
import { pagesOfLines } from "../invoice-paper.server.ts";
import { en } from "../messages/en.ts";
import type { Route } from "./+types/invoice.lines.csv";

/** Every line of a document, however many. Amounts are plain decimals, days ISO 8601. */
export const loader = file(async ({ params, context }: Route.LoaderArgs) => {
  const { ctx } = context.get(viewerContext);
  // Read first: a document that is not there is a page, not a broken file.
  const { item } = await readItem(ctx, params.itemId);
  return csvResponse(`${item.number}-lines.csv`, linesOf(ctx, item));
});

async function* linesOf(ctx: Viewer["ctx"], { id, currency }: ItemDetail["item"]): AsyncGenerator<string> {
  const t = createTranslator({ locale: "en", messages: en, namespace: "invoice.csv" });
  const heads = [
    t("line"),
    t("description"),
    t("periodFrom"),
    t("periodTo"),
    t("quantity"),
    t("unit"),
    t("unitPrice"),
    t("amount"),
    t("currency"),
  ];
  yield CSV_START + csvLine(heads);
  for await (const lines of pagesOfLines(ctx, id))
    yield lines
      .map((line) =>
        csvLine([
          line.lineNo,
          line.description,
          line.periodFromOn,
          line.periodToOn,
          line.quantity,
          line.unit,
          line.unitPrice,
          decimal(line.amountMinor, currency),
          currency,
        ]),
      )
      .join("");
}
