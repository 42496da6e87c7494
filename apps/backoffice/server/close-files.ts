import { closeCsv, closeSheets, type SheetCell } from "@openitem/domain/close/close-sheets";
import { type CloseView, readClose } from "@openitem/domain/close/read-close";
import { decimal, minorDigits } from "@openitem/domain/kernel/money";
import { HTTP_STATUS, Refusal } from "@openitem/domain/kernel/refusal";
import exceljs from "exceljs";
import type { Hono, Context as HonoContext } from "hono";
import { z } from "zod";
import type { AppEnv } from "./app.ts";
import type { RequestContext } from "./trpc.ts";

type Request = HonoContext<AppEnv>;
type ContextFor = (c: Request) => Promise<RequestContext | null>;

const asked = z.object({ entity: z.string().min(1).max(40), month: z.string().max(7) });

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/**
 * A month to take away, computed now: `/files/close.csv` and `/files/close.xlsx` with `entity` and `month` in the query.
 * In place of a file a refusal is a plain page of its sentence.
 */
export function serveCloseFiles(app: Hono<AppEnv>, contextFor: ContextFor): void {
  const serve =
    (ending: string, type: string, make: (view: CloseView) => Promise<string | Uint8Array<ArrayBuffer>>) =>
    async (c: Request) => {
      c.header("cache-control", "no-store");
      const ctx = await contextFor(c);
      if (!ctx) return c.text("This biller has not been set up yet.", 503);
      for (const [name, value] of ctx.answer) c.header(name, value, { append: true });
      const { actor } = ctx;
      if (!actor) return c.text("Sign in to go on.", 401);
      const query = asked.safeParse(c.req.query());
      if (!query.success)
        return c.text("This address is not complete: it names a legal entity and a month.", 400);
      try {
        const view = await readClose({ ...ctx, actor }, query.data);
        const body = await make(view);
        const name = `close-${view.entity.code}-${view.period.month}`.replace(/[^\w.-]+/g, "-");
        c.header("content-type", type);
        c.header("content-disposition", `attachment; filename="${name}.${ending}"`);
        return c.body(body);
      } catch (error) {
        if (error instanceof z.ZodError) return c.text(error.issues[0]?.message ?? "", 400);
        if (!(error instanceof Refusal)) throw error;
        return c.text(error.message, HTTP_STATUS[error.kind]);
      }
    };
  app.get(
    "/files/close.csv",
    serve("csv", "text/csv; charset=utf-8", async (view) => closeCsv(view)),
  );
  app.get("/files/close.xlsx", serve("xlsx", XLSX, closeXlsx));
}

/** The tables of a month as a workbook, a sheet each. Written only: nothing is ever read by this library. */
export async function closeXlsx(view: CloseView): Promise<Uint8Array<ArrayBuffer>> {
  const book = new exceljs.Workbook();
  book.created = view.at;
  book.modified = view.at;
  for (const { name, head, rows } of closeSheets(view)) {
    const sheet = book.addWorksheet(name, { views: [{ state: "frozen", ySplit: 1 }] });
    sheet.addRow([...head]).font = { bold: true };
    for (const cells of rows) {
      const row = sheet.addRow(cells.map(sheetValue));
      for (const [at, cell] of cells.entries())
        if (typeof cell !== "string") row.getCell(at + 1).numFmt = formatOf(cell.currency);
    }
    for (const column of sheet.columns) column.width = 22;
  }
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** A number where the sheet's own arithmetic keeps every digit, else text. Strings never become formulas. */
function sheetValue(cell: SheetCell): string | number {
  if (typeof cell === "string") return cell;
  const text = decimal(cell.minor, cell.currency);
  return Number.isSafeInteger(Number(cell.minor)) ? Number(text) : text;
}

const formatOf = (currency: string): string => {
  const digits = minorDigits(currency);
  return digits === 0 ? "#,##0" : `#,##0.${"0".repeat(digits)}`;
};
