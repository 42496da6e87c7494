import { Readable } from "node:stream";
import { connect } from "@openitem/db/client";
import { importOpenItems } from "./import-open-items.ts";

/*
 * For tests: a dry run of a file of so many rows in a process of its own, so that its memory can be bounded. Called
 * with database, organization and number of rows; writes the counts of the report.
 */

const [url = "", organizationId = "", count = ""] = process.argv.slice(2);

function* lines(rows: number): Generator<string> {
  yield "customer_number,customer_name,document_number,issued_on,due_on,currency,amount,reference\n";
  for (let row = 1; row <= rows; row++)
    yield `C-${row % 500},Customer ${row % 500},INV-${row},2026-10-01,2026-10-31,USD,${row}.25,Usage of campaign ${row}\n`;
}

const { db, close } = connect(url, { connectionsMax: 2, name: "dry-run" });
const { rows, imported, rejectedCount, totals } = await importOpenItems(
  {
    db,
    organizationId,
    actor: { kind: "worker", name: "test" },
    now: new Date("2026-11-18T12:00:00Z"),
    requestId: "test",
  },
  {
    source: Readable.from(chunks(lines(Number(count)), 2_000)),
    fileName: "many.csv",
    profile: "generic",
    dryRun: true,
  },
);
await close();
process.stdout.write(JSON.stringify({ rows, imported, rejectedCount, totals }));

/** Lines in pieces, as a file comes from a disk. */
function* chunks(all: Iterable<string>, size: number): Generator<Buffer> {
  let piece: string[] = [];
  for (const line of all) {
    if (piece.push(line) < size) continue;
    yield Buffer.from(piece.join(""));
    piece = [];
  }
  yield Buffer.from(piece.join(""));
}
