/** A UTF-8 byte-order mark, so that spreadsheets read names rightly. */
export const CSV_START = "\uFEFF";

/** A line of a CSV file (RFC 4180). Text that a spreadsheet would take for a formula gets an apostrophe before it. */
export const csvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map(csvCell).join(",")}\r\n`;

function csvCell(value: string | number | null): string {
  const text = String(value ?? "");
  const isNumber = /^-?\d+(\.\d+)?$/.test(text);
  const safe = !isNumber && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A CSV file that is written page by page as fast as it is taken; `pages` ends it. */
export function csvResponse(filename: string, pages: AsyncGenerator<string>): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pages.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pages.return(undefined);
    },
  });
  return new Response(body, {
    headers: { "Content-Type": "text/csv; charset=utf-8", "Content-Disposition": attachment(filename) },
  });
}

/** The header of a file to keep; the name is made safe for any system (RFC 6266). */
export const attachment = (filename: string): string =>
  `attachment; filename="${filename.replace(/[^\w.-]+/g, "-")}"`;
